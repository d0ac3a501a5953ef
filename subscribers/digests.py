"""The editions of a month in one mail."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.urls import reverse

from editions.assembly import masthead_document
from editions.models import Masthead, Snapshot
from editions.render import variants
from editions.render.addresses import below

LATEST = timedelta(days=1)  # after that, a month is not sent by itself: nobody waits for it any more


def month_of(moment):
    """Return the first day of the month of `moment`, as the masthead counts days."""
    return moment.astimezone(Masthead.objects.the().zone).date().replace(day=1)


def month_before(month):
    return (month - timedelta(days=1)).replace(day=1)


def due_at(month):
    """Return when the digest of `month` is due: the first of the next, at the masthead's hour."""
    masthead = Masthead.objects.the()
    return datetime.combine(_next(month), masthead.hour, masthead.zone)


def due(now):
    """Return the month whose digest is due, or None."""
    month = month_before(month_of(now))
    return month if due_at(month) <= now < due_at(month) + LATEST else None


def snapshots(month):
    """Return what is shown of the editions published in `month`, in their order."""
    zone = Masthead.objects.the().zone
    first, last = (datetime.combine(day, datetime.min.time(), zone) for day in (month, _next(month)))
    newest = Snapshot.objects.newest()
    return newest.filter(edition__published_at__gte=first, edition__published_at__lt=last).order_by(
        "edition__published_at", "edition__number"
    )


def document_of(month):
    """Return the digest of `month`. It leads to pages in the language in force."""
    prefix = reverse("archive:home").rstrip("/")
    editions = [below(snapshot.read(), prefix) for snapshot in snapshots(month)]
    digest = variants.digest(masthead_document(Masthead.objects.the()), month, editions)
    return replace(digest, path=prefix + digest.path)


def _next(month):
    return (month + timedelta(days=31)).replace(day=1)
