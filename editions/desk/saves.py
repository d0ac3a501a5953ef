"""Where the desk's own script saves what is typed: a field at a time, answered in JSON."""

from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions import saving
from editions.desk.fragments import says_why
from editions.models import Edition, Masthead, Section, Slot, Version
from editions.models.desk import name_of
from editions.worddiff import compare
from sources.models import NewsItem

STARTED = "started."  # before the name of a field: the stamp of the text that its typing started from


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
    started = {key.removeprefix(STARTED): posted[key] for key in posted if key.startswith(STARTED)}
    sent = {name: posted[name] for name in started if name in posted}
    saved = save(pk, sent, started, by=request.user, now=now)
    zone = Masthead.objects.the().zone
    answer = {
        "stamps": saved.stamps,
        "errors": saved.errors,
        "saved": now.astimezone(zone).strftime("%H:%M"),
        "version": getattr(saved.row, "version", None),
        "merge": _merge(request, saved, zone),
    }
    return JsonResponse(answer, status=409 if saved.stale else 422 if saved.errors else 200)


def _merge(request, saved, zone):
    """Both texts of each field that was refused, side by side, by field."""
    if not saved.stale:
        return {}
    theirs = _last_saved(saved.row)
    return {
        name: {
            "theirs": before,
            "html": render_to_string(
                "editions/desk/_merge.html",
                {
                    "name": name,
                    "who": name_of(theirs.by) if theirs else "",
                    "at": theirs.at if theirs else None,
                    "zone": zone,
                    "theirs": before,
                    "mine": mine,
                    "parts": compare(before, mine),
                },
                request=request,
            ),
        }
        for name, (before, mine) in saved.stale.items()
    }


def _last_saved(row):
    """The version in which a colleague left it."""
    owner = row.section.edition if isinstance(row, Slot) else getattr(row, "edition", row)
    return Version.objects.taken().filter(**{_owner_name(owner): owner}).select_related("by").last()


def _owner_name(owner):
    return "edition" if isinstance(owner, Edition) else "item"
