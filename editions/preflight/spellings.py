"""Names of companies that are not spelled as the newsroom spells them. Pure.

A spelling is known by its letters and digits alone, so that "Byd", "Deep Seek" and "Pop-Mart" are found as
BYD, DeepSeek and Pop Mart. A near-miss is one or two edits from a name of five letters and more; it must
look like a name (capitals, no other name beside it) and be nothing else that is known.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Fix, rule
from editions.preflight.once import once_a_document
from editions.preflight.texts import Text, texts
from sources.markets import MARKETS
from sources.mentions import NEWS_VERBS, SMALL_WORDS, KnownCompany, fold, is_chinese

LONGEST = 3  # words of a name
SHORT = 4  # letters; a shorter name is likely a word or an abbreviation, too
LEAST = 5  # letters of a name that has near-misses
LONG = 8  # letters of a name that may be two edits away
ALONE = 7  # letters of a name whose near-miss needs no mention of the company beside it

CALENDAR = """
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter
"""

_WORD = re.compile(r"[A-Za-zÀ-ɏ0-9]+(?:[&.][A-Za-zÀ-ɏ0-9]+)*")
_SIGNS = re.compile(r"[^\w&]|_")
_SUBJECT = re.compile(
    rf"['’]s\b|,| (?:{'|'.join(NEWS_VERBS.split())}|has|had|is|was|will|plans|said|says|also)\b"
)
_SENTENCE_START = re.compile(r"(?:\A|[.!?:…\n])[\s\"“”'‘’)(*_>#•-]*\Z")


@dataclass(frozen=True)
class Spelling:
    """A way of writing a company's name that the newsroom knows; `key` is its letters."""

    text: str
    key: str
    company: KnownCompany


class Word(NamedTuple):
    """A word of a text. `follows`: only a space or a hyphen parts it from the word before."""

    start: int
    end: int
    text: str
    key: str
    follows: bool


@dataclass(frozen=True)
class Words:
    """One to three words of a text that may be a name; `beside` are those a space or a hyphen away."""

    text: Text
    start: int
    written: str
    key: str
    count: int
    beside: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.written)

    @property
    def is_among_names(self) -> bool:
        return any(map(_is_capitalised, self.beside))


class Spellings:
    """Every Latin spelling of every company, by its letters and by what it could be mistaken from."""

    def __init__(self, companies: tuple[KnownCompany, ...]):
        self.by_key: dict[str, list[Spelling]] = {}
        self.words: set[str] = set()
        self._near: dict[tuple[int, str, int], list[Spelling]] = {}
        self.near = lru_cache(maxsize=8192)(self._near_to)  # most words stay as they were
        for company in companies:
            for text in (company.name, *company.aliases, *company.former_names):
                self._add(Spelling(text.strip(), squeezed(text), company))

    def _add(self, spelling: Spelling) -> None:
        if not spelling.text or any(map(is_chinese, spelling.text)):
            return
        key, words = spelling.key, spelling.text.split()
        self.by_key.setdefault(key, []).append(spelling)
        self.words.update(map(squeezed, words))
        if key.isalpha() and len(key) >= LEAST and not spelling.company.ambiguous and len(words) <= LONGEST:
            self._near.setdefault((len(words), key[0], len(key)), []).append(spelling)

    def _near_to(self, key: str, words: int) -> list[tuple[int, Spelling]]:
        """Return the spellings of as many words within two edits, each after its distance."""
        return [
            (distance, spelling)
            for length in range(len(key) - 2, len(key) + 3)
            for spelling in self._near.get((words, key[0], length), ())
            if (distance := OSA.distance(key, spelling.key, score_cutoff=2)) <= 2
        ]


@lru_cache(maxsize=2)
def spellings_of(companies: tuple[KnownCompany, ...]) -> Spellings:
    return Spellings(companies)


def squeezed(text: str) -> str:
    """Return the letters and digits of a name, small: what its spellings have in common."""
    return _SIGNS.sub("", fold(text).casefold())


@rule(
    "names.two-spellings",
    WARNING,
    "Company spelled two ways",
    example="“Byd” in one item and “BYD” in the next.",
)
def two_spellings(document: EditionDocument, context: Context) -> Iterator[Finding]:
    known = spellings_of(context.companies)
    for key, spots in _spelled(document, known).items():
        used = {spot.written for spot in spots}
        right = next((one.text for one in known.by_key[key] if one.text in used), "")
        for spot in spots if right else ():
            if spot.written != right and _is_name(spot, known):
                sentence = f"“{spot.written}” here, “{right}” elsewhere in the edition: write it one way."
                yield _finding(spot, sentence, right)


