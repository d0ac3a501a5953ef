"""Where the desk's own script saves what is typed: a field at a time, answered in JSON.

Of a field it posts `NAME`, the text; `started.NAME`, the stamp of the text that the typing started from;
`base.NAME`, that text itself where there is room for it; and `unanswered.NAME`, what it sent before
without ever hearing of it.
"""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions import saving
from editions.desk.fragments import says_why
from editions.desk.merge import base_of, merge_html
from editions.models import Edition, Masthead, Section, Slot
from sources.models import NewsItem
from sources.workflow import NotYours

STARTED, BASE, UNANSWERED = "started.", "base.", "unanswered."  # before the name of a field
GONE = (Edition.DoesNotExist, Section.DoesNotExist, Slot.DoesNotExist, NewsItem.DoesNotExist)


@permission_required("sources.change_newsitem", raise_exception=True)
@require_POST
@says_why
def item(request, pk):
    get_object_or_404(NewsItem, pk=pk)
    return _save(request, pk, saving.save_item)


@permission_required("editions.view_edition", raise_exception=True)
@require_POST
@says_why
def edition(request, pk):
    get_object_or_404(Edition, pk=pk)
    return _save(request, pk, saving.save_edition)


@permission_required("editions.view_edition", raise_exception=True)
@require_POST
@says_why
def section(request, pk, section):
    get_object_or_404(Section, pk=section, edition=pk)
    return _save(request, section, saving.save_section)


@permission_required("editions.view_edition", raise_exception=True)
@require_POST
@says_why
def wording(request, pk, slot):
    get_object_or_404(Slot, pk=slot, section__edition=pk)
    return _save(request, slot, saving.save_wording)


def _save(request, pk, save):
    """Save the fields that were posted, and say of each what became of it."""
    posted, now = request.POST, timezone.now()
    _wants_the_same_person(request)
    sent = _typed(posted)
    try:
        saved = save(pk, sent, by=request.user, now=now)
    except GONE as error:
        raise Http404 from error  # deleted since the view looked
    answer = {
        "stamps": saved.stamps,
        "changed": sorted(saved.changed),
        "errors": saved.errors,
        "overtaken": saved.overtaken,
        "saved": now.astimezone(Masthead.objects.the().zone).strftime("%H:%M"),
        "version": saved.owner.version,
        "merge": {name: _merge(request, saved, name, sent[name]) for name in saved.stale},
    }
    return JsonResponse(answer, status=409 if saved.stale else 422 if saved.errors else 200)


def _merge(request, saved, name, typed):
    theirs, _ = saved.stale[name]
    base = base_of(typed, request.POST.get(BASE + name))
    return {"theirs": theirs, "html": merge_html(saved, name, base, by=request.user, request=request)}


def _typed(posted):
    names = [key.removeprefix(STARTED) for key in posted if key.startswith(STARTED)]
    return {
        name: saving.Typed(posted[name], posted[STARTED + name], tuple(posted.getlist(UNANSWERED + name)))
        for name in names
        if name in posted
    }


def _wants_the_same_person(request):
    """Raise NotYours where somebody else has logged in, in the browser in which this was typed."""
    typed_by = request.POST.get("person", "")
    if typed_by and typed_by != str(request.user.pk):
        raise NotYours(
            "Somebody else is logged in here by now. Log in again as who wrote this, and it will be saved."
        )
