"""Checking addresses: which are wanted, what an answer means, and when to ask again.

The row is the queue. No transaction spans a fetch.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote

from sources.canonical import canonical_url
from sources.fetch import FetchError
from sources.models.links import PAUSE, Host, Link
from sources.networks import LONGEST, host_of
from sources.visits import DAY, WEEK, retry_after

RENEWED = timedelta(days=1)  # how often a row notes that it is still wanted
SOON = timedelta(minutes=5)
# Servers that do not expect HEAD refuse it, break off, never end, or say that nothing is there.
ASKED_AGAIN = frozenset({"broken", "slow"})
PERMANENT = frozenset({301, 308})
GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Outcome:
    state: str
    status: int | None = None
    leads_to: str = ""
    error: str = ""
    busy: str = ""  # the server that asks to be left alone
    again: str = ""  # until when, as it says in Retry-After


def digest(address):
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()


def want(addresses, now):
    """Make rows for the web addresses that are not known yet; return how many."""
    wanted = {digest(address): address for address in addresses if _host(address)}
    known = Link.objects.filter(digest__in=wanted)
    known.filter(wanted_at__lt=now - RENEWED).update(wanted_at=now)
    held = set(known.values_list("digest", flat=True))
    new = {name: address for name, address in wanted.items() if name not in held}
    if not new:
        return 0
    names = {_host(address) for address in new.values()}
    Host.objects.bulk_create([Host(name=name, free_at=now) for name in sorted(names)], ignore_conflicts=True)
    hosts = dict(Host.objects.filter(name__in=names).values_list("name", "pk"))
    Link.objects.bulk_create(
        [
            Link(digest=name, address=address, host_id=hosts[_host(address)], wanted_at=now, due_at=now)
            for name, address in new.items()
        ],
        ignore_conflicts=True,  # another worker wants the same
    )
    return len(new)


def again(addresses, now):
    """Make the addresses due at once, for a person who asks."""
    addresses = list(addresses)
    want(addresses, now)
    Link.objects.filter(digest__in=map(digest, addresses)).update(due_at=now, wanted_at=now)


def check_next(clock, fetch):
    """Check the address that is due the longest and whose server is free; return whether there was one.

    `clock` tells the time, since a check takes up to 20 seconds. `fetch` is that of `sources/fetch.py`.
    """
    link = Link.objects.claim(clock())
    if link is None:
        return False
    outcome = None
    try:
        outcome = look(link.address, fetch)
        _record(link, outcome, clock())
    finally:
        _free(link, outcome, clock())
    return True


def look(address, fetch):
    """Return the Outcome of asking for `address` now, by HEAD, and by GET where HEAD is not believed."""
    try:
        return _answered(address, _got(address, fetch))
    except FetchError as error:
        states = {"refused": Link.State.REFUSED, "name": Link.State.DEAD}
        return Outcome(states.get(error.reason, Link.State.UNKNOWN), error=str(error))


def _free(link, outcome, now):
    """Let others ask its server; one that asks to be left alone rests for everybody, for a day at most."""
    asked = outcome and outcome.busy and retry_after({"retry-after": outcome.again}, now)
    pause, rest = now + PAUSE, max(now + PAUSE, min(asked or now, now + DAY))
    is_own = bool(asked) and outcome.busy == _host(link.address)
    Host.objects.free(link.host_id, link.due_at, rest if is_own else pause)
    if asked and not is_own:  # a redirect led there
        there = Host.objects.named(outcome.busy, now)
        Host.objects.filter(pk=there.pk, free_at__lt=rest).update(free_at=rest)


def _got(address, fetch):
    try:
        got = fetch(address, method="HEAD", limit=0)
        if got.status < 400 or got.status == 429 or (got.status == 503 and "retry-after" in got.headers):
            return got
    except FetchError as error:
        if error.reason not in ASKED_AGAIN:
            raise
    return fetch(address, method="GET", limit=0)


def _answered(address, got):
    if got.status in GONE:
        return Outcome(Link.State.DEAD, got.status, error=f"The server says that it is gone ({got.status}).")
    if not 200 <= got.status < 300:
        sentence = f"The server answered {got.status}, as many do to machines."
        again = got.headers.get("retry-after", "") if got.status in (429, 503) else ""
        return Outcome(Link.State.UNKNOWN, got.status, error=sentence, busy=_host(got.url), again=again)
    leads_to = _moved_to(got.hops)
    if leads_to and _page(leads_to) != _page(address):
        return Outcome(Link.State.MOVED, got.status, leads_to)
    return Outcome(Link.State.SOUND, got.status)


def _moved_to(hops):
    """Where the redirects lead that are for good; one for now, and whatever follows it, does not count."""
    leads_to = ""
    for hop in hops:
        if hop.status not in PERMANENT:
            break
        leads_to = hop.url
    return leads_to


def _page(address):
    """What names a page, so that https, www. and a slash at the end make no other."""
    _, _, rest = canonical_url(address).partition("://")
    return unquote(rest).removeprefix("www.").rstrip("/")


def _record(link, outcome, now):
    """Write down what was found, unless the claim lapsed or a person asked again meanwhile."""
    sound = outcome.state in (Link.State.SOUND, Link.State.MOVED)
    failures = 0 if sound else link.failures + 1
    state = outcome.state
    if state == Link.State.DEAD and outcome.status is None and failures < 2:
        state = Link.State.UNKNOWN  # no such name: it may have been our own name server
    wait = WEEK if sound else min(DAY, SOON * 4 ** min(failures - 1, 6))
    Link.objects.filter(pk=link.pk, due_at=link.due_at).update(
        state=state,
        status=outcome.status,
        leads_to=outcome.leads_to,
        error=outcome.error,
        failures=failures,
        checked_at=now,
        due_at=now + wait,
    )


def _host(address):
    """The host of a web address, in small letters; nothing where it is none."""
    try:
        return host_of(address)[:255] if len(address) <= LONGEST else ""
    except ValueError:
        return ""
