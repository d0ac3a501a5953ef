"""What readers do on the pages for subscribers: ask, follow the links of their letters, press buttons."""

import re

from django.core import mail
from django.urls import reverse
from django.utils import timezone

from sources import tickets
from subscribers import letters, links, tokens
from subscribers.models import Letter

PAGES = {
    tokens.LEAVE: "leave",
    tokens.PREFERENCES: "you",
    tokens.CONFIRM: "confirm",
    tokens.MOVE: "move",
}


def ask(client, address, *, whence="203.0.113.7", **fields):
    """Send the public form, as a browser at `whence` would."""
    ticket = tickets.make(tickets.JOIN, timezone.now())
    fields = {"ticket": ticket, "language": "en", "page": "/editions/", **fields}
    return client.post("/subscribe/", {"address": address, **fields}, REMOTE_ADDR=whence)


def make_letter(subscriber, kind="confirm", *, address="", at=None):
    address = address or subscriber.address
    return Letter.objects.create(
        kind=kind, subscriber=subscriber, address=address, asked_at=at or timezone.now()
    )


def page_of(purpose, subscriber, number=0, *, below=""):
    """The path of a page behind a token."""
    args = [links.token(purpose, subscriber, number)]
    return reverse(f"subscribers:{below or PAGES[purpose]}", args=args)


def mailed():
    """Send what is due; the mails, newest last."""
    letters.mail_due(now=timezone.now())
    return mail.outbox


def paths_in(message):
    """The addresses in the text of a mail, without the host."""
    return re.findall(r"^https?://[^/\s]+(/\S+)$", message.body, re.MULTILINE)
