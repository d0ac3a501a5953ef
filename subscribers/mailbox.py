"""The mailbox in which bounces, complaints and replies arrive: the only IMAP.

It reads what is unseen, a bounded batch at a time and of each mail only its beginning, and marks it seen.
Nothing is deleted there.
"""

import imaplib
import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from subscribers.bounces.mail import MOST_BYTES

BATCH = 200  # mails a run
WINDOW = 10_000  # mails asked about at once: an answer is one line, of bounded length
TIMEOUT = 30  # seconds
PORTS = {"imaps": 993, "imap+tls": 143, "imap": 143}


class Unreachable(OSError):
    """The mailbox cannot be read; its words say why."""


@dataclass(frozen=True)
class Place:
    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str


def parse(url):
    """Return where `url` leads, such as imaps://user:password@imap.example.com/INBOX.

    Raises Unreachable where it says too little, or would send the password in the clear.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not host or not parts.username:
        raise Unreachable("RECAP_BOUNCE_MAILBOX is not like imaps://user:password@imap.example.com/INBOX.")
    if parts.scheme == "imap" and host not in ("127.0.0.1", "::1", "localhost"):
        raise Unreachable("RECAP_BOUNCE_MAILBOX begins with imap://, which is for this machine alone.")
    return Place(
        scheme=parts.scheme,
        host=host,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


def read(url, take_in):
    """Give each unseen mail to `take_in`, `BATCH` at most; return how many. Raises Unreachable.

    A mail is marked once `take_in` has returned: one that was read and not marked comes again.
    """
    place = parse(url)
    try:
        with _connection(place) as server:
            if place.scheme == "imap+tls":
                server.starttls(ssl.create_default_context())
            server.login(place.user, place.password)
            return _read(server, place.folder, take_in)
    except (OSError, imaplib.IMAP4.error) as error:
        raise Unreachable(f"{place.host}: {_said(error)}") from error


def _connection(place):
    if place.scheme == "imaps":  # imaplib's own context checks no certificate
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=TIMEOUT)
    return imaplib.IMAP4(place.host, place.port, timeout=TIMEOUT)


def _read(server, folder, take_in):
    quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
    exists = int(_ok(server.select(f'"{quoted}"'))[0])
    done = 0
    for uid in _unseen(server, exists):
        raw = _fetch(server, uid)
        if raw is not None:  # else somebody removed it meanwhile
            take_in(raw)
            _ok(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))
            done += 1
    return done


def _unseen(server, exists):
    found = []
    for first in range(1, exists + 1, WINDOW):
        answer = _ok(server.uid("SEARCH", f"{first}:{min(first + WINDOW - 1, exists)}", "UNSEEN"))
        found += b" ".join(part for part in answer if part).decode("ascii").split()
        if len(found) >= BATCH:
            break
    return found[:BATCH]


def _fetch(server, uid):
    """The first bytes of a mail: the server is asked for no more, however large it is."""
    answer = _ok(server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
    return next((part[1] for part in answer if isinstance(part, tuple)), None)


def _ok(answer):
    state, data = answer
    if state != "OK":
        raise imaplib.IMAP4.error(" ".join(part.decode("utf-8", "replace") for part in data if part))
    return data


def _said(error):
    words = error.args[0] if error.args else str(error)
    if isinstance(words, bytes):
        return words.decode("utf-8", "replace")
    return str(error) or type(error).__name__
