"""What an address offers to follow, and how feeds do that are followed."""

from datetime import timedelta
from functools import partial

import pytest

from sources import following
from sources.following import Wanted, follow, look, plan
from sources.health import health
from sources.models import Feed, Source
from sources.networks import FetchError
from sources.visits import visit
from tests.factories import NOON, make_clipping, make_source
from tests.sources.test_visits import Clock
from tests.sources.web import Reply

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
pytestmark = pytest.mark.django_db


def rss(*titles, title="Harbour Daily"):
    """The first came this noon, each further one two days before."""
    items = "".join(
        f"<item><title>{words}</title><link>https://harbour.example/{place}</link>"
        f"<pubDate>{NOON - 2 * place * DAY:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for place, words in enumerate(titles)
    )
    about = f"<title>{title}</title><link>https://harbour.example/</link>"
    return Reply(f"<rss version='2.0'><channel>{about}{items}</channel></rss>", "application/rss+xml")


def naming(*paths):
    links = "".join(f"<link rel=alternate type=application/rss+xml href={path}>" for path in paths)
    return Reply(f"<html><head><meta property=og:site_name content='Harbour Daily'>{links}</head></html>")


@pytest.fixture
def harbour(web):
    return web.site("harbour.example")


@pytest.fixture
def looked(web):
    """What an address offers, asked at noon by somebody who waits."""
    clock = Clock()
    go = partial(visit, clock=clock, fetch=web.fetch, wait=clock.wait)
    return partial(look, visit=go, clock=clock)


def make_feed(url="https://harbour.example/rss", **facts):
    source = facts.pop("source", None) or make_source()
    return Feed.objects.create(**{"source": source, "url": url, "polled_at": NOON, **facts})


# What an address offers


def test_the_feeds_that_a_page_names_are_read(harbour, looked):
    harbour["/"] = naming("/news.xml", "/ships.xml")
    harbour["/news.xml"], harbour["/ships.xml"] = rss("A crane falls"), rss(title="Ships")

    site = looked("harbour.example")  # as people write it

    assert site.name == "Harbour Daily"
    assert [(one.url, one.title, one.count) for one in site.offers] == [
        ("https://harbour.example/news.xml", "Harbour Daily", 1),
        ("https://harbour.example/ships.xml", "Ships", 0),
    ]


def test_an_offer_tells_its_newest_entries_and_how_many_come(harbour, looked):
    harbour["/feed"] = rss("Noon", "Two days before", "Four", "Six", "Eight")

    [offer] = looked("https://harbour.example/feed").offers

    assert [entry.title for entry in offer.newest] == ["Noon", "Two days before", "Four"]
    assert offer.a_week == pytest.approx(5 / 8 * 7)


def test_an_address_of_a_feed_is_asked_once_and_not_for_robots(harbour, looked):
    harbour["/feed"] = rss("A crane falls")
    looked("https://harbour.example/feed")

    assert harbour.paths == ["/feed"]


def test_a_feed_at_any_address_is_told_by_what_it_holds(harbour, looked):
    harbour["/all"] = rss("A crane falls")

    assert looked("https://harbour.example/all").offers[0].count == 1


def test_usual_places_are_tried_where_a_page_names_no_feed(harbour, looked):
    harbour["/"], harbour["/atom.xml"] = Reply("<html>Boats</html>"), rss("A crane falls")

    assert [one.url for one in looked("harbour.example").offers] == ["https://harbour.example/atom.xml"]
    assert harbour.paths == ["/robots.txt", "/", "/feed", "/rss", "/atom.xml"]
    assert harbour.most == 1


def test_usual_places_are_left_alone_where_a_page_names_feeds(harbour, looked):
    harbour["/"], harbour["/news.xml"] = naming("/news.xml"), rss()
    looked("harbour.example")

    assert harbour.paths == ["/robots.txt", "/", "/news.xml"]


def test_a_site_without_feeds_says_so_in_a_sentence(harbour, looked):
    harbour["/"] = Reply("<html>Boats</html>")

    with pytest.raises(ValueError, match=r"^harbour\.example names no feed, and none stands in the usual"):
        looked("harbour.example")


def test_one_feed_that_cannot_be_read_keeps_its_reason(harbour, looked):
    harbour["/"], harbour["/news.xml"] = naming("/gone.xml", "/news.xml"), rss("A crane falls")

    gone, news = looked("harbour.example").offers

    assert (gone.trouble, news.trouble) == ("The server answered 404.", "")


def test_a_site_of_many_feeds_is_asked_for_five(harbour, looked):
    harbour["/"] = naming(*(f"/{number}.xml" for number in range(8)))
    site = looked("harbour.example")

    assert len(site.offers) == following.MOST
    assert [one.url[-6:] for one in site.others] == ["/5.xml", "/6.xml", "/7.xml"]


def test_a_slow_site_is_not_asked_for_ever(harbour, looked, web):
    harbour["/"] = naming("/1.xml", "/2.xml", "/3.xml")
    harbour["/1.xml"] = rss("A crane falls")
    late = Clock()

    def slowly(url, **options):
        late.wait(16)
        return looked.keywords["visit"](url, **options)

    first, _, third = look("harbour.example", visit=slowly, clock=late).offers
    assert (first.count, third.trouble) == (1, "There was no time to read it. Look at it alone.")


def test_what_is_followed_already_is_named(harbour, looked):
    feed = make_feed("http://harbour.example/feed/")
    harbour["/feed"] = rss("A crane falls")

    assert looked("feed:https://harbour.example/feed").offers[0].feed == feed


