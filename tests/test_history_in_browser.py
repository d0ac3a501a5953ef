"""History and notes as an editor meets them, in a browser: from the desk and back to it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from editions.models import Note
from editions.versions import keep_edition, keep_item
from tests.browsing import faults, served, watch
from tests.factories import make_edition, make_item, make_masthead, make_person

# What the server writes would wait for a transaction around the test.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHOSEN = "field => field.value.slice(field.selectionStart, field.selectionEnd)"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def edition(site):
    """A draft with one item, kept an hour ago."""
    make_masthead()
    item = make_item("Vivo opened its first shop in Lima. 小米也来了。", headline="Vivo in Lima")
    edition = make_edition(item, title="The first title")
    ago = timezone.now() - timedelta(hours=1)
    keep_edition(edition, by=None, now=ago)
    keep_item(item, by=None, now=ago)
    return edition


@pytest.fixture
def page(browser, site, edition):
    """The desk of the draft, before Lin; `page.said` is what it should not have said."""
    client = Client()
    lin = make_person("editor", first_name="Lin")
    client.force_login(lin, "django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page = context.new_page()
    page.said = watch(page, site)
    open_desk(page, site, edition)
    yield page
    context.close()


def open_desk(page, site, edition):
    page.goto(site + reverse("admin:editions_edition_desk", args=[edition.pk]))


def rename(page, title):
    page.locator("#words-of summary").click()
    page.get_by_label("Title").fill(title)
    page.locator("#saved", has_text=re.compile(r"^Saved")).wait_for()


def test_a_title_is_written_twice_compared_and_brought_back(page, site, edition):
    rename(page, "The second title")
    edition.versions.update(begun_at=timezone.now() - timedelta(minutes=30))  # so that the next is its own
    open_desk(page, site, edition)
    rename(page, "The third title")

    page.goto(site + reverse("admin:editions_edition_versions", args=[edition.pk]))
    shown = page.locator(".version")
    assert shown.count() == 3
    shown.last.get_by_label("from").check()
    page.get_by_role("button", name="Compare the two").click()
    expect(page.locator(".beside del")).to_have_text(["first"])
    expect(page.locator(".beside ins")).to_have_text(["third"])
    assert faults(page) == []

    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".head").first.get_by_role("button", name="Bring back").click()
    page.get_by_text("It is back.").wait_for()
    expect(page.locator(".version")).to_have_count(4)
    assert faults(page) == []
    open_desk(page, site, edition)
    page.get_by_role("heading", name="No. ").wait_for()
    assert page.locator("#words-of .title").inner_text() == "The first title"
    assert page.said == []


def test_a_note_is_about_the_words_that_are_chosen_and_leads_back_to_them(page):
    mei = make_person("editor", first_name="Mei", last_name="Tan")
    card = page.locator("li.slot")
    card.locator("[data-open]").click()
    body = card.locator("textarea[name=body]")
    choose(body, 0, 22)
    note = card.get_by_label("Note", exact=True)
    note.press_sequentially("Is it? @tan")
    page.get_by_role("option", name="Mei Tan").click()
    note.press("Control+Enter")

    quote = card.locator("blockquote")
    quote.wait_for()
    assert quote.inner_text() == "Vivo opened its first"
    expect(card.get_by_text("Mei Tan will be told")).to_have_count(1)
    assert mei.notices.count() == 1
    expect(card.locator("> .m .note-count")).to_have_text("1 note")
    pane = page.locator("#side-pane desk-notes")
    pane.get_by_text("Is it?").wait_for()

    choose(body, 0, 0)
    pane.locator("blockquote").click()
    assert (
        body.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
        == quote.inner_text()
    )
    body.fill("Other words.")
    quote.click()
    expect(card.get_by_text("These words are gone from the text.")).to_be_visible()

    card.get_by_role("button", name="Resolve").click()
    card.get_by_text("Resolved (1)").wait_for()
    pane.get_by_text("Resolved (1)").wait_for()
    assert Note.objects.get().resolved_at
    assert page.said == []


def choose(field, start, end):
    field.focus()
    field.evaluate(f"field => field.setSelectionRange({start}, {end})")
