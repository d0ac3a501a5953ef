"""The newsroom's board: this week's edition and what it lacks, what waits, and what is in trouble.

It is read many times a day, so it costs the same few queries whatever the archive holds. What the checks
find is the dear part; it is asked for once the page stands (`week`).
"""

from datetime import datetime, time, timedelta

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions import checking, deadlines, workflow
from editions.desk import findings
from editions.models import Edition, Note, Notice, Slot
from editions.models.desk import name_of
from editions.models.edition import OVERDUE
from editions.render import figures
from sources import health
from sources.desk.page import page
from sources.models import Clipping, NewsItem
from sources.workflow import DRAFT, READY
from subscribers import progress
from subscribers.models import Mailing, Pace, Subscriber

SHOWN = 5  # rows of a list; its heading leads to all of them
OPEN = tuple(workflow.WRITE)
SETTLED = timedelta(days=2)  # an edition whose hour passed longer ago gives way to one whose hour is to come


@require_safe
def board(request):
    """What a colleague needs to see first, and one click from it to the work."""
    now, masthead = timezone.now(), request.masthead
    editions = _open_editions(masthead, now) if request.user.has_perm("editions.view_edition") else []
    current = editions[0] if editions else None
    context = {
        "title": "Board",
        "now": now,
        "editions": editions,
        "outlook": _outlook(current, masthead, now),
        "warnings": [said for one in editions if (said := deadlines.warning(one, masthead, now))],
        "scheduled": [_scheduled(one, masthead, now) for one in editions if one.status == workflow.SCHEDULED],
        **(_this_week(current, masthead) if current else {}),
        **(_clippings(now) if request.user.has_perm("sources.view_clipping") else {}),
        **(_items(request.user) if request.user.has_perm("sources.view_newsitem") else {}),
        **(_feeds(now) if request.user.has_perm("sources.view_feed") else {}),
        **(_mailings(now, masthead.zone) if request.user.has_perm("subscribers.view_mailing") else {}),
    }
    return page(request, "recap/board.html", context)


@permission_required("editions.view_edition", raise_exception=True)
@require_safe
def week(request, pk):
    """The state of an edition once more, now with what the checks find."""
    edition = get_object_or_404(Edition, pk=pk)
    report = checking.edition_report(edition, edition.document(), day=timezone.localdate())
    context = {**_this_week(edition, request.masthead), "checks": _checks(report)}
    return render(request, "recap/_week.html", context)


@require_safe
def tables(request):
    """Every table that the admin knows, for looking up and mending."""
    return admin.site.index(request, {"title": "All records"})


def _open_editions(masthead, now):
    """Those not out yet, this week's first: the next to go out, and one whose hour has just passed."""
    rows = Edition.objects.filter(status__in=OPEN).order_by("-week_last", "-number")[:20]
    rows = [(deadlines.hour_of(one, masthead), one) for one in rows]
    coming = sorted((row for row in rows if row[0] > now - SETTLED), key=lambda row: row[0])
    return [one for _, one in coming + [row for row in rows if row not in coming]]


def _outlook(current, masthead, now):
    if current:
        return deadlines.outlook(current, masthead, now)
    hour = masthead.next_hour(now)
    return f"The next edition goes out {deadlines.moment(hour, now)}, in {deadlines.span(hour - now)}."


def _scheduled(edition, masthead, now):
    hour = deadlines.hour_of(edition, masthead)
    return {
        "edition": edition,
        "when": deadlines.moment(hour, now),
        "state": "held" if edition.held_at else "overdue" if hour <= now - OVERDUE else "waiting",
    }


def _this_week(edition, masthead):
    """What `recap/_week.html` reads of an edition, all but the checks."""
    placed = edition.sections.aggregate(sections=Count("pk", distinct=True), items=Count("slots"))
    of_it = Q(edition=edition) | Q(item__in=Slot.objects.filter(section__edition=edition).values("item"))
    notes = Note.objects.filter(of_it, resolved_at=None).select_related("by", "link").order_by("-at")
    return {
        "edition": edition,
        "days": figures.week(edition.week_first, edition.week_last),
        "placed": placed,
        "gathered": _gathered(edition, masthead),
        "written": dict(
            NewsItem.objects.filter(status__in=(DRAFT, READY))
            .order_by()
            .values_list("status")
            .annotate(Count("pk"))
        ),
        "approval": _approval(edition),
        "approved": edition.status in (workflow.APPROVED, workflow.SCHEDULED),
        "notes": notes[:SHOWN],
        "unticked": _unticked(edition, masthead),
        "lacks_subject": edition.mail_to != edition.MailTo.NOBODY and not edition.subject.strip(),
    }


