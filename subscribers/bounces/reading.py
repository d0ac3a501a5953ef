"""A mail that came back: what it tells, whatever its bytes are. Pure."""

import re
from dataclasses import replace

from subscribers import verp
from subscribers.bounces import dialects, dsn, feedback, mail, replies
from subscribers.bounces.told import OTHER, Told

TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{36}(?![A-Za-z0-9_-])")
READERS = (dsn.read, feedback.read, dialects.read, replies.read)


def read(raw: bytes, *secrets: bytes) -> list[Told]:
    """Return what a mail tells, at least one thing; with the `secrets` our envelope senders are signed.

    It raises nothing: what cannot be read is told as OTHER, with the reason.
    """
    try:
        report = mail.parse(raw)
        for reader in READERS:
            if told := reader(report):
                return _with_delivery(told, report, secrets)
        why = "Nobody could tell what it is about."
        return _with_delivery([Told(OTHER, why=why, sender=report.get("from")[:320])], report, secrets)
    except mail.Hostile as error:
        return [Told(OTHER, why=str(error))]
    except Exception as error:  # the standard library raises many things over damaged mail
        return [Told(OTHER, why=f"It is damaged ({type(error).__name__}).")]


def _with_delivery(told: list[Told], report: mail.Mail, secrets: tuple[bytes, ...]) -> list[Told]:
    """Add which delivery it is about: by our envelope sender, or by the message that came back."""
    outer = list(mail.headers(report.message))
    fields = [field for part in report.parts for field in mail.headers(part)]
    inner = [field for part in report.parts if part.is_multipart() for field in _inner(part)]
    values = [value for _name, value in (*outer, *fields, *inner, *report.returned) if "@" in value]
    delivery = next((found for value in values if (found := verp.read(value, *secrets)) is not None), None)
    tokens = tuple(TOKEN.findall(dict(report.returned).get("list-unsubscribe", "")))[:3]
    return [replace(one, delivery=delivery, tokens=tokens) for one in told]


def _inner(part):
    """The fields within a machine's report, such as Original-Mail-From."""
    if part.get_content_type() in (*dsn.TYPES, feedback.TYPE):
        for block in part.get_payload():
            yield from mail.headers(block)
