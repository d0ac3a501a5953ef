"""Following feeds: what an address offers, and which feeds are polled from now on.

Nothing is stored until somebody has seen what a feed holds and says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.db import IntegrityError, transaction

from sources import parsing
from sources.canonical import canonical_url
from sources.models import Feed, Source
from sources.networks import FetchError
from sources.parsing import Entry, FeedLink, ParsedFeed, ParseError
from sources.parsing.languages import language
from sources.parsing.opml import unmarked
from sources.parsing.pages import FEED_PATH
from sources.parsing.plain import absolute, plain

COMMON = ("/feed", "/rss", "/atom.xml", "/feed.json", "/index.xml")
MOST = 5  # feeds of one site that are read at once
SECONDS = timedelta(seconds=30)  # then no new question is begun
NEWEST, DATED = 3, 20  # entries shown; entries whose dates tell how often one comes
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LONGEST = 1000  # characters, as in the column
PERMANENT = frozenset({301, 308})


@dataclass(frozen=True)
class Offer:
    """A feed that could be followed, and what it holds; or why it cannot be read."""

    url: str
    title: str = ""
    home_page: str = ""
    language: str = ""
    count: int = 0
    newest: tuple[Entry, ...] = ()
    a_week: float | None = None  # entries; None where too few have a date
    trouble: str = ""
    feed: Feed | None = None  # the one that follows it already


@dataclass(frozen=True)
class Site:
    """What an address offers: the feeds that were read, and those that it names besides."""

    name: str
    home_page: str
    language: str
    offers: tuple[Offer, ...]
    others: tuple[FeedLink, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A feed that somebody wants, as a page or a list names it."""

    url: str
    title: str = ""
    home_page: str = ""


@dataclass(frozen=True)
class Plan:
    """What following it would do: `source` is stored already where it has a key."""

    wanted: Wanted
    source: Source
    feed: Feed | None  # the one that follows it already


def look(address: str, *, visit: Callable, clock: Callable[[], datetime]) -> Site:
    """Ask the server of `address`, a page or a feed, and return what there is to follow.

    `visit(url, robots=…)` asks a server. Raises FetchError, or ValueError with a sentence.
    """
    url, until = _whole(address), clock() + SECONDS
    is_feed_like = bool(FEED_PATH.search(urlsplit(url).path))
    got = _answered(visit(url, robots=not is_feed_like))
    try:
        return _site(_offer(got, url, clock()))
    except ParseError:
        page = parsing.page(got.body, url=got.url, content_type=got.headers.get("content-type", ""))
    guest = _Guest(visit, clock, until)
    offers = [guest.offer(link) for link in page.feeds[:MOST]] if page.feeds else guest.search(got.url)
    if not offers:
        raise ValueError(f"{urlsplit(got.url).hostname} names no feed, and none stands in the usual places.")
    home_page = urljoin(got.url, "/")
    name = page.site_name or plain(urlsplit(got.url).hostname.removeprefix("www."), 120)
    return Site(name, home_page, page.language, _marked(offers), page.feeds[MOST:])


def plan(wanted: Iterable[Wanted]) -> list[Plan]:
    """Say of each whose feed it would be, by a bounded number of queries. Nothing is stored.

    A feed is filed under the source of its name, or the one whose home page stands on its server.
    """
    followed, known = _followed(), _Known()
    return [Plan(one, known.of(one), followed.get(_key(one.url))) for one in wanted]


@transaction.atomic
def follow(wanted: Iterable[Wanted], *, now: datetime, source: Source | None = None) -> int:
    """Poll these feeds from now on, under `source` or each under its own; return how many are new.

    Raises ValueError, with a sentence, and then nothing is stored.
    """
    plans = {}
    for one in plan(wanted):
        if not absolute(one.wanted.url) or len(one.wanted.url) > LONGEST:
            raise ValueError(f"“{one.wanted.url[:100]}” is no address of a feed.")
        if not one.feed:
            plans.setdefault(_key(one.wanted.url), one)
    try:
        with transaction.atomic():
            new = {id(of): of for one in plans.values() if not (of := source or one.source).pk}
            Source.objects.bulk_create(new.values())
            Feed.objects.bulk_create(
                Feed(
                    source=source or one.source,
                    url=one.wanted.url,
                    title=plain(one.wanted.title, 300),
                    next_poll_at=now,
                )
                for one in plans.values()
            )
    except IntegrityError:
        raise ValueError("A colleague followed one of these in the same moment. Look again.") from None
    return len(plans)


