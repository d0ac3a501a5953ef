"""Taking in what came back: each mail and webhook once, and what it tells done to its delivery.

A bounce or a complaint is believed only where it names a delivery by something that we signed: its envelope
sender, or the link to leave in the message that came back. Anybody can write the rest.
"""

import hashlib

from django.db import DataError, IntegrityError, transaction

from subscribers import addresses, bounces, events, tokens
from subscribers.bounces import told
from subscribers.leaving import leave
from subscribers.links import secrets
from subscribers.models import Delivery, DeliveryEvent, Report, Subscriber

KEPT = 20_000  # characters of a mail
LETTERS = (told.AUTO, told.LEAVE)
UNKNOWN = "It fits no delivery of ours."
NOBODY = "Nobody with this address is subscribed."


@transaction.atomic
def take_in(raw, now):
    """Keep a mail, and do what it tells; return its report. Read again, it changes nothing."""
    digest = hashlib.sha256(raw).hexdigest()
    facts = {"source": Report.Source.MAILBOX, "kind": Report.Kind.OTHER, "received_at": now}
    report, is_new = Report.objects.get_or_create(digest=digest, defaults=facts)
    if not is_new:
        return report
    found = bounces.read(raw, *secrets())
    report.kind = found[0].kind
    report.raw = clean(raw[: 2 * KEPT].decode("utf-8", "replace"))[:KEPT]
    try:
        with transaction.atomic():
            report.set_aside = " ".join(sorted({_do(one, found, report, now) for one in found} - {""}))
    except (DataError, IntegrityError, ValueError) as error:  # one mail must not keep the others waiting
        report.set_aside = f"It could not be dealt with: {clean(str(error))}"
    if report.kind in LETTERS and not report.set_aside:
        report.raw = ""  # somebody wrote it, and nobody needs to read it
    report.save(update_fields=["kind", "raw", "set_aside"])
    return report


def clean(text):
    """Return `text` without what PostgreSQL does not keep."""
    return text.replace("\0", "")


def left(subscriber, delivery, report, now):
    """Somebody asks to leave by a mail or through a provider; their event names the report."""
    leave(subscriber, now, mailing=delivery and delivery.mailing)
    row = DeliveryEvent.objects.filter(
        kind=DeliveryEvent.Kind.LEFT, subscriber=subscriber, at=now, report=None
    )
    row.update(report=report)


def _do(one, all_of_them, report, now):
    """Do what is told of one recipient; return why nothing could be done."""
    if one.kind == told.AUTO:
        return ""
    if one.kind == told.OTHER:
        return one.why
    delivery = _delivery(one)
    if one.kind == told.LEAVE:
        return _leave(one, delivery, report, now)
    if delivery is None:
        return UNKNOWN
    if one.kind == told.COMPLAINT:
        events.complained(delivery, one.diagnostic, now, report)
    elif _is_about(one, all_of_them, delivery):
        events.bounced(delivery, _class(one, delivery), one.code, one.diagnostic, now, report)
    return ""


def _leave(one, delivery, report, now):
    """Who writes is who leaves; else who got what they answer, from another address perhaps."""
    subscriber = _subscriber(one.sender or one.recipient) or (delivery and delivery.subscriber)
    if subscriber is None:
        return NOBODY
    theirs = delivery if delivery and delivery.subscriber_id == subscriber.pk else None
    left(subscriber, theirs, report, now)
    return ""


def _delivery(one):
    rows = Delivery.objects.select_related("subscriber", "mailing")
    if one.delivery is not None:
        return rows.filter(pk=one.delivery).first()
    for token in one.tokens:
        try:
            named = tokens.read(token)
            subscriber = Subscriber.objects.get(pk=named.subscriber)
            tokens.check(token, tokens.LEAVE, subscriber.key, secrets())
        except (tokens.BadToken, Subscriber.DoesNotExist):
            continue
        return rows.filter(subscriber=subscriber, mailing=named.mailing).first()
    return None


def _subscriber(address):
    try:
        normalised = addresses.parse(address)[1]
    except ValueError:
        return None
    return Subscriber.objects.filter(normalised=normalised).first()


def _is_about(one, all_of_them, delivery):
    """Where a report tells of several, only what it tells of the address that was mailed counts."""
    of_it = [other for other in all_of_them if _same(other.recipient, delivery.address)]
    return not of_it or one in of_it


def _class(one, delivery):
    """A mailbox elsewhere, to which the one that was mailed passes on, is not known to be theirs for good."""
    domain, mailed = (address.rpartition("@")[2].casefold() for address in (one.recipient, delivery.address))
    if one.bounce == bounces.HARD and domain and domain != mailed:
        return bounces.SOFT
    return one.bounce


def _same(one, other):
    return bool(one) and one.casefold() == other.casefold()
