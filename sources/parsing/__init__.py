"""What a page, a feed or a list of feeds says, read from its bytes.

Whatever strangers send is read as well as it can be, in bounded time and memory. Nothing is fetched. Pure.
"""

from sources.parsing.charsets import decode
from sources.parsing.facts import Entry, FeedLink, Page, ParsedFeed, ParseError
from sources.parsing.feeds import feed
from sources.parsing.opml import opml_in, opml_out
from sources.parsing.pages import page

__all__ = [
    "Entry",
    "FeedLink",
    "Page",
    "ParseError",
    "ParsedFeed",
    "decode",
    "feed",
    "opml_in",
    "opml_out",
    "page",
]
