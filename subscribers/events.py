"""What becomes of a subscriber when their delivery bounced, or they complained.

Each event is kept once for a report and a delivery. Nobody is passed over for what is refused because of us.
"""

import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from subscribers import addresses, bounces
from subscribers.bounces.phrases import ADDRESS
from subscribers.models import Delivery, DeliveryEvent, Subscriber, Suppression

SOFT_LIMIT = 5  # deliveries that bounced softly, none taken meanwhile: as good as hard
SOFT_WINDOW = timedelta(days=30)
LONGEST_CAUSE = 2000  # characters
REPLY = re.compile(r"5\d\d|421|45\d")  # of SMTP; a provider's calls over HTTP have others

Kind, Reason, Status = DeliveryEvent.Kind, Suppression.Reason, Subscriber.Status
BOUNCES = (Kind.HARD, Kind.SOFT, Kind.BLOCK)
# What a suppression makes of a subscriber, and of whom.
BECOMES = {
    Reason.BOUNCED: (Status.BOUNCED, (Status.PENDING, Status.ACTIVE)),
    Reason.COMPLAINED: (Status.COMPLAINED, (Status.PENDING, Status.ACTIVE, Status.UNSUBSCRIBED)),
}


@transaction.atomic
def bounced(delivery, kind, code, cause, at, report=None):
    """Keep that `delivery` bounced; return the event, or None where it is known already.

    A hard one suppresses the address, a soft one only after SOFT_LIMIT within SOFT_WINDOW, a block never.
    """
    event = _keep(delivery, kind, code, cause, at, report)
    if event is None:
        return None
    if kind == Kind.HARD:
        _suppress_address_of(delivery, Reason.BOUNCED, f"{code} {cause}".strip(), at)
    elif kind == Kind.SOFT and delivery.subscriber_id and _softly_bounced(delivery, at) >= SOFT_LIMIT:
        note = f"{SOFT_LIMIT} soft bounces within {SOFT_WINDOW.days} days; the last: {code} {cause}"
        _suppress_address_of(delivery, Reason.BOUNCED, note.strip(), at)
    return event


@transaction.atomic
def complained(delivery, cause, at, report=None):
    """Keep that its reader called `delivery` spam, and never mail the address again."""
    event = _keep(delivery, Kind.COMPLAINT, "", cause, at, report)
    if event is not None:
        _suppress_address_of(delivery, Reason.COMPLAINED, cause, at)
    return event


def refused(number, reply, answer, at):
    """Keep that a server refused the delivery of this number for good, with the `reply` of SMTP.

    Without one it failed for a reason of ours, and costs nobody. Of somebody erased no words are kept.
    """
    if REPLY.fullmatch(reply):
        kind, code = bounces.classify(int(reply), "", answer), bounces.telling_code("", answer)
        delivery = Delivery.objects.select_related("subscriber").get(pk=number)
        bounced(delivery, kind, code, answer if delivery.address else "", at)


def suppress(subscriber, reason, note, now):
    """Put the address of `subscriber` on the suppression list, and say so on the subscriber."""
    _put_on_list(subscriber.fingerprint, reason, note, now)
    if reason in BECOMES:
        status, of = BECOMES[reason]
        row = Subscriber.objects.filter(pk=subscriber.pk, fingerprint=subscriber.fingerprint, status__in=of)
        row.update(status=status)


def _keep(delivery, kind, code, cause, at, report):
    """Write the event; one that comes with no report is known by its moment."""
    known = {"delivery": delivery, "kind": kind, "report": report}
    if report is None:
        known["at"] = at
    facts = {"subscriber": delivery.subscriber, "code": code[:12], "cause": _kept(cause), "at": at}
    event, is_new = DeliveryEvent.objects.get_or_create(**known, defaults=facts)
    return event if is_new else None


def _kept(text):
    return text.replace("\0", "")[:LONGEST_CAUSE]


def _suppress_address_of(delivery, reason, note, now):
    """The address that was mailed: its subscriber may have another one by now, or have agreed anew."""
    if not delivery.address or delivery.is_seed:
        return
    try:
        normalised = addresses.parse(delivery.address)[1]
    except ValueError:
        return  # no server could be asked about it
    fingerprint = addresses.fingerprint(normalised, settings.SUPPRESSION_KEY.encode())
    subscriber = delivery.subscriber
    if subscriber is None or subscriber.fingerprint != fingerprint:
        _put_on_list(fingerprint, reason, note, now)
    elif not _agreed_since(subscriber, delivery):
        suppress(subscriber, reason, note, now)


def _agreed_since(subscriber, delivery):
    sent = delivery.answered_at
    return bool(sent and subscriber.consent_at and subscriber.consent_at > sent)


def _put_on_list(fingerprint, reason, note, now):
    # The list holds no address, and servers repeat it.
    facts = {"reason": reason, "note": ADDRESS.sub("…", _kept(note)), "at": now}
    Suppression.objects.get_or_create(fingerprint=fingerprint, defaults=facts)


def _softly_bounced(delivery, at):
    """How many deliveries of the subscriber bounced softly within the window, since one was taken."""
    bounce = DeliveryEvent.objects.filter(delivery=OuterRef("pk"), kind__in=BOUNCES)
    taken = Delivery.objects.filter(
        ~Exists(bounce), subscriber=delivery.subscriber_id, state=Delivery.State.SENT
    )
    last_taken = taken.exclude(answered_at=None).order_by("-answered_at").first()
    since = max(at - SOFT_WINDOW, last_taken.answered_at) if last_taken else at - SOFT_WINDOW
    softly = DeliveryEvent.objects.filter(
        kind=Kind.SOFT, subscriber=delivery.subscriber_id, at__gte=since, at__lte=at
    )
    return softly.values("delivery").distinct().count()
