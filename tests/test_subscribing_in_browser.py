"""The way of a subscriber, as people go it: on a phone and at a desk, by day and by night, without script."""

import re

import pytest
from django.utils import timezone

from recap import mailbox
from subscribers import letters, tokens
from subscribers.models import Subscriber
from tests.browsing import faults, served, watch
from tests.factories import (
    make_company,
    make_item,
    make_masthead,
    make_published_edition,
    make_subscriber,
)
from tests.subscribers.people import make_letter, page_of

# What the server writes would wait for a transaction around the test.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def news(site):
    make_masthead()
    anker = make_company("Anker", local_name="安克", slug="anker")
    return make_published_edition(make_item("Anker opened a shop.", companies=[anker]))


@pytest.fixture
def page(browser, site, news):
    """A page of the archive, before a reader whose browser runs no script; the site has none for them."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.said = watch(page, site)
    page.goto(site + news.get_absolute_url())
    yield page
    context.close()


def open_letter(page, site):
    """Follow the first link of the newest letter."""
    letters.mail_due(now=timezone.now())
    text = mailbox.newest()[0][1].get_body(["plain"]).get_content()
    page.goto(site + re.search(r"^https?://[^/\s]+(/\S+)$", text, re.MULTILINE)[1])


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_from_the_form_under_an_edition_to_preferences_to_leaving(page, site):
    page.get_by_label("Email address").fill("ada@example")
    press(page, "Subscribe")
    assert page.get_by_label("Email address").input_value() == "ada@example"
    page.get_by_label("Email address").fill("ada@example.com")
    press(page, "Subscribe")
    page.get_by_text("Look in your mailbox").first.wait_for()
    open_letter(page, site)
    press(page, "Confirm")
    page.get_by_role("link", name="Choose what you get").click()
    page.get_by_label("Only what I follow").check()
    page.get_by_label("Find a company").fill("安克")
    press(page, "Find")
    page.get_by_role("button", name="Follow Anker 安克 Company").click()
    page.get_by_role("button", name="Stop following Anker 安克 Company").wait_for()
    ada = Subscriber.objects.get()
    assert (ada.status, ada.choice, ada.follows.get().company.slug) == ("active", "follows", "anker")

    page.get_by_role("link", name="Change the address").click()
    page.get_by_label("New address").fill("ada@new.example.com")
    press(page, "Write to it")
    page.get_by_text("Look in the new mailbox").first.wait_for()
    open_letter(page, site)
    press(page, "Confirm the new address")
    page.get_by_role("link", name="Choose what you get").click()
    press(page, "Unsubscribe")
    page.get_by_role("heading", name="You have left").wait_for()
    press(page, "Come back")
    page.get_by_role("link", name="unsubscribe after all").click()
    press(page, "Unsubscribe")
    page.get_by_role("heading", name="You have left").wait_for()

    ada.refresh_from_db()
    assert (ada.status, ada.address) == ("unsubscribed", "ada@new.example.com")
    assert page.context.cookies() == []
    assert [said for said in page.said if "422" not in said] == []  # the browser reports the status


def addresses():
    """Of pages that are alike, one."""
    ada = make_subscriber("ada." + "b" * 50 + "@a-very-long-domain-of-a-company.example.com")
    gone = make_subscriber("gone@example.com", status="unsubscribed", left_at=timezone.now())
    ada.follows.create(kind="recall")
    waiting = make_subscriber("waiting@example.com", status="pending", consent_at=None)
    return {
        "you": page_of(tokens.PREFERENCES, ada),
        "kept": page_of(tokens.PREFERENCES, ada, below="kept"),
        "confirm": page_of(tokens.CONFIRM, waiting, make_letter(waiting).pk),
        "left": page_of(tokens.LEAVE, gone),
        "away": page_of(tokens.PREFERENCES, gone),
        "bad link": "/leave/x/",
    }


def test_the_pages_are_whole(browser, site, news):
    context = browser.new_context()
    page = context.new_page()
    said, found = watch(page, site), {}
    for name, address in addresses().items():
        page.goto(site + address)
        found[name] = faults(page)
        assert page.locator("h1").count() == 1, name
    page.goto(f"{site}/subscribe/")
    press(page, "Subscribe")
    page.get_by_text("Write your email address.").wait_for()
    found["what is wrong"] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert [one for one in said if not re.search("404|410|422", one)] == []  # the browser reports the status
    assert context.cookies() == []
    context.close()
