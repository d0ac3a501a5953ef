"""The pages on which feeds are followed, looked after and brought along."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from sources.desk import follow
from sources.models import Clipping, Feed, Host, Source
from sources.parsing import opml_in, opml_out
from sources.visits import visit
from tests.desk import browser_of, form_on, rows, tree_of, words_of
from tests.factories import NOON, make_clipping, make_masthead, make_person, make_source
from tests.sources.test_following import naming, rss
from tests.sources.test_visits import Clock

pytestmark = pytest.mark.django_db
LIST = "/admin/sources/feed/"
VERBS = ("words", "poll", "pause", "unfollow")


def at(name, *args):
    return reverse(f"admin:sources_feed_{name}", args=args)


@pytest.fixture
def editor(db):
    return browser_of("editor")


@pytest.fixture
def feed(db):
    source = make_source("The Paper")
    return Feed.objects.create(source=source, url="https://paper.example/rss", title="Money")


@pytest.fixture
def looked(web, db):
    """The page of what an address offers, its servers asked on the way to the test's web."""
    clock = Clock()

    def look(address):
        request = RequestFactory().post(at("look"), {"address": address})
        request.user, request.masthead = make_person("editor"), make_masthead()
        return follow.look(request, visit=partial(visit, clock=clock, fetch=web.fetch, wait=clock.wait))

    return look


def listed(*wanted):
    return SimpleUploadedFile("feeds.opml", opml_out(wanted, "Mine"), "text/x-opml")


# Following


def test_what_a_site_offers_is_shown_and_nothing_is_stored(web, looked):
    harbour = web.site("harbour.example")
    harbour["/"], harbour["/a.xml"], harbour["/b.xml"] = (
        naming("/a.xml", "/b.xml"),
        rss("A crane falls"),
        rss(),
    )

    words = words_of(looked("harbour.example"))

    assert "Harbour Daily https://harbour.example/a.xml 1 entry. A crane falls 14 Jul 2025" in words
    assert not Feed.objects.exists()
    assert not Source.objects.exists()


def test_what_was_ticked_is_followed(web, looked, editor, django_capture_on_commit_callbacks):
    web.site("harbour.example")["/feed"] = rss("A crane falls")
    form = form_on(looked("https://harbour.example/feed"), at("follow"))

    with django_capture_on_commit_callbacks() as woken:
        page = editor.post(at("follow"), form, follow=True)

    assert "1 new feed followed." in words_of(page)
    feed = Feed.objects.get()
    assert (feed.title, feed.source.name, feed.source.home_page) == (
        "Harbour Daily",
        "Harbour Daily",
        "https://harbour.example/",
    )
    assert len(woken) == 1


def test_a_source_that_there_is_is_chosen_beforehand(web, looked):
    source = make_source("Harbour", home_page="https://www.harbour.example/")
    web.site("harbour.example")["/feed"] = rss()

    assert form_on(looked("https://harbour.example/feed"), at("follow"))["source"] == str(source.pk)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"feed": [], "name": "New"}, "Tick at least one feed."),
        ({"feed": ["javascript:alert(1)"], "name": "New"}, "is no address of a feed."),
        ({"feed": ["https://a.example/rss"], "name": " "}, "Name the new source"),
        ({"feed": ["https://a.example/rss"], "source": "soon"}, "Select a valid choice"),
        ({"feed": ["https://a.example/rss"], "name": "A", "home_page": "no page"}, "Enter a valid URL"),
    ],
    ids=["nothing", "no-address", "no-name", "no-source", "no-home-page"],
)
def test_what_cannot_be_followed_is_said_and_nothing_is_stored(sent, sentence, editor):
    before = rows()
    page = editor.post(at("follow"), sent)

    assert page.status_code == 422
    assert sentence in words_of(page)
    assert rows() == before


@pytest.mark.parametrize("name", ["follow", "follow_list"])
def test_who_ticks_nothing_is_shown_the_same_feeds_again(name, editor):
    offered = {f"{what} https://{host}.example/rss": host for host in "ab" for what in ("title", "home")}
    page = editor.post(at(name), {**offered, "name": "Harbour"})

    assert "Tick at least one feed." in words_of(page)
    shown = form_on(page, at(name))
    assert offered.items() <= shown.items()
    assert "feed" not in shown


@pytest.mark.parametrize(
    "address",
    ["", "no address", "http://127.0.0.1/feed", "http://[", "https://a.example:25/", "\0"],
    ids=["empty", "words", "inside", "broken", "port", "nul"],
)
def test_an_address_that_cannot_be_asked_is_one_sentence_at_its_field(address, editor):
    page = editor.post(at("look"), {"address": address})

    assert page.status_code == 422
    [refusal] = [one for one in tree_of(page).iter() if one.get("id") == "refusal"]
    assert refusal.text.endswith(".")


