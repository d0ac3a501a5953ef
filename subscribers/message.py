"""A mailing's message, made once for each distinct content, and the few bytes that differ for a recipient.

The body holds placeholders (`subscribers/tokens.py`) of the length of what replaces them, so that wrapping
and encoding stay valid. Pure.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.quoprimime import body_encode
from email.utils import format_datetime, formataddr

import idna

from subscribers.tokens import LEAVE_PLACE, LENGTH, PREFERENCES_PLACE

LONGEST = 998  # octets of a line. Source: RFC 5322, section 2.1.1.
QUOTED = 76  # of one in quoted-printable. Source: RFC 2045, section 6.7.
END = b".\r\n"  # after the last line over SMTP
TO, MESSAGE_ID, RETURN_PATH = "\0to\0", "\0id\0", "\0path\0"  # no text holds a NUL: it is refused
LEAVE, PREFERENCES = LEAVE_PLACE, PREFERENCES_PLACE
PLACE = re.compile("|".join(re.escape(place) for place in (TO, MESSAGE_ID, RETURN_PATH, LEAVE, PREFERENCES)))
CONTROL = re.compile("[\0-\x1f\x7f]")
BREAKOUT = re.compile(r"[<>\s]")  # within an address that is not quoted


@dataclass(frozen=True)
class Letterhead:
    """What all messages of a mailing share. `leave_url` holds LEAVE_PLACE and takes a POST (RFC 8058)."""

    sender: str
    sender_name: str
    reply_to: str
    list_name: str
    leave_url: str
    feedback: str  # what the sender's statistics at a mailbox provider are kept by, such as "edition-27"
    date: datetime
    takes_bounces: bool  # then a mail to the return path leaves too

    @property
    def domain(self) -> str:
        return to_ascii(self.sender).rpartition("@")[2]


@dataclass(frozen=True)
class Prepared:
    """A message in pieces; each of `slots` says where in them what belongs."""

    pieces: tuple[bytes, ...]
    slots: tuple[tuple[int, str], ...]

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))

    def fill(
        self,
        *,
        address: str,
        name: str,
        message_id: str,
        leave: str,
        preferences: str,
        return_path: str = "",
    ) -> bytes:
        """Return the message for one recipient. Raises ValueError where something must not stand in it.

        `address` is as `envelope_address` gives it: in ASCII, unless the server takes others (RFC 6531).
        """
        if len(leave) != LENGTH or len(preferences) != LENGTH:
            raise ValueError("a token has another length")
        if CONTROL.search("".join((address, name, message_id, leave, preferences, return_path))):
            raise ValueError("a name, an address or a token holds a control character")
        if BREAKOUT.search(address) and not address.startswith('"'):
            raise ValueError("the address holds a space or a bracket")
        values = {
            TO: _mailbox(name, address),
            MESSAGE_ID: message_id.encode("ascii"),
            RETURN_PATH: return_path.encode("ascii"),
            LEAVE: leave.encode("ascii"),
            PREFERENCES: preferences.encode("ascii"),
        }
        whole = list(self.pieces)
        for at, place in self.slots:
            whole[at] = values[place]
        return b"".join(whole)


def prepare(
    head: Letterhead, subject: str, html: str, text: str, *, eight_bit: bool, on_the_wire: bool
) -> Prepared:
    """Make the message of one content, in 8bit where `eight_bit` and in quoted-printable otherwise.

    `on_the_wire`, it is as it follows DATA: dots at the start of a line doubled, and the final one there.
    """
    if "\0" in html or "\0" in text:
        raise ValueError("the text holds a NUL")
    boundary = "=_recap_" + hashlib.sha256((html + text).encode()).hexdigest()[:24]
    lines = [_headers(head, subject) + f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n']
    for kind, content in (("plain", text), ("html", html)):
        encoding, body = _encoded(content, eight_bit=eight_bit)
        lines.append(
            f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
            f"Content-Transfer-Encoding: {encoding}\r\n\r\n{body}"
        )
    whole = "\r\n".join([*lines, f"--{boundary}--\r\n"])
    if on_the_wire:
        whole = re.sub(r"^\.", "..", whole, flags=re.MULTILINE) + END.decode()
    places = PLACE.findall(whole)
    for place, header in ((LEAVE, 1), (PREFERENCES, 0)):
        expected = html.count(place) + text.count(place) + header
        if places.count(place) != expected:
            raise ValueError(f"of {expected} places for a link, {places.count(place)} are whole")
    pieces: list[bytes] = []
    slots = []
    for piece, place in zip(PLACE.split(whole), [*places, ""], strict=True):
        pieces.append(piece.encode())
        if place:
            slots.append((len(pieces), place))
            pieces.append(b"")
    return Prepared(tuple(pieces), tuple(slots))


def stuffed(message: bytes) -> bytes:
    """Return a whole message as it follows DATA."""
    return message.replace(b"\r\n.", b"\r\n..") + END


def to_ascii(address: str) -> str:
    """Return the address with its domain in ASCII. Raises ValueError where that is no domain."""
    if address.isascii():
        return address
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{idna.encode(domain, uts46=True).decode()}"


def envelope_address(address: str, *, utf8: bool) -> str:
    """Return the address as it is named to the server. Raises ValueError where the server cannot take it."""
    found = to_ascii(address)
    if not found.isascii() and not utf8:
        raise ValueError("the mail server takes no address with such letters before the @ (no SMTPUTF8)")
    return found


def _headers(head: Letterhead, subject: str) -> str:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(head.sender_name, addr_spec=to_ascii(head.sender))
    if head.reply_to:
        message["Reply-To"] = to_ascii(head.reply_to)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(head.date)
    message["MIME-Version"] = "1.0"
    message["Precedence"] = "bulk"
    message["Feedback-ID"] = f"{head.feedback}:mailing:recap:{head.domain}"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    static = message.as_bytes().decode("ascii").removesuffix("\r\n")
    # Lines of our own: no soft break may cut a place, and nothing here is longer than its limit.
    leave = f"<{head.leave_url}>"
    if head.takes_bounces:
        leave += f",\r\n <mailto:{RETURN_PATH}?subject=unsubscribe>"
    list_id = _mailbox(head.list_name, f"newsletter.{head.domain}").decode()
    return (
        f"{static}To: {TO}\r\nMessage-ID: <{MESSAGE_ID}>\r\n"
        f"List-Id: {list_id}\r\n"
        f"List-Unsubscribe: {leave}\r\n"
    )


def _mailbox(name: str, address: str) -> bytes:
    if not name:
        return address.encode()
    if name.isascii() and address.isascii():
        return formataddr((name, address)).encode()
    # A long name takes several encoded words, a line each. Source: RFC 2047, section 2.
    words = Header(name, "utf-8", maxlinelen=QUOTED, header_name="To").encode(linesep="\r\n")
    return f"{words} <{address}>".encode()


def _encoded(content: str, *, eight_bit: bool) -> tuple[str, str]:
    """Return (transfer encoding, body with CRLF)."""
    lines = content.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    short = all(len(line.encode()) <= LONGEST for line in lines)
    if short and content.isascii():
        return "7bit", "\r\n".join(lines) + "\r\n"
    if short and eight_bit:
        return "8bit", "\r\n".join(lines) + "\r\n"
    return "quoted-printable", "\r\n".join(_quoted(line) for line in lines) + "\r\n"


def _quoted(line: str) -> str:
    """Return a line in quoted-printable, its soft breaks never within a place."""
    encoded = body_encode(line.encode().decode("latin-1"), maxlinelen=10**9)
    if encoded.endswith((" ", "\t")):
        encoded = f"{encoded[:-1]}={ord(encoded[-1]):02X}"
    broken = []
    while len(encoded) > QUOTED:
        cut = QUOTED - 1
        if "=" in encoded[cut - 2 : cut]:
            cut = encoded.rindex("=", 0, cut)
        for found in PLACE.finditer(encoded, 0, cut + LENGTH):
            if found.start() < cut < found.end():
                cut = found.start()
        broken.append(encoded[:cut] + "=")
        encoded = encoded[cut:]
    return "\r\n".join([*broken, encoded])
