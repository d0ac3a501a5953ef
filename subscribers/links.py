"""Links to subscribers: written into mails, and read from the addresses that people come with."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from subscribers import tokens
from subscribers.models import Subscriber

PAGES = {
    tokens.LEAVE: "subscribers:leave",
    tokens.PREFERENCES: "subscribers:you",
    tokens.CONFIRM: "subscribers:confirm",
    tokens.MOVE: "subscribers:move",
}


class BadLink(Exception):
    """The token names nobody, was altered, is for something else, or was ended by a change of address."""


@dataclass(frozen=True)
class Linked:
    """Who came, and `number`: the mailing with which the link was sent, or the letter; 0 for none."""

    subscriber: Subscriber
    number: int
    token: str


def secrets():
    """The keys that may have signed what comes back to us; the first one signs today."""
    return [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def token(purpose, subscriber, number=0):
    return tokens.make(purpose, subscriber.pk, number, subscriber.key, secrets()[0])


def address(purpose, subscriber, number=0):
    """The whole address of the page, for a mail."""
    return settings.SITE_URL + reverse(PAGES[purpose], args=[token(purpose, subscriber, number)])


def read(text, purpose):
    """Return the Linked of a token. Raises BadLink."""
    try:
        named = tokens.read(text)
        subscriber = Subscriber.objects.get(pk=named.subscriber)
        tokens.check(text, purpose, subscriber.key, secrets())
    except (tokens.BadToken, Subscriber.DoesNotExist) as error:
        raise BadLink("This link is not whole, or has ended.") from error
    return Linked(subscriber, named.mailing, text)