def _gathered(edition, masthead):
    """How many stories its week brought, and how many of them were taken."""
    first = datetime.combine(edition.week_first, time.min, masthead.zone)
    last = datetime.combine(edition.week_last + timedelta(days=1), time.min, masthead.zone)
    found = Clipping.objects.leading().filter(
        state__in=Clipping.State, clipped_at__gte=first, clipped_at__lt=last
    )
    by_state = dict(found.order_by().values_list("state").annotate(Count("pk")))
    return {"seen": sum(by_state.values()), "taken": by_state.get(Clipping.State.TAKEN, 0)}


def _unticked(edition, masthead):
    """How many lines of the tick-list nobody has ticked yet."""
    lines = masthead.tick_lines
    return len(lines) - edition.ticks.filter(line__in=lines).count() if lines else 0


def _approval(edition):
    """Who approved it, or whom it waits for."""
    if edition.status == workflow.DRAFT:
        return "not yet in review"
    if edition.status == workflow.IN_REVIEW:
        asked = edition.notice_set.filter(kind=Notice.Kind.APPROVAL_WANTED, read_at=None)
        names = sorted({name_of(notice.person) for notice in asked.select_related("person")})
        many = f"one of {len(names)} colleagues" if len(names) > 2 else " or ".join(names)
        return f"waiting for {many or 'a colleague'}"
    move = edition.moves.filter(name="approve").select_related("by", "link").last()
    return f"by {move.who}" if move and move.who else "approved"


def _checks(report):
    """Errors first, then the most telling warnings: as many as fit, each with where it is mended."""
    listed = findings.listed(report)
    warnings = [row for theme in listed["themes"] for row in theme.rows]
    # The board says so itself, before the checks are read.
    rows = [row for row in (*listed["errors"], *warnings) if row.finding.code != "mail.no-subject"]
    return {
        "errors": len(listed["errors"]),
        "warnings": len(warnings),
        "rows": rows[:SHOWN],
        "more": len(rows[SHOWN:]),
    }


def _clippings(now):
    waiting = Clipping.objects.waiting(now).leading().order_by("-queued_at", "-pk")
    rows = waiting.select_related("source").prefetch_related("companies", "followers")[:SHOWN]
    return {
        "clippings_waiting": waiting.count(),
        "clippings": [(row, deadlines.span(now - row.clipped_at, most=1)) for row in rows],
    }


def _items(person):
    placed = Slot.objects.filter(item=OuterRef("pk"), section__edition__status__in=OPEN)
    ready = NewsItem.objects.filter(~Exists(placed), status=READY)
    return {
        "unplaced": ready.count(),
        "ready": ready.prefetch_related("companies")[:SHOWN],
        "drafts": NewsItem.objects.filter(status=DRAFT, created_by=person)[:SHOWN],
    }


def _feeds(now):
    """Feeds that have failed for more than a day or stopped for good, each with how long, and its silence."""
    rows = health.in_trouble(now)[:SHOWN]
    return {"feeds": [(row, _span(now, row.failing_since), _span(now, row.brought_at)) for row in rows]}


def _span(now, since):
    return since and deadlines.span(now - since, most=1)


def _mailings(now, zone):
    """What is on its way, the last edition that was mailed, and whether the mail server answers."""
    running = Mailing.objects.filter(state__in=Mailing.OPEN).select_related("edition").order_by("pk")[:SHOWN]
    relay = Pace.objects.filter(minute=0, failures__gt=0).first()
    return {
        "running": [(row, progress.done(row.counts), progress.bar(row.counts)) for row in running],
        "mailed": _last_mailed(now, zone),
        "relay": relay,
    }


def _last_mailed(now, zone):
    """The last edition that was mailed, all its mailings taken together; None before the first."""
    over = Mailing.objects.filter(kind=Mailing.Kind.EDITION, state=Mailing.State.SENT, edition__isnull=False)
    rows = list(over.select_related("edition").order_by("-edition__number", "-pk")[:SHOWN])
    rows = [row for row in rows if row.edition_id == rows[0].edition_id]
    if not rows:
        return None
    counts = {state: sum(row.counts.get(state, 0) for row in rows) for state in ("sent", "failed", "unknown")}
    at = max(row.finished_at or row.created_at for row in rows).astimezone(zone)
    return {
        "edition": rows[0].edition,
        "mailing": rows[0] if len(rows) == 1 else None,
        "day": f"{at:%A}" if now - at < timedelta(days=6) else f"{at:%-d %B %Y}",
        "counts": counts,
        "total": sum(counts.values()),
        "bar": progress.bar(counts),
        "left": Subscriber.objects.filter(left_from__in=[row.pk for row in rows]).count(),
    }
