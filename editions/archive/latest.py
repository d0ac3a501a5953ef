"""The wire: items as they are published, before they stand in an edition, newest first."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import listing, metadata
from editions.archive.caching import is_export, show
from editions.archive.kinds import path_of
from editions.archive.listing import Ref
from editions.archive.pages import feeds, house, shell
from editions.assembly import item_document
from editions.document import ItemDoc
from editions.models import Correction
from editions.render import bodies
from editions.render.credits import credit_html
from editions.render.emphasis import emphasise
from editions.render.figures import deal_text
from sources.kinds import KINDS
from sources.markup import beginning, headed, to_text
from sources.models import NewsItem
from sources.permalinks import path_to
from sources.workflow import PUBLISHED

PART = 30  # items: with their texts and pictures they are longer than those of other lists
BEGINNING = 60  # words of a story without a dek


@dataclass(frozen=True)
class Entry:
    """An item on the wire: a brief with its whole text, anything longer with its beginning."""

    item: ItemDoc
    day: date  # in the masthead's time zone
    text: SafeString
    goes_on: bool  # whether its page says more
    kind: Ref | None
    markets: tuple[Ref, ...]
    deals: tuple[str, ...]
    edition: Ref | None
    is_corrected: bool
    changed_at: datetime  # when it was published, ran in `edition` or was corrected, whichever was last


@require_safe
def latest(request, before=None):
    masthead = house()
    entries, older = _part(before, ZoneInfo(masthead.time_zone), is_export(request))
    pairs = [(entry.item.label, entry.item.path) for entry in entries]
    context = shell(
        masthead,
        request.path,
        here="latest",
        entries=entries,
        is_first=before is None,
        older=older and reverse("archive:latest_before", args=[older]),
        feeds=feeds("data:latest_feed", title=f"{masthead.name}: {_('Latest')}"),
        json_ld=metadata.item_list(masthead.site_url, pairs),
    )
    newest_at = max((entry.changed_at for entry in entries), default=None)
    return show(request, "editions/archive/latest.html", context, newest_at=newest_at)


def _part(before, zone, steady):
    """The entries that follow item `before`, and the id after which the next part begins, or None."""
    chosen = listing.after(NewsItem.objects.all(), before)
    limit = listing.length(chosen, before, PART) if steady else PART
    found = list(chosen.for_rendering()[: limit + 1])
    shown = found[:limit]
    ids = [item.pk for item in shown]
    ran = listing.runs(ids)
    corrected = dict(Correction.objects.filter(item__in=ids).values_list("item").annotate(Max("at")))
    entries = tuple(_entry(item, zone, *ran[item.pk], corrected.get(item.pk)) for item in shown)
    return entries, ids[-1] if len(found) > limit else None


def _entry(row, zone, edition, ran_at, corrected_at):
    item = replace(item_document(row), published_at=row.published_at)
    if row.follows_up and row.follows_up.status != PUBLISHED:
        item = replace(item, follows_up=None)
    kind = item.kind in KINDS and Ref(_(KINDS[item.kind]), path_to("archive:kind", path_of(item.kind)))
    text, goes_on = _text(item)
    return Entry(
        item=item,
        day=row.published_at.astimezone(zone).date(),
        text=text,
        goes_on=goes_on,
        kind=kind or None,
        markets=tuple(listing.ref(one) for one in row.shown_markets),
        deals=tuple(text for deal in item.deals if (text := deal_text(deal))),
        edition=edition,
        is_corrected=corrected_at is not None,
        changed_at=max(filter(None, (row.published_at, ran_at, corrected_at))),
    )


def _text(item):
    """The words of a brief as an edition prints them, or the first ones of a longer item; and whether its
    page says more."""
    first = item.dek or beginning(item.html, BEGINNING)
    if item.format == "brief" or first == to_text(item.html).replace("\n", " "):
        html, goes_on = headed(emphasise(bodies.item(item), item.companies), 4), False
    else:
        html, goes_on = format_html("<p>{}</p>", first), True
    return bodies.with_tail(html, credit_html(item)), goes_on
