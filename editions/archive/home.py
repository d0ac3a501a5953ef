"""The front page: the latest edition, what was published since, and the week in figures."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import listing, metadata
from editions.archive.caching import is_export, show
from editions.archive.kinds import path_of
from editions.archive.listing import Ref
from editions.archive.pages import feeds, house, shell
from editions.models import Snapshot
from editions.render import figures
from sources.kinds import KINDS
from sources.models import NewsItem

ITEMS = 10
EARLIER = 4
RAISED = frozenset(["funding", "acquisition", "listing", "investment"])  # a price or a fine is no deal
PAGES = ("web_html", "email_html", "text")  # of a snapshot: large, and not read here


@dataclass(frozen=True)
class Front:
    """What the page says of the latest edition. `contents` are pairs of a title and a path."""

    path: str
    kicker: str
    title: str
    dek: str
    minutes: int
    contents: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[Ref, int, int], ...]  # with its count, and the length of its bar in percent
    is_corrected: bool


@dataclass(frozen=True)
class Earlier:
    number: int
    path: str
    title: str
    week: str
    is_corrected: bool


@require_safe
def home(request):
    masthead = house()
    latest = Snapshot.objects.newest().noting_corrections().defer(*PAGES).first()
    part = listing.part(NewsItem.objects.all(), masthead.time_zone, limit=ITEMS)
    if latest is None and not part.rows:
        return show(request, "editions/archive/empty.html", shell(masthead, request.path))
    front = latest and _front(latest)
    earlier, moments = _earlier()
    moments += [moment for moment in (part.changed_at, latest and latest.taken_at) if moment]
    context = shell(
        masthead,
        request.path,
        front=front,
        part=part,
        earlier=earlier,
        feeds=feeds("data:latest_feed", title=f"{masthead.name}: {_('Latest')}"),
        json_ld=metadata.website(
            masthead, request.path, "" if is_export(request) else reverse("archive:search")
        )
        + metadata.item_list(masthead.site_url, _listed(front, part, earlier)),
    )
    return show(request, "editions/archive/home.html", context, newest_at=max(moments))


def _listed(front, part, earlier):
    """Pairs of a name and a path of all that the page leads to, in the order shown."""
    return [
        *([(front.title, front.path)] if front else []),
        *((row.title or row.label, row.path) for row in part.rows),
        *((one.title, one.path) for one in earlier),
    ]


def _front(snapshot):
    document = snapshot.read()
    path = snapshot.edition.get_absolute_url()
    return Front(
        path=path,
        kicker=figures.number_and_week(document),
        title=document.title,
        dek=document.dek,
        minutes=figures.reading_minutes(document),
        contents=_contents(document, path),
        figures=_figures(document),
        kinds=tuple(_kind(one) for one in figures.by_kind(document)),
        is_corrected=snapshot.is_corrected,
    )


def _contents(document, path):
    """The sections that have a title and that nobody paid for."""
    parts = zip(figures.contents(document), document.sections, strict=True)
    named = [entry for entry, section in parts if entry.title and section.layout != "sponsor"]
    return tuple((entry.title, f"{path}#{entry.anchor}") for entry in named)


def _figures(document):
    """Pairs of what is counted and how much of it the edition has; money only where some was reported."""
    items = figures.news_items(document)
    counts = figures.counts(document)
    markets = {market.path or market.name for item in items for market in item.markets}
    found = [
        (_("Items"), str(counts.items)),
        (_("Companies"), str(counts.companies)),
        (_("Markets"), str(len(markets))),
    ]
    if dollars := sum(_dollars(deal) for item in items for deal in item.deals if deal.type in RAISED):
        found.append((_("Deals, reported"), figures.amount_text(dollars, "USD")))
    return tuple(found)


def _dollars(deal):
    """US dollars as they were reported; other currencies are not converted, and count as nothing."""
    return deal.usd or (deal.amount if deal.currency == "USD" else 0) or 0


def _kind(one):
    path = reverse("archive:kind", args=[path_of(one.kind)])
    return Ref(_(KINDS[one.kind]), path), one.count, one.share


def _earlier():
    """The editions before the latest, their addresses and titles alone, and when each was frozen."""
    newest = Snapshot.objects.newest().noting_corrections().defer("document", *PAGES)
    snapshots = list(newest[1 : 1 + EARLIER])
    earlier = tuple(
        Earlier(
            number=snapshot.edition.number,
            path=snapshot.edition.get_absolute_url(),
            title=snapshot.title,
            week=figures.week(snapshot.edition.week_first, snapshot.edition.week_last),
            is_corrected=snapshot.is_corrected,
        )
        for snapshot in snapshots
    )
    return earlier, [snapshot.taken_at for snapshot in snapshots]
