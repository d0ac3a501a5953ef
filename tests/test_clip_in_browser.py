"""Clipping in a browser: by the bookmark, on a page that allows no script at all."""

import pytest

from sources.models import Clipping
from tests.browsing import faults, page_of, served
from tests.factories import make_clipping, make_person, make_source
from tests.sources.server import answer, serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLIP = "/admin/sources/clipping/clip/"
STRICT = {"Content_Security_Policy": "default-src 'none'", "Content_Type": "text/html; charset=utf-8"}
PAGE = "<html lang=en><title>Vivo opens a plant</title><h1>Vivo opens a plant</h1><p>It has 300 jobs.</p>"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def page(browser, site):
    with page_of(browser, site, make_person("editor")) as page:
        yield page


def test_the_bookmark_clips_a_page_that_allows_no_script(page, site):
    page.goto(site + CLIP)
    code = page.get_by_label("Or make a bookmark").input_value()
    with serving(lambda head: answer(body=PAGE.encode(), **STRICT)) as (port, _):
        page.goto(f"http://127.0.0.1:{port}/vivo?a=1&b=2")
        page.get_by_text("300 jobs").select_text()
        with page.expect_popup() as opened:
            page.evaluate(code.removeprefix("javascript:"))  # as a browser runs a bookmark
        window = opened.value
        window.get_by_role("button", name="Clip").wait_for()
        assert Clipping.objects.count() == 0
        window.keyboard.press("Enter")
        window.get_by_text("It waits in the queue.").wait_for()

    clipping = Clipping.objects.get()
    assert clipping.url == f"http://127.0.0.1:{port}/vivo?a=1&b=2"
    assert (clipping.title, clipping.summary) == ("Vivo opens a plant", "It has 300 jobs.")
    with window.expect_event("close"):
        window.get_by_role("button", name="Close").click()


def test_the_bookmark_cuts_no_sign_in_two(page, site):
    page.goto(site + CLIP)
    code = page.get_by_label("Or make a bookmark").input_value()
    body = f"<title>{'a' * 199}🚀🚀</title><p>{'b' * 399}🚀🚀</p>"
    with serving(lambda head: answer(body=body.encode(), **STRICT)) as (port, _):
        page.goto(f"http://127.0.0.1:{port}/vivo")
        page.locator("p").select_text()
        with page.expect_popup() as opened:
            page.evaluate(code.removeprefix("javascript:"))

    assert opened.value.locator("[name=title]").input_value() == "a" * 199 + "🚀"
    assert opened.value.locator("[name=text]").input_value() == "b" * 399 + "🚀"


def test_a_click_on_the_bookmark_says_what_it_is_for(page, site):
    page.goto(site + CLIP)
    page.locator("#bookmarklet").click()

    page.get_by_text("Drag it to the bookmarks bar").wait_for()
    assert page.said == []


def test_the_pages_are_whole(page, site):
    found = {}
    clipping = make_clipping(title="Vivo opens a plant", source=make_source(), trouble="It did not answer.")
    pages = {
        "clip": CLIP,
        "clipped": f"/admin/sources/clipping/{clipping.pk}/clipped/",
        "window": f"{CLIP}window/?url=https://paper.example/{'x' * 300}&title=Vivo&text=Plant",
        "tokens": "/admin/sources/accesstoken/mine/",
    }
    for name, address in pages.items():
        page.goto(site + address)
        found[name] = faults(page)
    page.get_by_label("Where it is used").fill("Phone")
    page.get_by_role("button", name="Make a token").click()
    page.get_by_text("Copy it now").wait_for()
    found["token"] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert page.said == []
