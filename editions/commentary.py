"""A signed long read, copied from its page: headline, standfirst, subheads, captions, author's note. Pure.

Such a copy keeps the words and loses their shapes, so that shapes are read from the wording and from
the spacing. What is uncertain stays in the body, at its spot, with a mark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editions.damage import lost_link_text
from editions.document import ContributorDoc, EditionDocument, ItemDoc, SectionDoc
from editions.pasted import Mark, Parsed, clean
from editions.stream import contributors

LONGEST_HEADLINE = 200  # characters
SHORTEST_DEK, LONGEST_DEK = 30, 400
LONGEST_SUBHEAD = 60
LONGEST_CAPTION = 220
TOP = 4  # lines below the headline in which the author is looked for
ITEM = "sections.0.items.0"

HEADING = re.compile(r"(?:#{1,6}\s+(?P<title>.+)|\*\*(?P<bold>[^*]+)\*\*)")
EMPHASIS = re.compile(r"([*_]{1,3})(?P<words>[^*_].*)\1")
LIST_ITEM = re.compile(r"[-*+•–—>|]|\d+[.)、]")
SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?][\"”’)]*(?=\s+[\"“‘(]?[A-Z0-9]|$)|[。！？]")
BYLINE = re.compile(r"(?i:by)[ :：]+(?P<names>[^,，|]{2,80})(?:\s*[,，|]\s*(?P<role>.{2,100}))?")
CHINESE_NAME = re.compile(r"[㐀-鿿·]{2,8}")
PARTICLES = {"al", "bin", "da", "de", "del", "der", "di", "du", "la", "van", "von"}
NOTE = re.compile(r"[(（](?P<note>(?:[^()（）]|[(（][^()（）]*[)）])+)[)）]")
ABOUT_THE_AUTHOR = re.compile(r"[Tt]he (?:author|writer)s? (?:is|are|was|were)\b.*")
PLACE = re.compile(r"\b(?:in|at|near|outside|on) (?:the )?(?:\w+ )?[A-Z]")
CAPTION_WORDS = re.compile(
    r"\bon display\b|\bunder construction\b|\b(?:is|are) (?:seen|pictured)\b|\bposes? (?:for|with)\b"
    r"|\blooks? on\b|\((?:left|right|cent(?:er|re)|above|below)\)|\b(?:file )?photos?\b[)\]:：]",
    re.I,
)
FRAGMENT = re.compile(
    r"(?:In|On|At|For|With|From|Across|Beyond|Among|Under|Behind) (?:the|a|an|its|their|this|these) "
    r"(?:[a-z-]+ ){0,2}(?!\w*ed\b)[a-z-]+\.(?= [A-Z])"
)


@dataclass(frozen=True)
class _Line:
    """`apart`: a blank line stands above it, in a text that does not use them between paragraphs."""

    text: str
    apart: bool


def parse(text: str) -> Parsed:
    """Return the long read as the one commentary of one section.

    Raises PasteError if the paste cannot be read at all.
    """
    lines = _lines(clean(text))
    headline = _take_headline(lines)
    byline = _take_byline(lines)
    note = _take_note(lines)
    dek = _take_dek(lines)
    shaped = list(_shaped(lines))
    item = ItemDoc(
        headline=headline,
        dek=dek,
        format="commentary",
        body="\n\n".join(paragraph for paragraph, _ in shaped),
        byline=byline,
        authors_note=note,
    )
    marks = (*_missing(item), *(mark for _, found in shaped for mark in found))
    section = SectionDoc(layout="feature", items=(item,))
    return Parsed(EditionDocument(sections=(section,)), marks)


def _lines(text: str) -> list[_Line]:
    lines, blank = [], False
    for line in map(str.strip, text.split("\n")):
        if line:
            lines.append(_Line(line, blank and bool(lines)))
        blank = not line
    if sum(line.apart for line in lines) * 3 > len(lines):  # blank lines mean nothing here
        return [_Line(line.text, False) for line in lines]
    return lines


def _take_headline(lines: list[_Line]) -> str:
    if len(lines[0].text) > LONGEST_HEADLINE:
        return ""
    line = lines.pop(0).text
    return _heading(line) or line


def _take_byline(lines: list[_Line]) -> tuple[ContributorDoc, ...]:
    for line in lines[:TOP]:
        if people := _people(line.text):
            lines.remove(line)
            return people
    return ()


def _people(line: str) -> tuple[ContributorDoc, ...]:
    """Return those who signed as "By Jane Doe and Wei Han, Title", or nobody."""
    match = BYLINE.fullmatch(line)
    if not match or line[-1] in ".!?。":
        return ()
    names, role = match["names"], match["role"] or ""
    several = contributors(f"{names}, {role}")
    if re.search(r"\band\b", role) and all(_is_name(person.name) for person in several):
        return several  # "Jane Doe, John Roe and Wei Han"
    people = [ContributorDoc(person.name, role) for person in contributors(names)]
    return tuple(people) if all(_is_name(person.name) for person in people) else ()


def _is_name(text: str) -> bool:
    words = text.split()
    in_capitals = all(word[0].isupper() or word in PARTICLES for word in words)
    return bool(CHINESE_NAME.fullmatch(text)) or (2 <= len(words) <= 5 and in_capitals)


def _take_note(lines: list[_Line]) -> str:
    """Take the last paragraph if it is about the author; the parentheses around it are no part of it."""
    if not lines:
        return ""
    text = _plain(lines[-1].text)
    note = NOTE.fullmatch(text)
    if not note and not ABOUT_THE_AUTHOR.fullmatch(text):
        return ""
    lines.pop()
    return note["note"].strip() if note else text


def _take_dek(lines: list[_Line]) -> str:
    """Take the first paragraph if it can be a standfirst and leaves a text to stand above."""
    if len(lines) < 3 or _heading(lines[0].text) or LIST_ITEM.match(_plain(lines[0].text)):
        return ""
    text = _plain(lines[0].text)
    sentences = len(SENTENCE_END.findall(text[:LONGEST_DEK]))
    if len(text) > LONGEST_DEK or sentences > 2 or (not sentences and len(text) < SHORTEST_DEK):
        return ""
    lines.pop(0)
    return text


def _shaped(lines: list[_Line]) -> Iterator[tuple[str, list[Mark]]]:
    """Yield each paragraph as Markdown, with what an editor should look at in it."""
    for i, line in enumerate(lines):
        below = lines[i + 1].text if i + 1 < len(lines) else ""
        title = _heading(line.text)
        if not title and i and below and _stands_short(line.text) and not _stands_short(below):
            title = line.text
        if title:
            yield f"## {title}", []
        elif i and line.apart and _is_caption(line.text):
            yield f"*{line.text}*", [_mark("body", line.text, "Reads like a picture's caption.")]
        else:
            yield line.text, list(_doubts(line.text))


def _doubts(text: str) -> Iterator[Mark]:
    if len(text) <= LONGEST_CAPTION and CAPTION_WORDS.search(text):
        yield _mark("body", text, "May be a picture's caption.")
    if fragment := FRAGMENT.match(text):
        yield _mark("body", fragment[0], "Is no whole sentence: does it belong to the next one?")
    for words in lost_link_text(text):
        yield _mark("body", words, "A link's text seems to have been lost here.")


def _missing(item: ItemDoc) -> Iterator[Mark]:
    if not item.headline:
        yield _mark("headline", item.body[:LONGEST_HEADLINE], "The text begins without a headline.")
    if not item.byline:
        yield _mark("byline", item.authors_note, "The author's name is missing.")


def _mark(field: str, text: str, why: str) -> Mark:
    return Mark(f"{ITEM}.{field}", text, why)


def _heading(text: str) -> str:
    """Return the words of a line that is marked as a heading, or nothing."""
    match = HEADING.fullmatch(text)
    return (match["title"] or match["bold"]).strip() if match else ""


def _plain(text: str) -> str:
    """Return a paragraph without the emphasis that is put around the whole of it."""
    match = EMPHASIS.fullmatch(text)
    return match["words"] if match else text


def _stands_short(text: str) -> bool:
    """Tell a subhead: a few words that no full stop ends, and that are no caption."""
    ends = text[-1] in ".!?:;,…。！？：；，"
    begins = (text[0].isalnum() and not text[0].islower()) or text[0] in "\"“‘'"
    return len(text) <= LONGEST_SUBHEAD and begins and not ends and not _is_furnished(text)


def _is_furnished(text: str) -> bool:
    return bool(LIST_ITEM.match(text) or CAPTION_WORDS.search(text))


def _is_caption(text: str) -> bool:
    """Tell a caption by its length and by naming a place or a view; only for a line that stands apart."""
    short = len(text) <= LONGEST_CAPTION and len(SENTENCE_END.findall(text)) <= 2
    return short and bool(PLACE.search(text) or CAPTION_WORDS.search(text))
