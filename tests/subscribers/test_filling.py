"""Who gets a row of a mailing, once, however it is interrupted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from subscribers import mailings
from subscribers.models import Delivery, Mailing, Seed, Suppression
from tests.factories import NOON, make_published_edition, make_subscriber

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def start(rule="everyone", edition=None, now=NOON):
    return mailings.start_edition(edition or make_published_edition(), rule, None, now)


def filled(mailing, now=NOON, size=2):
    while not mailings.fill(mailing, now, size):
        assert mailing.state == "filling"
    return mailing


def readers(mailing):
    return {row.subscriber for row in mailing.deliveries.select_related("subscriber")}


def test_an_edition_reaches_everybody_with_an_address_of_their_own():
    one, two = make_subscriber("One@Inbox.example.com"), make_subscriber(choice="headlines")

    mailing = filled(start())

    assert (mailing.state, mailing.audience) == ("queued", 2)
    rows = {row.subscriber: (row.address, row.domain, row.rendition.key) for row in mailing.deliveries.all()}
    assert rows[one] == ("One@inbox.example.com", "inbox.example.com", "full")
    assert rows[two][2] == "headlines"


def test_nobody_is_written_who_may_not_be_mailed():
    make_subscriber(status="pending", consent_at=None)
    make_subscriber(status="unsubscribed")
    make_subscriber(paused_until=NOON.date() + timedelta(days=1))
    make_subscriber(choice="digest")
    banned = make_subscriber()
    Suppression.objects.create(fingerprint=banned.fingerprint, reason="bounced", at=NOON)
    back = make_subscriber(paused_until=NOON.date())

    assert readers(filled(start())) == {back}


# Whoever is inserted is erased in the same moment, as by another connection.
ERASED_MEANWHILE = {
    "sqlite": ["CREATE TRIGGER erased AFTER INSERT ON subscribers_delivery BEGIN {erase}; END"],
    "postgresql": [
        "CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {erase}; RETURN NULL; END$$",
        "CREATE TRIGGER erased AFTER INSERT ON subscribers_delivery FOR EACH ROW EXECUTE FUNCTION gone()",
    ],
}
NO_LONGER = {
    "sqlite": ["DROP TRIGGER erased"],
    "postgresql": ["DROP TRIGGER erased ON subscribers_delivery", "DROP FUNCTION gone"],
}


@pytest.mark.django_db(transaction=True)
def test_a_slice_that_meets_somebody_being_erased_is_tried_again():
    gone, stays = make_subscriber(), make_subscriber()
    mailing = start()
    with connection.cursor() as cursor:
        erase = f"DELETE FROM subscribers_subscriber WHERE id = {gone.pk}"
        for statement in ERASED_MEANWHILE[connection.vendor]:
            cursor.execute(statement.format(erase=erase))
        with pytest.raises(IntegrityError):
            mailings.fill_due(NOON, until=lambda: False)
        for statement in [*NO_LONGER[connection.vendor], erase]:
            cursor.execute(statement)

    assert mailings.fill_due(NOON, until=lambda: False) == 1
    assert readers(mailing) == {stays}


def test_the_audience_is_frozen_though_people_join_meanwhile():
    before = make_subscriber()
    pending = make_subscriber(status="pending", consent_at=None)
    mailing = start(now=LATER)

    make_subscriber(consent_at=NOON)  # an import, with a consent of long ago
    pending.status, pending.consent_at = "active", LATER + timedelta(seconds=1)
    pending.save()

    assert readers(filled(mailing, LATER)) == {before}


def test_who_left_before_their_slice_gets_no_row():
    people = [make_subscriber() for _ in range(4)]
    mailing = start()
    mailings.fill(mailing, NOON, 2)

    type(people[3]).objects.filter(pk=people[3].pk).update(status="unsubscribed")

    assert readers(filled(mailing)) == set(people[:3])


def test_filling_goes_on_after_the_last_slice_that_was_committed():
    people = [make_subscriber() for _ in range(5)]
    mailing = start()
    assert not mailings.fill(mailing, NOON, 2)
    ids = set(mailing.deliveries.values_list("pk", flat=True))

    filled(Mailing.objects.get(pk=mailing.pk))

    assert mailing.deliveries.count() == len(people)
    assert ids < set(mailing.deliveries.values_list("pk", flat=True))


def test_a_slice_that_is_filled_again_writes_nobody_twice():
    people = [make_subscriber() for _ in range(3)]
    mailing = start()
    mailings.fill(mailing, NOON, 2)
    Mailing.objects.filter(pk=mailing.pk).update(filled_to=0)  # as where a commit was lost

    mailings.fill(mailing, NOON, 2)

    assert mailing.deliveries.count() == 2
    assert filled(mailing).audience == len(people)


def test_a_pause_holds_between_two_slices_and_resuming_does_not_start_over():
    for _ in range(5):
        make_subscriber()
    mailing = start()
    mailings.fill(mailing, NOON, 2)

    mailing.pause(None, NOON)
    assert not mailings.fill(mailing, NOON, 2)
    assert mailing.deliveries.count() == 2
    first = set(mailing.deliveries.values_list("pk", flat=True))
    mailing.resume(None, NOON)

    assert filled(mailing).audience == 5
    assert first < set(mailing.deliveries.values_list("pk", flat=True))


def test_a_mailing_without_readers_is_filled_too():
    mailing = filled(start())

    assert (mailing.state, mailing.audience) == ("queued", 0)


def test_a_person_in_two_segments_gets_one_mail():
    person = make_subscriber(language="zh")
    edition = make_published_edition()

    chinese = filled(start("language:zh", edition))
    full = filled(start("choice:full", edition))

    assert (chinese.audience, full.audience) == (1, 0)
    assert Delivery.objects.filter(subscriber=person).count() == 1


def test_seeds_get_a_row_of_their_own_and_a_subscribed_one_its_own_choice():
    reader = make_subscriber("desk@house.example.com", choice="headlines")
    for address in ("Desk@house.example.com", "press@house.example.com"):
        Seed.objects.create(address=address)

    mailing = filled(start())

    assert mailing.audience == 2
    rows = {row.subscriber: row for row in mailing.deliveries.filter(is_seed=True)}
    assert rows[reader].rendition.key == "headlines"
    assert (rows[None].address, rows[None].rendition.key) == ("press@house.example.com", "full")


def test_a_seed_is_mailed_once_an_occasion_and_never_against_its_will():
    edition = make_published_edition()
    gone = make_subscriber("gone@house.example.com", status="unsubscribed")
    Seed.objects.create(address=gone.address)
    Seed.objects.create(address="press@house.example.com")

    first, second = filled(start("language:zh", edition)), filled(start("language:en", edition))

    assert (first.audience, second.audience) == (1, 0)
    assert first.deliveries.get().address == "press@house.example.com"