# Lists


def test_a_list_shows_what_is_new_and_asks_nobody(editor, feed):
    both = [("Money", feed.url, ""), ("Ships", "https://ships.example/rss", "https://ships.example/")]

    words = words_of(editor.post(at("bring"), {"file": listed(*both)}))

    assert "2 feeds, 1 of them new Followed Money" in words
    assert "https://ships.example/rss · new source “Ships”" in words
    assert Feed.objects.count() == 1


def test_the_ticked_of_a_list_are_followed(editor, feed):
    page = editor.post(at("bring"), {"file": listed(("Ships", "https://ships.example/rss", ""))})
    editor.post(at("follow_list"), form_on(page, at("follow_list")))

    assert Feed.objects.get(url="https://ships.example/rss").source.name == "Ships"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (None, "Choose a file first."),
        (b"<html/>", "no OPML"),
        (b"<opml/>", "holds no feed."),
        (b"x" * 6_000_000, "5 MB"),
    ],
    ids=["none", "page", "empty", "large"],
)
def test_a_bad_list_is_one_sentence(body, sentence, editor):
    sent = {"file": SimpleUploadedFile("x.opml", body)} if body else {}
    page = editor.post(at("bring"), sent)

    assert page.status_code == 422
    assert sentence in words_of(page)


def test_what_of_a_list_cannot_be_followed_is_named(editor):
    sent = listed(
        ("Ships", "https://ships.example/rss", ""), ("A mailing list", "mailto:list@ships.example", "")
    )
    page = editor.post(at("bring"), {"file": sent})

    assert (
        "Left out, since it names no address of a feed or comes after the 2,000th: A mailing list."
        in words_of(page)
    )


def test_the_list_that_is_taken_along_comes_back_the_same(editor, feed):
    answer = editor.get(at("take_along"))

    assert opml_in(answer.content) == ([("Money", "https://paper.example/rss", "")], [])
    assert answer["Content-Disposition"] == 'attachment; filename="feeds.opml"'


# Looking after them


def test_the_list_tells_how_each_does(editor, feed):
    now = timezone.now()
    Feed.objects.update(
        polled_at=now,
        succeeded_at=now - timedelta(hours=3),
        brought_at=now - timedelta(days=2),
        failures=4,
        last_error="The server answered 500.",
        next_poll_at=now + timedelta(minutes=20),
    )
    make_clipping(feed=feed, clipped_at=now)

    words = words_of(editor.get(LIST))

    assert "Money The Paper Failing 4 times in a row 3 hours ago under 1 2 days ago in 19 minutes" in words
    assert "The server answered 500." in words


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 2),
        ("?state=paused", 1),
        ("?state=failing", 2),
        ("?words=money", 1),
        ("?words=zzz", 0),
        ("?part=99", 2),
    ],
    ids=["all", "paused", "a-state-that-none-has", "words", "none", "no-such-part"],
)
def test_the_list_is_narrowed(query, shown, editor, feed):
    Feed.objects.create(source=feed.source, url="https://paper.example/2", title="Sport", active=False)

    page = editor.get(f"{LIST}{query}")

    assert sum(one.get("class") == "h" for one in tree_of(page).iter("a")) == shown


def test_the_list_costs_the_same_for_many(editor, feed, django_assert_max_num_queries):
    for number in range(30):
        make_clipping(feed=Feed.objects.create(source=make_source(), url=f"https://a.example/{number}"))
    editor.get(LIST)

    with django_assert_max_num_queries(12):
        editor.get(LIST)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"pause": 24 * 3600}, "It answers, but never brought anything"),
        (
            {"next_poll_at": NOON},
            "paper.example asks to be left alone for now: it is asked again in 2 hours.",
        ),
    ],
    ids=["never-brought", "resting"],
)
def test_why_a_feed_brings_nothing_is_said(facts, sentence, editor, feed):
    rests = timezone.now() + timedelta(hours=2, minutes=30)
    host = Host.objects.create(name="paper.example", free_at=rests if "next_poll_at" in facts else NOON)
    Feed.objects.update(polled_at=NOON, host=host, **facts)

    assert sentence in words_of(editor.get(at("desk", feed.pk)))


