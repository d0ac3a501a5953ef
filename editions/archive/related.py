"""What goes before an item, what came of it, and what else it goes with: links, and no texts."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from editions.archive.standing import shown
from sources.markup import beginning
from sources.models import NewsItem

STEPS = 4  # back, and as many on
MOST = 20  # items that one page names as what came of it
ALIKE = 5
WORDS = 18  # of a brief without a headline


@dataclass(frozen=True)
class Line:
    """One item of a list; `day` is that of its publication in the masthead's time zone."""

    path: str
    title: str
    day: date


@dataclass(frozen=True)
class Around:
    """`before` begins with the oldest and `after` ends with the newest; `alike` begins with the newest."""

    before: tuple[Line, ...]
    after: tuple[Line, ...]
    alike: tuple[Line, ...]
    newest_at: datetime | None  # when the newest of them was published


def around(item, zone):
    """Return the Around of `item`, a row; `zone` is the name of a time zone. Four queries at most."""
    before, after = _chain(item.pk)
    told = shown(NewsItem.objects.filter(pk__in=[*before, *after])) if before or after else ()
    lines = sorted(told, key=lambda one: (one.published_at, one.pk))
    alike = _alike(item, {item.pk, *before, *after})
    zone = ZoneInfo(zone)
    return Around(
        before=tuple(_line(one, zone) for one in lines if one.pk in before),
        after=tuple(_line(one, zone) for one in lines if one.pk in after),
        alike=tuple(_line(one, zone) for one in alike),
        newest_at=max((one.published_at for one in [*lines, *alike]), default=None),
    )


def _chain(pk):
    """The ids of what the item follows up, and of what follows it up, some steps away, as two sets.

    The joins go from row to row by an index, whatever the size of the archive.
    """
    back = ["__".join(["follows_up"] * step) for step in range(1, STEPS + 1)]
    on = ["__".join(["followed_by"] * step) for step in range(1, STEPS + 1)]
    before, after = set(), {}
    for ids in NewsItem.objects.filter(pk=pk).values_list(*back, *on)[: MOST * STEPS]:
        before.update(one for one in ids[:STEPS] if one)
        after.update(dict.fromkeys(one for one in ids[STEPS:] if one))
    # Two rows may each follow the other up: nothing forbids it, and it is told once.
    before.discard(pk)
    return before, set([one for one in after if one != pk and one not in before][:MOST])


def _alike(item, known):
    """The newest that name a company of `item`; then those of its kind in one of its markets.

    Each is asked for alone: the index then gives the newest, where both together would have all sorted.
    """
    company, market = NewsItem.companies.through.objects, NewsItem.markets.through.objects
    named = company.filter(company__in=company.filter(newsitem=item).values("company"))
    found = _newest(NewsItem.objects.filter(pk__in=named.values("newsitem")), known, ALIKE)
    if item.kind and len(found) < ALIKE:
        placed = market.filter(market__in=market.filter(newsitem=item).values("market"))
        same_kind = NewsItem.objects.filter(kind=item.kind, pk__in=placed.values("newsitem"))
        found += _newest(same_kind, {*known, *(one.pk for one in found)}, ALIKE - len(found))
    return found


def _newest(items, known, limit):
    return list(shown(items).exclude(pk__in=known).order_by("-published_at", "-pk")[:limit])


def _line(item, zone):
    title = item.headline or beginning(item.body_html, WORDS)
    return Line(item.get_absolute_url(), title, item.published_at.astimezone(zone).date())
