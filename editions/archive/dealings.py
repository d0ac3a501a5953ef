"""The deals that are out: which of them somebody asks for, what they add up to, and what a table shows.

A deal is a funding round, an acquisition, a listing or another investment: somebody buys or is paid for a
share. A contract, a fine or a price is money too, but no deal. Dollars are as reported and never converted.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DecimalField, F, Min, Q, Sum, When
from django.db.models.functions import Coalesce, ExtractQuarter, ExtractYear, Lower, TruncDate
from django.utils.translation import gettext as _

from editions.archive.gathered import Tree, items_on, merged
from editions.archive.listing import Ref, editions_of, ref
from editions.archive.standing import shown
from sources.models import Company, Deal, Market, NewsItem

TYPES = ("funding", "acquisition", "listing", "investment")
ORDERS = {"date": "day", "company": "first_company", "usd": "dollars", "type": "type"}
MONEY = DecimalField(max_digits=20, decimal_places=2)


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


def out(zone):
    """The deals that are out, each with its `day` and its `dollars`, a queryset."""
    in_dollars = When(currency="USD", then="amount")
    published = TruncDate("item__published_at", tzinfo=ZoneInfo(zone))
    return Deal.objects.filter(type__in=TYPES, item__in=shown()).annotate(
        day=Coalesce("item__event_date", published),
        dollars=Coalesce("usd", Case(in_dollars, output_field=MONEY), output_field=MONEY),
    )


def chosen(deals, asked):
    """Those of `deals` that the filters of `asked` leave; what these cannot mean is noted there."""
    if kind := asked.filters.get("type"):
        if kind in TYPES:
            deals = deals.filter(type=kind)
        else:
            asked.wrong["type"] = _("There is no such type of deal; these are all types.")
    if name := asked.filters.get("company"):
        if company := _company(name):
            partner = Deal.counterparties.through.objects.filter(company__in=company.every_pk)
            named = Q(item__in=company.every_item.values("pk"))
            deals = deals.filter(named | Q(pk__in=partner.values("deal")))
        else:
            asked.wrong["company"] = _("We know no company of that name; these are all companies.")
    if name := asked.filters.get("market"):
        if market := Market.objects.filter(_named(name)).order_by("pk").first():
            deals = deals.filter(item__in=items_on(Tree().below(market.pk)).values("pk"))
        else:
            asked.wrong["market"] = _("We know no market of that name; these are all markets.")
    if year := asked.filters.get("year"):
        if year.isascii() and year.isdecimal() and len(year) == 4 and year != "0000":
            deals = deals.filter(day__range=(date(int(year), 1, 1), date(int(year), 12, 31)))
        else:
            asked.wrong["year"] = _("A year has four digits, such as 2025; these are all years.")
    return deals


def _named(name):
    return Q(slug=name) | Q(name__iexact=name) | Q(local_name=name)


def _company(name):
    found = (
        Company.objects.filter(_named(name)).order_by(F("merged_into").asc(nulls_first=True), "pk").first()
    )
    return found and Company.objects.get(pk=merged().get(found.pk, found.pk))


def years(deals):
    """The years of `deals`, the newest first."""
    found = deals.annotate(year=ExtractYear("day")).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())


def totals(deals):
    """The Totals of `deals`, summed by the database."""
    by_quarter = (
        deals.order_by()
        .annotate(year=ExtractYear("day"), quarter=ExtractQuarter("day"))
        .values("year", "quarter")
        .annotate(number=Count("pk"), known=Count("dollars"), sum=Sum("dollars"))
    )
    found = {4 * one["year"] + one["quarter"] - 1: one for one in by_quarter}
    nothing = {"number": 0, "known": 0, "sum": None}
    span = range(min(found), max(found) + 1) if found else range(0)
    every = [(f"{place // 4} Q{place % 4 + 1}", found.get(place, nothing)) for place in span]
    return Totals(
        sum(one["number"] for _label, one in every),
        sum(one["known"] for _label, one in every),
        sum((one["sum"] or Decimal(0) for _label, one in every), Decimal(0)),
        tuple((label, one["number"], one["sum"] or Decimal(0)) for label, one in every),
    )


def ordered(deals, sort):
    """`deals` in the order that `sort` names; those of which it is not known come last, either way."""
    name = sort.removeprefix("-")
    if name == "company":
        deals = deals.annotate(first_company=Min(Lower("item__companies__name")))
    key = F(ORDERS[name])
    key = key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True)
    return deals.order_by(key, *([] if name == "date" else ["-day"]), "-pk")


def rows(deals):
    """The Rows of `deals`, a queryset of `out`. It takes eight queries."""
    deals = list(deals.select_related("item"))
    items = {deal.item_id for deal in deals}
    into = merged()
    named = _pairs(NewsItem.companies.through, "newsitem", "company", items)
    partners = _pairs(Deal.counterparties.through, "deal", "company", [deal.pk for deal in deals])
    places = _pairs(NewsItem.markets.through, "newsitem", "market", items)
    firms = _refs(Company, {into.get(one, one) for some in (named, partners) for one in _all(some)})
    markets = _refs(Market, _all(places))
    ran = editions_of(items)

    def companies(ids):
        return tuple(firms[one] for one in dict.fromkeys(into.get(one, one) for one in ids))

    return tuple(
        Row(
            deal.day,
            companies(named[deal.item_id]),
            deal.type,
            _(deal.get_type_display()),
            deal.round,
            deal.amount,
            deal.currency,
            deal.dollars,
            companies(partners[deal.pk]),
            tuple(markets[one] for one in places[deal.item_id]),
            Ref(deal.item.label, deal.item.get_absolute_url()),
            ran[deal.item_id],
        )
        for deal in deals
    )


def _pairs(through, here, there, ids):
    found = defaultdict(list)
    pairs = through.objects.filter(**{f"{here}__in": list(ids)}).order_by("pk")
    for one, other in pairs.values_list(f"{here}_id", f"{there}_id"):
        found[one].append(other)
    return found


def _all(pairs):
    return {one for some in pairs.values() for one in some}


def _refs(model, ids):
    return {row.pk: ref(row) for row in model.objects.only("name", "local_name", "slug").filter(pk__in=ids)}
