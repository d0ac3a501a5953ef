"""The search as a reader meets it: suggestions under the field, and all of it without a script."""

import pytest
from playwright.sync_api import expect

from editions.searching.index import index_due
from tests.browsing import faults, served, watch

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=True) as address:
        with django_db_blocker.unblock():
            while index_due():
                pass
        yield address


@pytest.fixture
def page(browser, site):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/search/")
    yield page
    context.close()


@pytest.fixture
def field(page):
    return page.get_by_label("Words, names")


def test_suggestions_are_walked_by_keys(page, field):
    field.press_sequentially("xiao")
    option = page.get_by_role("option", name="Xiaomi").first
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")

    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    field.press("Enter")

    page.wait_for_url("**/companies/xiaomi/")


def test_enter_without_a_choice_searches(page, field):
    field.press_sequentially("xiao")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Enter")

    page.wait_for_url("**/search/?q=xiao*")


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_suggestions_close_and_what_was_typed_stays(key, page, field):
    field.press_sequentially("xiao")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press(key)

    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("xiao")


@pytest.mark.parametrize("failure", ["lost", "broken"])
def test_a_reader_sees_nothing_of_a_server_that_fails(failure, page, field):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    answer = {
        "lost": lambda route: route.abort(),
        "broken": lambda route: route.fulfill(status=500, body="!"),
    }
    page.route("**/search/suggest/**", answer[failure])
    with page.expect_request("**/search/suggest/**"):
        field.press_sequentially("xiao")
    page.wait_for_timeout(100)

    expect(page.locator(".suggestions")).to_be_hidden()
    field.press("Enter")
    page.wait_for_url("**/search/?q=xiao*")
    assert errors == []


@pytest.mark.parametrize("query", ["", "?q=xiaomi", "?q=xiomi", "?q=%E5%B0%8F%E7%B1%B3"])
def test_the_page_is_in_order(query, page, site):
    said = watch(page, site)
    page.goto(f"{site}/search/{query}")

    assert faults(page) + said == []


def test_open_suggestions_are_in_order(page, site, field):
    said = watch(page, site)
    field.press_sequentially("xiao")
    expect(page.get_by_role("listbox")).to_be_visible()

    assert faults(page) + said == []


def test_the_search_works_without_a_script(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/search/")
    page.get_by_label("Words, names").fill("xiaomi")
    page.get_by_role("search").get_by_role("button", name="Search").click()

    expect(page.locator(".found").get_by_role("link", name="Xiaomi").first).to_be_visible()
    expect(page.locator(".rows mark").first).to_be_visible()
    page.get_by_text("Narrow the search").click()
    expect(page.get_by_label("Year")).to_be_visible()
    context.close()
