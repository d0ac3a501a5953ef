"""What pasting did to a text: lost links, a portal's lines, doubles, open quotes, hidden characters. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from editions.damage import doubtful_links, lost_links
from editions.document import EditionDocument
from editions.pasted import INVISIBLE, STRAY_JOINERS
from editions.preflight.context import Context
from editions.preflight.findings import ERROR, WARNING, Finding, Fix, Place, rule
from editions.preflight.pairs import lonely_brackets, lonely_quotes
from editions.preflight.paragraphs import HAN, WORD, Paragraph, ending, opening, paragraphs
from editions.preflight.texts import FILLER, Text, texts
from sources.furniture import CONTACT, POINTER, furniture

EMPTY_LINK = re.compile(r"(?<!!)\[\s*\]\([^()\s]+\)")
EMPTY_BRACKETS = re.compile(r"(?<=\w )\(\s*\)")  # "render()" is code
SENTENCE_START = re.compile(r"^|(?<=[.!?…”\"’)])\s+|(?<=[。！？」』）])", re.M)

LONGEST_LINE = 300  # characters; of what a portal adds
LEAST_WORDS = 4  # of a line that is a double wherever it stands; "Photo: VCG" may stand twice
EMPHASIS = " \t*_~`"

ENDS_OPEN = re.compile(r"[\w,，、%–-]")  # what a sentence does not end in
CREDIT = re.compile(r"[.!?…。！？”\"’)]\s*[—–-]+\s*\S.{0,80}$")
LEAST_OF_PROSE = 8  # words; what is shorter may be a subhead, a name or an address
LEAST_OF_CHINESE = 20  # characters

SPACES = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
# Not "Xiaomi Pad", "Mr. Wei", "5 km" or "10 million yuan", which somebody may want to hold together.
HARD_SPACE = re.compile(
    "(?:(?<![A-Za-z])[a-z]{2,}|[a-z]{4}[.,]|[A-Z][a-z]+(?=[\u00a0\u202f][a-z]))(?<!illion)[\u00a0\u202f]"
    r"(?=[A-Za-z]?[a-z]{2})(?!(?:km|kg|cm|mm|kW|per|percent|million|billion|yuan|euros?|dollars?)\b)"
)
PRIVATE = re.compile("[\ue000-\uf8ff]")
DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@rule(
    "damage.lost-link",
    ERROR,
    "Lost link text",
    example="The rider worked for Kuaisong, a subsidiary of, which had stopped paying.",
    piecewise=True,
)
def lost_link(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        for start, end in lost_links(text.masked):
            words = text.text[start:end]
            yield Finding(text.place, f"“{words}” has lost the name that was a link: write it again.", words)
        for form in (EMPTY_LINK, EMPTY_BRACKETS):
            for found in form.finditer(text.text):
                words = text.text[max(0, found.start() - 20) : found.end()].split("\n")[-1]
                words = words if found.start() < 20 else words.partition(" ")[2] or words
                yield Finding(text.place, f"“{words}” has lost its words: write them again.", words)


@rule(
    "damage.lost-name",
    WARNING,
    "A name that may be lost",
    example="It follows carriers like Nami and in moving its office to Busan.",
    piecewise=True,
)
def lost_name(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        for start, end in doubtful_links(text.masked):
            words = text.text[start:end]
            yield Finding(text.place, f"A name seems to be missing in “{words}”.", words)


@rule(
    "damage.furniture",
    ERROR,
    "A portal's own line",
    example="Read the full story here.",
    piecewise=True,
)
def portal_line(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        for start, end in _furniture(document, text):
            words = text.text[start:end]
            sentence = f"“{opening(words)}” belongs to the page it was copied from: take it out."
            fix = Fix("Take it out", *_without(text.text, start, end))
            yield Finding(text.place, sentence, words, fix)


@rule(
    "damage.doubled-caption",
    WARNING,
    "A caption in the text",
    example="A picture's caption, “The yard at night”, stands as a paragraph of the body too.",
    piecewise=True,
)
def doubled_caption(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        caption = _bare(text.item.image.caption) if text.item and text.item.image else ""
        if not caption or text.place.field != "body":
            continue
        for start, line in _body_lines(text):
            if _bare(line) == caption:
                sentence = f"The picture's caption, “{opening(line)}”, stands in the text too."
                fix = Fix("Take it out of the text", *_without(text.text, start, start + len(line)))
                yield Finding(text.place, sentence, line, fix)


@rule(
    "damage.doubled-paragraph",
    WARNING,
    "The same paragraph twice",
    example="The yard at night / The yard at night",
    piecewise=True,
)
def doubled_paragraph(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        seen: set[str] = set()
        last = ""
        for start, line in _body_lines(text):
            if _is_furniture(line):
                continue
            bare = _bare(line)
            length = len(WORD.findall(bare)) + len(HAN.findall(bare)) // 2
            if bare and (bare == last or (bare in seen and length >= LEAST_WORDS)) and length > 1:
                sentence = f"“{opening(line)}” stands twice in this text."
                fix = Fix("Take out the second", *_without(text.text, start, start + len(line)))
                yield Finding(text.place, sentence, line, fix)
            seen.add(bare)
            last = bare


@rule(
    "damage.quotes",
    WARNING,
    "A quotation that does not close",
    example="“We sell where the roads are bad, its founder said.",
    piecewise=True,
)
def open_quotation(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        for one in lonely_quotes(text):
            sentence = (
                f"The quotation that begins {one.words} … is not closed."
                if one.opens
                else f"The quotation that ends “{one.words}” is not opened."
            )
            yield Finding(text.place, sentence, one.words)


@rule(
    "damage.brackets",
    WARNING,
    "A bracket that does not close",
    example="The plant (its third in Thailand opens in May.",
    piecewise=True,
)
def open_bracket(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        lonely = lonely_brackets(text)
        furnished = _furniture(document, text) if lonely else []
        for at, one in lonely:
            if not any(start <= at < end for start, end in furnished):
                what = "is not closed" if one.opens else "is not opened"
                yield Finding(text.place, f"The bracket in “{one.words}” {what}.", one.words)


@rule(
    "damage.no-end",
    WARNING,
    "A sentence without an end",
    example="The plant is its third in Thailand and will open in the",
)
def no_end(document: EditionDocument, context: Context) -> Iterator[Finding]:
    whole, open_ended = 0, []
    for text in texts(document):
        if text.kind != "prose" or text.place.field == "signoff" or _is_display(document, text):
            continue
        closed, ends = _ends(text.text, text.masked, _is_furnished(document, text))
        whole += closed
        open_ended += [(text, one) for one in ends]
    if len(open_ended) > whole + 1:
        return  # an edition that ends hardly any text with a full stop means it
    for text, one in open_ended:
        tail = ending(one.text, len(one.text), 6)
        yield Finding(text.place, f"The sentence that ends “… {tail}” has no full stop: is it whole?", tail)


@rule(
    "damage.two-spaces",
    WARNING,
    "Two spaces",
    example="The plant opens  in May.",
    piecewise=True,
)
def two_spaces(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        if not SPACES.search(text.masked):
            continue
        spots = [
            (one.start + found.start(), one.start + found.end())
            for one in paragraphs(text)
            if one.shape != "table"
            for found in SPACES.finditer(one.masked)
            if not _is_after_marker(one, found.start())
        ]
        if spots:
            sentence = f"Two spaces stand after “{_word_before(text.text, spots[0][0])}”."
            yield _mended(text, spots, " ", sentence, "Write one space")


@rule(
    "damage.invisible",
    WARNING,
    "Invisible characters",
    example="The plant o\u00adpens in May (with a soft hyphen in “opens”).",
    piecewise=True,
)
def invisible(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        spots = [span for span in _invisible(text) if text.text[span[0]] == text.masked[span[0]]]
        if spots:
            names = " and ".join(dict.fromkeys(_name(text.text[start]) for start, _ in spots))
            sentence = f"This text holds {names} that nobody sees, and that break search and copying."
            yield _mended(text, spots, "", sentence, "Take them out")


@rule(
    "damage.hard-space",
    WARNING,
    "A non-breaking space between words",
    example="The plant\u00a0opens in May (with a non-breaking space before “opens”).",
    piecewise=True,
)
def hard_space(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        spots = [(found.end() - 1, found.end()) for found in HARD_SPACE.finditer(text.masked)]
        if spots:
            sentence = f"A non-breaking space stands after “{_word_before(text.text, spots[0][0])}”."
            yield _mended(text, spots, " ", sentence, "Write a plain space")


@lru_cache(maxsize=1024)  # an editor changes one text at a time
def _ends(words: str, masked: str, furnished: bool) -> tuple[int, tuple[Paragraph, ...]]:
    """Count the paragraphs of a prose text that end as sentences do; return those that do not."""
    text = Text(Place("body"), words, masked)
    lines = _furniture_of(text) if furnished else []
    whole, open_ended = 0, []
    for one in paragraphs(text):
        if one.shape == "prose" and _is_prose(one) and (one.start, one.end) not in lines:
            end = one.masked.rstrip(EMPHASIS)
            if ENDS_OPEN.match(end[-1]) and not CREDIT.search(end[-120:]):
                open_ended.append(one)
            else:
                whole += 1
    return whole, tuple(open_ended)


def _furniture(document: EditionDocument, text: Text) -> list[tuple[int, int]]:
    """Return where (start, end) the lines of a portal stand."""
    return _furniture_of(text) if _is_furnished(document, text) else []


def _is_furnished(document: EditionDocument, text: Text) -> bool:
    """A newsroom's own standing texts, and what is paid for, may ask to be shared."""
    return text.kind == "prose" and not text.standing and _layout(document, text) != "sponsor"


