"""The suppression list at the desk."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from subscribers import joining
from subscribers.models import Suppression
from tests.desk import browser_of, words_of
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return browser_of("publisher")


def suppressed(address, reason="bounced"):
    fingerprint = joining.fingerprint(address)
    return Suppression.objects.create(fingerprint=fingerprint, reason=reason, note="550 no", at=NOON)


def test_the_list_is_counted_by_reason(publisher):
    suppressed("a@inbox.example.com")
    suppressed("b@inbox.example.com")
    suppressed("c@inbox.example.com", "complained")

    said = words_of(publisher.get(reverse("suppressions")))

    assert "3 addresses Bounced hard2Complained1Put here by hand0" in said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ADA@inbox.example.com", "is on it since 14 Jul 2025: bounced hard. 550 no"),
        ("bob@inbox.example.com", "bob@inbox.example.com is not on it."),
        ("nobody", "@-sign"),
    ],
)
def test_one_address_can_be_asked_for(publisher, address, said):
    suppressed("ada@inbox.example.com")

    assert said in words_of(publisher.get(reverse("suppressions"), {"address": address}))


def test_an_address_that_is_added_is_kept_as_its_fingerprint_alone(publisher):
    publisher.post(reverse("suppression_add"), {"address": "Ada@inbox.example.com", "note": "By phone."})

    found = Suppression.objects.get()
    assert (found.fingerprint, found.reason) == (joining.fingerprint("ada@inbox.example.com"), "by_hand")
    for model in (model for model in apps.get_models() if model._meta.app_label != "sessions"):
        assert "ada@" not in str(list(model.objects.values())).lower()


def test_an_address_on_the_list_keeps_its_first_reason(publisher):
    suppressed("ada@inbox.example.com")

    publisher.post(reverse("suppression_add"), {"address": "ada@inbox.example.com", "note": "By phone."})

    assert Suppression.objects.get().reason == "bounced"


def test_no_page_of_the_admin_deletes_from_the_list():
    assert Suppression not in admin.site._registry
