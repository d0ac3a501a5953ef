"""Joining: somebody asks, is written to, and confirms with a click. Double opt-in.

Whoever asks is told the same whether or not the address is known, after the same statements to the
database: neither words nor time tell who is subscribed.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from sources import origin
from subscribers import addresses, following, letters
from subscribers.models import Letter, Subscriber, Suppression

ASKED_AN_HOUR = 30  # from one network, which may be a large office
UNCONFIRMED = timedelta(days=30)  # then an address that nobody confirmed is forgotten
WORDS = {
    "en": "Yes, send {name} by email to {address}. I can leave at any time with one click.",
    "zh": "是的，请将 {name} 发送到 {address}。我可以随时一键退订。",
}
FOLLOWING = {
    "en": "Yes, send what {name} reports on {what} by email to {address}. I can leave at any time with one "
    "click.",
    "zh": "是的，请将 {name} 关于 {what} 的报道发送到 {address}。我可以随时一键退订。",
}
SUPPRESSED = Exists(Suppression.objects.filter(fingerprint=OuterRef("fingerprint")))


class TooMany(Exception):
    """Somebody's network asked too often within the hour."""


def ask(address, *, language, whence, page, now, follows=""):
    """Have a letter written to `address`, as the public form of `page` asks from the network `whence`.

    `follows` is the name of what is followed once the letter is confirmed: "company/anker".

    Raises ValueError, with a sentence, where it is no address; TooMany.
    """
    given, normalised, domain = addresses.parse(address)
    wants_few(whence, now)
    person = Subscriber(
        address=given,
        normalised=normalised,
        domain=domain,
        fingerprint=fingerprint(normalised),
        joined_at=now,
    )
    with transaction.atomic():
        Subscriber.objects.bulk_create([person], ignore_conflicts=True)
        found = Subscriber.objects.filter(normalised=normalised)
        found.filter(status=Subscriber.Status.PENDING).update(language=language, consent_from=page)
        subscriber = found.annotate(is_suppressed=SUPPRESSED).get()
        return write_again(subscriber, whence=whence, now=now, follows=follows)


def ask_again(subscriber, *, whence, now, follows=""):
    """Have a letter written to somebody who came by a link of theirs. Raises TooMany."""
    wants_few(whence, now)
    subscriber.is_suppressed = is_suppressed(subscriber)
    return write_again(subscriber, whence=whence, now=now, follows=follows)


def is_suppressed(subscriber):
    return Suppression.objects.filter(fingerprint=subscriber.fingerprint).exists()


def write_again(subscriber, *, whence, now, follows=""):
    """Have the letter written that somebody in this state gets; `subscriber` knows `is_suppressed`."""
    kind = Letter.Kind.CONFIRM
    if subscriber.status == Subscriber.Status.ACTIVE and not subscriber.is_suppressed:
        kind = Letter.Kind.FOLLOW if follows else Letter.Kind.KNOWN
    return letters.write(kind, subscriber, subscriber.address, whence=whence, now=now, follows=follows)


def wants_few(whence, now):
    """Raise TooMany where a network has asked for as many letters as it may."""
    asked = Letter.objects.filter(network=whence, asked_at__gt=now - letters.HOUR)
    if whence and asked.count() >= ASKED_AN_HOUR:
        raise TooMany


def fingerprint(normalised):
    return addresses.fingerprint(normalised, settings.SUPPRESSION_KEY.encode())


def words(name, address, language, follows=None):
    """What somebody agrees to, who came to follow the Thing `follows` where it is given; kept as shown."""
    if follows:
        return FOLLOWING[language].format(name=name, address=address, what=follows.label)
    return WORDS[language].format(name=name, address=address)


def confirm(letter, *, words, whence, now):
    """Make who got the letter a subscriber, and lift the suppression of the address; nothing else lifts it.

    Who came to follow something gets what they follow, and a subscriber who does so gets it as well.
    Done again, it changes nothing.
    """
    subscriber = letter.subscriber
    waiting = ~Q(status=Subscriber.Status.ACTIVE) | SUPPRESSED
    pending = subscriber.status == Subscriber.Status.PENDING
    thing = following.named(letter.follows)
    came_to_follow = thing and subscriber.status != Subscriber.Status.ACTIVE
    with transaction.atomic():
        if thing:
            following.follow(subscriber, thing.name)
        Subscriber.objects.filter(waiting, pk=subscriber.pk).update(
            status=Subscriber.Status.ACTIVE,
            choice=Subscriber.Choice.FOLLOWS if came_to_follow else subscriber.choice,
            consent_at=now,
            consent_from=subscriber.consent_from if pending else "/subscribe/",
            consent_words=words,
            consent_network=origin.base(whence),
            left_at=None,
            left_from=None,
        )
        Suppression.objects.filter(fingerprint=subscriber.fingerprint).delete()


def forget_unconfirmed(now, limit=1000):
    """Delete who was written to and never confirmed; return how many. An import's rows wait for theirs."""
    since = now - UNCONFIRMED
    asked_since = Exists(Letter.objects.filter(subscriber=OuterRef("pk"), asked_at__gt=since))
    waiting = Subscriber.objects.filter(status=Subscriber.Status.PENDING, joined_at__lte=since, imported=None)
    forgotten = waiting.exclude(asked_since).order_by("pk").values_list("pk", flat=True)[:limit]
    return Subscriber.objects.filter(pk__in=list(forgotten)).delete()[1].get("subscribers.Subscriber", 0)
