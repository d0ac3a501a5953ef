"""Pages for what is not there and for what broke."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recap import errors
from sources.models import SavedFilter
from tests.desk import browser_of, form_on, words_of
from tests.factories import make_company

pytestmark = pytest.mark.django_db


def checking(browser):
    """As browsers are checked, whose forms have to come from a page of ours."""
    browser.handler.enforce_csrf_checks = True
    return browser


def test_a_colleague_is_led_back_to_the_board():
    response = browser_of("editor").get("/admin/nothing/here/")

    assert response.status_code == 404
    assert "There is no page here" in words_of(response)
    assert "To the board" in words_of(response)
    assert "Clippings" in words_of(response)  # the rail


def test_whoever_signed_in_on_the_way_of_a_form_is_told_that_nothing_was_stored():
    response = browser_of("editor").get("/admin/queue/merge/")

    assert response.status_code == 405
    assert "Nothing was stored" in words_of(response)


FORM = {"Accept": "text/html,*/*;q=0.8", "Origin": "http://testserver"}


def test_a_form_sent_after_the_session_ended_is_sent_once_more_after_the_login():
    browser, to = checking(browser_of("editor")), "/admin/queue/filters/?state=held"
    token = form_on(browser.get("/admin/"), "/admin/logout/")
    del browser.cookies["sessionid"]
    lost = browser.post(to, {**token, "name": "Käufe"}, headers=FORM)
    assert "You had been signed out" in words_of(lost)
    assert "All records" not in words_of(lost)  # as in the rail, which is of colleagues

    browser.force_login(User.objects.get(), "django.contrib.auth.backends.ModelBackend")
    assert browser.post(to, form_on(lost, to), headers=FORM).status_code == 302
    assert SavedFilter.objects.get().name == "Käufe"


@pytest.mark.parametrize(
    "path", ["sources/clipping/1/clipped/", "sources/feed/1/words/", "sources/feed/follow/these/"]
)
def test_what_was_typed_in_a_form_of_gathering_is_kept(path):
    typed = {"title": "Käufe", "drop": "Käufe"}
    lost = Client().post(f"/admin/{path}", typed, headers=FORM)

    assert typed.items() <= form_on(lost, f"/admin/{path}").items()


@pytest.mark.parametrize(
    ("accept", "sent", "is_told"),
    [
        ("text/html", {"password1": "X"}, True),
        ("text/html", {"file": SimpleUploadedFile("a.csv", b"name")}, True),
        ("*/*", {"name": "X"}, False),
    ],
    ids=["password", "file", "script"],
)
def test_whoever_sends_what_cannot_be_kept_is_told_at_the_login(accept, sent, is_told):
    to = f"/admin/sources/company/{make_company('Luvo').pk}/change/"
    answer = Client().post(to, sent, headers={"Accept": accept}, follow=True)

    assert answer.redirect_chain
    assert ("nothing is stored yet" in words_of(answer)) is is_told


def test_a_form_older_than_the_login_is_sent_once_more_with_what_was_typed():
    browser = checking(browser_of("editor"))
    headers = {"Origin": "http://testserver"}
    stale = browser.post("/admin/queue/filters/?state=held", {"name": "Käufe"}, headers=headers)
    assert stale.status_code == 403

    sent = form_on(stale, "/admin/queue/filters/?state=held")
    again = browser.post("/admin/queue/filters/?state=held", sent, headers=headers)
    assert again.status_code == 302
    assert SavedFilter.objects.get().name == "Käufe"


@pytest.mark.parametrize(
    ("origin", "name"),
    [("https://evil.example", "name"), ("null", "name"), ("http://testserver", "password")],
)
def test_what_others_send_or_nobody_may_see_is_not_offered_again(origin, name):
    browser = checking(browser_of("editor"))
    response = browser.post("/admin/queue/filters/", {name: "Käufe"}, headers={"Origin": origin})

    assert response.status_code == 403
    assert "Käufe" not in response.content.decode()


def test_what_is_sent_to_a_page_for_readers_is_not_allowed():
    response = checking(Client()).post("/companies/", {"name": "Käufe"})

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/nothing/", "/media/pictures/none.jpg"])
def test_a_reader_is_led_to_the_archive(path):
    response = Client().get(path)

    assert response.status_code == 404
    assert "All editions" in words_of(response)


@pytest.mark.parametrize(
    "path",
    ["/topics/a%00/", "/zh/topics/%00/", "/companies/sector/%00/", "/topics/%00/feed.xml", "/sources/1-%00/"],
)
def test_no_address_holds_a_nul(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "\0" not in response.content.decode()


def test_a_page_that_broke_says_so_without_asking_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.broken(rf.get("/admin/"))

    assert response.status_code == 500
    assert "Something broke on our side" in words_of(response)
