"""What parsing returns.

Texts are plain, on one line and bounded; times are UTC; what is not known is empty.
"""

from dataclasses import dataclass
from datetime import datetime

TITLE = 500  # characters
SUMMARY = 1000
NAME = 200
TOO_LONG = "It is longer than what is read of a feed; its first entries are kept."


class ParseError(ValueError):
    """Nothing can be read from this; its text is a sentence for an editor."""


@dataclass(frozen=True)
class FeedLink:
    """A feed that a page names."""

    url: str
    title: str
    media_type: str


@dataclass(frozen=True)
class Page:
    """What a web page says of itself. Addresses are absolute, of http or https."""

    url: str  # as asked for
    canonical_url: str = ""
    title: str = ""
    site_name: str = ""
    author: str = ""
    published_at: datetime | None = None
    language: str = ""  # "en", "zh"
    summary: str = ""
    image_url: str = ""
    feeds: tuple[FeedLink, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry of a feed."""

    identity: str  # what the feed calls it
    url: str
    title: str
    summary: str
    author: str
    image_url: str
    published_at: datetime | None
    language: str


@dataclass(frozen=True)
class ParsedFeed:
    """A feed and its entries, in its own order."""

    title: str
    home_page: str
    language: str
    entries: tuple[Entry, ...]
    trouble: str = ""  # a sentence, where something was wrong with it
