"""What is kept of people for a stated time only, and taken away after it (the settings `KEEP_…`).

Rows of deliveries stay, without address and answer, so that sums stay true.
"""

from datetime import timedelta
from itertools import chain, islice

from django.conf import settings
from django.db.models import Max, Min

from sources.models import Tip
from subscribers.models import DeliveryEvent, Letter, Mailing, Report, Subscriber

SLICE = 5_000  # rows a transaction: nobody waits long for the one writer of SQLite


def thin(now, slices=200):
    """Take away what is past its time, at most so many `slices` of rows; return whether that was all."""
    work = chain(_networks(now), _reports(now), _deliveries(now), _tips(now))
    return sum(1 for _ in islice(work, slices)) < slices


def _networks(now):
    if settings.KEEP_NETWORKS:
        limit = now - timedelta(days=settings.KEEP_NETWORKS)
        for rows in _sliced(Subscriber.objects.filter(consent_at__lt=limit).exclude(consent_network=None)):
            yield rows.update(consent_network=None)
        for rows in _sliced(Letter.objects.filter(asked_at__lt=limit).exclude(network="")):
            yield rows.update(network="")
        for rows in _sliced(Tip.objects.filter(received_at__lt=limit).exclude(network="")):
            yield rows.update(network="")


def _reports(now):
    if settings.KEEP_REPORTS:
        limit = now - timedelta(days=settings.KEEP_REPORTS)
        for rows in _sliced(Report.objects.filter(received_at__lt=limit)):
            yield rows.delete()


def _deliveries(now):
    """A server's answer names the address, and so does what was told of a bounce."""
    if not settings.KEEP_DELIVERIES:
        return
    limit = now - timedelta(days=settings.KEEP_DELIVERIES)
    old = Mailing.objects.filter(created_at__lt=limit, thinned_at=None).exclude(state__in=Mailing.OPEN)
    for mailing in old:
        # Seeds are addresses of our own, and each stands once an occasion.
        for rows in _sliced(mailing.deliveries.filter(is_seed=False).exclude(address="", answer="")):
            yield rows.forget()
        Mailing.objects.filter(pk=mailing.pk).update(thinned_at=now)
    for rows in _sliced(DeliveryEvent.objects.filter(at__lt=limit).exclude(cause="")):
        yield rows.update(cause="")


def _tips(now):
    if settings.KEEP_TIPS:
        limit = now - timedelta(days=settings.KEEP_TIPS)
        for rows in _sliced(Tip.objects.filter(received_at__lt=limit)):
            yield rows.delete()


def _sliced(rows):
    """Yield `rows` by ranges of their ids: each range is found by the primary key, however many there are."""
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is not None:
        for start in range(ends["first"], ends["last"] + 1, SLICE):
            yield rows.filter(pk__range=(start, start + SLICE - 1))
