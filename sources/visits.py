"""Visiting somebody's web server as a guest: one question at a time, with pauses, and where machines may.

Feeds, pages and link checks share one row a server, so all of them together keep to it.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from sources import robots
from sources.fetch import REDIRECTS, SECONDS, Fetched
from sources.models.links import CLAIM, PAUSE, Host
from sources.networks import FetchError, Target, host_of

PATIENCE = 10.0  # seconds that whoever waits waits for a server
STEP = 0.5
KEPT = timedelta(days=1)  # how long a robots.txt is believed. Source: RFC 9309, section 2.4.
ASKED_AGAIN = timedelta(minutes=10)  # where the server was in trouble
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# Where robots.txt cannot be had for these reasons, neither can the page, and that is what is said.
UNREACHABLE = frozenset({"address", "refused", "port", "name", "connection", "tls", "busy", "rests"})


class Rests(FetchError):
    """The server asked to be left alone until `until`, and so it was not asked."""

    def __init__(self, host, until):
        super().__init__("rests", f"{host} asks to be left alone for now, so it was not asked.")
        self.until = until


def visit(
    url: str,
    *,
    clock: Callable[[], datetime],
    fetch: Callable[..., Fetched],
    wait: Callable[[float], None] | None,
    headers: Mapping[str, str] | None = None,
    robots: bool = True,
) -> Fetched:
    """Return what stands at `url`, as `fetch` of sources/fetch.py does. Raises FetchError.

    Each server on the way is this visit's alone until its end. One that is not free is waited for by
    `wait(seconds)`, ten seconds in all; without `wait` the reason is `busy` at once. One that asked to
    be left alone rests for everybody, for a day at most; then the reason is `rests`. With `robots`, for
    pages, the robots.txt of each server holds: `robots` is the reason where it refuses. `headers` may
    make it conditional; what is not new then has status 304 and no body. The limits of one fetch in
    time and redirects hold for the whole.
    """
    address = Target.of(url).url
    with ExitStack() as held:
        return _Visit(clock, fetch, wait, held).walk(address, headers or {}, heeding=robots)


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when a server that answered 429 or 503 wishes to be asked again, or None: it does not say.

    It is within a week. Source: RFC 9110, section 10.2.3: seconds, or a date.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return now + min(timedelta(seconds=int(said[:9])), WEEK)
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at, now), now + WEEK)


@dataclass
class _Visit:
    clock: Callable
    fetch: Callable
    wait: Callable | None
    held: ExitStack  # frees the servers when it closes
    hosts: dict = field(default_factory=dict)  # name -> row of a server that is ours for now
    rests: dict = field(default_factory=dict)  # its key -> when it wishes to be asked again, where it says
    left: float = SECONDS  # of fetching
    patience: float = PATIENCE

    def walk(self, address, headers, *, heeding):
        """Fetch, redirect by redirect, since each may lead to another server."""
        hops = ()
        while True:
            host = self.host(address)
            if heeding:
                self.heed(host, address)
            got = self.ask(address, headers)
            if got.status in (429, 503):
                self.rests[host.pk] = retry_after(got.headers, self.clock())
            if not got.hops:
                return replace(got, hops=hops)
            if len(hops) == REDIRECTS:
                raise FetchError("redirects", f"It was redirected more than {REDIRECTS} times.")
            hops += got.hops
            address = hops[-1].url

    def ask(self, address, headers):
        began = self.clock()
        try:
            return self.fetch(address, headers=headers, seconds=max(round(self.left, 1), 0), follow=False)
        finally:
            self.left -= (self.clock() - began).total_seconds()

    def host(self, address):
        """The server of `address`, which nobody else asks until this visit is over."""
        name = host_of(address)[:255]
        if name not in self.hosts:
            host = Host.objects.named(name, self.clock())
            claimed = self.claim(host)
            self.held.callback(self.free, host, claimed)
            self.hosts[name] = host
        return self.hosts[name]

    def claim(self, host):
        if host.free_at > self.clock() + CLAIM:  # longer than any claim
            raise Rests(host, host.free_at)
        while not (claimed := Host.objects.claim(host.pk, self.clock())):
            if not self.wait or self.patience <= 0:
                raise FetchError("busy", f"{host} was asked only just now. Try again in a minute.")
            self.wait(STEP)
            self.patience -= STEP
        return claimed

    def free(self, host, claimed):
        now, pause = self.clock(), max(PAUSE, timedelta(seconds=robots.pause(host.robots)))
        until = min(self.rests.get(host.pk) or now, now + DAY)
        Host.objects.free(host.pk, claimed, max(until, now + pause))

    def heed(self, host, address):
        """Raises FetchError where the server asks machines not to read what stands at `address`."""
        kept = KEPT if robots.is_settled(host.robots_status) else ASKED_AGAIN
        if not host.robots_at or self.clock() >= host.robots_at + kept:
            self.learn(host, address)
        if not robots.is_settled(host.robots_status):
            raise FetchError("robots", f"{host} does not say just now whether machines may read its pages.")
        if not robots.may_read(host.robots, address):
            raise FetchError("robots", f"{host} asks machines not to read this page.")

    def learn(self, host, address):
        """Ask for robots.txt, and keep what it says."""
        host.robots, host.robots_status, host.robots_at = "", None, self.clock()
        try:
            got = self.walk(urljoin(address, "/robots.txt"), {}, heeding=False)
        except FetchError as error:
            if error.reason in UNREACHABLE:
                raise
        else:
            host.robots_status = got.status
            host.robots = robots.concerning(got.body) if 200 <= got.status < 300 else ""
        host.save(update_fields=["robots", "robots_status", "robots_at"])
