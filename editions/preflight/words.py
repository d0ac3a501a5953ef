"""Length and leftovers: reading time, long sentences, long items, and words that only hold a place. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from editions.document import EditionDocument, ItemDoc
from editions.preflight.context import Context
from editions.preflight.findings import ERROR, WARNING, Finding, Place, rule
from editions.preflight.paragraphs import HAN, WORD, is_chinese, opening, paragraphs
from editions.preflight.texts import Text, masked, texts
from editions.render.figures import reading_minutes
from sources.mentions import KnownCompany

LONGEST_READ = 12  # minutes
LONGEST_SENTENCE = 35  # words

STOP = re.compile(r"[.!?…。！？]+[\"”’)\]*_]*(?=\s|$)|[。！？]|\n")
# A full stop after one of these ends no sentence, unless what follows begins one: "of Apple Inc. The deal".
ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"‘\[*_])(?:[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z]|Co|Corp|Inc|Ltd|Bros|Pte|Pty|Plc|Llc|Mr|Mrs|Ms|Dr|Prof|Gen|Gov"
    r"|Sen|Rep|St|Mt|No|Nos|Vol|Fig|vs|etc|approx|ca|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Jr|Sr)$",
    re.IGNORECASE,
)
STARTS = re.compile(
    r"\s+[\"“‘(\[*_]*(?:A|An|And|As|At|But|By|For|From|He|Her|His|However|I|If|In|It|Its|Last|Meanwhile|Most|On|Others"
    r"|She|Since|So|Some|Such|That|The|Their|Then|There|These|They|This|Those|Though|To|We|When|While|With)\b"
)
NUMBER = re.compile(r"(?:No|Nos|Vol|Fig)$", re.IGNORECASE)

HOLDER = re.compile(r"(?<![\w.&’'-])(?:(?P<tk>(?:TK)+)|(?P<todo>TODO)|(?P<cross>X{3,}))(?![\w&-])(?!\.\w)")
LOREM = re.compile(r"\blorem ipsum\b(?: dolor sit amet\b)?|\bdolor sit amet\b", re.IGNORECASE)
NAME_OR_SUM = re.compile(r"\s(?:[A-Z][a-z]|\d)")  # "TK Elevator", "TK 500"
NUMERAL_BEFORE = re.compile(
    r"(?:Act|Appendix|Article|Book|Bowl|Chapter|Class|Congress|Edition|Games|King|No\.|Olympiad|Part|Phase|Pope|Psalm"
    r"|Section|Title|Vol\.|Volume)\s$"
)
NUMERAL_AFTER = re.compile(r"\s(?:century|Congress|Games|Olympi\w+|Summer|Winter)\b")


@rule(
    "words.reading-time",
    WARNING,
    "A long read",
    example="An edition of 4,000 words, which takes some 17 minutes.",
    switchable=True,
)
def reading_time(document: EditionDocument, context: Context) -> Iterator[Finding]:
    minutes = reading_minutes(document)
    if minutes > LONGEST_READ:
        sentence = f"This edition takes some {minutes} minutes to read: may an item wait a week?"
        yield Finding(Place("title"), sentence)


@rule(
    "words.long-sentence",
    WARNING,
    "A sentence of over 35 words",
    example="The plant, which the maker of screens began … (and thirty words more before the full stop).",
    switchable=True,
    piecewise=True,
)
def long_sentence(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        if text.kind == "heading" or text.place.field == "subject":
            continue
        for one in paragraphs(text):
            if one.shape not in ("prose", "quote", "line"):
                continue
            for start, end in sentences(one.masked):
                count = len(WORD.findall(one.masked[start:end]))
                if count > LONGEST_SENTENCE and not is_chinese(one.masked[start:end]):
                    words = opening(one.text[start:end])
                    yield Finding(
                        text.place,
                        f"The sentence that begins “{words} …” has {count} words: cut it in two.",
                        words,
                    )


@rule(
    "words.long-item",
    WARNING,
    "An item over the house's length",
    example="A brief of 140 words, where the house says 90.",
    switchable=True,
    piecewise=True,
)
def long_item(document: EditionDocument, context: Context) -> Iterator[Finding]:
    limits = {"brief": context.house.longest_brief, "story": context.house.longest_story}
    for number, section in enumerate(document.sections):
        for place, item in enumerate(section.items):
            limit = limits.get(item.format, 0)
            count = _length(item)
            if limit and count > limit:
                sentence = f"This {item.format} has {count:,} words; the house's limit is {limit:,}."
                yield Finding(Place("body", number, place), sentence, opening(item.body))


@rule(
    "words.placeholder",
    ERROR,
    "A word that holds a place",
    example="The plant employs TK people.",
    piecewise=True,
)
def placeholder(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in (*texts(document), *_small_print(document)):
        for found in (*HOLDER.finditer(text.masked), *LOREM.finditer(text.masked)):
            if not _is_meant(text.masked, found, context.companies):
                words = text.text[slice(*found.span())]
                yield Finding(text.place, f"“{words}” holds the place of words still to come.", words)


def sentences(words: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of a paragraph. A line's end ends one."""
    start = 0
    for stop in STOP.finditer(words):
        if stop[0][0] in ".!?…" and _goes_on(words, stop):
            continue
        yield start, stop.end()
        start = stop.end()
    if words[start:].strip():
        yield start, len(words)


