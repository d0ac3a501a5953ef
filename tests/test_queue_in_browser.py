"""The queue in a browser: judged by keyboard, by two editors at once, and with a server that goes away."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sources import judging
from sources.models import Clipping
from tests.browsing import log_in, served, watch
from tests.factories import make_clipping, make_masthead, make_person, make_source

# What the server writes would wait for a transaction around the test.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def stories(site):
    """Four that wait, the newest first: One, Two, Three, Four."""
    make_masthead()
    at = timezone.now() - timedelta(hours=1)
    return [
        make_clipping(
            title=title, source=make_source(rank=place + 1), clipped_at=at - timedelta(minutes=place)
        )
        for place, title in enumerate(["One", "Two", "Three", "Four"])
    ]


@pytest.fixture
def editor(stories):
    return make_person("editor")


@pytest.fixture
def page(browser, site, editor):
    """The queue of an editor; `page.said` is what it should not have said."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    log_in(context, site, editor)
    page = context.new_page()
    page.said = watch(page, site)
    page.goto(f"{site}/admin/queue/")
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def shown(page):
    return page.locator(".story h2")


def here(page):
    return page.locator(".story.here h2")


def test_a_story_is_dismissed_and_brought_back_by_keyboard(page):
    press(page, "j", "j", "k", "j", "d", "3")
    expect(shown(page)).to_have_text(["One", "Three", "Four"])
    expect(here(page)).to_have_text("Three")
    expect(page.locator("#queue-count")).to_have_text("3")
    assert Clipping.objects.get(title="Two").reason == "Too small"

    press(page, "z")
    expect(shown(page)).to_have_text(["One", "Two", "Three", "Four"])
    expect(here(page)).to_have_text("Two")
    assert page.said == []


def test_one_of_many_that_came_in_the_same_moment_comes_back_to_its_place(page, stories):
    for place in range(40):
        make_clipping(title=f"Feed {place}", clipped_at=stories[0].clipped_at)
    page.reload()
    expect(shown(page).nth(1)).to_have_text("Feed 38")

    press(page, "j", "j", "d", "3")
    expect(shown(page).nth(1)).to_have_text("Feed 37")
    press(page, "z")
    expect(shown(page).nth(1)).to_have_text("Feed 38")
    expect(here(page)).to_have_text("Feed 38")


@pytest.mark.parametrize("key", ["d", "h"])
def test_what_is_asked_fits_a_phone(page, key):
    page.set_viewport_size({"width": 390, "height": 844})
    press(page, "j", key)

    box = page.get_by_role("dialog").bounding_box()
    assert box["x"] > 0
    assert box["x"] == pytest.approx(390 - box["x"] - box["width"], abs=1)


def test_keys_pressed_fast_judge_one_story_each(page):
    press(page, "j", "d", "1", "d", "2", "h", "1")

    expect(shown(page)).to_have_text(["Four"])
    expect(page.get_by_text("Held until")).to_be_visible()
    assert [*Clipping.objects.order_by("-clipped_at").values_list("state", flat=True)] == [
        "dismissed",
        "dismissed",
        "held",
        "new",
    ]


def test_taking_opens_the_draft_and_the_way_back_leads_to_the_next(page):
    press(page, "j", "j", "t")
    page.wait_for_url("**/newsitem/*/desk/")
    page.go_back()

    expect(shown(page)).to_have_text(["One", "Three", "Four"])
    expect(here(page)).to_have_text("Three")
    press(page, "z")  # the server remembers
    expect(shown(page)).to_have_text(["One", "Two", "Three", "Four"])
    assert page.said == []


def test_ticked_stories_become_one_and_are_split_again(page):
    press(page, "j", "x", "j", "j", "x", "m")
    expect(shown(page)).to_have_text(["One", "Two", "Four"])
    page.get_by_text("2 sources tell it").click()
    page.get_by_role("button", name="Split off").click()

    expect(shown(page)).to_have_text(["One", "Two", "Three", "Four"])
    assert page.said == []


def test_a_story_that_a_colleague_judged_says_so_and_goes(page, stories):
    judging.dismiss(stories[0].pk, "Too small", by=make_person("editor"), now=timezone.now())
    press(page, "j", "h", "2")

    expect(page.get_by_text("Somebody was faster: it is dismissed.")).to_be_visible()
    expect(shown(page)).to_have_text(["Two", "Three", "Four"])
    expect(page.locator("#queue-count")).to_have_text("3")


def test_a_server_that_is_away_loses_nothing(page):
    page.route("**/dismiss/", lambda route: route.abort())
    press(page, "j", "d", "1")
    expect(page.locator("#queue-away")).to_have_text("The server does not answer.")
    expect(page.locator(".story:not(.going) h2")).to_have_text(["One", "Two", "Three", "Four"])
    page.unroute("**/dismiss/")
    press(page, "k", "d", "1")

    expect(shown(page)).to_have_text(["Two", "Three", "Four"])
    expect(page.locator("#queue-away")).to_be_hidden()


def test_who_was_logged_out_is_told(page):
    page.context.clear_cookies(name="sessionid")
    press(page, "j", "d", "1")

    expect(page.locator("#queue-away")).to_contain_text("You were logged out")


def test_a_held_story_that_is_held_for_longer_stays_in_its_list(page, site, stories, editor):
    judging.hold(stories[0].pk, timezone.now() + timedelta(days=1), by=editor, now=timezone.now())
    page.goto(f"{site}/admin/queue/?state=held")
    press(page, "j", "h", "3")

    expect(page.locator(".toast")).to_contain_text("Held until")
    expect(shown(page)).to_have_text(["One"])
    expect(page.locator("#queue-count")).to_have_text("1")


def test_the_last_story_leaves_a_sentence(page, site):
    page.goto(f"{site}/admin/queue/?source={Clipping.objects.get(title='Four').source_id}")
    press(page, "j", "d")
    page.get_by_label("Or in your words").fill("j d 1")
    press(page, "Enter")

    expect(page.get_by_text("No story fits that.")).to_be_visible()
    assert Clipping.objects.get(title="Four").reason == "j d 1"


def test_rows_come_in_as_somebody_nears_the_end(page, editor):
    at = timezone.now() - timedelta(days=1)
    for number in range(70):
        make_clipping(title=f"Story {number}", clipped_at=at - timedelta(minutes=number))
    page.reload()
    for _ in range(60):
        press(page, "j")

    expect(here(page)).to_have_text("Story 55")
    expect(shown(page)).to_have_count(74)
    press(page, "/")
    expect(page.get_by_role("combobox", name="Stories")).to_be_focused()
    assert page.said == []
