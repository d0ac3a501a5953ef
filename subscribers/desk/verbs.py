"""What a person does to a mailing: pause, resume, cancel, send to the rest, and decide what is unknown.

A verb that is refused shows the page again, with one sentence at the place of its button.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions.desk.fragments import number_of
from sources.workflow import WorkflowError
from subscribers import deciding, mailings
from subscribers.desk.mailings import show
from subscribers.models import Delivery, Mailing

LONGEST = 500  # of a reason
may_send = permission_required("subscribers.send_mailing", raise_exception=True)
may_decide = permission_required("subscribers.decide_delivery", raise_exception=True)


def _verb(at):
    """Make a view of a function that does its work and returns what to say of it."""

    def wrap(do):
        @wraps(do)
        def view(request, pk):
            mailing = get_object_or_404(Mailing.objects.select_related("edition"), pk=pk)
            try:
                said = do(request, mailing)
            except WorkflowError as error:
                mailing.refresh_from_db()
                reason = request.POST.get("why", "")
                return show(request, mailing, refusal=str(error), at=at, reason=reason, status=422)
            messages.success(request, said)
            return redirect("mailing", pk)

        return view

    return wrap


@may_send
@require_POST
@_verb("acts")
def pause(request, mailing):
    mailing.pause(request.user, timezone.now(), why=_why(request))
    return "Paused: within about a second nothing more leaves."


@may_send
@require_POST
@_verb("acts")
def resume(request, mailing):
    mailing.resume(request.user, timezone.now())
    return "It goes on where it stopped."


@may_send
@require_POST
@_verb("acts")
def cancel(request, mailing):
    """Give up what has not left yet, with a reason."""
    if not _why(request):
        raise WorkflowError("Say why it is cancelled; the reason is kept with it.")
    mailing.cancel(request.user, timezone.now(), why=_why(request))
    return "Cancelled: what has not left yet stays here."


@may_send
@require_POST
@_verb("rest")
def rest(request, mailing):
    """Send it to those of its audience who did not get it."""
    mailings.send_to_the_rest(mailing, request.user, timezone.now())
    return "It is sent to those who did not get it."


@may_decide
@require_POST
@_verb("unknown")
def arrived(request, mailing):
    """Count one delivery, or all that are unknown, as sent."""
    number = deciding.arrived(_chosen(request, mailing), by=request.user, now=timezone.now())
    mailing.count(timezone.now())
    return "Counted as sent." if number == 1 else f"{number} counted as sent."


@may_decide
@require_POST
@_verb("unknown")
def again(request, mailing):
    """Send to one whose answer never came, or to all of them, once more."""
    chosen, now = _chosen(request, mailing), timezone.now()
    number = deciding.send_again(mailing, chosen, by=request.user, now=now)
    return "Sent once more." if number == 1 else f"{number} are sent once more."


def _why(request):
    return request.POST.get("why", "").strip()[:LONGEST]


def _chosen(request, mailing):
    """The delivery that was named, or all of the mailing; only what is unknown is decided."""
    rows = Delivery.objects.filter(mailing=mailing)
    if "delivery" in request.POST:
        return rows.filter(pk=number_of(request.POST["delivery"]))
    return rows
