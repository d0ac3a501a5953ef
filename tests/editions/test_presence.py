"""Who else is at the desk, and how a page learns that something was changed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from editions import saving
from editions.fields import ITEM, stamp
from editions.models import Presence
from editions.saving import Typed
from tests.desk import address, browser_of
from tests.factories import NOON, make_edition, make_item, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition(make_item("It opened.", headline="Vivo opens in Lima"))


def here(browser, edition, item=""):
    return browser.post(address("here", edition.pk), {"item": item}).json()


def at_item(browser, item):
    return browser.post(reverse("admin:sources_newsitem_here", args=[item.pk])).json()


def lin_is_at(edition, item=None, ago=timedelta(0)):
    lin = make_person("editor", first_name="Lin")
    Presence.objects.create(person=lin, edition=edition, item=item, at=timezone.now() - ago)


def test_who_is_alone_is_told_of_nobody(edition):
    browser = browser_of("editor")

    assert here(browser, edition)["here"] == []
    assert here(browser, edition)["here"] == []
    assert Presence.objects.get().edition == edition


def test_a_colleague_at_the_same_edition_reads_along(edition):
    lin_is_at(edition)

    assert here(browser_of("contributor"), edition)["here"] == ["Lin is reading along"]


def test_a_colleague_who_has_an_item_open_writes_in_it(edition):
    lin_is_at(edition, edition.sections.get().slots.get().item)

    assert here(browser_of("editor"), edition)["here"] == ["Lin is writing in “Vivo opens in Lima”"]


def test_a_colleague_not_heard_of_for_a_minute_is_gone(edition):
    lin_is_at(edition, ago=timedelta(minutes=1))

    assert here(browser_of("editor"), edition)["here"] == []


def test_a_colleague_at_another_edition_is_not_here(edition):
    lin_is_at(make_edition())

    assert here(browser_of("editor"), edition)["here"] == []


@pytest.mark.parametrize("item", ["9999", "-1", "9" * 30, "x"])
def test_an_item_that_is_none_is_no_matter(edition, item):
    assert here(browser_of("editor"), edition, item)["here"] == []
    assert Presence.objects.get().item is None


def test_at_the_desk_of_an_item_its_colleagues_are_seen_wherever_they_have_it_open(edition):
    item = edition.sections.get().slots.get().item
    lin_is_at(edition, item)

    assert at_item(browser_of("editor"), item)["here"] == ["Lin is writing in “Vivo opens in Lima”"]


def test_the_state_changes_with_every_save_in_the_edition_and_in_its_items(edition):
    browser, item = browser_of("editor"), edition.sections.get().slots.get().item
    before, before_item = here(browser, edition)["state"], at_item(browser, item)["state"]

    sent = {"body": Typed("Vivo opened.", stamp(ITEM["body"].read(item)))}
    saving.save_item(item.pk, sent, by=User.objects.get(), now=NOON)

    assert here(browser, edition)["state"] != before
    assert at_item(browser, item)["state"] == str(int(before_item) + 1)


def test_the_outline_carries_the_state_that_is_compared(edition):
    browser = browser_of("editor")

    page = browser.get(address("outline", edition.pk)).content.decode()

    assert f'data-state="{here(browser, edition)["state"]}"' in page


def test_saying_that_one_is_here_takes_few_queries(edition, django_assert_max_num_queries):
    lin_is_at(edition)
    browser = browser_of("editor")
    here(browser, edition)

    with django_assert_max_num_queries(14):
        here(browser, edition)


def test_nobody_is_here_by_a_get(edition):
    assert browser_of("editor").get(address("here", edition.pk)).status_code == 405
    assert not Presence.objects.exists()
