"""What Celery calls: a bounded piece of due work, safe to call twice."""

from celery import shared_task
from django.utils import timezone

from editions import approvals
from editions.models import Edition
from sources.workflow import WorkflowError


@shared_task
def publish_due():
    """Publish the editions whose hour has come; return how many."""
    done = 0
    for edition in Edition.objects.due(timezone.now()):
        try:
            edition.publish(by=None, now=timezone.now())
        except WorkflowError:
            continue  # its Move row says why; a person looks
        done += 1
    return done


@shared_task
def void_changed():
    """Return to review what was changed after its approval; return how many."""
    return len(approvals.void_changed(now=timezone.now()))
