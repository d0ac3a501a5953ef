"""What Celery calls: a bounded piece of due work, safe to call twice. Beat's table stands in the settings."""

from celery import shared_task
from django.utils import timezone

from subscribers import letters, thinning


@shared_task
def thin():
    """Take away what is kept of people for a stated time only; it goes on at once while there is more."""
    if not thinning.thin(timezone.now()):
        thin.delay()


@shared_task
def send_letters():
    """Mail the letters that are due; return how many."""
    return letters.mail_due(now=timezone.now())
