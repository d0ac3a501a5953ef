"""Sending over a provider's interface instead of SMTP, to many in a call where it fills in what differs.

django-anymail knows the providers; here stands what of each is needed to hand over a whole batch, and what
its answer, or the want of one, means for every row of it.
"""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from ssl import SSLCertVerificationError

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from anymail.utils import EmailAddress
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import NewConnectionError

from subscribers.message import envelope_address
from subscribers.models import Rendition
from subscribers.outcome import Claimed
from subscribers.sending import Answer, Kind, Unreachable
from subscribers.tokens import LEAVE_PLACE, PREFERENCES_PLACE

FIELDS = LEAVE, PREFERENCES = "recap_leave", "recap_preferences"  # what a provider fills in
HANDED_OVER = {"queued", "sent"}
REFUSED = {"rejected", "invalid", "failed"}
OF_THIS_CALL = {400, 406, 413, 422}  # something in it is wrong, perhaps one address
GATEWAY = {502, 504}  # said by what stands before the provider: nobody knows what became of the call
PLAIN = re.compile(r"[\w.!#$&'*+/=?^`{|}~-]+@[\w.-]+", re.ASCII)  # an address that is a key as it is written
LONGEST_ID = 120


@dataclass(frozen=True)
class Merging:
    """How a provider fills in what differs within the text of a message, and for how many in a call.

    `mark` is how it spells a field, `opens` what therefore must not stand in a text of ours.
    """

    mark: str
    opens: str
    most: int
    extra: dict = field(default_factory=dict)


# Those that fill in texts and take a List-Unsubscribe for each; over all others goes a call for everybody.
# Sources: the documentation of django-anymail 15 and of the providers, as of November 2026.
MERGING = {
    "mailgun": Merging("%recipient.{}%", "%recipient", 1000),
    "mailjet": Merging("[[var:{}]]", "[[", 50, {"Globals": {"TemplateLanguage": True}}),
    "sendgrid": Merging("-{}-", "-recap_", 1000, {"merge_field_format": "-{}-"}),
    "sparkpost": Merging("{{{{{}}}}}", "{{", 1000),
    "unisender_go": Merging("{{{{{}}}}}", "{{", 500, {"skip_unsubscribe": 1}),
}


