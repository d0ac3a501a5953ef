"""Sums of money in a text, and the conversions of them that cannot be right. Pure.

A sum and its conversion disagree when no rate of that time gives the one for the other, although both
may be rounded. That finds the billion that was a million, not the rate of another day.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from editions.document import DealDoc, EditionDocument, ItemDoc
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Place, rule
from editions.preflight.quantities import DIGITS, Figure, read_figure, write
from editions.preflight.rates import average, band
from editions.preflight.texts import texts
from sources.suggest import Amount, suggest_amounts
from sources.suggest.amounts import ABOUT

LONGEST = 60  # characters of a sum with its words


@dataclass(frozen=True)
class Sum:
    """A sum as written. `currencies` has two where "¥" may be either, the likelier one first."""

    text: str
    figure: Figure
    currencies: tuple[str, ...]

    def may_be(self, other: "Sum", year: int) -> bool:
        """Tell whether both may be worth the same in `year`; True where a rate is not known."""
        return any(
            one is None or two is None or (one[0] <= two[1] and two[0] <= one[1])
            for one in self._worth(year)
            for two in other._worth(year)
        )

    def _worth(self, year: int) -> list[tuple[float, float] | None]:
        """The least and the most dollars, for each currency that it may be in."""
        bands = [band(currency, year) for currency in self.currencies]
        return [found and (self.figure.low / found[1], self.figure.high / found[0]) for found in bands]


def sums(text: str) -> list[Sum]:
    """Return the sums in `text` in order, of a range both ends, of a conversion both sides."""
    return [one for amount in suggest_amounts(_JOINS.sub(_part, text)) for one in _read(amount)]


def named_years(text: str) -> list[int]:
    return list(map(int, _YEARS.findall(text)))


@rule(
    "facts.currencies-disagree",
    WARNING,
    "Sum and conversion that disagree",
    example="The maker raised 20 billion yuan ($30 billion).",
    piecewise=True,
)
def currencies_disagree(document: EditionDocument, context: Context) -> Iterator[Finding]:
    edition_year = (document.week_last or context.day).year
    told: set[tuple[int | None, int | None, frozenset[float]]] = set()
    for text in texts(document):
        for passage, one, other in _conversions(text.masked):
            year = _year(text.item, edition_year)
            if not _agree(one, other, year, text.text):
                told.add((text.place.section, text.place.item, _values(one, other)))
                yield Finding(text.place, _sentence(one, other, year), passage)
    for number, section in enumerate(document.sections):
        for place, item in enumerate(section.items):
            year = _year(item, edition_year)
            for one, other in filter(None, map(_deal, item.deals)):
                known = (number, place, _values(one, other)) in told
                if not known and not _agree(one, other, year, item.body):
                    passage = f"{one.text} = {other.text}"
                    yield Finding(Place("deals", number, place), _sentence(one, other, year), passage)


def _agree(one: Sum, other: Sum, year: int, text: str) -> bool:
    """Tell whether the two fit in `year`, or in a year that the text names: it may tell of that one."""
    return any(one.may_be(other, named) for named in (year, *named_years(text)))


def _conversions(text: str) -> Iterator[tuple[str, Sum, Sum]]:
    """Yield each passage in which a sum is followed by what it comes to in another currency."""
    for join in _CONVERSION.finditer(text):
        before = text[max(0, join.start() - LONGEST) : join.start()].rstrip()
        start = max(0, join.start() - LONGEST) + len(before)
        inside = join["inside"]
        after = text[join.end() : join.end() + LONGEST] if inside is None else inside.strip()
        one, other = _closing(before), _opening(after, alone=inside is not None)
        if one and other and set(one.currencies).isdisjoint(other.currencies):
            end = join.end() if inside is not None else text.index(other.text, join.end()) + len(other.text)
            yield text[start - len(one.text) : end], one, other


def _closing(text: str) -> Sum | None:
    """The sum with which `text` ends, unless it is a range."""
    return _one(amount for amount in suggest_amounts(text) if text.endswith(amount.text))


def _opening(text: str, *, alone: bool) -> Sum | None:
    """The sum with which `text` begins, unless it is a range; `alone` if nothing may follow."""
    rest = text[_ABOUT.match(text).end() :]
    for amount in suggest_amounts(rest):
        follows = rest[len(amount.text) :]
        if rest.startswith(amount.text) and not (follows if alone else _RATE.match(follows)):
            return _one([amount])
    return None


def _one(amounts: Iterable[Amount]) -> Sum | None:
    read = [one for amount in amounts for one in _read(amount)]
    return read[0] if len(read) == 1 else None


def _read(amount: Amount) -> list[Sum]:
    """Read the figures of one amount: two of a range, whose scale is that of the last."""
    written = re.findall(DIGITS, amount.text)
    scale = float(amount.amount) / (float(written[-1].replace(",", "")) or 1)
    currencies = (amount.currency,)
    if _YUAN_OR_YEN.match(amount.text):
        currencies += ("JPY" if amount.currency == "CNY" else "CNY",)
    return [Sum(amount.text, read_figure(figure).times(scale), currencies) for figure in written]


def _deal(deal: DealDoc) -> tuple[Sum, Sum] | None:
    if deal.amount is None or deal.usd is None or not deal.currency:
        return None
    return _stated(deal.currency, deal.amount), _stated("USD", deal.usd)


def _stated(currency: str, amount: Decimal) -> Sum:
    return Sum(f"{currency} {amount:,f}", read_figure(f"{amount:f}"), (currency,))


def _values(one: Sum, other: Sum) -> frozenset[float]:
    return frozenset((one.figure.value, other.figure.value))


def _year(item: ItemDoc | None, edition_year: int) -> int:
    return item.event_date.year if item and item.event_date else edition_year


def _sentence(one: Sum, other: Sum, year: int) -> str:
    rate, year = average(one.currencies[0], year)
    worth = one.figure.value / rate * average(other.currencies[0], year)[0]
    return (
        f"At the rates of {year}, “{one.text}” is about {other.currencies[0]} {write(worth)},"
        f" not “{other.text}”: mend one of the two."
    )


def _part(join: re.Match[str]) -> str:
    return "|" * len(join[0])


_ABOUT = re.compile(ABOUT, re.IGNORECASE)
_CONVERSION = re.compile(r"[(（](?P<inside>[^()（）\n]{2,60})[)）]|, or(?= )|[,，] ?(?:约合|折合|合)")
_JOINS = re.compile(r"[(（\[]|(?<=,) or (?=\D)|(?<=[,，])(?:约合|折合|合)")
_RATE = re.compile(r" (?:a|an|per|each|every)\b|/")  # "20 million yuan, or $1 million a shop"
_YEARS = re.compile(r"(?<![0-9.,])(20[0-3][0-9])(?![0-9]|[.,][0-9])")
_YUAN_OR_YEN = re.compile(r"[¥￥](?!.*(?:yuan|yen|元|円|RMB))")

CHECKS = (currencies_disagree,)