def _goes_on(words: str, stop: re.Match[str]) -> bool:
    """Tell the full stop of an abbreviation ("Co.", "U.S.", "No. 5") from that of a sentence; a small
    letter after any sign goes on ("Yahoo! and others")."""
    after = words[stop.end() : stop.end() + 20].lstrip(" \t\u00a0")
    if after[:1].islower():
        return True
    if stop[0] != ".":
        return False
    before = words[max(0, stop.start() - 12) : stop.start()]
    if NUMBER.search(before):
        return after[:1].isdigit()
    return bool(ABBREVIATION.search(before)) and not STARTS.match(words, stop.end())


def _length(item: ItemDoc) -> int:
    """Return the words of the body, without addresses and tables; two Chinese characters are one."""
    body = Text(Place("body"), item.body, masked(item.body))
    read = [one.masked for one in paragraphs(body) if one.shape != "table"]
    words = sum(len(WORD.findall(HAN.sub(" ", one))) for one in read)
    return words + sum(len(HAN.findall(one)) for one in read) // 2


def _small_print(document: EditionDocument) -> Iterator[Text]:
    """Yield what is printed besides the texts: alternative texts, credits and bylines."""
    if document.hero:
        for words in (document.hero.alt, document.hero.caption, document.hero.credit):
            yield Text(Place("hero"), words, words, "line")
    for number, section in enumerate(document.sections):
        for place, item in enumerate(section.items):
            field = Place("image", number, place)
            printed = [(field, item.image.alt), (field, item.image.credit)] if item.image else []
            for credit in item.credits:
                printed += [
                    (replace(field, field="credits"), one) for one in (credit.source, credit.via, credit.note)
                ]
            printed += [(replace(field, field="byline"), person.name) for person in item.byline]
            yield from (Text(where, words, words, "line", item=item) for where, words in printed if words)


def _is_meant(words: str, found: re.Match[str], companies: tuple[KnownCompany, ...]) -> bool:
    """Tell TK Elevator, a sum in taka, Super Bowl XXX and what belongs to a known name."""
    kinds = found.groupdict()
    if kinds.get("tk") and NAME_OR_SUM.match(words, found.end()):
        return True
    before = words[max(0, found.start() - 14) : found.start()]
    if kinds.get("cross") and (NUMERAL_BEFORE.search(before) or NUMERAL_AFTER.match(words, found.end())):
        return True
    around = words[max(0, found.start() - 60) : found.end() + 60]
    names = (name for one in companies for name in (one.name, *one.aliases, *one.former_names))
    return any(found[0] in name and name in around for name in names)


CHECKS = (reading_time, long_sentence, long_item, placeholder)
