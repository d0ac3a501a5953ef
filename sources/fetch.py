"""The one way to somebody's web server.

What an address leads to is hostile: it may lead back into our own network, never end, or unpack to a
thousand times its size. A name is resolved once, every answer is judged, and the very address that was
judged is connected to, at each redirect anew.
"""

import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Container, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection

from sources.networks import OPEN_PORTS, FetchError, Target, is_public
from sources.robots import AGENT

LARGEST_HEAD = 64 * 1024  # bytes of status line and headers
LARGEST_BODY = 5 * 1024 * 1024  # bytes, unpacked
SECONDS = 10
REDIRECTS = 5
HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate, br"}


@dataclass(frozen=True)
class Hop:
    """A redirect that was followed: its status, and the address it led to."""

    status: int
    url: str


@dataclass(frozen=True)
class Fetched:
    """`url` is where the last redirect led; names of `headers` are in small letters."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    hops: tuple[Hop, ...]


@cache
def certificates() -> ssl.SSLContext:
    """Whom the system trusts."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Way:
    """How a server is found, judged and believed; tests hand in another."""

    resolve: Callable[..., list[Any]] = socket.getaddrinfo
    may_reach: Callable[[Any], bool] = is_public
    ports: Container[int] = OPEN_PORTS
    trust: Callable[[], ssl.SSLContext] = certificates


PUBLIC = Way()  # the only one in production


def agent() -> str:
    """Who asks, for those who read the logs of other servers: the newsroom, and where it says who it is."""
    about = iri_to_uri(f"{settings.SITE_URL}/about/")
    return f"{AGENT} ({urlsplit(about).netloc}; +{about})"


def fetch(
    url: str,
    *,
    method: Literal["GET", "HEAD"] = "GET",
    headers: Mapping[str, str] | None = None,
    limit: int = LARGEST_BODY,
    seconds: float = SECONDS,
    follow: bool = True,
    way: Way = PUBLIC,
) -> Fetched:
    """Return what stands at `url`, after its redirects. Raises FetchError.

    `headers` go to whomever a redirect names, so they hold no secret. `limit` is in bytes of the
    unpacked body; with 0 no body is read. `seconds` are for all of it, names and redirects included.
    Without `follow` a redirect is the answer, and where it leads is the one of its `hops`.
    """
    deadline = time.monotonic() + seconds
    target = Target.of(url, ports=way.ports)
    hops: list[Hop] = []
    while True:
        host = target.host
        try:
            with closing(_connected(target, deadline, way)) as sock:
                sent = {"User-Agent": agent(), **HEADERS, **(headers or {})}
                status, known, body, leads_to = _answer(sock, target, method, sent, limit, deadline)
        except (TimeoutError, exceptions.TimeoutError) as error:
            raise FetchError("slow", f"{host} did not answer in full within {seconds:g} seconds.") from error
        except (ssl.SSLError, exceptions.SSLError) as error:
            raise FetchError("tls", f"{host} shows no certificate that can be trusted.") from error
        except (http.client.HTTPException, exceptions.HTTPError, OSError) as error:
            raise FetchError("broken", f"{host} broke off, or sent what is no web page.") from error
        if not leads_to:
            return Fetched(target.url, status, known, body, tuple(hops))
        if len(hops) == REDIRECTS:
            raise FetchError("redirects", f"It was redirected more than {REDIRECTS} times.")
        moved = Target.of(leads_to, base=target.url, ports=way.ports)
        hops.append(Hop(status, moved.url))
        if not follow:
            return Fetched(target.url, status, known, body, tuple(hops))
        target = moved


def _answer(sock, target, method, headers, limit, deadline):
    """Return status, headers and body of one request, and where it redirects to or nothing."""
    kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
    connection = kind(target.name, target.port, timeout=_left(deadline))
    connection.sock = sock  # so that it makes none of its own
    with closing(connection):
        connection.request(method, target.path, headers=headers, preload_content=False)
        with closing(connection.getresponse()) as response:
            sock.most = LARGEST_HEAD + limit
            known = {name.lower(): response.headers[name] for name in response.headers}
            redirected = response.status in (301, 302, 303, 307, 308)
            # Servers write UTF-8, and http.client reads headers as Latin-1.
            leads_to = known.get("location", "").encode("latin-1", "replace").decode("utf-8", "replace")
            if redirected and leads_to.strip():
                return response.status, known, b"", leads_to
            return response.status, known, _body(response, limit) if limit else b"", ""


def _body(response, limit):
    body = bytearray()
    # read1 returns what has come; stream() would wait for a full buffer.
    while piece := response.read1(64 * 1024):
        body += piece
        if len(body) > limit:
            raise FetchError("large", f"It is larger than {limit / 1024 / 1024:g} MB.")
    return bytes(body)


def _connected(target, deadline, way):
    """Return a socket to one of the addresses of the host, once all of them were judged."""
    found = _resolved(target, deadline, way)
    if not found or not all(way.may_reach(ip_address(entry[4][0])) for entry in found):
        raise FetchError("refused", f"“{target.host}” does not lead to the public internet.")
    failure = None
    for place, (family, kind, protocol, _, address) in enumerate(found[:3]):
        sock = _Socket(family, kind, protocol)
        try:
            sock.settimeout(_left(deadline) / (min(len(found), 3) - place))  # one that is silent leaves time
            sock.connect(address)
            return _ready(sock, target, deadline, way)
        except ssl.SSLError:
            sock.close()
            raise
        except OSError as error:
            sock.close()
            failure = error
    if isinstance(failure, TimeoutError):
        raise failure
    raise FetchError("connection", f"{target.host} takes no connection.") from failure


def _ready(sock, target, deadline, way):
    if target.scheme == "https":
        context = way.trust()
        context.sslsocket_class = _SecureSocket
        sock.settimeout(_left(deadline))  # in OpenSSL, for the handshake as a whole
        sock = context.wrap_socket(sock, server_hostname=target.name.rstrip("."))
    sock.deadline = deadline
    return sock


def _resolved(target, deadline, way):
    """Ask in a thread: a name server may take longer than we wait, and cannot be interrupted."""
    answer = queue.SimpleQueue()

    def ask():
        try:
            answer.put(way.resolve(target.name, target.port, type=socket.SOCK_STREAM))
        except Exception as error:
            answer.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=_left(deadline))
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(found, socket.gaierror) and found.errno != socket.EAI_AGAIN:
        raise FetchError("name", f"There is no host called “{target.host}”.") from found
    if isinstance(found, OSError | UnicodeError):
        raise FetchError("connection", f"“{target.host}” could not be looked up just now.") from found
    if isinstance(found, Exception):
        raise found
    return found


def _left(deadline):
    """Seconds until the deadline. Raises TimeoutError once it is over."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Bounded:
    """A socket that waits until one deadline, not anew for each byte, and takes `most` bytes."""

    deadline = 0.0
    most = LARGEST_HEAD
    taken = 0

    def recv_into(self, *args):
        if self.taken > self.most:
            raise FetchError("large", "It sends more than a page holds.")
        self.settimeout(_left(self.deadline))
        got = super().recv_into(*args)
        self.taken += got
        return got


class _Socket(_Bounded, socket.socket):
    pass


class _SecureSocket(_Bounded, ssl.SSLSocket):
    pass
