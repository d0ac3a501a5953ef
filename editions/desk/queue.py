"""The queue: every story that was found and waits to be judged, one row each, worked through by keyboard."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch, Q
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions.deadlines import span
from editions.desk.fragments import moment_of, number_of
from editions.desk.queue_filters import AGES, LANGUAGES, STATES, Wanted
from editions.desk.ran import ran_before
from editions.desk.shortcuts import QUEUE
from editions.document import CompanyDoc, CreditDoc, ItemDoc
from editions.models import Masthead
from sources.desk.page import page
from sources.desk.reading import where_read
from sources.kinds import KINDS
from sources.models import Clipping, Feed, Market, NewsItem, SavedFilter, Source

PART = 30  # rows that are sent at once
COUNTED = 1_000  # rows at most: a longer queue is "over" that
LONGEST = 280  # characters of a summary
SOON = 8  # weeks until which a story can be held
REASONS = (
    "Not about a company going abroad",
    "Ran already",
    "Too small",
    "Advertisement or press release",
    "Cannot be confirmed",
)
may_see = permission_required("sources.view_clipping", raise_exception=True)


@dataclass(frozen=True)
class Row:
    """What a row of the queue shows of a story."""

    clipping: Clipping
    key: str  # a text, as in what there is to choose
    address: str  # where it is read
    place: str  # where it stands among the others
    age: str
    kind: str
    summary: str
    others: list = field(default_factory=list)  # the clippings that follow it, each with where it is read
    taken: list = field(default_factory=list)  # items that were written of it, or of one like it
    dismissed: str = ""  # why one like it was dismissed
    tips: list = field(default_factory=list)  # what was sent in about the story


@may_see
@require_safe
def queue(request):
    """The first rows; the others are asked for as somebody comes near them."""
    now, wanted = timezone.now(), Wanted.of(request.GET)
    # Keys alone, which an index holds, tell both how many there are and which come first.
    keys = list(wanted.rows(now).values_list("pk", flat=True)[: COUNTED + 1])
    context = {
        "title": "Queue",
        "wanted": wanted,
        "count": min(len(keys), COUNTED),
        "is_more": len(keys) > COUNTED,
        "choices": _choices(wanted),
        "weeks": weeks(Masthead.objects.the(), now),
        "reasons": REASONS,
        "is_fed": bool(keys) or Feed.objects.exists(),
        "shortcuts": QUEUE,
        "saved": SavedFilter.objects.filter(person=request.user),
        **_part(wanted, now, _cursor(request.GET), keys[: PART + 1]),
    }
    return page(request, "editions/desk/queue.html", context)


@may_see
@require_safe
def more(request):
    """The rows after the one that `at` and `pk` name."""
    wanted = Wanted.of(request.GET)
    context = _part(wanted, timezone.now(), _cursor(request.GET))
    return render(request, "editions/desk/_queue_rows.html", {**context, "wanted": wanted})


@may_see
@require_safe
def stories(request):
    """The rows of the stories that are asked for, as they are now: those that still fit."""
    now, wanted = timezone.now(), Wanted.of(request.GET)
    rows = wanted.rows(now).filter(pk__in=_keys(request.GET.getlist("story")))
    context = {"rows": [_row(one, wanted.state, now) for one in _with_all(rows)], "wanted": wanted}
    return render(request, "editions/desk/_queue_rows.html", context)


@may_see
@require_safe
def marks(request):
    """By clipping that is asked for: where its story ran before, as (tone, words)."""
    keys = _keys(request.GET.getlist("clipping"))
    rows = Clipping.objects.filter(pk__in=keys).select_related("source").prefetch_related("companies")
    documents = {row.pk: _as_item(row) for row in rows}
    return JsonResponse(ran_before(documents, Masthead.objects.the(), timezone.now()) if rows else {})


def _keys(texts):
    return [key for key in map(number_of, texts[:PART]) if key]


def weeks(masthead, now):
    """(moment, words) of the coming Mondays, at which a held story comes back."""
    today = now.astimezone(masthead.zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    days = [monday + timedelta(weeks=n) for n in range(SOON)]
    return [(datetime.combine(day, time.min, masthead.zone), _in_words(day, today)) for day in days]


def _in_words(day, today):
    away = (day - today).days
    return f"{day:%-d %B}" + (", next Monday" if away <= 7 else f", in {away // 7} week{'s' * (away >= 14)}")


def _part(wanted, now, cursor, first=()):
    """The rows behind `cursor`, or those with the keys in `first`."""
    rows = wanted.rows(now)
    if cursor:
        rows = _after(rows, wanted.state, *cursor)
    elif first:
        rows = Clipping.objects.filter(pk__in=first).order_by(*rows.query.order_by)
    found = list(_with_all(rows)[: PART + 1])
    shown, last = found[:PART], found[PART - 1] if len(found) > PART else None
    return {
        "rows": [_row(one, wanted.state, now) for one in shown],
        "next": last and {"at": _place(last, wanted.state).isoformat(), "pk": last.pk},
    }


def _after(rows, state, at, pk):
    """Rows behind a place: held stories stand in the order in which they come back, others newest first."""
    if state == "held":
        return rows.filter(Q(queued_at__gt=at) | Q(queued_at=at, pk__gt=pk))
    column = "clipped_at" if state else "queued_at"
    # The first condition alone lets the database walk its index from there.
    return rows.filter(**{f"{column}__lte": at}).exclude(**{column: at, "pk__gte": pk})


def _place(clipping, state):
    return clipping.clipped_at if state in ("taken", "dismissed") else clipping.queued_at


def _cursor(asked):
    at, pk = moment_of(asked.get("at", "")), number_of(asked.get("pk"))
    return (at, pk) if at and pk else None


def _with_all(rows):
    followers = Clipping.objects.select_related("source").prefetch_related("tips")
    followers = followers.order_by("source__rank", "pk")
    items = NewsItem.objects.only("headline", "slugline", "body_html", "status", "format")
    return rows.select_related("source", "feed", "resembles").prefetch_related(
        "companies",
        "markets",
        "tips",
        Prefetch("followers", followers),
        Prefetch("items", items),
        Prefetch("resembles__items", items),
    )


def _row(clipping, state, now):
    like, summary = clipping.resembles, clipping.summary
    others = list(clipping.followers.all())
    tips = [tip for one in (clipping, *others) for tip in one.tips.all()]
    items = {item.pk: item for item in (*clipping.items.all(), *(like.items.all() if like else ()))}
    return Row(
        clipping=clipping,
        key=str(clipping.pk),
        address=where_read(clipping),
        place=_place(clipping, state).isoformat(),
        age=span(now - min(clipping.published_at or clipping.clipped_at, now), most=1),
        kind=str(KINDS.get(clipping.kind, "")),
        summary=summary if len(summary) <= LONGEST else f"{summary[:LONGEST]}…",
        others=[(one, where_read(one)) for one in others],
        taken=list(items.values()),
        dismissed=like.reason if like and like.state == Clipping.State.DISMISSED else "",
        tips=tips,
    )


def _choices(wanted):
    """Keys are texts: as numbers, the template would look up for each how numbers are written here."""
    return {
        "states": STATES.items(),
        "sources": [(str(one.pk), str(one)) for one in Source.objects.order_by("name")],
        "markets": [
            (str(pk), name) for pk, name in Market.objects.order_by("name").values_list("pk", "name")
        ],
        "source": wanted.parts.get("source", ""),
        "market": wanted.parts.get("market", ""),
        "kinds": KINDS.items(),
        "languages": LANGUAGES.items(),
        "ages": AGES.items(),
    }


def _as_item(clipping):
    """A clipping as the item that it would become, which the checks of repeats look at."""
    return ItemDoc(
        headline=clipping.title,
        kind=clipping.kind,
        companies=tuple(CompanyDoc(company.name) for company in clipping.companies.all()),
        credits=(CreditDoc(str(clipping.source or ""), clipping.url),),
    )
