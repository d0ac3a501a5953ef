"""What a person decides about deliveries whose answer never came. The machine decides none by itself."""

from django.db import transaction

from editions.workflow import WITHDRAWN
from sources.workflow import WorkflowError
from subscribers import waking
from subscribers.models import Delivery, DeliveryEvent, Mailing

DECIDED = "Somebody has decided this meanwhile; look at what stands there now."


def arrived(deliveries, *, by, now):
    """Count those of `deliveries` that are unknown as sent; return how many. Raises WorkflowError at none."""
    return _decide(deliveries, "It arrived.", by=by, now=now, state=Delivery.State.SENT)


def send_again(mailing, deliveries, *, by, now):
    """Queue those of `deliveries` of `mailing` that are unknown once more, and open it again where it was
    over; return how many. Raises WorkflowError."""
    with transaction.atomic():
        # First, as whoever settles it does: then it is not called sent while a row is queued.
        row = Mailing.objects.select_for_update(of=("self",)).select_related("edition").get(pk=mailing.pk)
        if row.edition and row.edition.status == WITHDRAWN:
            raise WorkflowError("The edition was withdrawn, so nothing of it is sent any more.")
        if row.state == Mailing.State.CANCELLED:
            raise WorkflowError("The mailing was cancelled, so nothing of it is sent any more.")
        number = _decide(
            deliveries.exclude(address=""),
            "Sent again.",
            by=by,
            now=now,
            state=Delivery.State.QUEUED,
            lane=None,
            lease_until=None,
            not_before=None,
        )
        over = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENT)
        # It was counted long ago, which must not look as if nobody looked after it.
        over.update(state=Mailing.State.QUEUED, finished_at=None, counted_at=None)
        waking.wake("run_lanes")
    return number


def _decide(deliveries, cause, *, by, now, **facts):
    number = 0
    with transaction.atomic():
        for delivery in deliveries.filter(state=Delivery.State.UNKNOWN).order_by("pk"):
            row = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.UNKNOWN)
            if row.update(**facts):
                DeliveryEvent.objects.create(
                    kind=DeliveryEvent.Kind.DECIDED,
                    delivery=delivery,
                    subscriber_id=delivery.subscriber_id,
                    at=now,
                    cause=cause,
                    by=by,
                )
                number += 1
    if not number:
        raise WorkflowError(DECIDED)
    return number