def _whole(address):
    """The address as a browser would understand it: people leave out https://."""
    address = unmarked(address.strip())
    url = absolute(address if "://" in address else f"https://{address}")
    if not url or "." not in (urlsplit(url).hostname or "") or " " in address:
        raise ValueError(f"“{address[:100]}” is no web address.")
    return url


def _answered(got):
    if not 200 <= got.status < 300:
        raise FetchError("status", f"The server answered {got.status}.")
    return got


def _site(offer):
    home_page = absolute(offer.home_page) or urljoin(offer.url, "/")
    name = offer.title or urlsplit(home_page).hostname
    return Site(name, home_page, offer.language, _marked([offer]))


def _offer(got, url, now):
    """Raises ParseError where it is no feed."""
    read: ParsedFeed = parsing.feed(got.body, url=got.url, content_type=got.headers.get("content-type", ""))
    newest = sorted(read.entries, key=lambda one: one.published_at.timestamp() if one.published_at else 0)
    return Offer(
        got.url if all(hop.status in PERMANENT for hop in got.hops) else url,
        read.title,
        read.home_page,
        read.language,
        len(read.entries),
        tuple(reversed(newest[-NEWEST:])),
        _a_week(read.entries, now),
    )


def _a_week(entries, now):
    dates = sorted((one.published_at for one in entries if one.published_at), reverse=True)[:DATED]
    return len(dates) * (WEEK / max(DAY, now - dates[-1])) if len(dates) > 1 else None


def _marked(offers):
    """Each once, and with the feed that follows it already."""
    followed = _followed()
    once = {_key(one.url): one for one in reversed(offers)}
    return tuple(Offer(**{**vars(one), "feed": followed.get(key)}) for key, one in reversed(once.items()))


def _key(url):
    """Of the feeds that are followed, no two differ in http and https alone."""
    try:
        return canonical_url(url).partition("://")[2].rstrip("/")
    except ValueError:
        return url


def _followed():
    return {_key(feed.url): feed for feed in Feed.objects.order_by().only("url", "title")}


@dataclass(frozen=True)
class _Guest:
    """Asks for feeds as long as there is time."""

    visit: Callable
    clock: Callable
    until: datetime

    def offer(self, link):
        """What the feed behind a link holds, or why that is not known."""
        if self.clock() > self.until:
            return Offer(link.url, link.title, trouble="There was no time to read it. Look at it alone.")
        try:
            read = _offer(_answered(self.visit(link.url, robots=False)), link.url, self.clock())
        except (FetchError, ParseError) as error:
            return Offer(link.url, link.title, trouble=str(error))
        return Offer(**{**vars(read), "title": read.title or link.title})

    def search(self, url):
        """The first feed in the usual places of a site, or nothing."""
        for path in COMMON:
            found = self.offer(FeedLink(urljoin(url, path), "", ""))
            if not found.trouble:
                return [found]
        return []


class _Known:
    """The sources that there are, by name and by the server of their home page; read once."""

    def __init__(self):
        self.by_name, self.by_host = {}, {}
        for source in Source.objects.order_by("rank", "pk"):
            self.by_name.setdefault(source.name.casefold(), source)
            self.by_name.setdefault(source.credit_line.casefold(), source)
            self.by_host.setdefault(_host(source.home_page), source)
        self.by_name.pop("", None)

    def of(self, wanted):
        name = plain(wanted.title, 120) or (_host(wanted.home_page) or _host(wanted.url))[:120]
        # One server may hold the feeds of many; only a home page tells whose this is.
        host = _host(wanted.home_page)
        found = self.by_name.get(name.casefold()) or (self.by_host.get(host) if host else None)
        if not found:
            home_page = absolute(wanted.home_page)
            home_page = home_page if len(home_page) <= 200 else ""
            found = Source(name=name, home_page=home_page, language=language("", name) or "en")
            self.by_name[name.casefold()] = found
            self.by_host.setdefault(host, found)
        return found


def _host(url):
    return (urlsplit(absolute(url)).hostname or "").removeprefix("www.")