@rule(
    "names.near-miss",
    WARNING,
    "Near-miss of a company’s name",
    example="“Kuishou” in an item about Kuaishou.",
)
def near_miss(document: EditionDocument, context: Context) -> Iterator[Finding]:
    known = spellings_of(context.companies)
    for key, spots in _spelled(document, known).items():
        right = known.by_key[key][0].text
        is_known = any(one.text == spot.written for one in known.by_key[key] for spot in spots)
        for spot in spots if len(key) >= LEAST and not is_known else ():
            if _is_name(spot, known) and spot.count <= len(right.split()):
                yield _finding(spot, f"“{spot.written}” is “{right}” in the list of companies.", right)
    yield from _slips(document, known)


def _slips(document: EditionDocument, known: Spellings) -> Iterator[Finding]:
    named = _companies_of_items(document, known)
    times = Counter(word.key for _, words in _latin_words(document) for word in words)
    nothing = known.words | _PLACES_AND_DAYS | _other_names(document)
    for words in _capitalised(document):
        if words.key in known.by_key or (words.is_among_names if words.count > 1 else words.key in nothing):
            continue
        of_item = named.get(_item(words.text), set())
        close = {
            spelling.text
            for distance, spelling in known.near(words.key, words.count)
            if not _is_plural(words.key, spelling.key)
            and _is_slip(words, spelling.key, distance, spelling.company.id in of_item, times[words.key])
        }
        if len(close) == 1:
            (right,) = close
            yield _finding(words, f"“{words.written}” is perhaps a slip for “{right}”.", right)


def _is_slip(words: Words, name: str, distance: int, is_named: bool, times: int) -> bool:
    """Tell whether `words` are more likely `name`, `distance` edits away, than something else.

    One edit goes without saying where the company is named in the item, two in a long name. Elsewhere
    the name must be long, and the word stand once, in a sentence and not at its beginning.
    """
    if words.count > 1:
        return distance == 1 and len(name) >= LONG
    opens = bool(_SENTENCE_START.search(words.text.masked, max(0, words.start - 40), words.start))
    if is_named:
        near = distance == 1 or len(name) >= LONG
        return near and (not opens or bool(_SUBJECT.match(words.text.masked, words.end)))
    return distance == 1 and len(name) >= ALONE and times == 1 and not opens and words.text.kind == "prose"


def _is_plural(key: str, name: str) -> bool:
    return key in (f"{name}s", f"{name}es")


def _is_name(words: Words, known: Spellings) -> bool:
    """Tell whether words with the letters of a known name are that name, oddly written.

    Small letters are a name only of one that has capitals within, as "tiktok"; "lotus" is a flower.
    Capitals are style where the words around are in capitals, too.
    """
    spelled = known.by_key[words.key]
    written = words.written
    if len({one.company.id for one in spelled}) > 1 or any(one.company.ambiguous for one in spelled):
        return False
    if any(one.text == written for one in spelled):
        return True
    if written.islower():
        return len(words.key) >= SHORT and any(_has_inner_capital(one.text) for one in spelled)
    if written.isupper() and any(len(word) > 1 and word.isupper() for word in words.beside):
        return False
    if len(words.key) < SHORT and words.is_among_names:  # Christmas Eve
        return False
    is_split = words.count > min(len(one.text.split()) for one in spelled)
    return written[0].isupper() and (not is_split or all(word[0].isupper() for word in written.split()))


def _has_inner_capital(name: str) -> bool:
    return any(map(str.isupper, name[1:])) and " " not in name


@lru_cache(maxsize=2)
def _spelled(document: EditionDocument, known: Spellings) -> dict[str, list[Words]]:
    """Return the words that spell a known name in some way, by their letters. The longest name wins."""
    found: dict[str, list[Words]] = {}
    for text, words in _latin_words(document):
        for place, count in _spelled_in(text.masked, known):
            found.setdefault(_key(words, place, count), []).append(_taken(text, words, place, count))
    return found


@lru_cache(maxsize=1024)
def _spelled_in(masked: str, known: Spellings) -> tuple[tuple[int, int], ...]:
    """Return (place, count) of the words of a text that spell a known name."""
    words, found, free = _words(masked), [], 0
    for place in range(len(words)):
        longest = LONGEST if words[place].text[0].isupper() else 1
        for count in range(longest, 0, -1) if place >= free else ():
            if _key(words, place, count) in known.by_key:
                found.append((place, count))
                free = place + count
                break
    return tuple(found)


