"""What becomes of a subscriber when their delivery bounced, or they complained."""

from datetime import timedelta

import pytest
from django.conf import settings

from subscribers import addresses, claims, events
from subscribers.models import Delivery, DeliveryEvent, Lane, Mailing, Report, Subscriber, Suppression
from subscribers.outcome import Outcome
from tests.factories import NOON, make_mailing, make_subscriber

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_delivery(subscriber=None, *, number=1, answered_at=NOON, state="sent", **facts):
    occasion = f"edition {number}"
    mailing = Mailing.objects.filter(occasion=occasion).first() or Mailing.objects.create(
        kind="edition", occasion=occasion, subject="Shops and ships", created_at=NOON
    )
    if subscriber is None and "address" not in facts:
        subscriber = make_subscriber()
    facts = {"address": subscriber.address if subscriber else "", **facts}
    return Delivery.objects.create(
        mailing=mailing,
        occasion=occasion,
        subscriber=subscriber,
        state=state,
        answered_at=answered_at,
        **facts,
    )


def make_report(digest="1", **facts):
    facts = {"source": "mailbox", "kind": "bounce", "received_at": NOON, **facts}
    return Report.objects.create(digest=digest, **facts)


def bounce_softly(subscriber, times, *, each=DAY):
    for number in range(1, times + 1):
        at = NOON + number * each
        delivery = make_delivery(subscriber, number=number, answered_at=at)
        events.bounced(delivery, "soft", "4.2.2", "Mailbox full", at)


def status_of(subscriber):
    return Subscriber.objects.get(pk=subscriber.pk).status


def test_a_hard_bounce_suppresses_the_address():
    delivery = make_delivery()

    event = events.bounced(delivery, "hard", "5.1.1", "User unknown", NOON)

    listed = Suppression.objects.get()
    assert (event.code, event.cause, event.subscriber) == ("5.1.1", "User unknown", delivery.subscriber)
    assert (listed.fingerprint, listed.reason) == (delivery.subscriber.fingerprint, "bounced")
    assert status_of(delivery.subscriber) == "bounced"


def test_the_suppression_list_holds_no_address_though_the_server_repeats_it():
    delivery = make_delivery(make_subscriber("gone@shop.example"))

    events.bounced(delivery, "hard", "5.1.1", "550 5.1.1 <gone@shop.example>: User unknown", NOON)

    assert Suppression.objects.get().note == "5.1.1 550 5.1.1 <…>: User unknown"


def test_a_complaint_suppresses_the_address():
    delivery = make_delivery()

    events.complained(delivery, "abuse", NOON)

    assert Suppression.objects.get().reason == "complained"
    assert status_of(delivery.subscriber) == "complained"


def test_a_block_costs_nobody():
    delivery = make_delivery()

    for day in range(20):
        events.bounced(delivery, "block", "5.7.1", "Blocked", NOON + day * DAY)

    assert Suppression.objects.count() == 0
    assert status_of(delivery.subscriber) == "active"


def test_the_fifth_soft_bounce_within_the_window_counts_as_hard():
    subscriber = make_subscriber()

    bounce_softly(subscriber, 4)
    assert status_of(subscriber) == "active"
    events.bounced(make_delivery(subscriber, number=5), "soft", "4.2.2", "Full", NOON + 5 * DAY)

    assert status_of(subscriber) == "bounced"
    assert "5 soft bounces" in Suppression.objects.get().note


def test_soft_bounces_far_apart_suppress_nobody():
    subscriber = make_subscriber()

    bounce_softly(subscriber, 12, each=8 * DAY)

    assert status_of(subscriber) == "active"


def test_a_delivery_that_was_taken_meanwhile_begins_the_count_anew():
    subscriber = make_subscriber()
    bounce_softly(subscriber, 4)
    make_delivery(subscriber, number=50, answered_at=NOON + 4.5 * DAY)

    events.bounced(make_delivery(subscriber, number=5), "soft", "4.2.2", "Full", NOON + 5 * DAY)

    assert status_of(subscriber) == "active"


def test_one_delivery_that_bounces_often_counts_once():
    delivery = make_delivery()

    for hour in range(9):
        events.bounced(delivery, "soft", "4.2.2", "Full", NOON + timedelta(hours=hour))

    assert status_of(delivery.subscriber) == "active"


def test_a_report_counts_once_for_a_delivery():
    delivery, report = make_delivery(), make_report()

    assert events.bounced(delivery, "hard", "5.1.1", "", NOON, report)
    assert events.bounced(delivery, "hard", "5.1.1", "", NOON + DAY, report) is None
    assert DeliveryEvent.objects.count() == 1


def test_a_bounce_of_the_old_address_does_not_cost_the_new_one():
    subscriber = make_subscriber("new@inbox.example.com")
    delivery = make_delivery(subscriber, address="old@inbox.example.com")

    events.bounced(delivery, "hard", "5.1.1", "User unknown", NOON)

    old = addresses.fingerprint("old@inbox.example.com", settings.SUPPRESSION_KEY.encode())
    assert Suppression.objects.get().fingerprint == old
    assert status_of(subscriber) == "active"


def test_a_bounce_from_before_a_fresh_consent_suppresses_nobody():
    subscriber = make_subscriber(consent_at=NOON + DAY)

    events.bounced(make_delivery(subscriber), "hard", "5.1.1", "", NOON + 2 * DAY)

    assert Suppression.objects.count() == 0
    assert DeliveryEvent.objects.count() == 1


def test_a_bounce_after_somebody_was_erased_is_kept():
    delivery = make_delivery(None, address="")

    events.bounced(delivery, "hard", "5.1.1", "", NOON)

    assert DeliveryEvent.objects.get().delivery == delivery


def test_a_seed_is_never_suppressed():
    delivery = make_delivery(None, address="desk@example.com", is_seed=True)

    events.bounced(delivery, "hard", "5.1.1", "", NOON)

    assert Suppression.objects.count() == 0


def test_who_left_stays_so_when_the_address_bounces_later():
    delivery = make_delivery(make_subscriber(status="unsubscribed"))

    events.bounced(delivery, "hard", "5.1.1", "", NOON)

    assert status_of(delivery.subscriber) == "unsubscribed"
    assert Suppression.objects.count() == 1


@pytest.mark.parametrize(
    ("reply", "answer", "kind", "status"),
    [
        ("550", "550 5.1.1 User unknown", "hard", "bounced"),
        ("554", "554 5.7.1 Blocked for spam", "block", "active"),
        ("452", "452 4.2.2 Mailbox full", "soft", "active"),
    ],
)
def test_a_refusal_at_sending_is_a_bounce(reply, answer, kind, status):
    mailing = make_mailing(make_subscriber())
    lane = Lane.objects.create(host="h", boot="b", mailing=mailing, began_at=NOON, lease_until=NOON)
    delivery = mailing.deliveries.get()
    mailing.deliveries.update(state="sending", lane=lane)
    outcome = Outcome(delivery.pk, "failed", answer, reply, 1)

    claims.record(lane, [outcome], NOON)
    claims.record(lane, [outcome], NOON + DAY)  # told again, after its acknowledgement was lost

    event = DeliveryEvent.objects.get()
    assert (event.kind, event.delivery, event.cause) == (kind, delivery, answer)
    assert status_of(delivery.subscriber) == status


@pytest.mark.parametrize("reply", ["", "400", "422"])
def test_what_failed_for_a_reason_of_ours_is_no_bounce(reply):
    events.refused(make_delivery().pk, reply, "It could not be prepared.", NOON)

    assert DeliveryEvent.objects.count() == 0
