"""Figures of a headline that the body tells otherwise. Pure.

A headline rounds, so "seven billion" is 7.39 billion. A figure that the body does not have at all is no
finding: only one that stands there of the same thing, and differs, is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from editions.document import EditionDocument, ItemDoc
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Place, rule
from editions.preflight.percentages import NO_FIGURE, percent_change
from editions.preflight.quantities import DIGITS, SCALE, WORD, Figure, read_figure, spell_out
from editions.preflight.sums import Sum, named_years, sums
from editions.preflight.texts import masked

HEDGES = (
    "over|above|more than|nearly|almost|close to|about|around|roughly|some|under|below|less than|at least|"
    "at most|up to|as much as|as many as|approximately|~"
)
HEDGE = 0.15  # of the figure: how far what is hedged may be
SMALLEST = 10  # fewer things may be part of those that the headline counts
# other figures of these are of other things
TIMES = {"days", "hours", "minutes", "months", "quarters", "seconds", "times", "weeks", "years"}
# end in an s and are no things, or are read as sums of money
NO_PLURALS = (
    "across|as|dollars|euros|has|is|its|overseas|plus|pounds|reais|roubles|rubles|rupees|thus|this|us|versus"
    "|was"
)
# a share without its figure
SHARES = r"\b(?:halv|half (?:of|the|its)|doubl|tripl|two[- ]thirds|(?:a|one)[- ](?:third|quarter|fifth))"


@dataclass(frozen=True)
class _Count:
    """So many things, named in the plural; `is_large` where a word such as "billion" stands there."""

    text: str
    figure: Figure
    things: str
    is_large: bool
    sentence: str


@rule(
    "facts.headline-figure",
    WARNING,
    "Figure in the headline that differs from the body",
    example="A headline says USD 799, its body USD 899.",
    piecewise=True,
)
def headline_figure(document: EditionDocument, context: Context) -> Iterator[Finding]:
    year = (document.week_last or context.day).year
    for number, section in enumerate(document.sections):
        for place, item in enumerate(section.items):
            if re.search(rf"[0-9]|\b(?:{WORD})\b", item.headline, re.IGNORECASE):
                for said, other in _differences(item, year):
                    passage = said if said in item.headline else item.headline
                    sentence = f"The headline says “{said}”, the body “{other}”: mend the one that is wrong."
                    yield Finding(Place("headline", number, place), sentence, passage)


def _differences(item: ItemDoc, year: int) -> Iterator[tuple[str, str]]:
    """Yield the words of each figure in the headline that the body contradicts, and those of the body."""
    headline, body = masked(item.headline), masked(item.body)
    yield from _sums(spell_out(headline), spell_out(body), year)
    yield from _percentages(headline, body)
    yield from _counts(headline, body)


def _sums(headline: str, body: str, year: int) -> Iterator[tuple[str, str]]:
    ours, theirs = sums(headline), None
    for one in ours:
        theirs = sums(body) if theirs is None else theirs
        years = [year, *named_years(body)]
        if any(_is_told(one, other, headline, years) for other in theirs):
            continue
        for other in theirs:
            if other.currencies == one.currencies and _is_near(one.figure, other.figure):
                yield one.text, other.text
                break


def _is_told(one: Sum, other: Sum, headline: str, years: list[int]) -> bool:
    if set(one.currencies).isdisjoint(other.currencies):
        return any(one.may_be(other, year) for year in years)
    return _rounds(one.figure, one.text, headline, other.figure)


def _percentages(headline: str, body: str) -> Iterator[tuple[str, str]]:
    theirs = {match[0]: read_figure(match[1]) for match in _PERCENT.finditer(body)}
    for match in _PERCENT.finditer(headline):
        figure = read_figure(match[1])
        told = any(_rounds(figure, match[0], headline, other) for other in theirs.values())
        if told or len(theirs) != 1 or _RANGE.search(body) or _SHARES.search(body):
            continue
        if not _follows(figure, [one.figure for one in (*sums(body), *_read(body))]):
            yield match[0], next(iter(theirs))


def _follows(percent: Figure, figures: list[Figure]) -> bool:
    """Tell whether two of the figures are this far apart, so that the percentage is worked out."""
    changes = [percent_change(old, new) for old, new in permutations(figures[:20], 2)]
    return any(
        change and min(abs(abs(part) - percent.value) for part in change) <= 2 * percent.slack
        for change in changes
    )


def _counts(headline: str, body: str) -> Iterator[tuple[str, str]]:
    ours = [one for one in _read(headline) if _is_comparable(one, headline)]
    theirs = list(_read(body)) if ours else []
    for one in ours:
        told = any(_rounds(one.figure, one.text, headline, other.figure) for other in theirs)
        alike = {other.figure.value: other.text for other in theirs if _counts_the_same(one, other)}
        if len(alike) == 1 and not told:
            yield one.text, next(iter(alike.values()))


def _is_comparable(one: _Count, headline: str) -> bool:
    """Tell a number of things from the end of a name, such as "Model 3", and from a handful."""
    before = headline[: headline.find(one.text)]
    return bool(one.things) and (one.is_large or (one.figure.value >= SMALLEST and not _NAMED.search(before)))


def _counts_the_same(one: _Count, other: _Count) -> bool:
    if one.is_large and other.is_large and not other.things:  # "its volume grew to 7.4 billion"
        return bool(re.search(rf"\b{re.escape(one.things.rstrip('s'))}", other.sentence, re.IGNORECASE))
    return one.things == other.things


def _read(text: str) -> Iterator[_Count]:
    for match in _COUNT.finditer(text):
        is_large = bool(match["scale"])
        if not is_large and re.fullmatch(r"(?:19|20)[0-9]{2}", match["figure"]):
            continue
        plural = _PLURAL.search(match["words"])
        things = plural[0].lower() if plural and plural[0].lower() not in TIMES else ""
        end = match.start("words") + plural.end() if things else match.start("words")
        sentence = text[_start_of_sentence(text, match.start()) : match.end()]
        figure = read_figure(match["figure"], match["scale"] or "")
        yield _Count(text[match.start() : end], figure, things, is_large, sentence)


def _start_of_sentence(text: str, place: int) -> int:
    return max(text.rfind(mark, 0, place) for mark in (". ", "? ", "! ", "\n")) + 1


def _rounds(figure: Figure, said: str, headline: str, other: Figure) -> bool:
    """Tell whether `figure`, said as it stands in the headline, may stand for `other`."""
    before = headline[: max(0, headline.find(said))]
    hedge = HEDGE * figure.value if _HEDGED.search(before) else 0
    return abs(figure.value - other.value) <= 2 * figure.slack + other.slack + hedge


def _is_near(figure: Figure, other: Figure) -> bool:
    """Tell a slip of the pen from another figure: near, or a power of ten apart."""
    ratio = max(figure.value, other.value) / (min(figure.value, other.value) or 1)
    return ratio <= 2 or any(abs(ratio / power - 1) < 0.05 for power in (10, 100, 1000))


_HEDGED = re.compile(rf"(?:{HEDGES})\s?$", re.IGNORECASE)
_PERCENT = re.compile(rf"(?<![\w.,–-])({DIGITS}) ?(?:%|percent\b|per cent\b)(?![ -]points?)")
_RANGE = re.compile(r"[0-9](?:%?[–-]| to )[0-9.]+ ?(?:%|per ?cent)")
_SHARES = re.compile(SHARES, re.IGNORECASE)
_PLURAL = re.compile(rf"\b(?:people|staff|(?!(?:{NO_PLURALS})\b)[a-z-]+[a-rt-z]s)\b", re.IGNORECASE)
_NAMED = re.compile(r"\b[A-Z][\w+-]*\s$")
_COUNT = re.compile(
    r"(?<![\w.,$€£¥₹₩#(&'’/–-])"  # "X200" and "Phone (3)" are names
    rf"(?P<figure>{DIGITS}|\b(?:{WORD})\b)(?P<scale>{SCALE})?(?!{NO_FIGURE})"
    r"(?P<words>(?: [A-Za-z][A-Za-z-]*){0,3})",
    re.IGNORECASE,
)
CHECKS = (headline_figure,)
