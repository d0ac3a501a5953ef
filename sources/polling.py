"""Polling feeds: whose turn it is, what an answer means, and when to ask again.

The row is the queue: any number of workers poll, and no two the same feed. A feed is asked more often the
more often it brings something. No transaction spans a fetch.
"""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from sources import intake
from sources.entries import found_in
from sources.mentions import fold
from sources.models import Feed, Seen
from sources.networks import FetchError
from sources.parsing import ParseError
from sources.parsing import feed as parsed
from sources.visits import Rests, retry_after

OFTENEST, SELDOMEST = 15 * 60, 24 * 60 * 60  # seconds between two polls
SLOWER, FASTER = 1.5, 0.5
FAILED = timedelta(minutes=5)  # after the first failure; twice as long after each further one
BUSY = timedelta(seconds=5)
DAY = timedelta(days=1)
SLICE = 50  # entries a transaction, so that nobody waits long for a writer
PERMANENT = frozenset({301, 308})


class Gone(Exception):
    """The feed is not to be asked again; the text says why."""


class Wait(Exception):
    """The server was asked too often, or is in trouble; `until` is when it wishes to be asked again."""

    def __init__(self, sentence, until):
        super().__init__(sentence)
        self.until = until


def poll_next(clock, visit):
    """Poll the feed that is due the longest and whose server is free; return whether there was one.

    `clock` tells the time. `visit(url, headers=…)` asks a server, or raises FetchError.
    """
    now = clock()
    feed = Feed.objects.claim(now)
    if feed is None:
        return False
    claimed = feed.next_poll_at
    try:
        changes = poll(feed, visit, clock)
    except Rests as error:
        changes = {"next_poll_at": error.until, "last_error": str(error)}
    except FetchError as error:
        if error.reason == "busy":
            changes = {"next_poll_at": now + BUSY}
        else:
            changes = failed(feed, str(error), clock())
    except ParseError as error:
        changes = failed(feed, str(error), clock())
    except Wait as error:
        changes = failed(feed, str(error), clock(), until=error.until)
    except Gone as error:
        changes = failed(feed, str(error), clock()) | {"active": False}
    _record(feed, claimed, changes)
    return True


def poll(feed, visit, clock):
    """Ask a feed and keep what is new; return the columns that change."""
    got = visit(feed.url, headers=_conditions(feed))
    now = clock()
    changes = {"polled_at": now, **_moved(feed, got)}
    if got.status == 304:
        return changes | _settled(feed, now)
    if got.status == 410:
        raise Gone("The server says that this feed is gone for good (410), so it is not asked any more.")
    if got.status in (429, 503):
        raise Wait(f"The server asks to be left alone for now ({got.status}).", retry_after(got.headers, now))
    if not 200 <= got.status < 300:
        raise FetchError("status", f"The server answered {got.status}.")
    read = parsed(got.body, url=got.url, content_type=got.headers.get("content-type", ""))
    new = keep_entries(feed, read.entries, now)
    return {
        **changes,
        **_settled(feed, now, brought=bool(new)),
        "etag": _said(got, "etag", 500),
        "last_modified": _said(got, "last-modified", 100),
        "read_at": now,
        "last_error": read.trouble,
        "title": feed.title or read.title[:300],
    }


def keep_entries(feed, entries, now):
    """Clip the entries that this feed did not bring before; return the new clippings.

    Left out are those that its words leave out, and those too old to be kept.
    """
    # Feeds begin with what is newest; of what is clipped in one moment the last stands first in the queue.
    rows, new = [*reversed(found_in(wanted(feed, entries, now), feed.url).items())], []
    for first in range(0, len(rows), SLICE):
        new += _keep_slice(feed, dict(rows[first : first + SLICE]), now)
    return new


def _keep_slice(feed, found, now):
    with transaction.atomic():
        known = Seen.objects.filter(feed=feed, digest__in=found)
        fresh = found.keys() - set(known.values_list("digest", flat=True))
        known.filter(seen_at__lt=now - DAY).update(seen_at=now)
        new = [found[digest] for digest in found if digest in fresh]
        Seen.objects.bulk_create(
            (Seen(feed=feed, digest=digest, seen_at=now) for digest in fresh), ignore_conflicts=True
        )
        return intake.keep(new, source=feed.source, feed=feed, now=now) if new else []


def wanted(feed, entries, now):
    """The entries that hold one of the keep-only words, where there are any, and none of the drop words."""
    only, drop = words(feed.keep_only), words(feed.drop)
    oldest = settings.KEEP_CLIPPINGS and now - timedelta(days=settings.KEEP_CLIPPINGS)
    for entry in entries:
        text = _folded(f"{entry.title} {entry.summary}")
        if oldest and entry.published_at and entry.published_at < oldest:
            continue
        if (not only or any(word in text for word in only)) and not any(word in text for word in drop):
            yield entry


def words(lines):
    return [word for line in lines.splitlines() if (word := _folded(line))]


def _folded(text):
    """With one form for each apostrophe and full-width letter: people type one, papers print another."""
    return " ".join(fold(text).casefold().split())


def failed(feed, sentence, now, until=None):
    """The columns of a feed that could not be read: it is asked again later each time, within a day."""
    wait = min(DAY, max(timedelta(seconds=feed.pause), FAILED * 2 ** min(feed.failures, 9)))
    return {
        "polled_at": now,
        "next_poll_at": max(until, now + timedelta(seconds=OFTENEST)) if until else now + wait,
        "failures": feed.failures + 1,
        "failing_since": feed.failing_since or now,
        "last_error": sentence,
    }


def _settled(feed, now, brought=False):
    """The columns of a feed that answered."""
    pause = feed.pause * (FASTER if brought else SLOWER)
    pause = int(min(SELDOMEST, max(OFTENEST, pause)))
    return {
        "succeeded_at": now,
        "next_poll_at": now + timedelta(seconds=pause),
        "pause": pause,
        "failures": 0,
        "failing_since": None,
        "last_error": "",
        **({"brought_at": now} if brought else {}),
    }


def _conditions(feed):
    return {
        name: value
        for name, value in (("If-None-Match", feed.etag), ("If-Modified-Since", feed.last_modified))
        if value
    }


def _said(got, name, most):
    """A header that can be kept and sent back as it is, or nothing."""
    said = got.headers.get(name, "")
    return said if len(said) <= most and said.isprintable() else ""


def _moved(feed, got):
    """A new address, where every redirect to it is for good. Raises Gone where it is followed already."""
    leads_to = ""
    for hop in got.hops:
        if hop.status not in PERMANENT:
            break
        leads_to = hop.url
    if not leads_to or leads_to == feed.url or got.status not in (200, 304) or len(leads_to) > 1000:
        return {}
    if Feed.objects.filter(url=leads_to).exclude(pk=feed.pk).exists():
        raise Gone(f"This feed moved to {leads_to}, which is followed already.")
    return {"url": leads_to, "host": None}


def _record(feed, claimed, changes):
    """Write down what came of a poll, unless its claim lapsed meanwhile."""
    row = Feed.objects.filter(pk=feed.pk, next_poll_at=claimed)
    try:
        with transaction.atomic():
            row.update(**changes)
    except IntegrityError:  # somebody followed the address it moved to in this very moment
        row.update(**{name: value for name, value in changes.items() if name not in ("url", "host")})
