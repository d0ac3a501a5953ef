"""A correction is mailed to exactly those whom the error was sent."""

from datetime import timedelta

import pytest

from editions import corrections
from subscribers import mailings
from subscribers.corrections import due
from subscribers.leaving import leave
from subscribers.models import Delivery, Mailing
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_published_edition,
    make_subscriber,
    make_superuser,
)

pytestmark = pytest.mark.django_db
NOTE = "The number of shops was wrong."
AFTER = NOON + timedelta(hours=2)


def fill(mailing, now=NOON):
    while not mailings.fill(mailing, now):
        pass
    return mailing


def mail(edition, state="sent"):
    mailing = fill(mailings.start_edition(edition, "everyone", None, NOON))
    mailing.deliveries.update(state=state)
    mailing.settle(NOON)
    return mailing


def correct(item, **changes):
    item.refresh_from_db()
    found = corrections.correct_item(item, changes, note=NOTE, by=make_superuser(), now=AFTER)
    for one in found:
        one.mail_due_at = AFTER
        one.save()
    return found


def told(correction):
    return {
        row.subscriber for row in fill(mailings.start_correction(correction, None, AFTER)).deliveries.all()
    }


def test_those_are_told_whose_mail_was_sent_or_may_have_been():
    people = [make_subscriber() for _ in range(6)]
    item = make_item("It has ten shops.")
    mailing = mail(make_published_edition(item))
    failed, suppressed, unknown, *_ = mailing.deliveries.order_by("pk")
    for row, state in ((failed, "failed"), (suppressed, "suppressed"), (unknown, "unknown")):
        Delivery.objects.filter(pk=row.pk).update(state=state)
    leave(people[3], AFTER)
    make_subscriber(consent_at=AFTER)  # joined since

    [correction] = correct(item, body="It has one shop.")

    assert told(correction) == {people[2], people[4], people[5]}


@pytest.mark.parametrize(("state", "is_told"), [("sending", True), ("paused", False), ("cancelled", False)])
def test_whom_the_error_is_on_its_way_to_is_told_too(state, is_told):
    person, item = make_subscriber(), make_item("It has ten shops.")
    mail(make_published_edition(item), "queued")
    Mailing.objects.update(state=state)

    [correction] = correct(item, body="It has one shop.")

    assert told(correction) == ({person} if is_told else set())


def test_what_carried_no_error_needs_no_correction():
    company = make_company()
    item, other = make_item("It has ten shops.", companies=[company]), make_item(kind="recall")
    full, headlines, near, far = (
        make_subscriber(choice=one) for one in ("full", "headlines", "follows", "follows")
    )
    near.follows.create(company=company)
    far.follows.create(kind="recall")
    mail(make_published_edition(item, other))

    [correction] = correct(item, headline="Ten shops", body="It has ten shops.", dek="In Lima.")
    assert told(correction) == {full, headlines, near}  # the label, too, is another now
    item.refresh_from_db()
    [later] = corrections.correct_item(
        item, {"dek": "In Quito."}, note=NOTE, by=make_superuser(), now=AFTER + timedelta(hours=1)
    )

    assert told(later) == {full, near}


def test_whoever_was_mailed_after_the_correction_is_not_told():
    item = make_item("It has ten shops.")
    edition = make_published_edition(item)
    [correction] = correct(item, body="It has one shop.")
    make_subscriber()
    mail(edition)

    assert told(correction) == set()


def test_an_error_in_two_editions_is_told_once():
    person, item = make_subscriber(), make_item("It has ten shops.")
    first, second = make_published_edition(item), make_published_edition(item)
    mail(first), mail(second)
    found = correct(item, body="It has one shop.")
    assert len(found) == 2

    assert mailings.start_due(AFTER) == 1
    assert not due(AFTER).exists()
    mailing = fill(Mailing.objects.get(kind="correction"), AFTER)

    assert mailing.deliveries.get().subscriber == person
    text = mailing.renditions.get().text
    assert f"No. {first.number} and No. {second.number}" in text or f"No. {second.number} and" in text
    assert NOTE in text
    assert "It has one shop." in text


def test_a_correction_goes_out_only_where_it_is_asked_for():
    item = make_item("It has ten shops.")
    mail(make_published_edition(item))
    correct(item, body="It has one shop.")[0].edition.corrections.update(mail_due_at=None)

    assert mailings.start_due(AFTER) == 0


def test_an_old_correction_asks_first():
    item = make_item("It has ten shops.")
    mail(make_published_edition(item))
    correct(item, body="It has one shop.")

    mailings.start_due(AFTER + timedelta(days=1))

    assert Mailing.objects.get(kind="correction").state == "paused"
