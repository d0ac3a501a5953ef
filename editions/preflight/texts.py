"""The texts of an edition, one after another, each with the place where it stands. Pure.

Positions hold: `masked` is as long as `text`, with FILLER where an address stands, so that a rule that
reads words does not stumble over a link, and where it matched is where it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from editions.document import EditionDocument, ItemDoc, SectionDoc
from editions.preflight.findings import Place
from editions.preflight.once import once_a_document
from sources.mentions import Mention, Names

FILLER = "\ue000"  # a private character: no letter, no space, no sign
HIDDEN = re.compile(
    r"(?<=\])\((?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)"  # the target of a link
    r"|https?://[^\s<>()\"“”]+|<https?://[^>\s]+>|`[^`\n]*`"
)


@dataclass(frozen=True)
class Text:
    """One text. `standing` says the same each week, such as the introduction; a heading is one line."""

    place: Place
    text: str
    masked: str
    kind: str = "prose"  # prose, heading, line (subject, preheader, dek, caption, alternative text)
    standing: bool = False
    item: ItemDoc | None = None


@once_a_document
def texts(document: EditionDocument) -> tuple[Text, ...]:
    """Return every text of the edition that is not empty, in the order of reading."""
    return tuple(text for text in _all(document) if text.text.strip())


@lru_cache(maxsize=1024)  # an editor changes one text at a time
def masked(text: str) -> str:
    """Return `text`, as long as it is, with FILLER in place of addresses and code."""
    return HIDDEN.sub(lambda found: FILLER * len(found[0]), text)


@lru_cache(maxsize=2048)
def mentions(names: Names, text: str) -> tuple[Mention, ...]:
    """Return the companies that `text` names."""
    return tuple(names.find(text))


def _all(document: EditionDocument) -> Iterator[Text]:
    for field, kind in (("title", "heading"), ("dek", "line"), ("subject", "line"), ("preheader", "line")):
        yield _text(Place(field), getattr(document, field), kind)
    yield _text(Place("introduction"), document.introduction, standing=True)
    for number, section in enumerate(document.sections):
        yield from _section(number, section)
    yield _text(Place("signoff"), document.signoff, standing=True)


def _section(number: int, section: SectionDoc) -> Iterator[Text]:
    headlines = {item.headline for item in section.items}
    if section.heading not in headlines:  # a single story's headline is its section's heading
        yield _text(Place("heading", number), section.heading, "heading")
    yield _text(Place("text", number), section.text)
    for place, item in enumerate(section.items):
        for field, kind in (("headline", "heading"), ("dek", "line"), ("body", "prose")):
            yield _text(Place(field, number, place), getattr(item, field), kind, item=item)
        yield _text(Place("authors_note", number, place), item.authors_note, item=item)
        if item.image:
            yield _text(Place("image_caption", number, place), item.image.caption, "line", item=item)


def _text(
    place: Place, text: str, kind: str = "prose", *, standing: bool = False, item: ItemDoc | None = None
) -> Text:
    return Text(place, text, masked(text), kind, standing, item)
