"""What Celery calls: a bounded piece of due work, safe to call twice."""

from celery import shared_task
from django.utils import timezone

from editions import approvals, links, notices, removals
from editions.models import Edition
from editions.models.edition import ApprovalVoid
from editions.searching.index import index_due as index_slice
from editions.workflow import SCHEDULED
from sources.workflow import WorkflowError


@shared_task
def publish_due():
    """Publish the editions whose hour has come; return how many.

    One that cannot go out, or whose hour is long gone, waits for a person, who is told.
    """
    done = 0
    for edition in Edition.objects.due(timezone.now()):
        try:
            edition.publish(by=None, now=timezone.now())
        except ApprovalVoid:
            continue  # back in review, and its people know
        except WorkflowError as error:
            if edition.status == SCHEDULED and not edition.held_at:
                notices.overdue(edition, str(error), now=timezone.now())
            continue
        done += 1
    for edition in Edition.objects.overdue(timezone.now()):
        notices.overdue(edition, "Its hour has long passed, so it was not published.", now=timezone.now())
    return done


@shared_task
def void_changed():
    """Return to review what was changed after its approval; return how many."""
    return len(approvals.void_changed(now=timezone.now()))


@shared_task
def send_notices():
    """Mail the notices that are due; return how many."""
    return notices.mail_due(now=timezone.now())


@shared_task
def remove_killed():
    """Put a notice in the place of what was killed after publication; return in how many editions."""
    return removals.remove_killed(now=timezone.now())


@shared_task
def want_links():
    """Note the addresses of the editions in hand, to be checked; return how many are new."""
    return links.want_links_of_open_editions(timezone.now())


@shared_task
def index_due():
    """Index what is out for the search; return how many entries were written or taken out."""
    return index_slice()