class Provider:
    """The provider, for one lane and one mailing; it stands in the place of a connection over SMTP."""

    def __init__(self, mail, lane_ends: float):
        """`mail` is of the mailing (`subscribers/mail.py`), `lane_ends` on the monotonic clock."""
        self.mail, self.lane_ends = mail, lane_ends
        self.merging = MERGING.get(settings.MAILING_PROVIDER)
        self.most = self.merging.most if self.merging else 1  # recipients of a call
        self.at_once = self.most  # of the next one: fewer, once one was refused as a whole
        self.connection = None
        self.content = None

    def open(self) -> None:
        """Raises Unreachable where the provider is not set up."""
        try:
            self.connection = get_connection(
                f"anymail.backends.{settings.MAILING_PROVIDER}.EmailBackend", ignore_unsupported_features=True
            )
            self.connection.open()
        except (AnymailError, ImproperlyConfigured, ImportError) as error:
            raise Unreachable(_words(error)) from error

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def pick(self, hand: Iterable[Claimed], most: int) -> list[Claimed]:
        """Return those that go in the next call: of one content, and each address once."""
        first = next(iter(hand))
        if not self._merges(first):
            return [first]
        found = {}
        for row in hand:
            if len(found) == min(most, self.at_once):
                break
            if row.rendition == first.rendition and self._merges(row):
                found.setdefault(row.address.lower(), row)
        return list(found.values())

    def send(self, rows: list[Claimed]) -> list[tuple[Claimed, Answer]]:
        """Hand over, in one call, what those picked are to get; return the answer for each.

        None at all, where the call was refused for something in it: nothing was handed over, and the next
        call takes fewer. Raises Unreachable where the provider takes nothing now, and ValueError where a
        lone message cannot be made.
        """
        if self.connection is None:
            self.open()
        try:
            message = self._message(rows)
            self.connection.timeout = max(1.0, min(settings.MAIL_TIMEOUT, self.lane_ends - time.monotonic()))
            self.connection.send_messages([message])
        except AnymailRecipientsRefused:
            pass  # the status says of whom
        except AnymailAPIError as error:
            return self._refusal(rows, error)
        except (AnymailError, ValueError) as error:  # nothing left this machine
            if len(rows) == 1:
                raise ValueError(_words(error)) from error
            return self._fewer(rows)
        self.at_once = min(self.most, self.at_once * 2)
        found = {address.lower(): said for address, said in message.anymail_status.recipients.items()}
        return [(row, _answer(found.get(_address(row).lower()))) for row in rows]

    def _message(self, rows):
        """Raises ValueError where it cannot be made."""
        head, content, batch = self.mail.head, self._content(rows[0].rendition), self._merges(rows[0])
        if content is None:
            raise ValueError("its content is not there")
        links = {_address(row): dict(zip(FIELDS, self.mail.links(row), strict=True)) for row in rows}
        common, own = _headers(head), {}
        for to, link in links.items():
            own[to] = {"List-Unsubscribe": f"<{head.leave_url.replace(LEAVE_PLACE, link[LEAVE])}>"}
        numbers = {_address(row): {"delivery": str(row.delivery)} for row in rows}
        [alone, *_] = links
        marks = {name: self.merging.mark.format(name) for name in FIELDS} if batch else links[alone]
        message = EmailMultiAlternatives(
            subject=" ".join(content.subject.split()),
            body=_marked(content.text, marks),
            from_email=EmailAddress(head.sender_name, head.sender).address,
            to=[EmailAddress(row.name, _address(row)).address for row in rows],
            reply_to=[head.reply_to] if head.reply_to else None,
        )
        message.attach_alternative(_marked(content.html, marks), "text/html")
        message.track_opens = message.track_clicks = False
        if batch:
            message.extra_headers = common
            message.merge_data, message.merge_metadata = links, numbers
            message.merge_headers = {to: {**common, **headers} for to, headers in own.items()}
            message.esp_extra = self.merging.extra
        else:
            message.extra_headers, message.metadata = {**common, **own[alone]}, numbers[alone]
        return message

    def _content(self, rendition):
        if self.content is None or self.content.pk != rendition:
            self.content = Rendition.objects.filter(pk=rendition).first()
        return self.content

    def _merges(self, row):
        """Whether what this row is to get may be filled in by the provider."""
        if self.merging is None or not PLAIN.fullmatch(row.address):
            return False
        content = self._content(row.rendition)
        return content is not None and self.merging.opens not in content.html + content.text

    def _refusal(self, rows, error):
        """What a call that went wrong means: it is told by the status, where there is one."""
        status, words = _status(error), _words(error)
        if status is None and _never_left(error):
            raise Unreachable(words) from error
        if status is None or status < 300 or status in GATEWAY:
            self.at_once = 1  # whatever ails it, one row pays for the next try
            return [(row, Answer(Kind.UNKNOWN, words)) for row in rows]
        if status not in OF_THIS_CALL:
            raise Unreachable(words) from error
        if len(rows) == 1:
            return [(rows[0], Answer(Kind.PERMANENT, words, str(status)))]
        return self._fewer(rows)

    def _fewer(self, rows):
        self.at_once = max(1, len(rows) // 2)
        return []


def _answer(said):
    """What the provider said of one recipient."""
    name = settings.MAILING_PROVIDER
    if said is None or said.status not in HANDED_OVER | REFUSED:
        return Answer(Kind.UNKNOWN, f"{name} said nothing that tells whether it took the message.")
    kind = Kind.PERMANENT if said.status in REFUSED else Kind.ACCEPTED
    return Answer(kind, f"{name}: {said.status}", provider_id=str(said.message_id or "")[:LONGEST_ID])


def _headers(head):
    """What is the same for everybody; the provider writes the rest."""
    return {
        "List-Id": f"<newsletter.{head.domain}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "Feedback-ID": f"{head.feedback}:mailing:recap:{head.domain}",
    }


def _marked(content, marks):
    return content.replace(LEAVE_PLACE, marks[LEAVE]).replace(PREFERENCES_PLACE, marks[PREFERENCES])


def _address(row):
    return envelope_address(row.address, utf8=True)


def _status(error):
    """The status of HTTP; Amazon's client puts it into a dictionary."""
    if isinstance(error.response, dict):
        return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return error.status_code


def _never_left(error):
    """Whether no connection was made, so that nothing can have arrived."""
    cause = error.__cause__
    while cause is not None:
        if isinstance(cause, ConnectTimeout | NewConnectionError | SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _words(error):
    """What is kept of an error: one line, of a length that can be read."""
    return " ".join(str(error).replace("\0", "").split())[:500]
