"""Looking up an address: what it was sent, what came back, and what is still known of who is gone."""

import pytest
from django.conf import settings
from django.urls import reverse

from subscribers import addresses
from subscribers.models import Delivery, DeliveryEvent, Subscriber, Suppression
from tests.desk import browser_of, words_of
from tests.factories import NOON, make_mailing, make_masthead, make_subscriber

pytestmark = pytest.mark.django_db
ADDRESS = "Mei.Tan@inbox.example.com"


@pytest.fixture
def publisher():
    make_masthead(time_zone="UTC")
    return browser_of("publisher")


def look_up(browser, address):
    return browser.get(reverse("deliveries"), {"address": address})


def test_what_was_sent_is_found_however_the_address_is_written(publisher):
    mailing = make_mailing(make_subscriber(ADDRESS), subject="Shops abroad")
    Delivery.objects.update(state="sent", answer="250 2.0.0 Ok: queued as 4b", answered_at=NOON)
    DeliveryEvent.objects.create(
        kind="soft", delivery=Delivery.objects.get(), at=NOON, code="4.2.2", cause="Mailbox full"
    )

    words = words_of(look_up(publisher, " mei.tan@INBOX.example.com "))

    assert "SubscriberActive" in words
    assert "Shops abroad Edition · 14 Jul 2025, 12:00 250 2.0.0 Ok: queued as 4b" in words
    assert "Soft bounce 4.2.2, 14 Jul 2025, 12:00: Mailbox full Sent" in words
    assert reverse("mailing", args=[mailing.pk]) in look_up(publisher, ADDRESS).content.decode()


def test_who_left_is_said_with_the_mailing_they_left_from(publisher):
    reader = make_subscriber(ADDRESS, status="unsubscribed", left_at=NOON)
    reader.left_from = make_mailing(reader, subject="Shops abroad")
    reader.save()

    words = words_of(look_up(publisher, ADDRESS))

    assert "Unsubscribed, left 14 Jul 2025, 12:00 from “Shops abroad”" in words


def test_of_somebody_erased_only_the_suppression_is_known(publisher):
    make_mailing(make_subscriber(ADDRESS))
    Delivery.objects.update(address="", subscriber=None)
    Subscriber.objects.all().delete()
    print_ = addresses.fingerprint(addresses.parse(ADDRESS)[1], settings.SUPPRESSION_KEY.encode())
    Suppression.objects.create(fingerprint=print_, reason="complained", note="Pressed spam.", at=NOON)

    words = words_of(look_up(publisher, ADDRESS))

    assert "No subscriber has this address now. Nothing is known of any delivery to it" in words
    assert "On the suppression list since 14 Jul 2025: complained. Pressed spam." in words


def test_deliveries_to_an_address_that_somebody_gave_up_are_found(publisher):
    reader = make_subscriber(ADDRESS)
    make_mailing(reader, subject="Shops abroad")
    Subscriber.objects.update(address="new@inbox.example.com", normalised="new@inbox.example.com")

    assert "These deliveries went to it. Deliveries Shops abroad" in words_of(look_up(publisher, ADDRESS))
    words = words_of(look_up(publisher, "new@inbox.example.com"))
    assert f"to {ADDRESS}" in words


def test_what_is_no_address_is_refused_in_a_sentence(publisher):
    answer = look_up(publisher, "Mei Tan")

    assert answer.status_code == 422
    assert "@" in words_of(answer)


def test_the_queries_do_not_grow_with_what_was_sent(publisher, django_assert_max_num_queries):
    reader = make_subscriber(ADDRESS)
    for _ in range(5):
        make_mailing(reader)
    look_up(publisher, ADDRESS)

    with django_assert_max_num_queries(11):
        look_up(publisher, ADDRESS)


def test_the_deliveries_of_a_mailing_are_listed_by_what_became_of_them(publisher):
    mailing = make_mailing(make_subscriber(ADDRESS), make_subscriber())
    Delivery.objects.filter(address=ADDRESS).update(state="failed", answer="552 5.2.2 Mailbox full")

    words = words_of(publisher.get(reverse("mailing_deliveries", args=[mailing.pk, "failed"])))

    assert f"{ADDRESS} 552 5.2.2 Mailbox full" in words
    assert "reader-" not in words