def _furniture_of(text: Text) -> list[tuple[int, int]]:
    """What leads somewhere is of use, and stays."""
    spots = []
    for start, line in _lines(text):
        for found in SENTENCE_START.finditer(line):
            if not 0 < len(line) - found.end() <= LONGEST_LINE:
                continue
            words = line[found.end() :]
            leads = FILLER in words and not CONTACT.fullmatch(words)
            if not leads and _is_furniture(words):
                spots.append((start + found.end(), start + len(line)))
                break
    return spots


def _is_furniture(line: str) -> bool:
    return bool(furniture(line) or POINTER.fullmatch(line))


def _layout(document: EditionDocument, text: Text) -> str:
    return document.sections[text.place.section].layout if text.place.section is not None else ""


def _is_display(document: EditionDocument, text: Text) -> bool:
    return _layout(document, text) in ("numbers", "quote", "sponsor")


def _lines(text: Text) -> Iterator[tuple[int, str]]:
    """Yield (start, masked line), without the space around it."""
    at = 0
    for line in text.masked.split("\n"):
        if line.strip():
            yield at + len(line) - len(line.lstrip()), line.strip()
        at += len(line) + 1


def _body_lines(text: Text) -> Iterator[tuple[int, str]]:
    """Yield (start, line) of what is read as a line: no heading and no row of a table."""
    if text.kind != "prose":
        return
    for one in paragraphs(text):
        if one.shape in ("prose", "list", "quote"):
            at = one.start
            for line in one.text.split("\n"):
                if line.strip():
                    yield at + len(line) - len(line.lstrip()), line.strip()
                at += len(line) + 1


