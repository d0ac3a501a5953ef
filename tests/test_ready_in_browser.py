"""The left pane and the desk of an item in a browser: what is typed is looked for, and "w" writes an item."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from sources.models import Clipping, NewsItem
from tests.browsing import faults, served, watch
from tests.desk import address
from tests.factories import (
    make_clipping,
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_source,
)

# What the server writes would wait for a transaction around the test.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def clipping(site):
    make_masthead()
    make_company("BYD", local_name="比亚迪")
    return make_clipping(
        title="比亚迪巴西工厂投产",
        summary="卡马萨里工厂举行了投产仪式。",
        source=make_source("Jiemian News"),
        published_at=datetime(2025, 7, 15, 20, tzinfo=UTC),
    )


@pytest.fixture
def page(browser, site, clipping):
    """The desk of an editor with two items ready; `page.said` is what it should not have said."""
    make_item("A shop in Quito.", headline="Anker opens in Quito", companies=[make_company("Anker")])
    make_item("A recall in Lima.", headline="Romoss recalls in Lima", credit="The Paper")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    logged_in = Client()
    logged_in.force_login(make_person("editor"), "django.contrib.auth.backends.ModelBackend")
    session = logged_in.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page = context.new_page()
    page.said = watch(page, site)
    page.goto(site + address("desk", make_edition().pk))
    page.locator("[data-ready] .card").first.wait_for()
    yield page
    context.close()


def shown(page):
    return page.locator("#ready-pane [data-item] .t")


def test_what_is_typed_narrows_the_list_and_is_cleared_again(page):
    page.keyboard.press("/")
    page.keyboard.type("quito")
    expect(shown(page)).to_have_text(["Anker opens in Quito"])
    page.keyboard.type(" zebra")
    page.get_by_role("link", name="Clear the search.").click()

    expect(shown(page)).to_have_count(2)
    expect(page.get_by_label("Search items")).to_be_focused()
    assert page.said == []


def test_a_company_on_a_card_narrows_to_its_items_until_it_is_lifted(page):
    page.locator("#ready-pane .m").get_by_role("button", name="Anker").click()
    expect(shown(page)).to_have_text(["Anker opens in Quito"])
    page.get_by_role("button", name="Show others than Anker").click()

    expect(shown(page)).to_have_count(2)


def test_a_search_stands_when_the_outline_changes(page):
    page.get_by_label("Search items").fill("quito")
    expect(shown(page)).to_have_count(1)
    with page.expect_response("**/ready/**"):
        page.evaluate("document.dispatchEvent(new CustomEvent('desk:outline'))")

    expect(shown(page)).to_have_text(["Anker opens in Quito"])


def test_it_says_when_the_server_is_away_and_asks_again(page):
    page.route("**/ready/**", lambda route: route.abort())
    page.get_by_label("Search items").fill("quito")
    page.get_by_text("the server does not answer").wait_for()
    assert shown(page).count() == 2
    page.unroute("**/ready/**")
    page.get_by_role("button", name="Try again").click()

    expect(shown(page)).to_have_text(["Anker opens in Quito"])
    expect(page.locator("#ready-away")).to_be_hidden()


def test_one_key_on_a_clipping_opens_an_item_with_its_facts(page, clipping):
    page.locator(f"#clipping-of-{clipping.pk}").focus()
    page.keyboard.press("w")
    page.wait_for_url("**/desk/")
    page.get_by_role("heading", name="比亚迪巴西工厂投产").wait_for()

    assert page.get_by_label("Slug line").input_value() == "比亚迪巴西工厂投产"
    assert page.get_by_label("Date of the event").input_value() == "2025-07-16"
    assert page.locator("desk-chips").first.get_by_text("BYD").is_visible()
    assert page.locator(".source-text").get_by_text("卡马萨里工厂").is_visible()
    assert Clipping.objects.get().state == "taken"
    assert page.said == []


def test_what_is_written_at_the_desk_of_an_item_is_saved_and_shown(page, clipping):
    page.locator(f"[data-clipping='{clipping.pk}']").get_by_role("button", name="Write").click()
    page.get_by_label("Headline").fill("BYD starts up in Brazil")
    page.frame_locator("#item-preview").get_by_role("heading", name="BYD starts up in Brazil").wait_for()

    assert NewsItem.objects.get(clippings=clipping).headline == "BYD starts up in Brazil"
    assert faults(page) + page.said == []
