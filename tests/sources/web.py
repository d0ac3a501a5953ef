"""A small web for the tests of gathering: sites by name, on 127.0.0.1, which answer as a test says.

The fixture `web` is one of them, new for each test; elsewhere, `with running() as web:`.

    def test_a_feed_is_polled(web):
        paper = web.site("paper.example")  # http and https, on their ordinary ports
        paper["/rss"] = Reply("<rss/>", "application/rss+xml", etag='"1"')
        paper["/old"] = redirect("/rss", 301)
        web.leads["inside.example"] = "10.0.0.1"

        web.fetch("https://paper.example/rss")  # fetch() of sources/fetch.py, on the way to this web

        assert paper.paths == ["/rss"]
        assert paper.most == 1  # requests at once

A path without a reply is answered 404, so robots.txt too. A reply may be a function of the Request,
which may wait for an event, count, or answer otherwise the second time. A reply with an ETag or a
Last-Modified is answered 304 where the request names the same. A name that is no site and leads nowhere
is not known; one that leads anywhere but to 127.0.0.1 is refused, as in production.
"""

import gzip
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from http import HTTPStatus
from threading import Lock

from sources.fetch import fetch
from tests.sources.server import certified, names, serving, way


@dataclass(frozen=True)
class Request:
    """Names of `headers` are in small letters; `path` holds the query."""

    method: str
    path: str
    headers: Mapping[str, str]

    @classmethod
    def of(cls, head: str) -> "Request":
        first, *lines = head.split("\r\n")
        method, path, _ = first.split(" ")
        return cls(
            method, path, {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        )


@dataclass(frozen=True)
class Reply:
    """What is said at one path. Seconds pass: `delay` before it begins, `trickle` after each byte of it.

    An `endless` body begins again and again; a `packed` one goes out as gzip.
    """

    body: bytes | str = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    etag: str = ""
    modified: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0
    trickle: float = 0
    endless: bool = False
    packed: bool = False

    def pieces(self, request: Request) -> Iterator[bytes]:
        """The bytes of the answer to `request`, as they go out."""
        time.sleep(self.delay)
        if self.is_known(request):
            said = Reply(status=304, kind=self.kind, etag=self.etag, modified=self.modified)
            yield said.head(length=None)
            return
        whole = self.head(length=None if self.endless else len(self.sent)) + self.sent
        if request.method == "HEAD":
            yield self.head(length=len(self.sent))
        elif self.trickle:
            for byte in whole:
                yield bytes([byte])
                time.sleep(self.trickle)
        else:
            yield whole
        while self.endless and request.method != "HEAD":
            yield self.sent

    def is_known(self, request: Request) -> bool:
        """Whether the one who asks has it already."""
        if "if-none-match" in request.headers:
            return bool(self.etag) and request.headers["if-none-match"] == self.etag
        return bool(self.modified) and request.headers.get("if-modified-since") == self.modified

    def head(self, length: int | None) -> bytes:
        said = {
            "Content-Type": self.kind,
            "Connection": "close",
            "ETag": self.etag,
            "Last-Modified": self.modified,
            "Content-Encoding": "gzip" if self.packed else "",
            "Content-Length": "" if length is None else str(length),
            **self.headers,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
        return f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\n{lines}\r\n".encode()

    @cached_property
    def sent(self) -> bytes:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        return gzip.compress(body, mtime=0) if self.packed else body


def redirect(to: str, status: int = 302) -> Reply:
    """One to its own path is a loop."""
    return Reply(status=status, headers={"Location": to})


def bomb(megabytes: int = 8) -> Reply:
    """A thousandth of what it unpacks to."""
    return Reply(bytes(megabytes * 1024 * 1024), packed=True)


class Site(dict[str, Reply | Callable[[Request], Reply]]):
    """Path -> reply, with or without its query; and what was asked."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name
        self.requests: list[Request] = []
        self.most = 0
        self._at_once = 0
        self._lock = Lock()

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def answer(self, request: Request) -> Iterator[bytes]:
        """Yield the answer. Its last piece goes out uncounted: whoever has it may ask again at once."""
        self._count(request)
        try:
            held = b""
            for piece in self._reply(request).pieces(request):
                yield held
                held = piece
        finally:
            with self._lock:
                self._at_once -= 1
        yield held

    def _count(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)
            self._at_once += 1
            self.most = max(self.most, self._at_once)

    def _reply(self, request: Request) -> Reply:
        path = request.path
        reply = self.get(path) or self.get(path.partition("?")[0]) or Reply("Not found", status=404)
        return reply if isinstance(reply, Reply) else reply(request)


class Web:
    """Sites by name. `leads` holds names that lead to another address, public or not."""

    def __init__(self, ports: Mapping[int, int]):
        self.leads: dict[str, str] = {}
        self.way = way(resolve=self._resolve, may_reach=lambda ip: str(ip) == "127.0.0.1")
        self.fetch = partial(fetch, way=self.way)
        self._ports = ports
        self._sites: dict[str, Site] = {}

    def site(self, name: str) -> Site:
        """The site called `name`, made at its first mention."""
        return self._sites.setdefault(name, Site(name))

    def answer(self, head: str) -> Iterator[bytes]:
        request = Request.of(head)
        return self._sites[request.headers["host"].partition(":")[0]].answer(request)

    def _resolve(self, host, port, **hints):
        if host in self._sites:
            return names()("news.example", self._ports.get(port, port))
        if host in self.leads:
            return names(**{host: [self.leads[host]]})(host, port)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@contextmanager
def running() -> Iterator[Web]:
    """Run a web until the end of the block."""
    ports: dict[int, int] = {}
    web = Web(ports)
    by_name = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    by_name.sni_callback = lambda sock, name, _: setattr(sock, "context", certified(name))
    with serving(web.answer) as (plain, _), serving(web.answer, tls=by_name) as (secure, _):
        ports.update({80: plain, 443: secure})
        yield web