def test_a_feed_is_asked_at_once(editor, feed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        editor.post(at("poll", feed.pk))

    assert Feed.objects.due(timezone.now()).get() == feed
    assert len(woken) == 1


def test_a_feed_whose_server_rests_is_not_said_to_be_asked_now(editor, feed):
    rests = timezone.now() + timedelta(hours=2, minutes=30)
    Feed.objects.update(host=Host.objects.create(name="paper.example", free_at=rests))

    answer = editor.post(at("poll", feed.pk), follow=True)
    assert "“Money” is asked in 2 hours: until then its server is left alone." in words_of(answer)


def test_words_that_a_colleague_kept_while_the_form_stood_open_stay(editor, feed):
    open_since = form_on(editor.get(at("desk", feed.pk)), at("words", feed.pk))
    editor.post(at("words", feed.pk), open_since | {"drop": "football"})
    editor.post(at("words", feed.pk), open_since | {"keep_only": "abroad"})

    feed.refresh_from_db()
    assert (feed.keep_only, feed.drop) == ("abroad", "football")


def test_a_paused_feed_is_not_due_and_can_be_resumed(editor, feed):
    Feed.objects.update(next_poll_at=timezone.now(), failures=3, last_error="The server answered 500.")
    editor.post(at("pause", feed.pk))
    assert not Feed.objects.due(timezone.now()).exists()
    assert "Paused" in words_of(editor.get(at("desk", feed.pk)))

    editor.post(at("poll", feed.pk))
    assert Feed.objects.due(timezone.now()).get() == feed


def test_what_a_feed_brought_stays_without_it(editor, feed):
    make_clipping(feed=feed)
    editor.post(at("unfollow", feed.pk))

    assert not Feed.objects.exists()
    assert Clipping.objects.get().feed is None
    assert "not followed any more" in words_of(editor.post(at("unfollow", feed.pk), follow=True))


def test_a_feed_that_is_mended_is_asked_anew(editor, feed):
    Feed.objects.update(etag='"1"', host=Host.objects.named("paper.example", timezone.now()))
    form = {"source": feed.source_id, "url": "https://money.example/rss", "title": "Money"}

    editor.post(reverse("admin:sources_feed_change", args=[feed.pk]), form)

    feed.refresh_from_db()
    assert (feed.url, feed.host, feed.etag) == ("https://money.example/rss", None, "")
    assert Feed.objects.due(timezone.now()).get() == feed


def test_words_are_tried_on_what_the_feed_brought(editor, feed):
    for title in ("Xiaomi opens in Rome", "A quiz on Xiaomi", "Weather"):
        make_clipping(feed=feed, title=title)

    page = editor.post(at("words", feed.pk), {"keep_only": "XIAOMI", "drop": "quiz", "preview": "1"})

    words = words_of(page)
    assert "1 of the newest 3 would be kept; nothing is stored yet." in words
    assert "Kept Xiaomi opens in Rome" in words
    assert "Left out A quiz on Xiaomi" in words
    feed.refresh_from_db()
    assert (feed.keep_only, feed.drop) == ("", "")


def test_words_are_kept_and_the_feed_is_read_whole_again(editor, feed):
    Feed.objects.update(etag='"1"', last_modified="Mon, 14 Jul 2025 12:00:00 GMT")
    editor.post(at("words", feed.pk), {"keep_only": "Xiaomi\r\nBYD", "drop": "quiz"})

    feed.refresh_from_db()
    assert (feed.keep_only.split(), feed.drop) == (["Xiaomi", "BYD"], "quiz")
    assert (feed.etag, feed.last_modified) == ("", "")


def test_too_many_words_are_refused_at_their_place(editor, feed):
    page = editor.post(at("words", feed.pk), {"keep_only": "x" * 2001})

    assert page.status_code == 422
    assert "at most 2000 characters" in words_of(page)


# Who may


def test_a_contributor_sees_feeds_and_changes_none(feed):
    browser = browser_of("contributor")

    assert browser.get(LIST).status_code == 200
    assert browser.get(at("desk", feed.pk)).status_code == 200
    assert browser.get(at("take_along")).status_code == 200
    assert {browser.post(at(verb, feed.pk)).status_code for verb in VERBS} == {403}
    assert {browser.post(at(name)).status_code for name in ("look", "follow", "bring", "follow_list")} == {
        403
    }


def test_nothing_is_changed_by_looking(editor, feed):
    assert {editor.get(at(verb, feed.pk)).status_code for verb in VERBS} == {405}
    assert editor.get(at("follow")).status_code == 405


def test_a_feed_that_is_gone_is_not_found(editor):
    assert editor.get(at("desk", 10**30)).status_code == 404
    assert editor.post(at("pause", 7)).status_code == 404
