"""Feedback reports of mailbox providers: somebody pressed “spam”. Source: RFC 5965. Pure."""

from email.message import Message

from subscribers.bounces import mail
from subscribers.bounces.told import AUTO, COMPLAINT, LEAVE, OTHER, Told

TYPE = "message/feedback-report"
COMPLAINTS = ("abuse", "fraud")


def read(report: mail.Mail) -> list[Told]:
    """Return the complaint, or nothing where it is no such report."""
    part = report.part(TYPE)
    if part is None:
        return []
    fields = dict(mail.headers(_fields(part)))
    returned = dict(report.returned)
    recipient = (
        fields.get("original-rcpt-to")
        or fields.get("removal-recipient")
        or returned.get("x-hmxmroriginalrecipient", "")
    )
    kind = fields.get("feedback-type", "").lower()
    said = f"{kind}, reported by {fields.get('user-agent', 'a mailbox provider')}"
    told = {"recipient": recipient.strip("<> "), "diagnostic": said}
    if kind in COMPLAINTS:
        return [Told(COMPLAINT, **told)]
    if kind.startswith("opt-out"):
        return [Told(LEAVE, **told)]
    if kind == "not-spam":
        return [Told(AUTO, **told)]
    return [Told(OTHER, why=f"It is a feedback report of the kind “{kind[:40]}”.", **told)]


def _fields(part: Message) -> Message:
    payload = part.get_payload()
    return payload[0] if isinstance(payload, list) and payload else part
