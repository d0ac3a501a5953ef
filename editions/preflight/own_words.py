"""The words of an edition that are the house's own: its texts without what others said. Pure.

House style does not change a quotation, and does not reach into Chinese, which has signs of its own.
Positions hold, as in `texts`: what is left out is covered with FILLER.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from editions.document import EditionDocument
from editions.preflight.findings import section_of
from editions.preflight.once import once_a_document
from editions.preflight.texts import FILLER, Text, texts

CHINESE = re.compile(r"[㐀-鿿]")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
QUOTED = re.compile(r'“[^”\n]*”?|(?<!\w)‘[^‘\n]*?’(?!\w)|(?<!\w)"[^"\n]*"(?!\w)|^[ \t]*>.*', re.MULTILINE)


@dataclass(frozen=True)
class OwnWords:
    """`latin` is the text without its Chinese lines, `own` that without quotations."""

    text: Text
    latin: str
    own: str
    layout: str = ""  # of the section it stands in


@once_a_document
def own_words(document: EditionDocument) -> tuple[OwnWords, ...]:
    """Return the texts with anything of ours in them, in the order of reading."""
    return tuple(_all(document))


def covered(found: re.Match[str]) -> str:
    """Return FILLER for what was found, line ends kept."""
    return re.sub(r"[^\n]", FILLER, found[0])


def _all(document: EditionDocument):
    for text in texts(document):
        section = section_of(document, text.place)
        layout = section.layout if section else ""
        latin, own = _covered(text.masked)
        if not LATIN.search(latin):
            continue
        if layout == "quote" and text.place.field in ("text", "body"):
            own = FILLER * len(latin)
        yield OwnWords(text, latin, own, layout)


@lru_cache(maxsize=1024)
def _covered(masked: str) -> tuple[str, str]:
    """Return the text without its Chinese lines, and without quotations too."""
    latin = _without_chinese(masked)
    return latin, QUOTED.sub(covered, latin)


def _without_chinese(text: str) -> str:
    return re.sub(r".+", _covered_if_chinese, text) if CHINESE.search(text) else text


def _covered_if_chinese(line: re.Match[str]) -> str:
    """A Chinese word has about two characters, an English one six letters."""
    is_chinese = len(CHINESE.findall(line[0])) * 3 >= len(LATIN.findall(line[0]))
    return covered(line) if is_chinese else line[0]
