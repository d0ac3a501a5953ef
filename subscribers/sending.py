"""The only SMTP to subscribers: whole messages over a connection that is kept, or to files.

What smtplib does once a connection is left to it; for a message it would scan the body for dots and write
four times. Each answer has its own deadline, so that a server that drips cannot hold a lane.
"""

import os
import smtplib
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from django.conf import settings

LONGEST_REPLY = 64 * 1024
CHUNK = 16 * 1024


class Kind(Enum):
    """What an answer means for the delivery."""

    ACCEPTED = "accepted"
    TEMPORARY = "temporary"  # 4xx
    PERMANENT = "permanent"  # 5xx
    CLOSING = "closing"  # 421: the connection is to be closed; says nothing of the recipient
    LOST = "lost"  # the connection ended before the end of DATA: nothing was handed over
    UNKNOWN = "unknown"  # it ended after


@dataclass(frozen=True, slots=True)
class Answer:
    kind: Kind
    words: str
    code: str = ""
    provider_id: str = ""  # what a provider calls it


class Unreachable(Exception):
    """There is no server, it does not let us in, or it takes no mail from us now; the words say which."""


class _Replies:
    """Reads replies with a deadline, in the place of smtplib's own reader, which waits for each line anew."""

    patience = 60.0  # seconds until a reply is whole
    lane_ends = float("inf")  # on the monotonic clock: no reply is awaited past it
    unread = b""

    def bound(self, seconds: float) -> None:
        """Have the socket give up after about so many; each change is a system call."""
        if abs((self.sock.gettimeout() or 0.0) - seconds) > self.patience / 100:
            self.sock.settimeout(seconds)

    def getreply(self) -> tuple[int, bytes]:
        deadline = min(time.monotonic() + self.patience, self.lane_ends)
        said, size = [], 0
        while True:
            while b"\n" not in self.unread:
                left = deadline - time.monotonic()
                if left <= 0 or size > LONGEST_REPLY:
                    raise TimeoutError
                self.bound(left)
                received = self.sock.recv(CHUNK)
                if not received:
                    raise smtplib.SMTPServerDisconnected("The server closed the connection")
                size += len(received)
                self.unread += received
            line, _, self.unread = self.unread.partition(b"\n")
            said.append(line[4:].strip())
            if line[3:4] != b"-":
                break
        if not line[:3].isdigit():
            raise smtplib.SMTPServerDisconnected(f"The server talks no SMTP: {_words(line)}")
        return int(line[:3]), b"\n".join(said)

    def starttls(self, *arguments, **keywords):
        answer = super().starttls(*arguments, **keywords)
        self.unread = b""  # what was said before, in the clear, is not believed
        return answer


class _Plain(_Replies, smtplib.SMTP):
    pass


class _Tls(_Replies, smtplib.SMTP_SSL):
    pass


def _trust() -> ssl.SSLContext:
    return _trust_in(ssl.get_default_verify_paths())


@cache
def _trust_in(_authorities) -> ssl.SSLContext:
    """Reading the authorities takes 0.1 s of the processor: as much as several hundred messages."""
    return ssl.create_default_context()


