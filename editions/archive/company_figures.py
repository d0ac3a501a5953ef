"""What the items on a company add up to: deals, markets entered, kinds, quarters."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Q, When
from django.utils.translation import gettext as _

from editions.archive import periods
from editions.archive.listing import Ref
from editions.archive.standing import shown
from editions.render.charts import chart
from editions.render.figures import amount_text
from sources.kinds import KINDS
from sources.models import Deal, Market, NewsItem

DEALS = 12  # the others stand in the timeline
DEAL = ("pk", "type", "round", "amount", "currency", "usd")
ITEM = ("item", "item__headline", "item__published_at", "beginning")
UNNAMED = Case(When(item__headline="", then="item__body_html"))  # long, and read only where it gives the name
RAISED = {Deal.Type.FUNDING, Deal.Type.LISTING}


@dataclass(frozen=True)
class DealLine:
    """What was agreed, the amount where it is known, and the item that says so."""

    words: str
    amount: str
    label: str
    path: str
    day: date
    is_party: bool  # the company is the other side of a deal


@dataclass(frozen=True)
class Entry:
    market: Ref
    day: date


def deals(company, items, zone):
    """The newest DealLines of `items`, ids, and of what the company had a part in, how many deals there are
    in all, and what was raised in US dollars.
    """
    party = _deals_with(company)
    found = list(
        Deal.objects.filter(Q(item__in=items) | Q(pk__in=party))
        .annotate(beginning=UNNAMED)
        .order_by("-item__published_at", "-pk")
        .values_list(*DEAL, *ITEM, named=True)
    )
    raised = sum(dollars(deal) for deal in found if deal.type in RAISED and deal.pk not in party)
    return [_line(deal, zone, deal.pk in party) for deal in found[:DEALS]], len(found), raised


def _deals_with(company):
    """Ids of the deals that are out and that have the company on the other side."""
    sides = Deal.counterparties.through.objects.filter(company__in=company.every_pk)
    deals = set(sides.values_list("deal", flat=True))
    if not deals:  # of most companies
        return deals
    items = shown(NewsItem.objects.filter(deals__in=deals))
    return set(Deal.objects.filter(pk__in=deals, item__in=items).values_list("pk", flat=True))


def dollars(deal):
    """US dollars as reported, and nought where they are not known."""
    return deal.usd or (deal.amount if deal.currency == "USD" and deal.amount else Decimal(0))


def _line(deal, zone, is_party):
    item = NewsItem(pk=deal.item, headline=deal.item__headline, body_html=deal.beginning)
    return DealLine(
        words=" · ".join(part for part in (_(Deal.Type(deal.type).label), deal.round) if part),
        amount=amount_text(deal.amount, deal.currency) or amount_text(deal.usd, "USD"),
        label=item.label,
        path=item.get_absolute_url(),
        day=deal.item__published_at.astimezone(zone).date(),
        is_party=is_party,
    )


@dataclass(frozen=True)
class Fact:
    """That an item ran, and on which market; on several it is as many facts, on none one."""

    item: int
    kind: str
    day: date
    event_date: date | None
    market: tuple[str, str, str] | None  # its name, slug and local name


def facts(items, zone):
    """The Facts of `items`, in one query."""
    found = items.order_by().values_list(
        "pk", "kind", "published_at", "event_date", "markets__slug", "markets__name", "markets__local_name"
    )
    return [
        Fact(
            pk,
            kind,
            published.astimezone(zone).date(),
            event,
            (name, slug, local_name) if slug else None,
        )
        for pk, kind, published, event, slug, name, local_name in found
    ]


def entered(facts):
    """The Entries: each market that was entered with the first day known, the earliest first."""
    first = {}
    for fact in facts:
        if fact.kind == "market_entry" and fact.market:
            day = fact.event_date or fact.day
            first[fact.market] = min(day, first.get(fact.market, day))
    order = sorted(first, key=lambda market: (first[market], market))
    return [
        Entry(Ref(name, Market(slug=slug).get_absolute_url(), local), first[name, slug, local])
        for name, slug, local in order
    ]


def by_kind(kinds):
    """Pairs of the name of a kind and how often it occurs, most first."""
    found = Counter(kind for kind in kinds if kind)
    order = sorted(found, key=lambda kind: (-found[kind], list(KINDS).index(kind)))
    return [(_(KINDS[kind]), found[kind]) for kind in order]


def over_time(days):
    """The chart of items by quarter, or by year where the time is long."""
    if quarters := periods.by_quarter(days):
        return chart(_("Items by quarter"), _("Items"), quarters)
    return chart(_("Items by year"), _("Items"), periods.by_year(days))
