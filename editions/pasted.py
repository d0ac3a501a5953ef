"""What was understood of a pasted text, before anything is stored. Pure."""

from dataclasses import dataclass

from editions.document import EditionDocument

LIMIT = 1_000_000  # characters; a year of editions is under half of that


class PasteError(ValueError):
    """The paste cannot be read at all; the message is one sentence for the person who pasted it."""


@dataclass(frozen=True)
class Mark:
    """A place that an editor should look at. `place` is a path into the document, such as
    "introduction", "sections.1.text" or "sections.0.items.2.body"; `text` the words in question."""

    place: str
    text: str
    why: str


@dataclass(frozen=True)
class Dropped:
    """Words that were recognised as no part of the story, and left out; shown to the editor."""

    text: str
    why: str


@dataclass(frozen=True)
class Parsed:
    document: EditionDocument
    marks: tuple[Mark, ...] = ()
    dropped: tuple[Dropped, ...] = ()
