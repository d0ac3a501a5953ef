"""Items as lists show them, newest first, in parts that stay where they are.

A part begins after an item and not at a number, so that what is published meanwhile moves nothing.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from editions import workflow
from editions.archive.standing import shown
from editions.models import Correction, Edition, Slot
from editions.render.figures import deal_text
from sources.kinds import KINDS
from sources.markup import beginning
from sources.models import Deal, Market, NewsItem

PART = 30  # items
WORDS = 40  # of a text under its headline


@dataclass(frozen=True)
class Ref:
    name: str
    path: str
    local_name: str = ""


@dataclass(frozen=True)
class Row:
    """One item. A brief without a headline has no `title`: its words are `text`, and these are the link."""

    id: int
    path: str
    title: str
    text: str
    label: str
    published_at: datetime
    day: date  # in the masthead's time zone
    kind: str
    kind_name: str
    format: str
    markets: tuple[Ref, ...]
    deals: tuple[str, ...]
    edition: Ref | None  # the newest published one in which it ran
    follows_up: Ref | None
    is_corrected: bool
    changed_at: datetime  # when it was published, ran in `edition` or was corrected, whichever was last


@dataclass(frozen=True)
class Part:
    rows: tuple[Row, ...]
    older: int | None  # the item after which the next part begins

    @property
    def changed_at(self):
        """When the last of its rows changed, or None where it has none."""
        return max((row.changed_at for row in self.rows), default=None)


def part(items, zone, *, before=None, limit=PART, steady=False):
    """Return the Part of `items` that follows item `before`, or the first; Http404 where there is no such.

    `zone` is the name of the masthead's time zone; `steady` is as `length` takes it. It takes five queries at
    most, and one more where it is steady.
    """
    chosen = after(items, before)
    if steady:
        limit = length(chosen, before, limit)
    found = rows(chosen[: limit + 1], zone)
    return Part(found[:limit], found[limit - 1].id if len(found) > limit else None)


def after(items, before):
    """Those of `items` that are out, newest first: all, or those that follow item `before`."""
    chosen = newest_first(items)
    if before is None:
        return chosen
    mark = NewsItem.objects.filter(pk=before, published_at__isnull=False).first()
    if mark is None:
        raise Http404
    return chosen.filter(
        Q(published_at__lt=mark.published_at) | Q(published_at=mark.published_at, pk__lt=before)
    )


def length(chosen, before, limit):
    """How many of `chosen`, which follow item `before`, are a part of pages that become files.

    The first part takes what is over when all others have `limit`, so that these begin where they began
    before more was published: else an item at the top would make every file of a list anew.
    """
    return limit if before else limit + chosen.count() % limit


def newest_first(items):
    """Those of `items` that are out."""
    return shown(items).order_by("-published_at", "-pk")


def rows(items, zone):
    """Return the Rows of `items`, a queryset of what is out."""
    corrected = Correction.objects.filter(item=OuterRef("pk")).order_by("-at").values("at")[:1]
    found = list(
        items.annotate(corrected_at=Subquery(corrected))
        .select_related("follows_up")
        .prefetch_related(
            Prefetch("markets", Market.objects.only(*NAMED), to_attr="shown_markets"),
            Prefetch("deals", Deal.objects.order_by("pk"), to_attr="shown_deals"),
        )
    )
    ran = runs(item.pk for item in found)
    return tuple(_row(item, *ran[item.pk], ZoneInfo(zone)) for item in found)


NAMED = ("name", "local_name", "slug")


def editions_of(items):
    """Return, by id of an item, a Ref of the newest published edition in which it ran, or None."""
    newest = _newest(items, "number", "slug")
    refs = {edition: _edition(*edition) for edition in set(newest.values())}
    return defaultdict(lambda: None, {item: refs[edition] for item, edition in newest.items()})


def runs(items):
    """As `editions_of`, each with the moment when that edition was published; None and None for none."""
    newest = _newest(items, "number", "slug", "published_at")
    found = {item: (_edition(number, slug), at) for item, (number, slug, at) in newest.items()}
    return defaultdict(lambda: (None, None), found)


def _newest(items, *facts):
    # Asked for the status too, or for an order, SQLite begins with every edition that is published.
    names = [f"section__edition__{fact}" for fact in ("status", *facts)]
    places, newest = Slot.objects.filter(item__in=list(items)).values_list("item", *names), {}
    for item, status, *edition in places.order_by():
        if status == workflow.PUBLISHED:
            newest[item] = max(newest.get(item, (0,)), tuple(edition))
    return newest


def _edition(number, slug):
    name = _("No. %(number)s") % {"number": number}
    return Ref(name, Edition(number=number, slug=slug).get_absolute_url())


def ref(row):
    """The Ref of a company or market."""
    return Ref(row.name, row.get_absolute_url(), row.local_name)


def _row(item, edition, ran_at, zone):
    follows = item.follows_up if item.follows_up and item.follows_up.status == "published" else None
    return Row(
        id=item.pk,
        path=item.get_absolute_url(),
        title=item.headline,
        text=item.dek
        if item.headline and item.dek
        else beginning(item.body_html, WORDS if item.headline else 90),
        label=item.label,
        published_at=item.published_at,
        day=item.published_at.astimezone(zone).date(),
        kind=item.kind,
        kind_name=_(KINDS[item.kind]) if item.kind in KINDS else "",
        format=item.format,
        markets=tuple(ref(one) for one in item.shown_markets),
        deals=tuple(text for deal in item.shown_deals if (text := deal_text(deal))),
        edition=edition,
        follows_up=Ref(follows.label, follows.get_absolute_url()) if follows else None,
        is_corrected=item.corrected_at is not None,
        changed_at=max(filter(None, (item.published_at, ran_at, item.corrected_at))),
    )
