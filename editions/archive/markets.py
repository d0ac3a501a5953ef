"""The map of the world with its table, and what was published on one market or region."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import atlas, entered, gathered, listing, metadata, moved, periods
from editions.archive.caching import is_export, show
from editions.archive.gathered import Name, name_of
from editions.archive.pages import feeds, house, shell
from editions.archive.standing import shown
from editions.render.charts import chart
from sources.models import Company, Market, NewsItem

ENTERED = 20  # companies under "Who entered, and when"


@dataclass(frozen=True)
class Line:
    """A market in a table, and the region it is in."""

    market: Name
    region: Name | None
    items: int
    companies: int
    last: date


@require_safe
def index(request):
    masthead, tree = house(), gathered.Tree()
    by, wrong = _by(request)
    tallies = tree.tallies(gathered.facts(), gathered.lasts())
    lines = {pk: _line(tree, pk, tally, ZoneInfo(masthead.time_zone)) for pk, tally in tallies.items()}
    order = sorted(lines, key=lambda pk: (-getattr(lines[pk], by), -lines[pk].items, lines[pk].market.name))
    is_region = {pk: bool(tree.children[pk]) or not tree.rows[pk].code for pk in tree.rows}
    named = [lines[pk].market for pk in order]
    coded = {tree.rows[pk].code: line for pk, line in lines.items() if tree.rows[pk].code}
    context = shell(
        masthead,
        request.path,
        "" if by == "items" else f"?by={by}",
        here="markets",
        by=by,
        wrong=wrong,
        map=atlas.world(coded, by),
        countries=[lines[pk] for pk in order if not is_region[pk]],
        regions=[lines[pk] for pk in order if is_region[pk]],
        others=[name_of(row) for pk, row in tree.rows.items() if pk not in lines],
        json_ld=metadata.item_list(settings.SITE_URL, [(market.name, market.path) for market in named]),
    )
    newest_at = max((tally.last for tally in tallies.values()), default=None)
    return show(request, "editions/archive/markets.html", context, newest_at=newest_at)


def _by(request):
    """What the map is shaded by, and a sentence where the address asks for something else."""
    asked = "items" if is_export(request) else request.GET.get("by", "items")
    if asked in ("items", "companies"):
        return asked, ""
    return "items", _("A map is shaded by items or by companies; this one is by items.")


def _line(tree, pk, tally, zone):
    return Line(
        market=name_of(tree.rows[pk]),
        region=next(map(name_of, tree.above(pk)), None),
        items=len(tally.items),
        companies=len(tally.companies),
        last=tally.last.astimezone(zone).date(),
    )


@dataclass(frozen=True)
class Entered:
    """That a company came: the first market entry of it that we reported, and its day."""

    company: Name
    day: date
    title: str
    path: str


@require_safe
def market(request, slug, before=None):
    row = moved.current(Market.objects.all(), slug)
    if row.slug != slug:
        return redirect(row, permanent=True)
    masthead, tree = house(), gathered.Tree()
    zone, places = ZoneInfo(masthead.time_zone), tree.below(row.pk)
    facts = gathered.facts(places)
    tallies = tree.tallies(facts, gathered.lasts(places))
    items = gathered.items_on(places)
    part = listing.part(items, masthead.time_zone, before=before, steady=is_export(request))
    name = name_of(row)
    crumbs = [(_("Markets"), reverse("archive:markets"))]
    crumbs += [(above.name, above.path) for above in map(name_of, reversed(tree.above(row.pk)))]
    newcomers, firms = _entered(places, masthead.time_zone)
    children = [child.pk for child in tree.children[row.pk] if child.pk in tallies]
    context = shell(
        masthead,
        request.path,
        here="markets",
        crumbs=crumbs,
        json_ld=metadata.breadcrumbs(settings.SITE_URL, [*crumbs, (name.name, name.path)]),
        market=name,
        slug=row.slug,
        line=_line(tree, row.pk, tallies[row.pk], zone) if facts else None,
        entered=newcomers,
        entries=firms,
        years=_years(items, zone),
        children=sorted(
            (_line(tree, pk, tallies[pk], zone) for pk in children),
            key=lambda one: (-one.items, one.market.name),
        ),
        groups=[(year, tuple(rows)) for year, rows in groupby(part.rows, lambda row: row.day.year)],
        older=part.older and reverse("archive:market_before", args=[slug, part.older]),
        feeds=feeds("data:market_feed", slug, title=f"{masthead.name}: {row.name}"),
        follow={"market": row.pk},
    )
    moments = [part.changed_at, *(tally.last for tally in tallies.values())]
    newest_at = max(filter(None, moments), default=None)
    return show(request, "editions/archive/market.html", context, newest_at=newest_at)


def _years(items, zone):
    """The chart of items by year."""
    moments = shown(items).values_list("published_at", flat=True)
    values = periods.by_year([moment.astimezone(zone).date() for moment in moments])
    return chart(_("Items by year"), _("Items"), values) if values else None


def _entered(places, zone):
    """The newest Entered, and of how many companies there are: each with the earliest day that is known."""
    first = {}
    for entry in entered.entries(zone, places):
        if entry.company:
            found = (entry.day, entry.item)
            first[entry.company] = min(first.get(entry.company, found), found)
    newest = sorted(first, key=lambda company: (first[company], company), reverse=True)[:ENTERED]
    companies = Company.objects.in_bulk(newest)
    items = NewsItem.objects.in_bulk({first[company][1] for company in newest})
    return [
        Entered(name_of(companies[company]), day, items[item].label, items[item].get_absolute_url())
        for company in newest
        for day, item in [first[company]]
    ], len(first)
