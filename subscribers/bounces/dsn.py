"""Reports of delivery status, as machines write them for machines. Pure.

Source: RFC 3464, and RFC 6533 for addresses that are not ASCII.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message

from subscribers.bounces import classes, mail
from subscribers.bounces.told import AUTO, BOUNCE, Told

TYPES = ("message/delivery-status", "message/global-delivery-status")
MOST_RECIPIENTS = 50
ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")  # of utf-8-addr-xtext
BLANK = re.compile(r"\r?\n[ \t]*\r?\n")


def read(report: mail.Mail) -> list[Told]:
    """Return what is told of each recipient, or nothing where it is no such report."""
    part = report.part(*TYPES)
    if part is None:
        return []
    told = []
    for fields in list(_blocks(part))[: MOST_RECIPIENTS + 1]:
        action = fields.get("action", "").split("(")[0].strip().lower()
        status = fields.get("status", "")
        recipient = _address(fields.get("original-recipient", "")) or _address(
            fields.get("final-recipient", "")
        )
        if not recipient and not action:
            continue  # the first block is about the message
        if action.startswith(("fail", "error")) or (not action and status.startswith("5")):
            told.append(_bounce(recipient, status, fields, report))
        else:  # only late, or there: no bounce
            told.append(Told(AUTO, recipient=recipient))
    return told


def _bounce(recipient: str, status: str, fields: dict[str, str], report: mail.Mail) -> Told:
    said = fields.get("diagnostic-code", "")
    kind, semicolon, words = said.partition(";")
    words = words.strip() if semicolon and " " not in kind.strip() else said
    code = classes.telling_code(status, words)
    if not words and code in classes.VAGUE:
        words = report.text[:1000]
    return Told(
        BOUNCE,
        recipient=recipient,
        bounce=classes.classify(None, status, words),
        code=code,
        diagnostic=words or status,
    )


def _blocks(part: Message) -> Iterator[dict[str, str]]:
    """The blocks of fields, one about the message and one for each recipient."""
    encoded = part.get("content-transfer-encoding", "").lower() in ("base64", "quoted-printable")
    payload = part.get_payload()
    if part.get_content_type() == TYPES[0] and isinstance(payload, list) and not encoded:
        blocks = payload
    else:  # the standard library takes these for a message, or leaves them encoded
        text = _whole(part).decode("utf-8", "surrogateescape")
        blocks = [message_from_string(block.strip()) for block in BLANK.split(text) if block.strip()]
    for block in blocks:
        yield dict(mail.headers(block))


def _whole(part: Message) -> bytes:
    if part.get("content-transfer-encoding", "").lower() not in ("base64", "quoted-printable"):
        return mail.body(part)
    inner = "".join(block.get_payload() or "" for block in part.get_payload() if not block.is_multipart())
    wrapped = message_from_bytes(b"")
    wrapped["Content-Transfer-Encoding"] = part["content-transfer-encoding"]
    wrapped.set_payload(inner)
    return wrapped.get_payload(decode=True) or b""


def _address(field: str) -> str:
    """“rfc822; reader@shop.example” → reader@shop.example; empty where it is none."""
    kind, semicolon, address = field.partition(";")
    address = (address if semicolon else kind).strip().strip("<>").strip()
    address = ESCAPED.sub(_character, address)
    return address if "@" in address else ""


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return chr(number) if number < 0xD800 or 0xDFFF < number < 0x110000 else ""
