"""A new address for a subscriber: a letter goes there, and only a click on its page moves them."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from sources import origin
from subscribers import addresses, joining, letters
from subscribers.models import Delivery, Letter, Subscriber, Suppression
from subscribers.tokens import new_key

Status = Subscriber.Status
MAY_MOVE = (Status.ACTIVE, Status.BOUNCED)


class Taken(Exception):
    """Somebody became a subscriber at the address meanwhile."""


def ask(subscriber, address, *, whence, now):
    """Have a letter written to the new `address`.

    Where a subscriber has it already, they get the letter that the public form would bring them, and who
    asked is told the same. Raises ValueError with a sentence, and TooMany.
    """
    given, normalised, _ = addresses.parse(address)
    if normalised == subscriber.normalised:
        raise ValueError(gettext("This is the address that you have already."))
    joining.wants_few(whence, now)
    found = Subscriber.objects.filter(normalised=normalised).annotate(is_suppressed=joining.SUPPRESSED)
    holder = found.first()
    if holder:
        return joining.write_again(holder, whence=whence, now=now)
    return letters.write(Letter.Kind.MOVE, subscriber, given, whence=whence, now=now)


def confirm(letter, *, words, whence, now):
    """Move the subscriber to the address that the letter went to; it is a double opt-in of its own.

    A new key ends every older link. Raises Taken.
    """
    given, normalised, domain = addresses.parse(letter.address)
    fingerprint = joining.fingerprint(normalised)
    here = Subscriber.objects.filter(pk=letter.subscriber_id, status__in=MAY_MOVE)
    try:
        with transaction.atomic():
            moved = here.filter(key=letter.subscriber.key).update(
                address=given,
                normalised=normalised,
                domain=domain,
                fingerprint=fingerprint,
                key=new_key(),
                status=Status.ACTIVE,
                consent_at=now,
                consent_from="/you/",
                consent_words=words,
                consent_network=origin.base(whence),
            )
            if moved:
                Suppression.objects.filter(fingerprint=fingerprint).delete()
                waiting = Delivery.objects.filter(
                    subscriber=letter.subscriber_id, state=Delivery.State.QUEUED
                )
                waiting.update(address=given, domain=domain)
    except IntegrityError as error:
        raise Taken from error
