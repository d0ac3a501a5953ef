"""What an editor does to a story of the queue. The script is answered in JSON; a plain form is led back."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from editions import writing
from editions.desk.fragments import number_of
from editions.desk.queue_filters import Wanted
from editions.fields import plain
from editions.models import Masthead
from sources import judging
from sources.models import SavedFilter
from sources.workflow import WorkflowError

MOST_SAVED = 30
may_judge = permission_required("sources.change_clipping", raise_exception=True)


def said(view):
    """Answer with what the view says was done, or why it was not."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            done, refused = view(request, *args, **kwargs), ""
        except WorkflowError as error:
            done, refused = {}, str(error)
        if "HX-Request" in request.headers:
            return JsonResponse({**done, "refused": refused}, status=422 if refused else 200)
        (messages.error if refused else messages.success)(request, refused or done["said"])
        return redirect(done.get("opens") or f"{reverse('queue')}?{Wanted.of(request.GET).query}")

    return answer


@permission_required("sources.add_newsitem", raise_exception=True)
@require_POST
@said
def take(request, pk):
    """Make a draft of the story, with a credit for each of its sources."""
    item = writing.item_from_clipping(pk, by=request.user, now=timezone.now())
    return {"said": "Taken.", "opens": reverse("admin:sources_newsitem_desk", args=[item.pk])}


@may_judge
@require_POST
@said
def hold(request, pk):
    until = parse_datetime(request.POST.get("until", "")[:40].replace(" ", "+"))
    if until is None or until.tzinfo is None:
        raise WorkflowError("Say until when it is held.")
    judging.hold(pk, until, by=request.user, now=timezone.now())
    return {"said": f"Held until {until.astimezone(Masthead.objects.the().zone):%-d %B}."}


@may_judge
@require_POST
@said
def dismiss(request, pk):
    reason = plain(request.POST.get("words", "")).strip() or plain(request.POST.get("reason", ""))
    judging.dismiss(pk, reason, by=request.user, now=timezone.now())
    return {"said": "Dismissed."}


@may_judge
@require_POST
@said
def split(request, pk):
    judging.split(pk, by=request.user, now=timezone.now())
    return {"said": "It stands alone now."}


@may_judge
@require_POST
@said
def merge(request):
    keys = [key for key in map(number_of, request.POST.getlist("story")[:50]) if key]
    judging.merge(keys, by=request.user, now=timezone.now())
    return {"said": "They are one story now."}


@may_judge
@require_POST
@said
def undo(request):
    """Undo the last decision of whoever asks."""
    judgement = judging.last(request.user)
    if judgement is None:
        raise WorkflowError("There is nothing to undo.")
    writing.undo(judgement, now=timezone.now())
    return {"said": f"Undone: {judgement.get_verb_display().lower()}."}


@permission_required("sources.view_clipping", raise_exception=True)
@require_POST
@said
def save_filter(request):
    """Keep what the address narrows the queue to, under a name; the same name takes its place."""
    name = " ".join(plain(request.POST.get("name", "")).split())
    query, mine = Wanted.of(request.GET).query, SavedFilter.objects.filter(person=request.user)
    if not query:
        raise WorkflowError("Filter the queue first, then save it under a name.")
    if not name or len(name) > 60:
        raise WorkflowError("Give it a name of 60 characters at most.")
    if mine.filter(name__iexact=name).update(query=query, name=name):
        return {"said": f"“{name}” is changed."}
    if mine.count() >= MOST_SAVED:
        raise WorkflowError(f"You have {MOST_SAVED} saved filters; remove one first.")
    SavedFilter.objects.create(person=request.user, name=name, query=query)
    return {"said": f"“{name}” is saved."}


@permission_required("sources.view_clipping", raise_exception=True)
@require_POST
@said
def remove_filter(request, pk):
    if not SavedFilter.objects.filter(person=request.user, pk=pk).delete()[0]:
        raise WorkflowError("This filter is gone already.")
    return {"said": "Removed."}
