"""The left pane and the desk of an item in a browser: what is typed is looked for, and "w" writes an item."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from sources.models import Clipping, NewsItem
from tests.browsing import faults, served, watch
from tests.desk import address
from tests.factories import (
    make_clipping,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_masthead,
    make_person,
    make_published_edition,
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
def market(site):
    return make_market()


@pytest.fixture
def page(browser, site, clipping, market):
    """The desk of an editor with two items ready; `page.said` is what it should not have said."""
    make_item("A shop in Quito.", headline="Anker opens in Quito", companies=[make_company("Anker")])
    make_item("A recall in Lima.", headline="Romoss recalls in Lima", credit="The Paper", markets=[market])
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


def test_a_market_narrows_the_list_and_clearing_lifts_it(page, market):
    page.get_by_label("Market").select_option(market.name)
    expect(shown(page)).to_have_text(["Romoss recalls in Lima"])
    page.get_by_label("Kind").select_option("funding")
    page.get_by_role("link", name="Clear the search.").click()

    expect(shown(page)).to_have_count(2)
    expect(page.get_by_label("Market")).to_have_value("")
    assert page.said == []


def test_a_card_says_that_its_story_ran_before_once_the_archive_has_told(page):
    facts = {"companies": [make_company("Romoss")], "kind": "recall"}
    make_published_edition(make_item("Romoss stops.", **facts), number=700)
    make_item("Romoss starts again.", **facts)
    page.reload()

    card = page.locator("#ready-pane [data-item]", has_text="Romoss starts again")
    expect(card).to_contain_text("same company and kind in No. 700")
    assert page.said == []


def test_a_clipping_dragged_into_a_section_leaves_the_list(page, clipping):
    page.locator(f"#grip-clipping-{clipping.pk}").hover()
    page.mouse.down()
    place = page.locator("ol.slots").first.bounding_box()
    page.mouse.move(place["x"] + 100, place["y"] + 60, steps=8)
    page.mouse.move(place["x"] + 100, place["y"] + 10, steps=8)
    page.mouse.up()

    expect(page.locator("li.slot")).to_have_count(2)
    expect(page.locator("#ready-pane [data-clipping]")).to_have_count(0)
    expect(page.get_by_text("No clipping waits.")).to_be_visible()
    assert Clipping.objects.get().state == "taken"
    assert page.said == []


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
    page.get_by_role("heading", name="比亚迪巴西工厂投产", level=1).wait_for()

    assert page.get_by_label("Slug line").input_value() == "比亚迪巴西工厂投产"
    assert page.get_by_label("Date of the event").input_value() == "2025-07-16"
    expect(page.locator("desk-chips").first.get_by_text("BYD")).to_be_visible()
    expect(page.locator(".source-text").get_by_text("卡马萨里工厂")).to_be_visible()
    assert Clipping.objects.get().state == "taken"
    assert page.said == []


def test_what_is_written_at_the_desk_of_an_item_is_saved_and_shown(page, clipping):
    page.locator(f"[data-clipping='{clipping.pk}']").get_by_role("button", name="Write").click()
    page.get_by_label("Headline").fill("BYD starts up in Brazil")
    page.frame_locator("#item-preview").get_by_role("heading", name="BYD starts up in Brazil").wait_for()

    assert NewsItem.objects.get(clippings=clipping).headline == "BYD starts up in Brazil"
    expect(page.get_by_role("heading", level=1)).to_have_text("BYD starts up in Brazil")
    assert faults(page) + page.said == []


@pytest.fixture
def item_page(page, site):
    """The desk of an item with a text that is longer than its preview, and damaged."""
    more = (f"Its phone of number {number} is sold there.\n\n" for number in range(40))
    item = make_item("Vivo  opened a shop.\n\n" + "".join(more), status="draft")
    page.goto(site + reverse("admin:sources_newsitem_desk", args=[item.pk]))
    page.frame_locator("#item-preview").get_by_text("opened a shop").first.wait_for()
    return page


def test_a_finding_is_mended_beside_the_text_which_follows(item_page):
    item_page.get_by_role("button", name="Two spaces stand").click()
    expect(item_page.locator("textarea[name=body]")).to_be_focused()
    item_page.get_by_role("button", name="Write one space").click()

    expect(item_page.locator("textarea[name=body]")).to_have_value(re.compile("^Vivo opened"))
    item_page.get_by_label("Headline").fill("Vivo opens")  # on what the fix has left
    item_page.frame_locator("#item-preview").get_by_role("heading", name="Vivo opens").wait_for()
    assert NewsItem.objects.get(headline="Vivo opens").body.startswith("Vivo opened")
    assert item_page.said == []


def test_the_preview_stays_where_it_was_read(item_page):
    view = "document.querySelector('#item-preview').contentWindow"
    item_page.evaluate(f"{view}.scrollTo(0, 300)")
    item_page.get_by_label("Headline").fill("Vivo opens")
    item_page.frame_locator("#item-preview").get_by_role("heading", name="Vivo opens").wait_for()

    item_page.wait_for_load_state("networkidle")
    assert item_page.evaluate(f"{view}.scrollY") > 200  # the browser keeps the lines, below a new heading


def test_on_a_phone_the_desk_of_an_item_leads_back_to_the_items(item_page):
    item_page.set_viewport_size({"width": 390, "height": 800})
    item_page.get_by_role("banner").get_by_role("link", name="Items").click()

    item_page.wait_for_url("**/newsitem/")
