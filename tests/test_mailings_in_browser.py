"""Mailings in a browser: the bar goes on by itself, an edition is mailed, and what is unknown is decided."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from editions.models import Segment
from subscribers.models import Delivery, Mailing
from tests.browsing import faults, page_of, served
from tests.factories import (
    make_crowd,
    make_mailing,
    make_masthead,
    make_person,
    make_published_edition,
    make_subscriber,
)

# What the server writes would wait for a transaction around the test.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def page(browser, site):
    """The browser of a publisher; `page.said` is what it should not have said."""
    make_masthead()
    with page_of(browser, site, make_person("publisher")) as page:
        yield page


@pytest.fixture
def running():
    """A mailing on its way: one delivery is unknown, three failed, and others wait."""
    mailing = make_mailing(
        *make_crowd(40),
        edition=make_published_edition(),
        state="sending",
        started_at=timezone.now(),
        subject="Shops abroad",
    )
    pks = list(mailing.deliveries.values_list("pk", flat=True))
    for state, some in (("unknown", pks[:1]), ("failed", pks[1:4]), ("sent", pks[4:10])):
        Delivery.objects.filter(pk__in=some).update(state=state, answer="452 4.2.2 Mailbox full")
    return mailing


def test_the_bar_goes_on_by_itself_until_it_is_over(page, site, running):
    page.goto(site + reverse("mailing", args=[running.pk]))
    expect(page.locator(".total").first).to_contain_text("10 of 40")

    Delivery.objects.filter(state="queued").update(state="sent")
    expect(page.locator(".total").first).to_contain_text("40 of 40")
    Mailing.objects.update(state="sent", finished_at=timezone.now())

    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    expect(page.locator("#state[hx-get]")).to_have_count(0)
    assert page.said == []


def test_what_is_unknown_is_decided_at_its_place(page, site, running):
    page.goto(site + reverse("mailing", args=[running.pk]))
    address = Delivery.objects.get(state="unknown").address
    page.get_by_role("button", name=f"It arrived at {address}").click()

    expect(page.get_by_text("Counted as sent.")).to_be_visible()
    assert not Delivery.objects.filter(state="unknown").exists()
    assert page.said == []


def test_an_edition_is_mailed_to_whom_one_has_seen_counted(page, site):
    Segment.objects.create(name="Chinese readers", rule="language:zh")
    make_subscriber(language="zh")
    make_subscriber()
    page.goto(site + reverse("mail_edition", args=[make_published_edition().pk]))
    expect(page.locator("#reach")).to_contain_text("2 readers")

    page.get_by_label("To whom").select_option("Chinese readers")
    expect(page.locator("#reach")).to_contain_text("1 reader")
    page.get_by_role("button", name="Mail it").click()

    expect(page.get_by_text("Counting its readers")).to_be_visible()
    assert Mailing.objects.get().rule == "language:zh"
    assert page.said == []


def test_a_segment_is_counted_as_it_is_ticked(page, site):
    make_subscriber(language="zh")
    make_subscriber()
    page.goto(site + reverse("segment_add"))
    page.get_by_label("中文").check()

    expect(page.locator("#reach")).to_contain_text("1 reader")
    expect(page.locator("#reach")).to_contain_text("Chinese-language readers")
    assert page.said == []


def test_the_pages_are_without_fault(page, site, running):
    args = {"mailing": [running.pk], "mail_edition": [running.edition_id]}
    found = {}
    for name in ("mailings", "mailing", "mail_edition", "segment_add", "seeds", "deliveries"):
        page.goto(site + reverse(name, args=args.get(name, [])))
        found[name] = faults(page)

    assert not any(found.values()), found
