"""The deals that are out: which of them somebody asks for, what they add up to, and what a table shows.

A deal is a funding round, an acquisition, a listing or another investment: somebody buys or is paid for a
share. A contract, a fine or a price is money too, but no deal. Dollars are as reported and never converted.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Case, Q, TextField, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from editions.archive import paths
from editions.archive.digests import digest, of_items
from editions.archive.gathered import Tree, items_on, merged
from editions.archive.listing import Ref, editions_of
from editions.archive.standing import company_called, shown
from editions.archive.tables import slices
from sources.models import Company, Deal, Market, NewsItem

TYPES = ("funding", "acquisition", "listing", "investment")
SORTS = ("date", "company", "type", "usd")


@dataclass(frozen=True)
class Row:
    """`day` is that of the event or, where nobody gave one, of publication in the masthead's time zone."""

    day: date
    companies: tuple[Ref, ...]
    type: str
    type_name: str
    round: str
    amount: Decimal | None
    currency: str
    usd: Decimal | None
    counterparties: tuple[Ref, ...]
    markets: tuple[Ref, ...]
    item: Ref
    edition: Ref | None


@dataclass(frozen=True)
class Totals:
    """`usd` is the sum of the `known` deals of `number`; quarters are "2025 Q3", deals, dollars."""

    number: int
    known: int
    usd: Decimal
    quarters: tuple[tuple[str, int, Decimal], ...]


class Fact(NamedTuple):
    """One deal, in what it is chosen, sorted and counted by; `item` and `pk` are ids, `usd` as reported."""

    day: date
    pk: int
    item: int
    type: str
    usd: Decimal | None


def facts(zone):
    """The Facts of all deals that are out, the newest first. It takes one query.

    Days are made here and not by the database: SQLite asks Python for each, once for every mention of it.
    """
    day_of = cache(partial(_day_of, zone=ZoneInfo(zone)))  # the items of an edition have one moment
    found = (
        shown(NewsItem.objects.filter(deals__type__in=TYPES))
        .order_by()
        .values_list("deals", "pk", "deals__type", "event_date", UNDATED, DOLLARS)
    )
    every = [
        Fact(event or day_of(moment), pk, item, kind, usd) for pk, item, kind, event, moment, usd in found
    ]
    every.sort(reverse=True)  # by day and id, which no two share
    return every


# As text and only where it is wanted: to make a moment of what SQLite stores takes Django ten times longer.
UNDATED = Case(When(event_date=None, then=Cast("published_at", TextField())))
DOLLARS = Case(When(deals__usd=None, deals__currency="USD", then="deals__amount"), default="deals__usd")


def _day_of(moment, zone):
    """The day there of `moment`, a text that begins with "2025-07-14 20:00:00" in UTC on either database."""
    return datetime.fromisoformat(moment[:19]).replace(tzinfo=UTC).astimezone(zone).date()


def chosen(facts, asked):
    """Those of `facts` that the filters of `asked` leave; what these cannot mean is noted there."""
    if kind := asked.filters.get("type"):
        if kind in TYPES:
            facts = [fact for fact in facts if fact.type == kind]
        else:
            asked.wrong["type"] = _("There is no such type of deal; these are all types.")
    if name := asked.filters.get("company"):
        if company := company_called(name):
            items, deals = _with(company)
            facts = [fact for fact in facts if fact.item in items or fact.pk in deals]
        else:
            asked.wrong["company"] = _("We know no company of that name; these are all companies.")
    if name := asked.filters.get("market"):
        if market := Market.objects.filter(_named(name)).order_by("pk").first():
            items = set(items_on(Tree().below(market.pk)).values_list("pk", flat=True))
            facts = [fact for fact in facts if fact.item in items]
        else:
            asked.wrong["market"] = _("We know no market of that name; these are all markets.")
    if year := asked.filters.get("year"):
        if year.isascii() and year.isdecimal() and len(year) == 4:
            facts = [fact for fact in facts if fact.day.year == int(year)]
        else:
            asked.wrong["year"] = _("A year has four digits, such as 2025; these are all years.")
    return facts


def _named(name):
    return Q(slug=name) | Q(name__iexact=name) | Q(local_name=name)


def _with(company):
    """Ids of the items on `company`, and of the deals to which it is the other side."""
    partner = Deal.counterparties.through.objects.filter(company__in=company.every_pk)
    return set(company.every_item.values_list("pk", flat=True)), set(partner.values_list("deal", flat=True))


def years(facts):
    """The years of `facts`, the newest first."""
    return sorted({fact.day.year for fact in facts}, reverse=True)