def _bare(line: str) -> str:
    """Return the words of a line, by which it is compared."""
    return " ".join(line.strip(EMPHASIS + ">").casefold().split())


def _without(text: str, start: int, end: int) -> tuple[int, str, str]:
    """Return (start, before, after) that take a line or its last sentence out, with the gap it leaves."""
    head = text[:start].rstrip()
    tail = text[end:].lstrip(" \t") if head else text[end:].lstrip()
    first, last = len(head), len(text) - len(tail)
    return first, text[first:last], ""


def _is_prose(one: Paragraph) -> bool:
    """Tell a paragraph of sentences from a subhead, a caption or a title that stands as one."""
    words = one.masked.split("\n")[-1].split() if "\n" in one.masked else one.masked.split()
    if len(HAN.findall(one.masked)) >= LEAST_OF_CHINESE:
        return bool(re.search("[，。；]", one.masked))
    emphasised = re.fullmatch(r"([*_]{1,3})[^*_].*\1", one.masked, re.S)
    capitals = sum(word[:1].isupper() for word in words)
    return len(words) >= LEAST_OF_PROSE and not emphasised and capitals * 2 < len(words)


def _is_after_marker(one: Paragraph, at: int) -> bool:
    """Tell the space after "-", "1.", ">" or "#", which lays out the source and is not seen."""
    line = one.masked[:at].split("\n")[-1]
    return bool(re.fullmatch(r"[\s>]*(?:[-*+•]|#{1,6}|\d{1,3}[.)])?", line))


def _mended(text: Text, spots: list[tuple[int, int]], sign: str, sentence: str, label: str) -> Finding:
    """Return one finding for all spots of a text, whose fix writes `sign` in place of each."""
    after, end = "", 0
    for start, stop in spots:
        after += text.text[end:start] + sign
        end = stop
    start, stop = spots[0]
    passage = (
        ending(text.text, start, 2) + text.text[start:stop] + opening(text.text[stop:].split("\n")[0], 1)
    )
    return Finding(text.place, sentence, passage, Fix(label, 0, text.text, after + text.text[end:]))


def _word_before(text: str, at: int) -> str:
    return text[:at].split()[-1][-40:]


def _invisible(text: Text) -> list[tuple[int, int]]:
    has_rtl = bool(RIGHT_TO_LEFT.search(text.text))
    spots = [
        found.span()
        for form in (INVISIBLE, STRAY_JOINERS, PRIVATE)
        for found in form.finditer(text.text)
        if not (has_rtl and found[0] in DIRECTION)
    ]
    return sorted(spots)


def _name(character: str) -> str:
    if character == "\u00ad":
        return "soft hyphens"
    if character in DIRECTION:
        return "marks of writing direction"
    return "private characters" if PRIVATE.match(character) else "zero-width or control characters"


CHECKS = (
    lost_link,
    lost_name,
    portal_line,
    doubled_caption,
    doubled_paragraph,
    open_quotation,
    open_bracket,
    no_end,
    two_spaces,
    invisible,
    hard_space,
)
