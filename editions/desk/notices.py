"""What a colleague was told, and where they want to be told of what. Each sees only their own."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editions.models import Masthead, Notice, NoticeChoice
from sources.desk.page import page

PAGE = 50


@require_safe
def notices(request):
    """One's own notices, newest first, and the choice of where to be told."""
    shown = list(_before(request, _mine(request))[: PAGE + 1])
    context = {
        "title": "Notices",
        "shown": shown[:PAGE],
        "older": shown[PAGE - 1] if len(shown) > PAGE else None,
        "newest": _mine(request).unread().order_by("-pk").first(),
        "choices": _choices(request.user),
        "zone": Masthead.objects.the().zone,
    }
    return page(request, "editions/desk/notices.html", context)


@require_POST
def read(request, pk):
    """Mark one notice as read."""
    notice = get_object_or_404(_mine(request), pk=pk)
    _mine(request).unread().filter(pk=notice.pk).update(read_at=timezone.now())
    return _back(request)


@require_POST
def read_all(request):
    """Mark as read what the page showed, up to its newest: not what came since."""
    newest = get_object_or_404(_mine(request), pk=_number(request.POST.get("newest", "")))
    _mine(request).unread().filter(pk__lte=newest.pk).update(read_at=timezone.now())
    return _back(request)


@require_POST
def choose(request):
    """Keep where to be told of each kind of thing; a box that is not ticked is not sent."""
    with transaction.atomic():
        for kind in Notice.Kind.values:
            where = {"on_board": f"board-{kind}" in request.POST, "by_mail": f"mail-{kind}" in request.POST}
            NoticeChoice.objects.update_or_create(person=request.user, kind=kind, defaults=where)
    messages.success(request, "Your choice is kept.")
    return redirect("notices")


def _mine(request):
    return Notice.objects.filter(person=request.user, on_board=True)


def _before(request, rows):
    """Those older than the notice that the address names, or all."""
    if "before" not in request.GET:
        return rows
    last = get_object_or_404(rows, pk=_number(request.GET["before"]))
    return rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))


def _number(text):
    if not text.isdecimal():
        raise Http404
    return int(text)


def _choices(person):
    """(kind, what it is, the choice) for each kind of thing."""
    chosen = {choice.kind: choice for choice in person.notice_choices.all()}
    return [(kind, label, chosen.get(kind) or NoticeChoice()) for kind, label in Notice.Kind.choices]


def _back(request):
    return redirect("admin:index" if "from_index" in request.POST else "notices")
