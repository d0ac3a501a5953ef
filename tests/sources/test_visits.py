"""Visits to somebody's web server, and what they ask of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from sources import links
from sources.fetch import FetchError
from sources.models import Host, Link
from sources.models.links import CLAIM, PAUSE
from sources.visits import retry_after, visit
from tests.factories import NOON
from tests.sources.web import Reply, redirect

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
PAGE = "https://paper.example/news"


class Clock:
    """Noon, until somebody waits."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def go(web, clock, db):
    """Visit an address, as an editor who waits."""

    def go(url=PAGE, **options):
        return visit(url, **{"clock": clock, "fetch": web.fetch, "wait": clock.wait, **options})

    return go


@pytest.fixture
def paper(web):
    site = web.site("paper.example")
    site["/news"] = Reply("News", etag='"1"')
    return site


def refusal(go, url=PAGE, **options):
    """Why an address is not visited, in a word."""
    with pytest.raises(FetchError) as refused:
        go(url, **options)
    assert str(refused.value).endswith(".")
    return refused.value.reason


# One question at a time


def test_a_visit_leaves_a_pause(go, paper):
    assert go().body == b"News"

    assert Host.objects.get().name == "paper.example"
    assert Host.objects.get().free_at == NOON + PAUSE


def test_whoever_waits_comes_after_the_pause(go, paper, clock):
    go()
    go()

    assert clock.now == NOON + PAUSE
    assert paper.paths == ["/robots.txt", "/news", "/news"]


def test_a_worker_does_not_wait(go, paper):
    go()

    assert refusal(go, wait=None) == "busy"
    assert paper.paths == ["/robots.txt", "/news"]


def test_whoever_waits_does_not_wait_for_ever(go, paper, clock):
    Host.objects.create(name="paper.example", free_at=NOON + CLAIM)

    assert refusal(go) == "busy"
    assert clock.now == NOON + 10 * SECOND
    assert Host.objects.get().free_at == NOON + CLAIM


def test_a_server_that_a_dead_worker_held_is_free_again(go, paper):
    Host.objects.create(name="paper.example", free_at=NOON)

    assert go(wait=None).status == 200


def test_links_are_not_checked_while_their_server_is_visited(go, web, paper):
    links.want([PAGE, "https://other.example/"], NOON)
    claimed = []

    def fetch(url, **options):
        claimed.extend([Link.objects.claim(NOON), Link.objects.claim(NOON)])
        return web.fetch(url, **options)

    go(robots=False, fetch=fetch)

    assert [claim and claim.address for claim in claimed] == ["https://other.example/", None]


def test_a_server_is_freed_after_an_error_of_ours(go, paper):
    with pytest.raises(ZeroDivisionError):
        go(fetch=lambda url, **options: 1 / 0)

    assert Host.objects.get().free_at == NOON + PAUSE


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_at_once_one_asks(web, paper):
    paper["/news"] = Reply("News", delay=0.2)
    Host.objects.create(name="paper.example", free_at=NOON)

    def worker(_):
        try:
            return visit(PAGE, clock=lambda: NOON, fetch=web.fetch, wait=None, robots=False).status
        except FetchError as error:
            return error.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        said = list(workers.map(worker, range(4)))

    assert sorted(said, key=str) == [200, "busy", "busy", "busy"]
    assert (paper.most, paper.paths) == (1, ["/news"])


def test_a_visit_to_a_known_server_costs_three_queries(go, paper, clock, django_assert_num_queries):
    go()
    clock.wait(3)

    with django_assert_num_queries(3):  # the row, the claim, and its end
        go()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://localhost/", "https://127.0.0.1/", "news"])
def test_what_must_not_be_asked_has_no_row(go, url):
    assert refusal(go, url) in ("address", "refused")
    assert not Host.objects.exists()


# What the server wishes


@pytest.mark.parametrize(
    ("seconds", "rest"), [(1, PAUSE), (3600, HOUR), (9 * 86_400, DAY)], ids=["second", "hour", "days"]
)
def test_a_server_that_had_enough_rests_as_long_as_it_says_and_a_day_at_most(go, paper, seconds, rest):
    paper["/news"] = Reply(status=429, headers={"Retry-After": str(seconds)})
    go()

    assert Host.objects.get().free_at == NOON + rest


def test_nothing_is_asked_of_a_server_that_rests_and_nobody_waits_for_it(go, paper, clock):
    Host.objects.create(name="paper.example", free_at=NOON + HOUR)

    assert refusal(go) == "rests"
    assert (clock.now, paper.paths) == (NOON, [])
    clock.now += HOUR
    assert go().status == 200


def test_a_page_that_machines_must_not_read_is_not_asked_for(go, paper):
    paper["/robots.txt"] = Reply("User-agent: *\nDisallow: /news", "text/plain")

    with pytest.raises(FetchError, match=r"^paper\.example asks machines not to read this page\.$"):
        go()

    assert paper.paths == ["/robots.txt"]
    assert go("https://paper.example/views").status == 404


def test_a_feed_is_there_for_machines(go, paper):
    paper["/robots.txt"] = Reply("User-agent: *\nDisallow: /", "text/plain")

    assert go(robots=False).status == 200
    assert paper.paths == ["/news"]


