"""Leaving, coming back, and being forgotten."""

from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from subscribers.joining import SUPPRESSED
from subscribers.models import Delivery, DeliveryEvent, Report, Subscriber

UNDO = timedelta(days=1)  # within it, leaving is taken back with a click; later a letter is confirmed
Status = Subscriber.Status
STAYING = (Status.PENDING, Status.ACTIVE, Status.BOUNCED)


def leave(subscriber, now, mailing=None):
    """Take somebody off at once, by a link in `mailing` where it is known; done again, it changes nothing."""
    with transaction.atomic():
        staying = Subscriber.objects.filter(pk=subscriber.pk, status__in=STAYING)
        if not staying.update(status=Status.UNSUBSCRIBED, left_at=now, left_from=mailing):
            return
        delivery = mailing and Delivery.objects.filter(mailing=mailing, subscriber=subscriber).first()
        if delivery:
            delivery.events.create(kind=DeliveryEvent.Kind.LEFT, subscriber=subscriber, at=now)


def come_back(subscriber, now):
    """Take leaving back, as if it had not been; return whether that could be done without a letter."""
    gone = Subscriber.objects.filter(
        ~SUPPRESSED,
        pk=subscriber.pk,
        status=Status.UNSUBSCRIBED,
        left_at__gt=now - UNDO,
        consent_at__isnull=False,
    )
    with transaction.atomic():
        back = gone.update(status=Status.ACTIVE, left_at=None, left_from=None)
        if back:
            left = DeliveryEvent.Kind.LEFT
            subscriber.events.filter(kind=left, at=subscriber.left_at).delete()
    return bool(back)


def erase(subscriber, now):
    """Forget a person: the row, letters and follows go, and deliveries no longer say to whom they went.

    What waited for them is passed over. A suppression stays: it holds no address.
    """
    with transaction.atomic():
        deliveries = Delivery.objects.filter(subscriber=subscriber)
        # As a lane does, which writes a delivery and then an event of its subscriber.
        list(deliveries.select_for_update(no_key=True).values_list("pk"))
        Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
        waiting = deliveries.filter(state=Delivery.State.QUEUED)
        waiting.update(state=Delivery.State.SUPPRESSED, answered_at=now)
        # A server's words may hold the address, and so may the mail in which they came.
        Report.objects.filter(events__subscriber=subscriber).update(raw="", set_aside="")
        Report.objects.filter(events__delivery__subscriber=subscriber).update(raw="", set_aside="")
        DeliveryEvent.objects.filter(delivery__subscriber=subscriber).update(cause="", subscriber=None)
        subscriber.events.update(cause="", subscriber=None)
        deliveries.forget(subscriber=None)
        kind = ContentType.objects.get_for_model(Subscriber)
        history = LogEntry.objects.filter(content_type=kind, object_id=str(subscriber.pk))
        history.update(object_repr="somebody erased", change_message="")
        subscriber.delete()
