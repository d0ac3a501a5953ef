"""A text pasted from a portal, without what the page put around the story. Pure.

Whole lines go, and each is handed back with its reason: nothing is lost, and an editor may put them back.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from sources.furniture import LONGEST_CAPTION, NETWORK, PICTURE, RELATED_HEADING, SHARING, furniture_of_a_copy

LINK = re.compile(r"(?<!!)\[(?P<title>[^\[\]]+)\]\([^()\s]+(?: \"[^\"]*\")?\)")
IMAGE = re.compile(r"(?:!\[[^\[\]]*\]\([^()\s]+(?: \"[^\"]*\")?\)\s*)+")
MARKER = re.compile(r"[>\s]*(?:[-*+•·]\s+|\d{1,3}[.)]\s+|#{1,6}\s+)?")
FENCE = re.compile(r"\s*(?:```|~~~)")
ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
EMPHASIS = re.compile(r"[*~]+|(?<!\w)_+|_+(?!\w)")
PLAIN = re.compile(r"\s*\w")  # neither a table's row, nor a list's, a quotation's or a heading's
NEW_TAB = re.compile(r", opens new tab\b")  # which a link of Reuters says to those who do not see it
LONGEST_LINE = 400  # characters; what is longer is a paragraph
# What stands alone in the lines under such a heading belongs to it.
LISTED = (
    (RELATED_HEADING, re.compile(r"\[[^\[\]]+\]\([^()\s]+\)"), "Is the title of a related story."),
    (SHARING, re.compile(NETWORK, re.I), "Belongs to the portal's page, not to a story."),
)


@dataclass(frozen=True)
class Dropped:
    """Words that were recognised as no part of the story, and left out; shown to the editor."""

    text: str
    why: str


@dataclass(frozen=True)
class Cleaned:
    text: str
    dropped: tuple[Dropped, ...] = ()


def cleaned(text: str, *, captions: Collection[str] = ()) -> Cleaned:
    """Return `text`, which is Markdown or plain, without the lines of the portal's page.

    `captions` are lines that the page itself marked as captions. Where nothing would be left, nothing goes.
    """
    text = NEW_TAB.sub("", text)
    lines = text.split("\n")
    reasons = _reasons(lines, {_words(caption) for caption in captions})
    dropped = tuple(
        Dropped(line.strip(), why) for line, why in zip(lines, reasons, strict=True) if why and line.strip()
    )
    kept = [line for line, why in zip(lines, reasons, strict=True) if not why]
    if not dropped or not any(map(str.strip, kept)):
        return Cleaned(text)
    return Cleaned(re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", "\n".join(kept)).strip("\n"), dropped)


def _reasons(lines: list[str], captions: Collection[str]) -> list[str]:
    """Return for each line why it goes, or nothing where it stays."""
    reasons = list(_each(lines, captions))
    for place, why in _doubled(lines):
        reasons[place] = reasons[place] or why
    return reasons


def _each(lines: list[str], captions: Collection[str]) -> Iterator[str]:
    in_code, listed = False, None
    for line in lines:
        in_code ^= bool(FENCE.match(line))
        words = _words(line)
        if not words and not IMAGE.fullmatch(line.strip()):
            yield ""
            continue
        why = "" if in_code or line.lstrip().startswith("|") else _why(line, words, captions)
        if not why and listed and listed[0].fullmatch(line[MARKER.match(line).end() :].strip()):
            yield listed[1]
            continue
        listed = next((rest for heading, *rest in LISTED if why and heading.fullmatch(words)), None)
        yield why


def _why(line: str, words: str, captions: Collection[str]) -> str:
    if words in captions or IMAGE.fullmatch(line.strip()):
        return PICTURE
    return furniture_of_a_copy(words) if len(words) <= LONGEST_LINE else ""


def _doubled(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the places of a line that follows itself: a page gives a caption as text, and again as what
    stands in for its picture. At the top it is the title."""
    filled = [(place, line.strip()) for place, line in enumerate(lines) if line.strip()]
    for line, copies in groupby(filled, key=lambda one: one[1]):
        places = [place for place, _ in copies]
        if len(places) > 1 and len(line) <= LONGEST_CAPTION and PLAIN.match(line):
            is_title = places[0] == filled[0][0]
            for place in places[is_title:]:
                yield place, "Stands more than once in the copy; kept once." if is_title else PICTURE


def _words(line: str) -> str:
    """Return the line as it read on the page, without its marks."""
    return EMPHASIS.sub("", ESCAPED.sub("", LINK.sub(r"\g<title>", line[MARKER.match(line).end() :]))).strip()
