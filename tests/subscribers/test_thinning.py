"""What is kept of people goes when its time is over, and sums stay."""

from datetime import timedelta

import pytest

from sources.models import Tip
from subscribers import thinning
from subscribers.models import Delivery, DeliveryEvent, Letter, Mailing, Report
from subscribers.tasks import thin
from tests.factories import NOON, make_subscriber

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1000)


def make_mailing(number=1, **facts):
    facts = {"state": "sent", "filled_at": NOON, "created_at": NOON, **facts}
    return Mailing.objects.create(kind="digest", occasion=f"digest {number}", subject="July", **facts)


def make_delivery(mailing, subscriber=None, **facts):
    subscriber = subscriber or make_subscriber()
    facts = {"address": subscriber.address, "domain": subscriber.domain, **facts}
    facts = {"state": "sent", "answer": f"250 {facts['address']} accepted", **facts}
    return Delivery.objects.create(mailing=mailing, occasion=mailing.occasion, subscriber=subscriber, **facts)


def test_an_old_delivery_keeps_its_row_without_address_and_answer():
    delivery = make_delivery(make_mailing(), make_subscriber("ada@gmail.com"))
    event = DeliveryEvent.objects.create(kind="hard", delivery=delivery, at=NOON, cause="550 no such user")

    assert thinning.thin(LATER)

    delivery.refresh_from_db(), event.refresh_from_db()
    assert (delivery.address, delivery.answer, event.cause) == ("", "", "")
    assert (delivery.state, delivery.domain) == ("sent", "gmail.com")


def test_a_domain_that_may_be_somebodys_own_goes_with_the_address():
    delivery = make_delivery(make_mailing(), make_subscriber("ada@lovelace.example"))

    assert thinning.thin(LATER)

    delivery.refresh_from_db()
    assert delivery.domain == ""


@pytest.mark.parametrize(("state", "age"), [("paused", 1000), ("sending", 1000), ("sent", 729)])
def test_a_mailing_that_is_young_or_on_its_way_keeps_its_addresses(state, age):
    delivery = make_delivery(make_mailing(state=state))

    thinning.thin(NOON + timedelta(days=age))

    delivery.refresh_from_db()
    assert delivery.address


def test_the_seed_list_stays_for_each_address_stands_once_an_occasion():
    mailing = make_mailing()
    for address in ("one@example.com", "two@example.com"):
        Delivery.objects.create(
            mailing=mailing, occasion=mailing.occasion, is_seed=True, address=address, state="sent"
        )

    assert thinning.thin(LATER)
    assert Delivery.objects.filter(address="").count() == 0


def test_whence_somebody_agreed_is_forgotten_and_that_they_agreed_is_not():
    reader = make_subscriber(consent_network="192.0.2.7", consent_from="/subscribe/")
    letter = Letter.objects.create(
        kind="confirm", subscriber=reader, address=reader.address, network="192.0.2.7", asked_at=NOON
    )

    thinning.thin(NOON + timedelta(days=91))

    reader.refresh_from_db(), letter.refresh_from_db()
    assert (reader.consent_network, letter.network) == (None, "")
    assert (reader.consent_at, reader.consent_from) == (NOON, "/subscribe/")


def test_a_bounce_as_it_came_goes_and_what_it_told_stays():
    report = Report.objects.create(source="mailbox", kind="bounce", digest="1", received_at=NOON, raw="From:")
    told = DeliveryEvent.objects.create(kind="hard", report=report, at=NOON, cause="no such user")

    thinning.thin(NOON + timedelta(days=91))

    told.refresh_from_db()
    assert (Report.objects.count(), told.report, told.cause) == (0, None, "no such user")


def make_tip(**facts):
    facts = {"company_name": "Vivo", "story": "A shop", "contact_email": "a@example.com", **facts}
    return Tip.objects.create(received_at=NOON, **facts)


def test_whence_a_tip_came_is_forgotten_before_the_tip():
    tip = make_tip(network="192.0.2.0/24")

    thinning.thin(NOON + timedelta(days=91))

    tip.refresh_from_db()
    assert (tip.network, tip.company_name) == ("", "Vivo")


def test_tips_go():
    make_tip()

    thinning.thin(NOON + timedelta(days=729))
    assert Tip.objects.count() == 1
    thinning.thin(NOON + timedelta(days=731))
    assert Tip.objects.count() == 0


def test_zero_days_keep_for_ever(settings):
    settings.KEEP_NETWORKS = settings.KEEP_REPORTS = settings.KEEP_DELIVERIES = settings.KEEP_TIPS = 0
    delivery = make_delivery(make_mailing())

    assert thinning.thin(LATER)

    delivery.refresh_from_db()
    assert delivery.address


def test_it_goes_on_where_its_bounds_ended_it():
    for number in range(3):
        make_delivery(make_mailing(number))

    assert not thinning.thin(LATER, slices=2)
    assert Delivery.objects.exclude(address="").count() == 1
    assert thinning.thin(LATER)
    assert Delivery.objects.exclude(address="").count() == 0


def test_the_task_thins():
    delivery = make_delivery(make_mailing(created_at=NOON - timedelta(days=3000)))

    thin()

    delivery.refresh_from_db()
    assert delivery.address == ""
