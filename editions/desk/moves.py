"""Making a move of an edition or of an item; the verb itself checks role and state."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions import removals, workflow
from editions.checking import item_errors
from editions.hours import moment_of
from editions.models import Edition, Masthead
from sources import workflow as item_workflow
from sources.models import NewsItem
from sources.waking import wake
from sources.workflow import WorkflowError

SAID = {"hold": "on hold", "release": "on the clock again", "reschedule": "scheduled anew"}


class MoveForm(forms.Form):
    reason = forms.CharField(required=False, max_length=2000)
    seen = forms.CharField(required=False, max_length=64)
    publish_at = forms.CharField(required=False, max_length=40)


@permission_required("editions.view_edition", raise_exception=True)
@require_POST
def edition(request, pk, name):
    edition = get_object_or_404(Edition, pk=pk)
    if not getattr(workflow.MOVES.get(name), "permission", ""):
        raise Http404
    form = MoveForm(request.POST)
    try:
        _move_edition(edition, name, form, by=request.user, now=timezone.now())
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        said = SAID.get(name) or edition.get_status_display().lower()
        messages.success(request, f"No. {edition.number}: {said}.")
    return redirect("admin:editions_edition_sheet", pk)


def _move_edition(edition, name, form, *, by, now):
    _wants_sound(form)
    verb, data = getattr(edition, name), form.cleaned_data
    if name in ("schedule", "reschedule"):
        verb(_moment(data["publish_at"]), by=by, now=now)
    elif name == "approve":
        verb(by=by, now=now, seen=data["seen"])
    elif workflow.MOVES[name].wants_reason or name in ("return_to_draft", "hold"):
        verb(by=by, now=now, reason=data["reason"])
    else:
        verb(by=by, now=now)


def _wants_sound(form):
    if not form.is_valid():
        [sentence, *_] = next(iter(form.errors.values()))
        raise WorkflowError(sentence)


def _moment(text):
    """An hour of the newsroom's clocks, or one that names its own offset from UTC."""
    if not text.strip():
        raise WorkflowError("Say when: a day and an hour.")
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise WorkflowError("That is no date and time; write it as 2026-07-13 08:00.") from error
    try:
        return moment_of(local, Masthead.objects.the().zone)
    except ValueError as error:
        raise WorkflowError(f"{error} Choose another hour.") from error


@permission_required("sources.view_newsitem", raise_exception=True)
@require_POST
def item(request, pk, name):
    item = get_object_or_404(NewsItem, pk=pk)
    if not getattr(item_workflow.MOVES.get(name), "permission", ""):
        raise Http404
    form = MoveForm(request.POST)
    try:
        _move_item(item, name, form, by=request.user, now=timezone.now())
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{item.desk_label}” is {item.get_status_display().lower()}.")
    back = "desk" if request.POST.get("from") == "desk" else "sheet"
    return redirect(f"admin:sources_newsitem_{back}", pk)


def _move_item(item, name, form, *, by, now):
    _wants_sound(form)
    verb = getattr(item, name)
    if name == "publish":
        verb(by=by, now=now, check=item_errors)
        wake("editions.tasks.index_due")
    elif name == "kill":
        verb(by=by, now=now, reason=form.cleaned_data["reason"])
        removals.remove_killed(now=now)
    else:
        verb(by=by, now=now)
