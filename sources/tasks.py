"""What Celery calls: a bounded piece of due work, safe to call twice."""

import time

from celery import shared_task
from django.utils import timezone

from sources import links
from sources.fetch import fetch
from sources.models import Link

SECONDS = 20  # then no new check is begun


@shared_task
def check_links():
    """Check addresses that are due, politely to each server; return how many."""
    until, done = time.monotonic() + SECONDS, 0
    while time.monotonic() < until and Link.objects.due(timezone.now()).exists():
        if links.check_next(timezone.now, fetch):
            done += 1
        else:
            time.sleep(1)  # the servers that are left were asked a moment ago
    return done
