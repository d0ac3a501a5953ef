"""The desk as a whole: its keys, its panes on a narrow screen, and the pages around it in its look."""

import re

import pytest
from playwright.sync_api import expect

from editions.desk.shortcuts import SHORTCUTS
from sources.models import NewsItem
from tests.browsing import log_in, served, watch
from tests.desk import address
from tests.factories import make_clipping, make_edition, make_item, make_masthead, make_person, make_source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PRESSED = [shortcut.name for group in SHORTCUTS.values() for shortcut in group if not shortcut.local]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def desk(browser, site):
    """The desk of a draft, with items and a clipping that wait; `desk.said` is what it should not say."""
    make_masthead()
    edition = make_edition(make_item("Anker opened a shop in Quito.", headline="Anker in Quito"))
    make_item("Xpeng builds vans in Java.", headline="Xpeng in Java")
    make_item("Mixue looks for a shop.", headline="Mixue in Brazil")
    make_clipping(title="比亚迪巴西工厂投产", source=make_source("Jiemian News"))
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    log_in(context, site, make_person("publisher"))
    page = context.new_page()
    page.said = watch(page, site)
    page.goto(site + address("desk", edition.pk))
    page.locator("#ready-list").wait_for()
    yield page
    context.close()


def test_every_key_of_the_list_presses_something(desk):
    for name in PRESSED:
        assert desk.locator(f'[data-does="{name}"]').count() == 1, name
    assert desk.said == []


def test_a_question_mark_lists_the_shortcuts_and_escape_closes_them(desk):
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Shortcuts")).to_be_visible()

    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog", name="Shortcuts")).to_be_hidden()


def test_a_slash_goes_to_the_search_and_is_typed_there_as_itself(desk):
    desk.keyboard.press("/")
    desk.keyboard.type("a/b")

    expect(desk.get_by_role("searchbox")).to_have_value("a/b")


def test_two_keys_in_a_row_lead_to_the_sheet(desk):
    desk.keyboard.press("g")
    desk.keyboard.press("s")

    desk.wait_for_url(re.compile("/sheet/$"))


def test_a_figure_chooses_the_preview(desk):
    desk.keyboard.press("4")

    expect(desk.locator('[data-does="preview-text"]')).to_have_attribute("aria-pressed", "true")


def test_a_key_typed_into_a_text_does_nothing_else(desk):
    desk.locator("#words-of > summary").click()
    desk.get_by_label("Subject line").press("h")

    assert desk.url.endswith("/desk/")


def test_on_a_narrow_screen_one_pane_is_shown_at_a_time(desk):
    desk.set_viewport_size({"width": 390, "height": 800})
    expect(desk.locator("#outline-pane")).to_be_visible()
    expect(desk.locator("#ready-pane")).to_be_hidden()

    desk.get_by_role("button", name="Preview", exact=True).click()
    expect(desk.locator("#side-pane")).to_be_visible()
    expect(desk.locator("#outline-pane")).to_be_hidden()
    assert desk.evaluate(WIDER) == 0


def test_at_1024_px_all_three_panes_are_there(desk):
    desk.set_viewport_size({"width": 1024, "height": 768})

    for pane in ("ready", "outline", "side"):
        expect(desk.locator(f"#{pane}-pane")).to_be_visible()
    assert desk.evaluate(WIDER) == 0


def test_w_writes_an_item_from_a_clipping_with_its_facts(desk):
    card = desk.locator("[data-clipping]").first
    card.locator(".grip").focus()
    desk.keyboard.press("w")
    desk.wait_for_url(re.compile(r"/newsitem/\d+/desk/$"))

    expect(desk.get_by_label("Slug line")).to_have_value("比亚迪巴西工厂投产")
    expect(desk.locator("#source-pane")).to_contain_text("比亚迪巴西工厂投产")
    assert str(NewsItem.objects.latest("pk").credits.get()) == "Jiemian News"
    assert desk.said == []


def test_searching_narrows_the_list_as_one_types(desk):
    desk.get_by_role("searchbox").press_sequentially("Xpeng")

    expect(desk.locator("#ready-list [data-item]")).to_have_count(1)
    expect(desk.get_by_role("searchbox")).to_be_focused()


def test_the_list_stands_while_one_is_logged_out_and_is_read_again_after(desk):
    cookies = desk.context.cookies()
    desk.context.clear_cookies()
    desk.get_by_role("searchbox").fill("Java")
    expect(desk.locator("#ready-away")).to_be_visible()
    expect(desk.locator("#ready-pane .card[data-item]")).to_have_count(2)
    desk.context.add_cookies(cookies)
    desk.get_by_role("button", name="Try again").click()

    expect(desk.locator("#ready-pane .card[data-item]")).to_have_count(1)
    expect(desk.locator("#ready-away")).to_be_hidden()
