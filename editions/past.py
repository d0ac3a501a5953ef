"""What was published and may be the story of an item in hand: candidates for `editions/preflight/repeats.py`.

Eight queries at most, whatever the archive holds. Addresses are looked up in an index; companies and
kinds within weeks; headlines among the newest alone, which are kept for as long as nothing of the
archive changes.
"""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Sum
from django.utils import timezone

from editions.models.outline import Slot
from editions.preflight.context import PastItem
from editions.preflight.repeats import RECENT, addresses, placed
from editions.workflow import PUBLISHED
from sources.headlines import near_same_pairs
from sources.models import Credit, NewsItem
from sources.workflow import PUBLISHED as ITEM_PUBLISHED

NEWEST = 10_000  # headlines that are compared
MOST_KEPT = 4096  # headlines of ours, and what they are near-same to
MOST = 300  # candidates by address, and by headline
MOST_OF_A_KIND = 10  # candidates a company and kind, the newest


def past_items(document, *, day):
    """Return the PastItems that an item of `document` may repeat; `day` stands in for its week.

    An item of the edition itself is among them only where it ran in another published edition.
    """
    ours = [item for *_, item in placed(document)]
    own = {item.id for item in ours if item.id}
    found = own | {
        *_by_address(ours, document.masthead.site_url),
        *_by_headline(ours),
        *_by_company_and_kind(ours, document.week_first or day),
    }
    if not found:
        return ()
    ran = _editions_of(found, but=document.number)
    rows = NewsItem.objects.filter(pk__in=found - (own - ran.keys()), status=ITEM_PUBLISHED)
    rows = rows.only("headline", "body_html", "kind", "published_at").prefetch_related("companies", "credits")
    zone = ZoneInfo(document.masthead.time_zone)
    return tuple(_past_item(row, *ran.get(row.pk, (None, row.published_at)), zone) for row in rows)


def _by_address(ours, site_url):
    wanted = {address for item in ours for address in addresses(item, site_url)}
    # In no order: asked for the newest, SQLite walks the archive instead of the index of addresses.
    items = Credit.objects.order_by().filter(canonical_url__in=wanted).values_list("item", flat=True)
    return sorted(items, reverse=True)[:MOST]


def _by_headline(ours):
    headlines = [item.headline for item in ours if item.headline]
    if not headlines:
        return []
    return sorted(_headlines().near_same(headlines), reverse=True)[:MOST]


class Headlines:
    """The newest headlines, each with the id of its item, and what was asked of them before."""

    def __init__(self, rows):
        self.items = [item for item, _ in rows]
        self.texts = [text for _, text in rows]
        self.near = {}

    def near_same(self, headlines):
        """The items whose headline is near-same to one of `headlines`."""
        kept = {one: items for one in headlines if (items := self.near.get(one)) is not None}
        new = {one: set() for one in headlines if one not in kept}
        asked = list(new)
        for ours, theirs in near_same_pairs(asked, self.texts) if asked else ():
            new[asked[ours]].add(self.items[theirs])
        if len(self.near) > MOST_KEPT:
            self.near = {}
        self.near |= new
        return set().union(*kept.values(), *new.values())


def _headlines():
    """The headlines of the archive as it is now: whatever changes in an item makes its version grow."""
    state = _published().aggregate(
        Count("pk"), Sum("pk"), Sum("version"), Max("created_at"), Max("published_at")
    )
    return _headlines_of(tuple(state.values()))


@lru_cache(maxsize=2)
def _headlines_of(state):
    return Headlines(list(_published().exclude(headline="").values_list("pk", "headline")[:NEWEST]))


def _by_company_and_kind(ours, first_day):
    wanted = {(item.kind, company.name) for item in ours for company in item.companies if item.kind}
    if not wanted:
        return
    noon = datetime.combine(first_day, time(12), UTC)
    margin = RECENT + timedelta(days=1)  # a day begins elsewhere in another time zone
    rows = _published().filter(
        published_at__range=(noon - margin, noon + margin),
        kind__in={kind for kind, _ in wanted},
        companies__name__in={name for _, name in wanted},
    )
    told = Counter()
    for pk, kind, name in rows.values_list("pk", "kind", "companies__name"):
        told[kind, name] += 1
        if (kind, name) in wanted and told[kind, name] <= MOST_OF_A_KIND:
            yield pk


def _published():
    return NewsItem.objects.filter(status=ITEM_PUBLISHED).order_by("-published_at")


def _editions_of(items, *, but):
    """Return the number and moment of the newest published edition that each of `items` stood in."""
    # Only the items are asked for: told of the status, SQLite reads every published edition.
    edition = Slot.objects.filter(item__in=items).values_list(
        "item",
        "section__edition__number",
        "section__edition__published_at",
        "section__edition__status",
    )
    ran = [row[:3] for row in edition if row[3] == PUBLISHED and row[1] != but]
    return {item: (number, at) for item, number, at in sorted(ran, key=lambda row: row[2])}


def _past_item(row, number, published_at, zone):
    return PastItem(
        id=row.pk,
        label=row.label,
        path=row.get_absolute_url(),
        date=timezone.localdate(published_at, zone),
        headline=row.headline,
        kind=row.kind,
        number=number,
        addresses=frozenset(credit.canonical_url for credit in row.credits.all() if credit.canonical_url),
        companies=frozenset(company.name for company in row.companies.all()),
    )
