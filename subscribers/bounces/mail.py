"""A mail that came back, in pieces: whatever its bytes are, within bounds of size and time. Pure.

The bounds are on bytes, lines, the length of a line and the depth of parts: what is past them is cut off, or
refused where it would cost time.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

MOST_BYTES = 256 * 1024
MOST_LINES = 12_000
LONGEST_LINE = 1000  # bytes; a mail may have 998. Source: RFC 5322, section 2.1.1.
MOST_TEXT = 20_000  # characters
MOST_PARTS = 60
NESTED = re.compile(rb"(?i)\bboundary\s*=|^content-type:\s*message/", re.MULTILINE)
TAG = re.compile(r"<[^<>]{0,500}>")
STYLE = re.compile(r"(?is)<(style|script|head)\b.{0,20000}?</\1\s*>")


class Hostile(ValueError):
    """It would cost too much to read."""


@dataclass(frozen=True)
class Mail:
    """The mail itself, and what it carries of the message that came back."""

    message: Message
    parts: list[Message]
    returned: list[tuple[str, str]] = field(default_factory=list)  # headers of that message

    def get(self, name: str) -> str:
        return next((value for key, value in headers(self.message) if key == name.lower()), "")

    def part(self, *types: str) -> Message | None:
        return next((part for part in self.parts if part.get_content_type() in types), None)

    @property
    def text(self) -> str:
        """What it says to people; of the HTML where there is no plain text."""
        for kind in ("text/plain", "text/html"):
            part = self.part(kind)
            if part is not None and part_text(part).strip():
                return part_text(part)
        return ""


def parse(raw: bytes) -> Mail:
    """Return the mail. Raises Hostile where its parts are nested too often."""
    lines = raw[:MOST_BYTES].replace(b"\0", b"").splitlines()[:MOST_LINES]
    whole = b"\r\n".join(line[:LONGEST_LINE] for line in lines) + b"\r\n"
    if len(NESTED.findall(whole)) > MOST_PARTS:
        raise Hostile("It has too many parts.")
    message = message_from_bytes(whole)
    parts = list(_parts(message))
    return Mail(message, parts, list(_returned(message)))


def _parts(message: Message) -> Iterator[Message]:
    """The parts of the mail itself, not those of the message that it carries."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        yield part
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += part.get_payload()


def _returned(message: Message) -> Iterator[tuple[str, str]]:
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global", "message/partial") and part.is_multipart():
            yield from headers(part.get_payload(0))
        elif kind in ("text/rfc822-headers", "message/global-headers"):
            yield from headers(message_from_bytes(body(part)))


def headers(message: Message) -> Iterator[tuple[str, str]]:
    """(name in lower case, value on one line), decoded as far as that can be done."""
    for name, value in message.raw_items():
        yield name.lower(), _decoded(_readable(str(value)))


def _readable(value: str) -> str:
    """Bytes past ASCII are taken for UTF-8."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decoded(value: str) -> str:
    if "=?" in value:
        with suppress(HeaderParseError, LookupError, ValueError):  # it stays as it is written
            value = str(make_header(decode_header(value)))
    return " ".join(_readable(value).split())


def body(part: Message) -> bytes:
    """The bytes of a part without its transfer encoding; of a message within a part, as they came."""
    if part.is_multipart():
        inner = part.get_payload(0)
        if part.get("content-transfer-encoding", "").lower() in ("base64", "quoted-printable"):
            inner["Content-Transfer-Encoding"] = part["content-transfer-encoding"]
            return inner.get_payload(decode=True) or b""
        return inner.as_bytes()
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def part_text(part: Message) -> str:
    """What a part says, within bounds; of HTML without its tags."""
    found = body(part)
    try:
        text = found.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        text = found.decode("utf-8", "replace")
    if part.get_content_type() == "text/html":
        text = TAG.sub("\n", STYLE.sub(" ", text[: 4 * MOST_TEXT])).replace("&nbsp;", " ")
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text[:MOST_TEXT].replace("\0", "")
