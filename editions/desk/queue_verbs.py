"""What an editor does to a story of the queue. The script is answered in JSON; a plain form is led back."""

from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions import writing
from editions.desk.fragments import moment_of, number_of
from editions.desk.queue_filters import Wanted
from editions.fields import plain
from editions.models import Masthead
from editions.models.desk import name_of
from sources import judging
from sources.models import SavedFilter
from sources.parsing.plain import UNPRINTABLE
from sources.workflow import WorkflowError

MOST_SAVED = 30
LONGEST = timedelta(days=366)  # that a story is held
STUCK, KEPT = "decisions that stay", 50  # in the session: what somebody asked to undo in vain
REMOVED = "filter that was removed"  # in the session: the last one, with when that was
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
    said = "Taken."
    if item.created_by and item.created_by != request.user:
        said = f"{name_of(item.created_by)} took this story before you: here is the draft."
        messages.info(request, said)
    return {"said": said, "opens": reverse("admin:sources_newsitem_desk", args=[item.pk])}


@permission_required("sources.change_newsitem", raise_exception=True)
@require_POST
@said
def credit(request, pk, item):
    """Add the sources of a story to a draft that was written of one like it."""
    item = writing.credit_to(item, pk, by=request.user, now=timezone.now())
    return {"said": f"Credited in “{item.desk_label}”.", "stories": [pk]}


@may_judge
@require_POST
@said
def hold(request, pk):
    until, now = moment_of(request.POST.get("until", "")), timezone.now()
    if until is None:
        raise WorkflowError("Say until when it is held.")
    if until > now + LONGEST:
        raise WorkflowError("Hold it for a year at most.")
    judgement = judging.hold(pk, until, by=request.user, now=now)
    return _whole(f"Held until {until.astimezone(Masthead.objects.the().zone):%-d %B}.", pk, judgement)


@may_judge
@require_POST
@said
def dismiss(request, pk):
    reason = plain(request.POST.get("words", "")).strip() or plain(request.POST.get("reason", ""))
    judgement = judging.dismiss(pk, reason, by=request.user, now=timezone.now())
    return _whole("Dismissed.", pk, judgement)


@may_judge
@require_POST
@said
def put_back(request, pk):
    judgement = judging.put_back(pk, by=request.user, now=timezone.now())
    return _whole("It waits in the queue again.", pk, judgement)


def _whole(said, pk, judgement):
    """What was done, and to which row, where the one that somebody saw belongs to another by now."""
    if judgement.clipping_id == pk:
        return {"said": said}
    return {
        "said": f"{said} It was merged meanwhile: all of its story went along.",
        "stories": _touched(judgement),
    }


@may_judge
@require_POST
@said
def split(request, pk):
    judgement = judging.split(pk, by=request.user, now=timezone.now())
    return {"said": "It stands alone now.", "stories": [pk, *_touched(judgement)]}


@may_judge
@require_POST
@said
def merge(request):
    keys = [key for key in map(number_of, request.POST.getlist("story")[:50]) if key]
    judgement = judging.merge(keys, by=request.user, now=timezone.now())
    return {"said": "They are one story now.", "stories": [judgement.clipping_id, *keys]}


@may_judge
@require_POST
@said
def undo(request):
    """Undo the last decision of whoever asks; one that has to stay is passed over the next time."""
    stuck = request.session.get(STUCK, [])
    judgement = judging.last(request.user, but=stuck)
    name, query, at = request.session.get(REMOVED, ("", "", ""))
    if at and not (judgement and judgement.at.isoformat() > at):
        del request.session[REMOVED]
        return {"said": _keep_filter(request.user, name, query), "opens": f"{reverse('queue')}?{query}"}
    if judgement is None:
        raise WorkflowError("There is nothing to undo.")
    try:
        writing.undo(judgement, now=timezone.now())
    except WorkflowError as error:
        request.session[STUCK] = [*stuck, judgement.pk][-KEPT:]
        raise WorkflowError(f"{error} Undo once more for what you decided before it.") from error
    return {"said": f"Undone: {judgement.get_verb_display().lower()}.", "stories": _touched(judgement)}


def _touched(judgement):
    """The clippings whose rows look otherwise now, that of the decision first."""
    changed = [*judgement.before.items(), *judgement.after.items()]
    keys = {int(pk) for pk, _ in changed} | {columns.get("cluster_id") for _, columns in changed}
    return [judgement.clipping_id, *sorted(keys - {None, judgement.clipping_id})]


@permission_required("sources.view_clipping", raise_exception=True)
@require_POST
@said
def save_filter(request):
    """Keep what the address narrows the queue to, under a name; the same name takes its place."""
    name = " ".join(UNPRINTABLE.sub("", plain(request.POST.get("name", ""))).split())
    query = Wanted.of(request.GET).query
    if not query:
        raise WorkflowError("Filter the queue first, then save it under a name.")
    if not name or len(name) > 60:
        raise WorkflowError("Give it a name of 60 characters at most.")
    request.session.pop(REMOVED, None)
    return {"said": _keep_filter(request.user, name, query)}


def _keep_filter(person, name, query):
    mine = SavedFilter.objects.filter(person=person)
    if mine.filter(name__iexact=name).update(query=query, name=name):
        return f"“{name}” is changed."
    if mine.count() >= MOST_SAVED:
        raise WorkflowError(f"You have {MOST_SAVED} saved filters; remove one first.")
    SavedFilter.objects.create(person=person, name=name, query=query)
    return f"“{name}” is saved."


@permission_required("sources.view_clipping", raise_exception=True)
@require_POST
@said
def remove_filter(request, pk):
    one = SavedFilter.objects.filter(person=request.user, pk=pk).first()
    if one is None:
        raise WorkflowError("This filter is gone already.")
    one.delete()
    request.session[REMOVED] = [one.name, one.query, timezone.now().isoformat()]
    return {"said": f"“{one.name}” is removed; Undo brings it back."}
