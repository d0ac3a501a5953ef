"""Headings in the case of the house: Sentence case, or Title Case. Pure.

No rule knows every name, so the edition itself is asked: what its prose writes with a capital within a
sentence is a name, what it writes small is none. A heading is mended only where that decides each word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Fix, rule
from editions.preflight.once import once_a_document
from editions.preflight.own_words import OwnWords, own_words
from editions.preflight.spots import Spot, mended
from editions.preflight.style_figures import DAYS, MONTHS
from editions.preflight.texts import mentions
from sources.mentions import SMALL_WORDS

WORD = re.compile(r"(?<![\w’'])(?:[A-Za-zÀ-ɏ][\w’'.-]*\w|[A-Za-zÀ-ɏ])")
POSSESSIVE = re.compile(r"[’']s?\Z")
BEGINS = re.compile(r"(?:\A|[:.?!–—|/]\s*|[“‘\"'(\[]\s*)\Z")  # a word after these may have its capital
NAMED = re.compile(r"(?<=[a-z,;] )[A-ZÀ-Þ][\w’'-]*")  # a capital within a sentence
SMALL = frozenset(SMALL_WORDS.split())
# what Title Case may leave small, short prepositions among them: houses differ there
SMALL_IN_TITLES = (SMALL | {"nor", "off", "onto", "out", "per", "than", "via", "yet"}) - {"its"}
DATES = frozenset(f"{MONTHS} {DAYS}".lower().split())
ENDING = re.compile(r"(?:ing|ed|es|s|e)\Z")


@dataclass(frozen=True)
class Seen:
    """How the prose of an edition writes words: those with a capital, and the stems of all others."""

    names: frozenset[str]
    stems: frozenset[str]


@once_a_document
def seen_in(document: EditionDocument) -> Seen:
    prose = [words.latin for words in own_words(document) if words.text.kind != "heading"]
    seen = [_seen_in_text(text) for text in prose]
    return Seen(
        frozenset().union(*(one.names for one in seen)), frozenset().union(*(one.stems for one in seen))
    )


@lru_cache(maxsize=1024)
def _seen_in_text(text: str) -> Seen:
    names = {_bare(word).lower() for word in NAMED.findall(text)}
    stems = {_stem(word) for word in set(WORD.findall(text)) if word[0].islower()}
    return Seen(frozenset(names), frozenset(stems))


@rule(
    "style.heading-case",
    WARNING,
    "Heading in the wrong case",
    example="Vivo Opens Its First Shop in Lima: in sentence case “Vivo opens its first shop in Lima”",
    switchable=True,
)
def heading_case(document: EditionDocument, context: Context) -> Iterator[Finding]:
    mend = _to_title if context.house.heading_case == "title" else _to_sentence
    for words in own_words(document):
        if words.text.kind == "heading":
            yield from mend(words, document, context)


def _to_title(words: OwnWords, document: EditionDocument, context: Context) -> Iterator[Finding]:
    given = _names(words, document, context)
    wrong = [
        found
        for found in WORD.finditer(words.latin)
        if found[0].islower()
        and (found[0] not in SMALL_IN_TITLES or not words.latin[: found.start()].strip())
        and not given & set(range(*found.span()))
    ]
    if wrong:
        spots = [Spot(found.start(), found[0], found[0][0].upper() + found[0][1:]) for found in wrong]
        yield _finding(words, "Title Case", [found[0] for found in wrong], spots)


def _to_sentence(words: OwnWords, document: EditionDocument, context: Context) -> Iterator[Finding]:
    given, seen = _names(words, document, context), seen_in(document)
    found = [one for one in WORD.finditer(words.latin) if not BEGINS.search(words.latin[: one.start()])]
    capital = {one.start(): _judged(one, given, seen) for one in found if one[0][0].isupper()}
    wrong = [one for one in found if capital.get(one.start()) == "small"]
    doubtful = [one for one in found if capital.get(one.start()) == "unknown"]
    is_title_case = len(wrong) + len(doubtful) > 2 and not any(
        one[0].islower() and one[0] not in SMALL for one in found
    )
    if (
        not wrong
        or (doubtful and not is_title_case)
        or (not is_title_case and _is_part_of_name(wrong, words))
    ):
        return
    spots = [Spot(one.start(), one[0], one[0].lower()) for one in wrong]
    yield _finding(words, "sentence case", [one[0] for one in wrong], [] if doubtful else spots)


def _judged(found: re.Match[str], given: set[int], seen: Seen) -> str:
    """What the capital of a word is: of a name, of no name ("small"), or unknown."""
    word = _bare(found[0])
    lower = word.lower()
    if given & set(range(*found.span())) or not word[1:].islower() or lower in DATES or lower in seen.names:
        return "name"  # also an acronym, CamelCase and a letter by itself
    return "small" if lower in SMALL or _stem(word) in seen.stems else "unknown"


def _is_part_of_name(wrong: list[re.Match[str]], words: OwnWords) -> bool:
    """Tell whether one of the words stands beside another capital: "Black Friday", "Phone Two"."""
    wrong_starts = {one.start() for one in wrong}
    every = list(WORD.finditer(words.latin))
    for place, one in enumerate(every):
        if one.start() in wrong_starts:
            beside = [*every[max(0, place - 1) : place], *every[place + 1 : place + 2]]
            if any(other[0][0].isupper() and other.start() not in wrong_starts for other in beside):
                return True
    return False


def _names(words: OwnWords, document: EditionDocument, context: Context) -> set[int]:
    """The places in a heading that belong to the name of a company, or to ours."""
    items = [words.text.item] if words.text.item else document.items
    names = {
        name for item in items for company in item.companies for name in (company.name, *company.aliases)
    }
    names.add(document.masthead.name)
    heading = words.text.text
    spans = [(mention.start, mention.end) for mention in mentions(context.names, heading)]
    for name in names:
        if name and name in heading:
            spans += [found.span() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", heading)]
    return {place for span in spans for place in range(*span)}


def _bare(word: str) -> str:
    return POSSESSIVE.sub("", word)


def _stem(word: str) -> str:
    """What "opens", "opened" and "opening" share."""
    return ENDING.sub("", _bare(word).lower())


def _finding(words: OwnWords, case: str, wrong: list[str], spots: list[Spot]) -> Finding:
    text = words.text.text
    after = mended(text, spots)
    fix = Fix(f"Write “{after}”", 0, text, after) if spots else None
    named = ", ".join(f"“{word}”" for word in wrong[:3])
    more = " and others" if len(wrong) > 3 else ""
    return Finding(words.text.place, f"House style has headings in {case}: see {named}{more}.", text, fix)


CHECKS = (heading_case,)