class Connection:
    """One connection to the mail server, opened by the first message or by `open`."""

    on_the_wire = True

    def __init__(self, config: dict, name: str, lane_ends: float = float("inf")):
        """`name` is ours, for EHLO; `lane_ends` on the monotonic clock."""
        self.config, self.name, self.lane_ends = config, name, lane_ends
        self.smtp: smtplib.SMTP | None = None
        self.answered = 0  # messages of this connection
        self.heard = False  # an answer to the message in flight

    @property
    def is_open(self) -> bool:
        return self.smtp is not None

    def open(self) -> None:
        """Connect, greet, encrypt and log in. Raises Unreachable."""
        config = self.config
        try:
            if config.get("EMAIL_USE_SSL"):
                smtp = _Tls(local_hostname=self.name, timeout=settings.MAIL_TIMEOUT, context=_trust())
            else:
                smtp = _Plain(local_hostname=self.name, timeout=settings.MAIL_TIMEOUT)
            smtp.patience, smtp.lane_ends = settings.MAIL_TIMEOUT, self.lane_ends
            self.smtp = smtp
            smtp._host = config["EMAIL_HOST"]  # smtplib checks the certificate against it
            code, words = smtp.connect(config["EMAIL_HOST"], int(config["EMAIL_PORT"] or 25))
            if code != 220:
                raise smtplib.SMTPConnectError(code, words)
            smtp.ehlo_or_helo_if_needed()
            if config.get("EMAIL_USE_TLS"):
                smtp.starttls(context=_trust())  # raises where the server has none
                smtp.ehlo_or_helo_if_needed()
            if config.get("EMAIL_HOST_USER"):
                smtp.login(config["EMAIL_HOST_USER"], config["EMAIL_HOST_PASSWORD"] or "")
        except (OSError, ValueError, smtplib.SMTPException) as error:
            self.close()
            raise Unreachable(_told(error)) from error
        self.answered = 0
        self.eight_bit = smtp.has_extn("8bitmime")
        self.utf8 = smtp.has_extn("smtputf8")
        self.pipelining = smtp.has_extn("pipelining")
        self.size = smtp.has_extn("size")

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        """Hand over a message that is as it follows DATA.

        Raises Unreachable where a fresh connection takes no mail from us at all.
        """
        options = f" SIZE={len(message)}" if self.size else ""
        options += " BODY=8BITMIME" if self.eight_bit else ""
        options += "" if recipient.isascii() else " SMTPUTF8"
        commands = [f"MAIL FROM:<{sender}>{options}\r\n", f"RCPT TO:<{recipient}>\r\n", "DATA\r\n"]
        self.heard = body_is_over = False
        try:
            reply = self._envelope([command.encode() for command in commands])
            if reply is None:
                self._write(message)
                body_is_over = True
                reply = self.smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            reply = None if body_is_over else self._last_words()
            self.close()
            if reply is None and not self.heard and not self.answered:
                raise Unreachable(_told(error)) from error
            if reply is None:
                return Answer(Kind.UNKNOWN if body_is_over else Kind.LOST, _told(error))
        answer = _answer(*reply)
        if answer.kind is Kind.CLOSING and not self.heard and not self.answered:
            self.close()
            raise Unreachable(answer.words)
        self.answered += 1
        if answer.kind is Kind.CLOSING:
            self.close()
        elif answer.kind is not Kind.ACCEPTED and self.is_open and not body_is_over:
            self._reset()
        return answer

    def close(self) -> None:
        """Say goodbye without waiting for the answer."""
        smtp, self.smtp = self.smtp, None
        if smtp is not None and smtp.sock is not None:
            with suppress(OSError, smtplib.SMTPException):
                smtp.sock.settimeout(1)
                smtp.sock.sendall(b"QUIT\r\n")
            with suppress(OSError):
                smtp.close()

    def _envelope(self, commands: list[bytes]) -> tuple[int, bytes] | None:
        """Name sender and recipient; return the refusal, or None where the message may follow."""
        if self.pipelining:
            self._write(b"".join(commands))
        refused = None
        for command in commands:
            if not self.pipelining:
                if refused:
                    break
                self._write(command)
            reply = self.smtp.getreply()
            if reply[0] == 421:
                return reply
            self.heard = True
            if command is commands[-1] and reply[0] == 354:
                if refused:
                    # It waits for a message that has nobody to go to. Source: RFC 2920, section 3.1.
                    self._write(b".\r\n")
                    self.smtp.getreply()
                return refused
            if not 200 <= reply[0] < 300 or command is commands[-1]:
                refused = refused or reply
        return refused

    def _write(self, data: bytes) -> None:
        self.smtp.bound(max(0.01, min(self.smtp.patience, self.lane_ends - time.monotonic())))
        self.smtp.sock.sendall(data)

    def _reset(self) -> None:
        """Begin anew after a refusal, whatever the server made of it."""
        try:
            self._write(b"RSET\r\n")
            if self.smtp.getreply()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _last_words(self) -> tuple[int, bytes] | None:
        """Return what the server had said, if it refused the message before it hung up."""
        with suppress(OSError, smtplib.SMTPException):
            self.smtp.sock.settimeout(0.5)
            self.smtp.patience = 0.5
            code, words = self.smtp.getreply()
            return (code, words) if code >= 400 else None
        return None


class Files:
    """A message a file, in the folder of its mailing: for a site that has no mail server yet."""

    eight_bit, utf8, on_the_wire, is_open, answered = True, True, False, True, 0

    def __init__(self, mailing: int):
        self.folder = settings.MAILINGS_DIR / str(mailing)

    def open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        """Keep the message under the recipient's name, whole or not at all."""
        safe = "".join(letter if letter.isalnum() or letter in "@.-_+" else "_" for letter in recipient)
        path = Path(self.folder / f"{safe[:200]}.eml")
        begun = path.with_suffix(".begun")
        try:
            self.open()
            begun.write_bytes(message)
            os.replace(begun, path)
        except OSError as error:
            return Answer(Kind.TEMPORARY, f"The file could not be written: {error.strerror}")
        return Answer(Kind.ACCEPTED, f"kept as {path.name}")

    def close(self) -> None:
        pass


def _answer(code: int, words: bytes) -> Answer:
    if code == 421:
        kind = Kind.CLOSING
    elif 200 <= code < 300:
        kind = Kind.ACCEPTED
    elif 400 <= code < 500:
        kind = Kind.TEMPORARY
    else:
        kind = Kind.PERMANENT
    return Answer(kind, f"{code} {_words(words)}", str(code))


def _words(said: bytes) -> str:
    """Return what a server said, on one line and of a length that can be kept."""
    return " ".join(said.decode(errors="replace").replace("\0", "").split())[:500]


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        return f"{error.smtp_code} {_words(said)}"
    if isinstance(error, TimeoutError):
        return "The server did not answer in time."
    return f"{getattr(error, 'strerror', None) or error}."
