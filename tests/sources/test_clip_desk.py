"""Clipping a page at the desk, and in the window that the bookmark opens."""

import re
from functools import partial
from urllib.parse import unquote

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory

from sources.desk import clip
from sources.models import Clipping, Source
from sources.visits import visit
from tests.desk import browser_of, form_on, tree_of, words_of
from tests.factories import NOON, make_clipping, make_item, make_masthead, make_person, make_source
from tests.sources.test_visits import Clock
from tests.sources.web import Reply

pytestmark = pytest.mark.django_db
CLIP, WINDOW = "/admin/sources/clipping/clip/", "/admin/sources/clipping/clip/window/"
INSIDE = "http://127.0.0.1/story"  # which is refused before anybody is asked
PAGE = """<html lang="en"><title>Vivo opens a plant in Lima</title>
<meta property="og:site_name" content="The Paper"><meta name="author" content="Lin Mei">
<meta property="article:published_time" content="2025-07-10T08:00:00Z">"""


@pytest.fixture
def colleague(db):
    return browser_of("contributor")


def at(clipping):
    return f"/admin/sources/clipping/{clipping.pk}/clipped/"


def test_what_the_page_tells_is_filled_in(web, colleague):
    web.site("paper.example")["/vivo"] = Reply(PAGE)
    clock, request = Clock(), RequestFactory().post(CLIP, {"url": "paper.example/vivo"})
    request.user, request.masthead = make_person("contributor"), make_masthead()
    request._messages = CookieStorage(request)
    answer = clip.clip(request, visit=partial(visit, clock=clock, fetch=web.fetch, wait=clock.wait))

    fields = form_on(colleague.get(answer.url), None)

    assert (fields["title"], fields["author"]) == ("Vivo opens a plant in Lima", "Lin Mei")
    assert (fields["source"], fields["published_at"]) == ("The Paper", "2025-07-10T16:00")  # in Shanghai
    assert (fields["language"], fields["canonical_url"]) == ("en", "https://paper.example/vivo")


def test_an_unreadable_page_is_a_clipping_with_the_reason(colleague):
    answer = colleague.post(CLIP, {"url": INSIDE}, follow=True)

    assert "Its page could not be read: “127.0.0.1” is no address" in words_of(answer)
    assert Clipping.objects.get().state == "new"


@pytest.mark.parametrize("url", ["", "news", "ftp://paper.example/", "http://[", "x" * 3000])
@pytest.mark.parametrize("address", [CLIP, WINDOW])
def test_what_is_no_address_is_refused_in_a_sentence(colleague, url, address):
    answer = colleague.post(address, {"url": url})

    assert (answer.status_code, Clipping.objects.count()) == (422, 0)
    said = "is no web address." if url else "Paste the address of a page first."
    assert said in words_of(answer)


STANDING = {
    "waiting": ({}, "It waits in the queue."),
    "held": ({"state": "held", "held_until": NOON}, "It is held until 14 July."),
    "dismissed": ({"state": "dismissed", "reason": "Too small."}, "It was dismissed: Too small."),
    "taken": ({"state": "taken"}, "It was taken as “Vivo in Lima”."),
}


@pytest.mark.parametrize(("facts", "sentence"), STANDING.values(), ids=STANDING)
def test_one_that_is_there_says_where_it_stands(colleague, facts, sentence):
    there = make_clipping(**facts)
    if there.state == "taken":
        make_item(headline="Vivo in Lima").clippings.add(there)

    answer = colleague.post(CLIP, {"url": there.url}, follow=True)

    assert answer.redirect_chain == [(at(there), 302)]
    assert f"This was clipped already. {sentence}" in words_of(answer)


def mend(browser, clipping, **changes):
    return browser.post(at(clipping), {**form_on(browser.get(at(clipping)), None), **changes})


def test_what_was_filled_in_is_mended(colleague):
    clipping = make_clipping(title="Vivo opens a plant", source=make_source("The Paper"))

    mend(colleague, clipping, title="Vivo opens a plant in Lima", source=" Jiemian ", language="zh")

    clipping.refresh_from_db()
    assert (clipping.title, clipping.language) == ("Vivo opens a plant in Lima", "zh")
    assert (clipping.source.name, clipping.source.home_page) == ("Jiemian", "https://paper.example/")