def test_a_page_that_machines_may_not_read_is_not_read(harbour, looked):
    harbour["/robots.txt"] = Reply("User-agent: *\nDisallow: /", "text/plain")

    with pytest.raises(FetchError, match="asks machines not to read"):
        looked("harbour.example")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "no web address"),
        ("two words.example", "no web address"),
        ("ftp://harbour.example/", "no web address"),
        ("http://127.0.0.1/", "public internet"),
        ("https://nowhere.example/", "no host called"),
    ],
    ids=["empty", "words", "scheme", "inside", "unknown"],
)
def test_an_address_that_leads_nowhere_is_refused_in_a_sentence(address, words, looked):
    with pytest.raises((ValueError, FetchError), match=words) as refused:
        looked(address)
    assert str(refused.value).endswith(".")


# Following


def test_a_feed_is_polled_at_once_under_its_source():
    paper = make_source("The Paper")

    assert follow([Wanted("https://paper.example/rss", "News")], source=paper, now=NOON) == 1
    feed = Feed.objects.get()
    assert (feed.source, feed.title, feed.next_poll_at) == (paper, "News", NOON)
    assert Feed.objects.due(NOON).get() == feed


def test_a_new_source_is_stored_with_its_feeds():
    follow([Wanted("https://a.example/1"), Wanted("https://a.example/2")], source=Source(name="A"), now=NOON)

    assert Source.objects.get(name="A").feeds.count() == 2


def test_a_feed_is_followed_once():
    make_feed("https://a.example/rss")
    twins = [
        Wanted("http://a.example/rss/"),
        Wanted("https://b.example/rss"),
        Wanted("https://b.example/rss/"),
    ]

    assert follow(twins, now=NOON) == 1


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "", "https://a.example/\0", f"https://a.example/{'x' * 1000}"],
    ids=["scheme", "empty", "nul", "long"],
)
def test_a_bad_address_stores_nothing(url):
    with pytest.raises(ValueError, match="no address of a feed"):
        follow([Wanted("https://b.example/rss"), Wanted(url)], now=NOON)

    assert not Feed.objects.exists()
    assert not Source.objects.filter(name="b.example").exists()


@pytest.mark.parametrize(
    ("title", "home_page", "name"),
    [
        ("the paper", "", "The Paper"),
        ("The Paper: Money", "https://www.paper.example/money", "The Paper"),
        ("Harbour", "https://harbour.example/", "Harbour"),
        ("", "", "rss.example"),
        ("Another on this server", "https://rss.example/", "Another on this server"),
    ],
    ids=["name", "server", "new", "nameless", "same-server-as-the-feed-of-another"],
)
def test_a_feed_goes_to_the_source_that_it_is_of(title, home_page, name):
    make_source("The Paper", home_page="https://paper.example/")

    assert plan([Wanted("https://rss.example/1", title, home_page)])[0].source.name == name


@pytest.mark.parametrize("home_page", ["javascript:alert(1)", "https://a.example/\0"], ids=["script", "nul"])
def test_a_home_page_that_is_none_is_left_out(home_page):
    follow([Wanted("https://a.example/rss", "A", home_page)], now=NOON)

    assert Source.objects.get().home_page == ""


def test_the_feeds_of_one_new_site_share_their_source():
    wanted = [Wanted(f"https://a.example/{name}", name, "https://a.example/") for name in ("One", "Two")]
    follow(wanted, now=NOON)

    assert Source.objects.get().feeds.count() == 2


def test_2000_feeds_are_followed_by_a_few_queries(django_assert_max_num_queries):
    wanted = [Wanted(f"https://{number}.example/rss", f"Feed {number}") for number in range(2000)]

    with django_assert_max_num_queries(60):  # SQLite takes some hundred rows a statement
        assert follow(wanted, now=NOON) == 2000


# How they do


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "well"),
        ({"polled_at": None}, "new"),
        ({"failures": 1, "failing_since": NOON}, "failing"),
        ({"pause": 24 * 3600}, "silent"),
        ({"active": False}, "paused"),
        ({"active": False, "last_error": "It is gone."}, "gone"),
    ],
    ids=["well", "new", "failing", "never-brought", "paused", "gone"],
)
def test_a_feed_has_a_state(facts, state):
    make_feed(**facts)

    assert health(NOON)[0].state == state


@pytest.mark.parametrize(
    ("came", "days", "state"),
    [(28, 13, "well"), (28, 15, "silent"), (4, 27, "well"), (4, 29, "silent"), (0, 100, "well")],
    ids=["13-days", "daily-for-15", "weekly-for-27", "weekly-for-29", "hardly-ever"],
)
def test_a_feed_is_silent_after_four_of_its_usual_gaps(came, days, state):
    newest = NOON - days * DAY
    feed = make_feed(brought_at=newest)
    for place in range(came):
        make_clipping(feed=feed, clipped_at=newest - place * 28 * DAY / came)

    assert health(NOON)[0].state == state


def test_items_a_week_are_the_mean_of_four(django_assert_max_num_queries):
    feed = make_feed()
    make_clipping(feed=feed, clipped_at=NOON - 5 * WEEK)
    make_clipping(feed=feed, clipped_at=NOON, published_at=NOON - 9 * WEEK)  # old when it came
    for day in range(6):
        make_clipping(feed=feed, clipped_at=NOON - day * DAY)

    with django_assert_max_num_queries(1):
        assert health(NOON)[0].a_week == 1.5


def test_feeds_that_want_somebody_come_first():
    for place, facts in enumerate([{}, {"active": False}, {"failures": 2}, {"brought_at": NOON - 200 * DAY}]):
        make_feed(f"https://a.example/{place}", **facts)

    assert [one.state for one in health(NOON)] == ["failing", "silent", "paused", "well"]
