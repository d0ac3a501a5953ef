"""The mailings: all of them, and one as it runs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions import audience, deadlines, readers
from editions.desk.fragments import number_of
from editions.workflow import WITHDRAWN
from sources.desk.page import page
from subscribers import failures, progress
from subscribers.mailings import the_rest
from subscribers.models import Delivery, Mailing

PAGE = 30
SHOWN = 50  # rows of a table on the page of a mailing
FEW = 50_000  # an audience that is counted by its contents while the page is asked for
RETRIES = 2_000  # who still waits, where it is worth saying when their next try is
HINTS = {
    "queued": "wait for their turn",
    "sending": "in the hands of a worker",
    "sent": "the next server has taken them",
    "failed": "refused for good",
    "unknown": "no answer came; yours to decide",
    "suppressed": "left, paused or on the suppression list meanwhile",
    "cancelled": "given up before they were sent",
}
ORDER = ("queued", "sending", "sent", "failed", "unknown", "suppressed", "cancelled")
CONTENTS = {
    "full": "The full edition",
    "headlines": "The headlines",
    "digest": "The digest",
    "correction": "The correction",
}
may_see = permission_required("subscribers.view_mailing", raise_exception=True)


@dataclass
class Progress:
    """What is said of a mailing as it stands now."""

    mailing: Mailing
    counts: dict
    audience: int
    bar: list = field(default_factory=list)
    rate: float = 0.0
    left: str = ""
    next_try: datetime | None = None

    @property
    def is_over(self):
        return self.mailing.state not in Mailing.OPEN

    @property
    def runs(self):
        return self.mailing.state in (Mailing.State.FILLING, *Mailing.SENDABLE)

    @property
    def rows(self):
        names = dict(Delivery.State.choices)
        return [(state, names[state], self.counts.get(state, 0), HINTS[state]) for state in ORDER]

    @property
    def done(self):
        return progress.done(self.counts)

    @property
    def words(self):
        return progress.in_words(self.rate) if self.rate and self.runs else ""


@may_see
@require_safe
def mailings(request):
    """All of them, newest first; of one edition where the address names it."""
    edition, before = number_of(request.GET.get("edition")), number_of(request.GET.get("before"))
    rows = Mailing.objects.select_related("edition", "correction__edition").order_by("-pk")
    if edition:
        rows = rows.filter(edition=edition)
    if before:
        rows = rows.filter(pk__lt=before)
    shown, now = list(rows[: PAGE + 1]), timezone.now()
    names = readers.names_of(*(one.rule for one in shown))
    context = {
        "title": "Mailings",
        "shown": [_row(one, names, now) for one in shown[:PAGE]],
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "edition": edition,
    }
    return page(request, "subscribers/desk/mailings.html", context)


def _row(mailing, names, now):
    counts = mailing.count(now) if mailing.state in Mailing.OPEN else mailing.counts
    return {
        "mailing": mailing,
        "waiting": progress.waiting(counts),
        "to": audience.in_words(mailing.rule, names),
        "counts": counts,
        "bar": progress.bar(counts),
        "rate": progress.in_words(mean) if (mean := _mean(mailing, counts, now)) else "",
    }


def _mean(mailing, counts, now):
    """Messages a second from its beginning until its end, or until now."""
    if not mailing.started_at or not progress.done(counts):
        return 0.0
    end = mailing.finished_at or now
    return progress.pace(progress.done(counts), end, then_done=0, then=mailing.started_at, before=None)


@may_see
@require_safe
def mailing(request, pk):
    """One mailing: how far it is, what it says, what failed, and what waits for a person."""
    row = get_object_or_404(Mailing.objects.select_related("edition", "correction", "created_by"), pk=pk)
    return show(request, row)


def show(request, row, *, refusal="", at="", reason="", status=200):
    """Answer with its page; `refusal` is the sentence of a verb, `at` the part of the page that it was of."""
    now = timezone.now()
    context = {
        "title": row.subject,
        "mailing": row,
        "to": readers.in_words(row.rule),
        "refusal": refusal,
        "at": at,
        "reason": reason,
        "seeds": _seeds(row),
        **_state(request, row, now),
        **_contents(row),
        **(_addressed(row) if request.user.has_perm("subscribers.view_delivery") else {}),
        **_rest(request, row, now),
    }
    return page(request, "subscribers/desk/mailing.html", context, status=status)


@may_see
@require_safe
def state(request, pk):
    """How far it is, asked for every other second; the page is asked for anew where its state is another."""
    row = get_object_or_404(Mailing, pk=pk)
    if request.GET.get("was", "") != _kind(row):
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    context = {"mailing": row, **_state(request, row, timezone.now())}
    return render(request, "subscribers/desk/_state.html", context)


def _kind(row):
    """What of its state decides on the rest of the page."""
    if row.state in Mailing.SENDABLE:
        return "sending"
    return row.state


def _state(request, row, now):
    counts = row.count(now)
    seen = Progress(row, counts, row.audience or sum(counts.values()), progress.bar(counts))
    seen.rate = _rate(request, row, seen, now)
    if seen.runs and (span := progress.left(counts, seen.rate)):
        seen.left = deadlines.span(span)
    if row.state in Mailing.SENDABLE and 0 < progress.waiting(counts) <= RETRIES:
        waiting = Delivery.objects.filter(mailing=row, state=Delivery.State.QUEUED)
        seen.next_try = waiting.filter(not_before__gt=now).aggregate(Min("not_before"))["not_before__min"]
    again = {"was": _kind(row), "done": seen.done, "at": now.timestamp(), "rate": round(seen.rate, 4)}
    asks = None if seen.is_over else f"{reverse('mailing_state', args=[row.pk])}?{urlencode(again)}"
    return {"seen": seen, "asks": asks}


def _rate(request, row, seen, now):
    """From what the page saw two seconds ago; the mean where it has seen nothing yet."""
    try:
        then = datetime.fromtimestamp(float(request.GET["at"]), UTC)
        then_done, before = int(request.GET["done"]), float(request.GET["rate"])
    except (KeyError, ValueError, OverflowError, OSError):
        return _mean(row, seen.counts, now)
    if not timedelta(0) < now - then < timedelta(minutes=1):
        return _mean(row, seen.counts, now)
    return progress.pace(seen.done, now, then_done=then_done, then=then, before=max(0.0, before))


def _seeds(row):
    """Our own addresses that were mailed first, and what became of each."""
    of_it = Delivery.objects.filter(occasion=row.occasion, is_seed=True, subscriber=None, mailing=row)
    return of_it.order_by("address")[:SHOWN]


def _contents(row):
    renditions = list(row.renditions.only("key", "items", "subject", "mailing").order_by("pk")[: SHOWN + 1])
    by_content = {}
    if row.audience <= FEW:
        rows = Delivery.objects.filter(mailing=row).order_by().values_list("rendition")
        by_content = dict(rows.annotate(Count("pk")))
    said = [(one, content_in_words(one), by_content.get(one.pk)) for one in renditions[:SHOWN]]
    return {
        "contents": [one for one in said if not one[0].items],
        "parts": [one for one in said if one[0].items],
        "more_contents": row.renditions.count() - SHOWN if len(renditions) > SHOWN else 0,
    }


def content_in_words(rendition):
    """What it holds: the whole edition, or the items that some readers follow."""
    name, *snapshot = rendition.key.split(" of ")
    name, *rest = name.split()
    words = ", with our words in Chinese" if "zh" in rest else ""
    if many := len(rendition.items):
        return f"{many} item{'' if many == 1 else 's'} that its readers follow{words}"
    return CONTENTS.get(name, name.capitalize()) + words + (", as corrected since" if snapshot else "")


def _addressed(row):
    """What names addresses, or what a server said to one."""
    of_it = Delivery.objects.filter(mailing=row)
    failed = of_it.filter(state=Delivery.State.FAILED).order_by().values_list("answer")
    groups, others = failures.grouped(failed.annotate(Count("pk")))
    unknown = of_it.filter(state=Delivery.State.UNKNOWN).order_by("pk")
    return {"failures": groups, "other_failures": others, "unknown": unknown[:SHOWN]}


def _rest(request, row, now):
    """How many of its audience did not get it; only of one that is over, and for who may send.

    Where they are many, that takes seconds: it is counted for whoever asks.
    """
    if row.state in Mailing.OPEN or not request.user.has_perm("subscribers.send_mailing"):
        return {}
    if row.audience > FEW and "rest" not in request.GET:
        return {"asks_rest": True}
    return {"rest": 0 if row.edition and row.edition.status == WITHDRAWN else the_rest(row, now)}
