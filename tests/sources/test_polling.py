"""Polling feeds: what an answer means, when to ask again, and what strangers send."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from sources import polling
from sources.models import Clipping, Feed, Host, Seen
from sources.models.links import CLAIM
from sources.visits import visit
from tests.factories import NOON, make_source
from tests.sources.web import Reply, bomb, redirect

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
URL = "http://paper.example/rss"


def entry(number, title="", **more):
    """An entry of RSS as such feeds write it."""
    facts = {"title": title or f"Entry {number}", "link": f"http://paper.example/{number}", **more}
    return f"<item>{''.join(f'<{name}>{said}</{name}>' for name, said in facts.items() if said)}</item>"


def rss(*entries, **said):
    body = f'<rss version="2.0"><channel><title>Paper</title>{"".join(entries)}</channel></rss>'
    return Reply(body, **{"kind": "application/rss+xml", **said})


def follow(url=URL, **facts):
    return Feed.objects.create(
        **{"source": make_source(), "url": url, "next_poll_at": NOON, "pause": 3600, **facts}
    )


def poll(web, now=NOON, seconds=None):
    """Poll once; return the feed as it is then."""
    fetch = web.fetch
    if seconds:
        fetch = lambda url, **options: web.fetch(url, **{**options, "seconds": seconds})  # noqa: E731
    ask = partial(visit, clock=lambda: now, fetch=fetch, wait=None, robots=False)
    assert polling.poll_next(lambda: now, ask)
    return Feed.objects.get()


def titles():
    return sorted(Clipping.objects.values_list("title", flat=True))


@pytest.fixture
def paper(web):
    return web.site("paper.example")


@pytest.fixture
def feed(db):
    return follow()


# What an answer means


def test_what_a_feed_names_first_stands_first_in_the_queue(web, paper, feed):
    paper["/rss"] = rss(*map(entry, range(120)))
    poll(web)

    waiting = Clipping.objects.order_by("-queued_at", "-pk").values_list("title", flat=True)
    assert list(waiting) == [f"Entry {number}" for number in range(120)]


def test_each_entry_is_clipped_once(web, paper, feed):
    paper["/rss"] = rss(entry(1), entry(2))
    poll(web)
    paper["/rss"] = rss(entry(2), entry(3))
    poll(web, NOON + HOUR)

    assert titles() == ["Entry 1", "Entry 2", "Entry 3"]
    assert set(Clipping.objects.values_list("feed", "source")) == {(feed.pk, feed.source_id)}


def test_a_feed_that_brings_something_is_asked_sooner_and_one_that_does_not_later(web, paper, feed):
    paper["/rss"] = rss(entry(1), etag='"1"')

    pauses = [poll(web, NOON + number * DAY).pause for number in range(12)]

    assert pauses[:3] == [1800, 2700, 4050]
    assert pauses[-1] == 24 * 3600


def test_none_is_asked_more_often_than_every_quarter_of_an_hour(web, paper, feed):
    Feed.objects.update(pause=15 * 60)
    paper["/rss"] = rss(entry(1))

    assert poll(web).next_poll_at == NOON + 15 * MINUTE


def test_what_did_not_change_is_not_sent_nor_read(web, paper, feed, django_assert_max_num_queries):
    paper["/rss"] = rss(entry(1), etag='"1"', modified="Mon, 14 Jul 2025 08:00:00 GMT")
    poll(web)
    with django_assert_max_num_queries(10):
        again = poll(web, NOON + HOUR)

    assert paper.requests[1].headers["if-none-match"] == '"1"'
    assert paper.requests[1].headers["if-modified-since"] == "Mon, 14 Jul 2025 08:00:00 GMT"
    assert (again.read_at, again.succeeded_at) == (NOON, NOON + HOUR)


def test_a_header_that_cannot_be_sent_back_is_not_kept(web, paper, feed):
    paper["/rss"] = rss(entry(1), headers={"ETag": '"' + "x" * 600 + '"', "Last-Modified": "a\x00b"})

    got = poll(web)
    assert (got.etag, got.last_modified, titles()) == ("", "", ["Entry 1"])


@pytest.mark.parametrize("status", [301, 308])
def test_a_move_for_good_is_remembered(web, paper, feed, status):
    paper["/rss"], paper["/new"] = redirect("/new", status), rss(entry(1))

    assert poll(web).url == "http://paper.example/new"


@pytest.mark.parametrize(
    "hops", [{"/rss": (302, "/new")}, {"/rss": (301, "/gone")}], ids=["for now", "to nothing"]
)
def test_another_move_is_not(web, paper, feed, hops):
    paper["/new"] = rss(entry(1))
    for path, (status, to) in hops.items():
        paper[path] = redirect(to, status)

    assert poll(web).url == URL


def test_a_move_to_another_server_is_asked_there(web, paper, feed):
    paper["/rss"] = redirect("http://wire.example/rss", 301)
    web.site("wire.example")["/rss"] = rss(entry(1))
    poll(web)
    poll(web, NOON + HOUR)

    assert Feed.objects.get().host.name == "wire.example"
    assert len(paper.paths) == 1


def test_a_feed_that_moved_to_one_that_is_followed_is_asked_no_more(web, paper):
    follow(next_poll_at=NOON - HOUR)
    other = follow("http://paper.example/new", next_poll_at=NOON + DAY)
    paper["/rss"], paper["/new"] = redirect("/new", 301), rss(entry(1))
    ask = partial(visit, clock=lambda: NOON, fetch=web.fetch, wait=None, robots=False)
    polling.poll_next(lambda: NOON, ask)

    moved = Feed.objects.exclude(pk=other.pk).get()
    assert not moved.active
    assert "followed already" in moved.last_error


def test_what_is_gone_for_good_is_asked_no_more(web, paper, feed):
    paper["/rss"] = Reply(status=410)
    gone = poll(web)

    assert not gone.active
    assert "410" in gone.last_error
    assert (gone.polled_at, gone.failing_since) == (NOON, NOON)


@pytest.mark.parametrize("status", [429, 503])
def test_whoever_asks_to_be_left_alone_is_left_alone(web, paper, feed, status):
    paper["/rss"] = Reply(status=status, headers={"Retry-After": str(3 * 86_400)})

    assert poll(web).next_poll_at == NOON + 3 * DAY


def test_other_feeds_of_that_server_leave_it_alone_too(web, paper):
    follow()
    other = follow("http://paper.example/more", next_poll_at=NOON + SECOND)
    paper["/rss"] = Reply(status=429, headers={"Retry-After": "3600"})
    ask = partial(visit, clock=lambda: NOON + MINUTE, fetch=web.fetch, wait=None, robots=False)
    assert [polling.poll_next(lambda: NOON + MINUTE, ask) for _ in range(3)] == [True, True, False]

    other.refresh_from_db()
    assert (other.next_poll_at, other.failures) == (NOON + MINUTE + HOUR, 0)
    assert other.last_error == "paper.example asks to be left alone for now, so it was not asked."
    assert paper.paths == ["/rss"]


def test_a_short_wish_is_no_leave_to_ask_more_often(web, paper, feed):
    paper["/rss"] = Reply(status=429, headers={"Retry-After": "1"})

    assert poll(web).next_poll_at == NOON + 15 * MINUTE


def test_failures_back_off_to_a_day_and_are_told(web, paper, feed):
    now, waits = NOON, []
    for _ in range(10):
        failing = poll(web, now)
        waits.append(failing.next_poll_at - now)
        now = failing.next_poll_at

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (HOUR, DAY)
    assert (failing.failures, failing.failing_since) == (10, NOON)
    assert failing.last_error == "The server answered 404."


def test_a_success_ends_the_failures(web, paper, feed):
    poll(web)
    paper["/rss"] = rss()
    well = poll(web, NOON + HOUR)

    assert (well.failures, well.failing_since, well.last_error) == (0, None, "")


def test_a_server_that_is_asked_by_another_is_asked_in_a_moment(web, paper, feed):
    busy = Host.objects.create(name="paper.example", free_at=NOON + MINUTE)
    waiting = poll(web)

    assert (waiting.next_poll_at, waiting.failures, paper.paths) == (NOON + polling.BUSY, 0, [])
    Feed.objects.update(next_poll_at=NOON)
    assert Feed.objects.claim(NOON) is None  # nobody asks while it is known to rest
    assert Feed.objects.claim(busy.free_at)


@pytest.mark.django_db(transaction=True)
def test_what_an_editor_changed_meanwhile_stays(web, paper, feed):
    def reply(request):
        with closing(connection):
            Feed.objects.update(next_poll_at=NOON + 9 * DAY)
        return rss(entry(1))

    paper["/rss"] = reply
    changed = poll(web)

    assert (changed.next_poll_at, changed.polled_at) == (NOON + 9 * DAY, None)
    assert titles() == ["Entry 1"]


# What is wanted


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ({}, ["Luvo", "Luvo in Chile", "Qinghe in Peru"]),
        ({"keep_only": "luvo\n chile "}, ["Luvo", "Luvo in Chile"]),
        ({"keep_only": "luvo", "drop": "Job  Fair\n\n"}, ["Luvo in Chile"]),
    ],
    ids=["all", "keep", "both"],
)
def test_words_choose_what_is_clipped(web, paper, words, kept):
    follow(**words)
    paper["/rss"] = rss(
        entry(1, "Luvo in Chile"), entry(2, "Qinghe in Peru"), entry(3, "Luvo", description="A job fair")
    )
    poll(web)

    assert titles() == kept


def test_words_are_found_however_a_paper_prints_them(web, paper):
    follow(keep_only="don't\nLUVO")
    paper["/rss"] = rss(entry(1, "They don’t ship"), entry(2, "ＬＵＶＯ ships"), entry(3, "Others ship"))
    poll(web)

    assert titles() == ["They don’t ship", "ＬＵＶＯ ships"]


def test_what_would_be_thinned_at_once_is_not_clipped(web, paper, feed):
    old = (NOON - 91 * DAY).strftime("%a, %d %b %Y %H:%M:%S GMT")
    paper["/rss"] = rss(entry(1, pubDate=old), entry(2))
    poll(web)

    assert titles() == ["Entry 2"]


def test_an_entry_that_was_thinned_out_is_not_clipped_again(web, paper, feed):
    paper["/rss"] = rss(entry(1))
    poll(web)
    Clipping.objects.all().delete()
    poll(web, NOON + DAY * 2)

    assert titles() == []
    assert Seen.objects.get().seen_at == NOON + DAY * 2


# What strangers send


def test_a_feed_that_changes_its_ids_brings_nothing_new(web, paper, feed):
    for hour in range(2):
        paper["/rss"] = rss(*(entry(one, guid=f"{hour}-{one}") for one in range(5)))
        poll(web, NOON + hour * HOUR)

    assert Clipping.objects.count() == 5


def test_entries_without_an_address_of_their_own_are_known_by_their_words(web, paper, feed):
    front = "http://paper.example/"
    for hour in range(2):
        paper["/rss"] = rss(
            entry(1, "One", link=""), entry(2, "Two", link=""), *(entry(3, one, link=front) for one in "ABC")
        )
        poll(web, NOON + hour * HOUR)

    assert titles() == ["A", "B", "C", "One", "Two"]
    assert set(Clipping.objects.values_list("url", flat=True)) == {URL, front}


@pytest.mark.parametrize("link", ["live#post-{}", "live"], ids=["fragments", "one address"])
def test_the_posts_of_a_live_report_are_clipped_each_once(web, paper, feed, link):
    posts = [entry(link.format(name), f"Post {name}", guid=name) for name in "abcd"]
    for hour, shown in enumerate([posts[:1], posts[:2], posts[3:0:-1], posts[3:]]):
        paper["/rss"] = rss(*shown)
        poll(web, NOON + hour * DAY)

    assert titles() == ["Post a", "Post b", "Post c", "Post d"]


def test_a_story_at_other_places_of_its_page_is_clipped_once(web, paper, feed):
    for hour, shown in enumerate([["1#rss", "1#comments"], ["1"], ["1#top"]]):
        paper["/rss"] = rss(*(entry(link, "Luvo opens in Chile", guid=f"{hour}") for link in shown))
        poll(web, NOON + hour * DAY)

    assert titles() == ["Luvo opens in Chile"]


def test_an_entry_that_says_nothing_is_left_out(web, paper, feed):
    paper["/rss"] = rss("<item></item>", "<item><guid>7</guid></item>", entry(1))
    poll(web)

    assert titles() == ["Entry 1"]


@pytest.mark.parametrize(
    "link",
    [
        "http://[paper/1",
        "http://paper.example:99999/1",
        f"http://paper.example/{'路' * 1900}",
        "javascript:x()",
    ],
    ids=["brackets", "port", "long", "script"],
)
def test_an_address_that_is_none_loses_no_entry(web, paper, feed, link):
    paper["/rss"] = rss(entry(1, link=link), entry(2))
    poll(web)

    assert titles() == ["Entry 1", "Entry 2"]


def test_days_that_cannot_be_and_titles_without_end_are_kept_as_they_can(web, paper, feed):
    paper["/rss"] = rss(
        entry(1, "x" * 100_000),
        entry(2, pubDate="Mon, 01 Jan 0001 00:00:00 GMT"),
        entry(3, pubDate="Fri, 31 Dec 9999 23:59:59 GMT"),
        entry(4, pubDate="Fri, 31 Dec 2060 23:59:59 GMT"),
    )
    poll(web)

    assert [len(title) for title in titles()] == [7, 7, 7, 300]
    assert Clipping.objects.exclude(published_at=None).count() == 1


DIALECTS = {
    "atom": Reply(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><entry><title>出海一号</title>'
        '<link href="/1"/><updated>2025-07-14T08:00:00Z</updated></entry></feed>',
        "application/atom+xml",
    ),
    "json": Reply(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "P",
                "items": [{"id": "1", "url": "/1", "title": "出海一号"}],
            }
        ),
        "application/json",
    ),
    "rdf": Reply(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel><title>P</title></channel><item><title>出海一号</title><link>/1</link></item></rdf:RDF>",
        "text/xml",
    ),
    "gb18030": Reply(
        f'<?xml version="1.0" encoding="gb2312"?>{rss(entry(1, "出海一号")).body}'.encode("gb18030"),
        "text/xml; charset=gb2312",
    ),
    "wrong charset": rss(entry(1, "出海一号"), kind="text/xml; charset=iso-8859-1"),
    "wrong type": rss(entry(1, "出海一号"), kind="image/png"),
    "broken": Reply(f'<rss version="2.0"><channel><p>{entry(1, "出海一号")}<item><title>', "text/xml"),
    "packed": rss(entry(1, "出海一号"), packed=True),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_brings_its_entry_once(web, paper, feed, dialect):
    paper["/rss"] = DIALECTS[dialect]
    poll(web)
    poll(web, NOON + HOUR)

    clipping = Clipping.objects.get()
    assert (clipping.title, clipping.url) == ("出海一号", "http://paper.example/1")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HARM = {
    "loop": (redirect("/rss"), "redirected more than"),
    "loopback": (redirect("http://127.0.0.1/"), "no address of the public internet"),
    "inside": (redirect("http://inside.example/"), "does not lead to the public internet"),
    "file": (redirect("file:///etc/passwd"), "is no web address"),
    "slow": (rss(entry(1), trickle=0.05), "did not answer in full"),
    "late": (rss(entry(1), delay=1), "did not answer in full"),
    "endless": (Reply("<rss>" * 10_000, endless=True), "larger than|more than a page holds"),
    "bomb": (bomb(), "larger than 5 MB"),
    "page": (Reply("<!doctype html><html><body>Hello"), "a web page, not a feed"),
    "nothing": (Reply(b"", "text/xml"), "the answer was empty"),
    "bytes": (Reply(bytes(range(256)) * 99, "text/xml"), "not a feed"),
}


@pytest.mark.parametrize("harm", HARM)
def test_whoever_means_harm_fails_with_the_reason(web, paper, feed, harm):
    paper["/rss"], words = HARM[harm]
    web.leads["inside.example"] = "10.0.0.1"
    failing = poll(web, seconds=0.3 if harm in ("slow", "late") else None)

    assert failing.failures == 1
    assert any(word in failing.last_error for word in words.split("|")), failing.last_error
    assert titles() == []


def test_entities_that_multiply_are_not_unfolded(web, paper, feed):
    head = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    paper["/rss"] = Reply(head + rss(entry(1, "&l9;&file;"), entry(2)).body, "text/xml")
    poll(web)

    assert "Entry 2" in titles()
    assert all(len(title) < 100 and "root:" not in title for title in titles())


# Workers


@pytest.mark.django_db(transaction=True)
def test_four_workers_clip_every_entry_once(web):
    """Two feeds of a server and three others share entries; each is polled twice, by all at once."""
    addresses = [f"http://{name}.example/rss" for name in ("paper", "wire", "post", "globe")]
    addresses.append("http://paper.example/more")
    for place, url in enumerate(addresses):
        follow(url)
        shared = [entry(f"shared/{number}") for number in range(10)]
        own = [entry(f"{place}/{number}") for number in range(30)]
        site = web.site(url.split("/")[2])
        site[f"/{url.rpartition('/')[2]}"] = rss(*shared, *own)

    def worker(_):
        try:
            for hours in range(2):
                now = NOON + hours * DAY
                for step in range(12):
                    at = now + step * 10 * SECOND
                    ask = partial(visit, clock=lambda at=at: at, fetch=web.fetch, wait=None, robots=False)
                    polling.poll_next(lambda at=at: at, ask)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(worker, range(4)))

    assert Clipping.objects.count() == 10 + 5 * 30
    assert Seen.objects.count() == 5 * 40
    assert max(web.site(f"{name}.example").most for name in ("paper", "wire", "post", "globe")) == 1
    assert set(Feed.objects.values_list("failures", flat=True)) == {0}


def test_a_feed_is_claimed_by_one_worker_until_it_must_be_dead():
    follow()

    assert Feed.objects.claim(NOON)
    assert Feed.objects.claim(NOON + CLAIM - MINUTE) is None
    assert Feed.objects.claim(NOON + CLAIM)
