"""What the lanes of one worker share while they run: how a mailing's messages look, and their contents.

Contents are kept prepared, those last used, up to a number of bytes; a run is short, so the Date is true.
"""

import threading
from collections import OrderedDict

from django.conf import settings
from django.utils import timezone

from editions.models import Masthead
from subscribers import tokens, verp
from subscribers.message import Letterhead, Prepared, envelope_address, prepare, stuffed
from subscribers.models import Mailing, Rendition
from subscribers.outcome import Claimed
from subscribers.sending import Connection, Files

# Spelt out, as `reverse` would have a worker import every page of the site.
LEAVE_URL = f"{settings.SITE_URL}/leave/{tokens.LEAVE_PLACE}/"
CACHE = 16 * 1024 * 1024  # bytes of prepared messages


class Mail:
    """The mail of one run, for all its threads, of which `at_work` are sending."""

    def __init__(self):
        self.at_work = 0
        self._lock = threading.Lock()
        self._mailings: dict[int, MailingMail] = {}
        self._prepared: OrderedDict[tuple, Prepared] = OrderedDict()
        self._size = 0

    def of(self, mailing: int) -> "MailingMail":
        with self._lock:
            if mailing not in self._mailings:
                self._mailings[mailing] = MailingMail(self, Mailing.objects.get(pk=mailing))
            return self._mailings[mailing]

    def prepared(self, head: Letterhead, rendition: int, *, eight_bit: bool, on_the_wire: bool) -> Prepared:
        """Raises ValueError where the content cannot be made a message, or is no longer there."""
        key = (rendition, eight_bit, on_the_wire)
        with self._lock:
            if found := self._prepared.get(key):
                self._prepared.move_to_end(key)
                return found
        content = Rendition.objects.filter(pk=rendition).values_list("subject", "html", "text").first()
        if content is None:
            raise ValueError("its content is not there")
        made = prepare(head, *content, eight_bit=eight_bit, on_the_wire=on_the_wire)
        with self._lock:
            if key not in self._prepared:
                self._prepared[key] = made
                self._size += made.size
            while self._size > CACHE and len(self._prepared) > 1:
                self._size -= self._prepared.popitem(last=False)[1].size
        return made


class MailingMail:
    """The messages of one mailing. `refused` counts refusals in a row, of all lanes here together."""

    def __init__(self, mail: Mail, mailing: Mailing):
        masthead = Masthead.objects.the()
        self.mail, self.pk, self.refused = mail, mailing.pk, 0
        self.began_at = mailing.started_at
        self.secret, self.sign = settings.SECRET_KEY.encode(), _signer()
        sender = masthead.sender_address or settings.DEFAULT_FROM_EMAIL
        self.sender = envelope_address(sender, utf8=False)
        self.head = head = Letterhead(
            sender=sender,
            sender_name=masthead.sender_name or masthead.name,
            reply_to=masthead.reply_to,
            list_name=masthead.name,
            leave_url=LEAVE_URL,
            feedback=mailing.occasion.replace(" ", "-"),
            date=timezone.now(),
            takes_bounces=bool(settings.BOUNCE_ADDRESS),
        )
        self.id = f"recap.{self.pk}@{head.domain}"

    def transport(self, lane_ends: float):
        if settings.MAILING_PROVIDER:
            from subscribers.providers import Provider  # 5 MB of libraries, which others do without

            return Provider(self, lane_ends)
        if settings.MAILING_TO_FILES:
            return Files(self.pk)
        name = settings.SITE_HOST.split(":")[0]
        return Connection(settings.MAILING_CONFIG, f"[{name}]" if name[-1].isdigit() else name, lane_ends)

    def links(self, row: Claimed) -> tuple[str, str]:
        """Return the tokens with which a recipient leaves, and chooses."""
        purposes = (tokens.LEAVE, tokens.PREFERENCES)
        return tuple(tokens.make(each, row.subscriber, self.pk, row.key, self.secret) for each in purposes)

    def fill(self, row: Claimed, transport: Connection | Files) -> tuple[str, str, bytes]:
        """Return (envelope sender, its recipient, message). Raises ValueError where it cannot be made."""
        if not row.rendition:
            raise ValueError("it has no content")
        if row.subscriber and not row.key:
            raise ValueError("they have no key for their links")
        on_the_wire = transport.on_the_wire and not self.sign
        prepared = self.mail.prepared(
            self.head, row.rendition, eight_bit=transport.eight_bit, on_the_wire=on_the_wire
        )
        recipient = envelope_address(row.address, utf8=transport.utf8)
        sender = self.sender
        if settings.BOUNCE_ADDRESS:
            sender = verp.address(settings.BOUNCE_ADDRESS, row.delivery, self.secret)
        leave, preferences = self.links(row)
        message = prepared.fill(
            address=recipient,
            name=row.name,
            # Signed: a bounce or a reply names it, and is believed.
            message_id=verp.address(self.id, row.delivery, self.secret),
            leave=leave,
            preferences=preferences,
            return_path=sender,
        )
        if self.sign:
            message = self.sign(message) + message
            message = stuffed(message) if transport.on_the_wire else message
        return sender, recipient, message


def _signer():
    """What signs messages, where a key is configured."""
    if not settings.DKIM_KEY_FILE:
        return None
    from subscribers import dkim  # 11 MB of libraries, which a worker without a key does without

    return dkim.signer()