def totals(facts):
    """The Totals of `facts`."""
    quarters = defaultdict(list)
    for fact in facts:
        quarters[4 * fact.day.year + (fact.day.month - 1) // 3].append(fact.usd)
    span = range(min(quarters), max(quarters) + 1) if quarters else range(0)
    known = [fact.usd for fact in facts if fact.usd is not None]
    every = (
        (
            f"{place // 4} Q{place % 4 + 1}",
            len(quarters[place]),
            sum((usd for usd in quarters[place] if usd is not None), Decimal(0)),
        )
        for place in span
    )
    return Totals(len(facts), len(known), sum(known, Decimal(0)), tuple(every))


def ordered(facts, sort):
    """`facts`, the newest first, in the order that `sort` names; those of which it is unknown come last."""
    name, is_down = sort.removeprefix("-"), sort.startswith("-")
    if name == "date":
        return facts if is_down else facts[::-1]
    keys = _first_companies() if name == "company" else {fact.pk: getattr(fact, name) for fact in facts}
    key = {fact: keys.get(fact.item if name == "company" else fact.pk) for fact in facts}
    known = [fact for fact in facts if key[fact] is not None]
    unknown = [fact for fact in facts if key[fact] is None]
    return sorted(known, key=key.__getitem__, reverse=is_down) + unknown


def _first_companies():
    """By id of an item with a deal, the first of its companies by name."""
    named = NewsItem.companies.through.objects.filter(newsitem__in=Deal.objects.values("item"))
    found = {}
    for item, name in named.values_list("newsitem", "company__name"):
        name = name.casefold()
        found[item] = min(name, found.get(item, name))
    return found


def rows(facts):
    """The Rows of `facts`, in their order. It takes eight queries, and as many for each slice more."""
    into = merged()
    return tuple(row for some in slices(facts) for row in _rows(some, into))


def _rows(facts, into):
    deals, items = [fact.pk for fact in facts], {fact.item for fact in facts}
    money = Deal.objects.filter(pk__in=deals).values_list("pk", "round", "amount", "currency")
    money = {pk: rest for pk, *rest in money}
    named = _pairs(NewsItem.companies.through, "newsitem", "company", items)
    partners = _pairs(Deal.counterparties.through, "deal", "company", deals)
    places = _pairs(NewsItem.markets.through, "newsitem", "market", items)
    firms = _refs(Company, {into.get(one, one) for some in (named, partners) for one in _all(some)})
    markets = _refs(Market, _all(places))
    stories, ran = paths.refs_of(items), editions_of(items)
    types = {kind: _(Deal.Type(kind).label) for kind in TYPES}

    def companies(ids):
        return tuple(firms[one] for one in dict.fromkeys(into.get(one, one) for one in ids))

    for day, pk, item, kind, usd in facts:
        yield Row(
            day,
            companies(named[item]),
            kind,
            types[kind],
            *money[pk],
            usd,
            companies(partners[pk]),
            tuple(markets[one] for one in places[item]),
            stories[item],
            ran[item],
        )


def state(facts):
    """What changes when a Row of `facts` does, as plain values: far less work than the Rows. Ten queries.

    No table says when it was changed, so all that a row shows is read of all deals.
    """
    told = [(day.isoformat(), pk, item, kind, str(usd)) for day, pk, item, kind, usd in facts]
    deals = Deal.objects.filter(type__in=TYPES).order_by("pk")
    items = deals.order_by().values("item")
    on, at, by = NewsItem.companies.through, NewsItem.markets.through, Deal.counterparties.through
    return [
        told,
        digest(deals.values_list("pk", "round", "amount", "currency")),
        digest(on.objects.filter(newsitem__in=items).order_by("pk").values_list("newsitem", "company")),
        digest(at.objects.filter(newsitem__in=items).order_by("pk").values_list("newsitem", "market")),
        digest(by.objects.order_by("pk").values_list("deal", "company")),
        digest(Company.objects.order_by("pk").values_list("pk", "name", "slug", "merged_into")),
        digest(Market.objects.order_by("pk").values_list("pk", "name", "slug")),
        *of_items(items),
    ]


def _pairs(through, here, there, ids):
    found = defaultdict(list)
    pairs = through.objects.filter(**{f"{here}__in": list(ids)}).order_by("pk")
    for one, other in pairs.values_list(f"{here}_id", f"{there}_id"):
        found[one].append(other)
    return found


def _all(pairs):
    return {one for some in pairs.values() for one in some}


def _refs(model, ids):
    path_of = paths.of_named(model)
    found = model.objects.order_by().filter(pk__in=ids).values_list("pk", "name", "local_name", "slug")
    return {pk: Ref(name, path_of(slug), local_name) for pk, name, local_name, slug in found}