def _companies_of_items(
    document: EditionDocument, known: Spellings
) -> dict[tuple[int | None, int | None], set[int]]:
    """Return the ids of the companies that each item names or is filed under."""
    named: dict[tuple[int | None, int | None], set[int]] = {}
    for key, spots in _spelled(document, known).items():
        for spot in spots:
            ids = {one.company.id for one in known.by_key[key]}
            named.setdefault(_item(spot.text), set()).update(ids)
    for number, section in enumerate(document.sections):
        for place, item in enumerate(section.items):
            filed = (known.by_key.get(squeezed(company.name), ()) for company in item.companies)
            ids = {one.company.id for of_name in filed for one in of_name}
            named.setdefault((number, place), set()).update(ids)
    return named


def _capitalised(document: EditionDocument) -> Iterator[Words]:
    """Yield one to three words in capitals as names have them, long enough to be taken for one."""
    for text, words in _latin_words(document):
        for place, count in _capitalised_in(text.masked):
            yield _taken(text, words, place, count)


@lru_cache(maxsize=1024)
def _capitalised_in(masked: str) -> tuple[tuple[int, int], ...]:
    words, found = _words(masked), []
    for place in range(len(words)):
        for count in range(1, LONGEST + 1):
            key = _key(words, place, count)
            if not key or not _is_capitalised(words[place + count - 1].text):
                break
            if len(key) >= LEAST - 1:
                found.append((place, count))
    return tuple(found)


def _other_names(document: EditionDocument) -> set[str]:
    """Return words of the edition that are no slip for a name: plain words, and names of others."""
    found: set[str] = set()
    for text, _ in _latin_words(document):
        found |= _other_names_in(text.masked)
    for item in document.items:
        credited = (name for credit in item.credits for name in (credit.source, credit.via))
        for name in (*credited, *(person.name for person in item.byline)):
            found.update(map(squeezed, name.split()))
    return found


@lru_cache(maxsize=1024)
def _other_names_in(masked: str) -> frozenset[str]:
    words = _words(masked)
    return frozenset(
        word.key
        for place, word in enumerate(words)
        if word.text.islower() or any(map(_is_capitalised, _beside(words, place, 1)))
    )


@once_a_document
def _latin_words(document: EditionDocument) -> tuple[tuple[Text, tuple[Word, ...]], ...]:
    """Return the words of every text that is not written in Chinese."""
    return tuple(
        (text, _words(text.masked)) for text in texts(document) if not is_written_in_chinese(text.masked)
    )


@lru_cache(maxsize=1024)
def is_written_in_chinese(text: str) -> bool:
    """Tell whether Chinese carries the text, rather than a name in it: a character says as much as a word."""
    chinese = sum(map(is_chinese, text)) if not text.isascii() else 0
    return chinese * 3 > sum(letter.isalpha() for letter in text) - chinese if chinese else False


@lru_cache(maxsize=1024)  # an editor changes one text at a time
def _words(masked: str) -> tuple[Word, ...]:
    words: list[Word] = []
    for found in _WORD.finditer(masked):
        start, end = found.span()
        follows = bool(words) and start - words[-1].end == 1 and masked[start - 1] in " -\u00a0"
        if masked[start - 1 : start] not in ("@", "#", "/"):
            words.append(Word(start, end, found[0], squeezed(found[0]), follows))
    return tuple(words)


def _key(words: tuple[Word, ...], place: int, count: int) -> str:
    """Return the letters of `count` words that follow one another, or "" where they do not."""
    if count == 1:
        return words[place].key
    run = words[place : place + count]
    return "".join(word.key for word in run) if len(run) == count and all(w.follows for w in run[1:]) else ""


def _taken(text: Text, words: tuple[Word, ...], place: int, count: int) -> Words:
    start, end = words[place].start, words[place + count - 1].end
    beside = _beside(words, place, count)
    return Words(text, start, text.text[start:end], _key(words, place, count), count, beside)


def _beside(words: tuple[Word, ...], place: int, count: int) -> tuple[str, ...]:
    before = [words[place - 1].text] if place and words[place].follows else []
    after = [word.text for word in words[place + count : place + count + 1] if word.follows]
    return (*before, *after)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and word.lower() not in _SMALL


def _item(text: Text) -> tuple[int | None, int | None]:
    return text.place.section, text.place.item


def _finding(words: Words, sentence: str, right: str) -> Finding:
    fix = Fix(f"Write “{right}”", words.start, words.written, right)
    return Finding(words.text.place, sentence, words.written, fix)


def _places_and_days() -> set[str]:
    places = (word for market in MARKETS for name in (market.name, *market.words) for word in name.split())
    return {squeezed(word) for word in (*places, *CALENDAR.split())}


_PLACES_AND_DAYS = _places_and_days()
_SMALL = frozenset(SMALL_WORDS.split())

CHECKS = (two_spellings, near_miss)
