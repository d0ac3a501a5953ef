"""What Celery calls: a bounded piece of due work, safe to call twice."""

import time
from functools import partial

from celery import shared_task
from django.utils import timezone

from sources import links, polling, thinning
from sources.fetch import fetch
from sources.models import Link
from sources.visits import visit

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


@shared_task
def poll_feeds():
    """Poll feeds that are due and whose servers are free; return how many."""
    ask = partial(visit, clock=timezone.now, fetch=fetch, wait=None, robots=False)
    until, done = time.monotonic() + SECONDS, 0
    while time.monotonic() < until and polling.poll_next(timezone.now, ask):
        done += 1
    return done


@shared_task
def thin():
    """Take away old clippings that nobody took, a bounded number at once."""
    return thinning.thin(timezone.now())