def test_robots_are_asked_for_once_a_day(go, paper, clock):
    for hours in (0, 12, 23, 24):
        clock.now = NOON + hours * HOUR
        go()

    assert paper.paths == ["/robots.txt", "/news", "/news", "/news", "/robots.txt", "/news"]


@pytest.mark.parametrize(
    ("reply", "reached"),
    [
        (Reply("User-agent: *\nDisallow: /", status=404), True),
        (Reply(status=403), True),
        (Reply(status=429), False),
        (Reply(status=503), False),
        (redirect("/robots.txt"), False),
        (Reply(endless=True, body="# " * 50_000), False),
    ],
    ids=["404", "403", "429", "503", "loop", "endless"],
)
def test_what_the_server_does_not_say_just_now_is_not_guessed(go, paper, reply, reached):
    paper["/robots.txt"] = reply

    said = go().status if reached else refusal(go)

    assert said == (200 if reached else "robots")
    assert ("/news" in paper.paths) is reached


def test_a_server_in_trouble_is_asked_again_after_ten_minutes(go, paper, clock):
    paper["/robots.txt"] = Reply(status=503)
    refusal(go)
    paper["/robots.txt"] = Reply("")
    clock.wait(599)
    assert refusal(go) == "robots"

    clock.wait(2)

    assert go().status == 200


def test_a_server_that_is_not_there_is_not_said_to_forbid(go, web):
    assert refusal(go, "https://nobody.example/") == "name"


@pytest.mark.parametrize(("asked", "seconds"), [(0.5, 2), (7, 7), (600, 30)])
def test_a_longer_pause_is_kept_where_it_is_asked_for(go, paper, asked, seconds):
    paper["/robots.txt"] = Reply(f"User-agent: *\nCrawl-delay: {asked}", "text/plain")

    go()

    assert Host.objects.get().free_at == NOON + seconds * SECOND


# Redirects


def test_a_redirect_is_followed_and_told(go, web, paper):
    paper["/old"] = redirect("//new.example/a", 301)
    web.site("new.example")["/a"] = redirect("https://paper.example/news")

    got = go("http://paper.example/old")

    assert (got.url, got.body) == (PAGE, b"News")
    assert [(hop.status, hop.url) for hop in got.hops] == [(301, "http://new.example/a"), (302, PAGE)]
    assert set(Host.objects.values_list("free_at", flat=True)) == {NOON + PAUSE}


def test_the_server_that_a_redirect_leads_to_has_its_wishes_too(go, web, paper):
    paper["/old"] = redirect("https://new.example/a")
    new = web.site("new.example")
    new["/robots.txt"] = Reply("User-agent: Recap\nDisallow: /a", "text/plain")

    assert refusal(go, "https://paper.example/old") == "robots"
    assert new.paths == ["/robots.txt"]


def test_the_server_that_a_redirect_leads_to_is_not_asked_twice_at_once(go, web, paper):
    paper["/old"] = redirect("https://new.example/a")
    new = web.site("new.example")
    Host.objects.create(name="new.example", free_at=NOON + CLAIM)

    assert refusal(go, "https://paper.example/old", wait=None) == "busy"
    assert new.paths == []
    assert Host.objects.get(name="paper.example").free_at == NOON + PAUSE


@pytest.mark.parametrize(
    ("to", "reason"),
    [("/old", "redirects"), ("file:///etc/passwd", "address"), ("http://127.0.0.1/", "refused")],
    ids=["loop", "file", "loopback"],
)
def test_a_redirect_that_leads_nowhere_is_refused(go, paper, to, reason):
    paper["/old"] = redirect(to)

    assert refusal(go, "https://paper.example/old") == reason
    assert paper.paths.count("/old") <= 6


def test_the_time_of_one_fetch_is_for_the_whole_visit(go, web, paper, clock):
    paper["/old"] = redirect("/news")
    seconds = []

    def slow(url, **options):
        seconds.append(options["seconds"])
        clock.wait(3)
        return web.fetch(url, **options)

    go("https://paper.example/old", fetch=slow)

    assert seconds == [10, 7, 4]


# What is known already, and when to come back


def test_what_is_known_is_not_sent_again(go, paper):
    got = go(headers={"If-None-Match": '"1"'})

    assert (got.status, got.body) == (304, b"")


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("120", NOON + 120 * SECOND),
        ("0", NOON),
        ("9" * 5000, NOON + 7 * DAY),
        ("Tue, 15 Jul 2025 08:00:00 +0100", NOON + 19 * HOUR),
        ("Thu, 01 Jan 1970 00:00:00 GMT", NOON),
        ("Fri, 31 Dec 9999 23:59:59 -2359", NOON + 7 * DAY),
        ("Tue, 15 Jul 2025 08:00:00 -0000", NOON + 20 * HOUR),
        ("-5", None),
        ("１２", None),
        ("soon", None),
        ("", None),
    ],
    ids=["seconds", "now", "never", "date", "past", "9999", "no zone", "minus", "wide", "word", "nothing"],
)
def test_a_server_may_say_when_to_come_back(said, at):
    assert retry_after({"retry-after": said}, NOON) == at


def test_a_server_that_does_not_say_when_to_come_back_says_nothing():
    assert retry_after({}, NOON) is None