def test_a_title_for_a_page_without_one_finds_its_story(colleague):
    title = "Vivo opens a telephone plant in Lima"
    for number in range(2):
        colleague.post(CLIP, {"url": f"{INSIDE}/{number}"})

    for clipping in Clipping.objects.all():
        mend(colleague, clipping, title=title)

    assert Clipping.objects.exclude(cluster=None).count() == 1


def test_an_address_of_another_clipping_is_refused_and_nothing_is_stored(colleague):
    one, other = make_clipping(), make_clipping()

    answer = mend(colleague, one, canonical_url=other.url.replace("https:", "http:"), source="Jiemian")

    assert answer.status_code == 422
    assert "Another clipping has this address already." in words_of(answer)
    assert not Source.objects.filter(name="Jiemian").exists()


@pytest.mark.parametrize("url", ["", "news", "https://paper.example/" + "x" * 2000, "http://[x/"])
def test_a_wrong_canonical_address_is_refused(colleague, url):
    assert mend(colleague, make_clipping(), canonical_url=url).status_code == 422


def test_the_page_costs_the_same_for_many_clippings(colleague, django_assert_max_num_queries):
    for number in range(12):
        colleague.post(CLIP, {"url": f"{INSIDE}/{number}"})

    with django_assert_max_num_queries(10):
        colleague.get(CLIP)


# The bookmark and its window


def test_the_bookmark_opens_the_window_of_the_site_it_was_made_on(colleague):
    link = next(a for a in tree_of(colleague.get(CLIP)).iter("a") if a.get("id") == "bookmarklet")

    assert link.get("href").startswith("javascript:")
    assert re.findall(r"'(http[^']*)'", unquote(link.get("href"))) == [f"http://testserver{WINDOW}?url="]


def test_the_window_shows_what_it_is_given_and_changes_nothing(colleague):
    given = {"url": "https://paper.example/vivo", "title": "Vivo <b>", "text": "A plant."}

    fields = form_on(colleague.get(WINDOW, given), WINDOW)

    assert fields.items() >= given.items()
    assert Clipping.objects.count() == 0


def test_the_window_clips_with_the_passage_that_was_selected(colleague):
    answer = colleague.post(WINDOW, {"url": INSIDE, "title": "Vivo in Lima", "text": "A plant."})

    clipping = Clipping.objects.get()
    assert (clipping.title, clipping.summary) == ("Vivo in Lima", "A plant.")
    assert "It waits in the queue." in words_of(answer)


def test_who_is_signed_out_comes_back_to_the_window_with_its_address(db):
    answer = Client().get(WINDOW, {"url": "https://paper.example/?a=1&b=2"})

    assert answer.status_code == 302
    assert unquote(unquote(answer.url)).endswith(f"{WINDOW}?url=https://paper.example/?a=1&b=2")


@pytest.mark.parametrize("address", [CLIP, WINDOW, "/admin/sources/accesstoken/mine/"])
def test_who_may_not_clip_is_refused(address, client):
    client.force_login(make_person(), "django.contrib.auth.backends.ModelBackend")

    assert client.get(address).status_code == client.post(address, {"url": INSIDE}).status_code == 403


def test_what_a_colleague_mended_while_the_form_stood_open_stays(db):
    editor, clipping = browser_of("editor"), make_clipping(title="Old", published_at=NOON)
    open_since = form_on(editor.get(at(clipping)), None)
    editor.post(at(clipping), open_since | {"title": "Theirs", "source": "The Paper"})

    answer = editor.post(at(clipping), open_since | {"author": "Mine"}, follow=True)
    clipping.refresh_from_db()
    assert (clipping.title, clipping.author, clipping.source.name) == ("Theirs", "Mine", "The Paper")
    assert "A colleague changed it while this page was open, and that stays: Source, Title." in words_of(
        answer
    )
    asked = editor.post(at(clipping), open_since | {"title": "Mine", "source": "The Paper"})
    assert "A colleague changed this to “Theirs”" in words_of(asked)
