"""What is mailed when, and what a person does to it meanwhile."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from editions.models import Edition, Notice
from sources.workflow import WorkflowError
from subscribers import leaving, mailings
from subscribers.models import Delivery, DeliveryEvent, Mailing
from tests.factories import (
    NOON,
    make_mailing,
    make_person,
    make_published_edition,
    make_subscriber,
    make_superuser,
)

pytestmark = pytest.mark.django_db
State = Mailing.State
SOON = NOON + timedelta(seconds=30)


def start(edition=None, rule="everyone", now=NOON):
    return mailings.start_edition(edition or make_published_edition(), rule, None, now)


def filled(mailing, now=NOON):
    while not mailings.fill(mailing, now):
        assert mailing.state == State.FILLING
    return mailing


def put(row, state):
    """What a lane would write."""
    Delivery.objects.filter(pk=row.pk).update(state=state)


def told(person):
    return Notice.objects.get(person=person, kind=Notice.Kind.MAILING_STOPPED).text


def states(mailing):
    return sorted(mailing.deliveries.values_list("state", flat=True))


def test_a_published_edition_is_mailed_by_its_own_rule_and_once():
    edition = make_published_edition(mail_to="language:zh")

    assert mailings.start_due(SOON) == 1
    assert mailings.start_due(SOON) == 0
    mailing = Mailing.objects.get()
    assert (mailing.edition, mailing.rule, mailing.state) == (edition, "language:zh", State.FILLING)
    assert mailing.subject == edition.subject


def test_what_was_out_before_there_were_mailings_is_not_due():
    make_published_edition()

    import_module("subscribers.migrations.0002_roles").nothing_is_due(apps, None)

    assert mailings.start_due(SOON) == 0


def test_an_edition_for_nobody_is_not_mailed():
    make_published_edition(mail_to="nobody")

    assert mailings.start_due(SOON) == 0


def test_an_overdue_schedule_after_a_restore_asks_first():
    publisher = make_person("publisher")
    make_published_edition()

    mailings.start_due(NOON + timedelta(hours=1))

    mailing = Mailing.objects.get()
    assert (mailing.state, mailing.frozen_at) == (State.PAUSED, None)
    assert "14 July 2025" in mailing.why
    assert mailing.why in told(publisher)


@pytest.mark.parametrize("state", ["queued", "sending"])
def test_a_mailing_put_back_with_an_old_backup_asks_first(state):
    publisher = make_person("publisher")
    mailing = make_mailing(make_subscriber(), state=state, counted_at=NOON)

    assert mailings.stop_forsaken(NOON + timedelta(minutes=59)) == 0
    assert mailings.stop_forsaken(NOON + timedelta(hours=1)) == 1

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == (State.PAUSED, ["queued"])
    assert "backup" in told(publisher)
    mailing.resume(make_superuser(), NOON + timedelta(days=2))
    assert mailings.stop_forsaken(NOON + timedelta(days=2)) == 0


def test_a_mailing_that_is_looked_after_goes_on_for_days():
    mailing = make_mailing(make_subscriber(), state="sending", counted_at=NOON)

    for minutes in range(30, 150, 30):
        mailings.settle_all(NOON + timedelta(minutes=minutes))

    assert Mailing.objects.get().state == State.SENDING
    assert mailing.deliveries.get().state == "queued"


def test_what_asked_first_counts_its_readers_when_it_is_resumed():
    make_published_edition()
    mailings.start_due(NOON + timedelta(days=9))
    late = make_subscriber(consent_at=NOON + timedelta(days=8))
    mailing = Mailing.objects.get()

    mailing.resume(make_superuser(), NOON + timedelta(days=10))

    assert filled(mailing, NOON + timedelta(days=10)).deliveries.get().subscriber == late


def test_a_rule_that_cannot_be_read_holds_up_no_other():
    publisher = make_person("publisher")
    bad, good = make_published_edition(), make_published_edition()
    Edition.objects.filter(pk=bad.pk).update(mail_to="friends")

    mailings.start_due(SOON)
    mailings.start_due(SOON)

    assert Mailing.objects.get().edition == good
    assert "friends" in told(publisher)


def test_fifty_clicks_on_send_are_one_mailing():
    edition, chief = make_published_edition(), make_superuser()

    found = {mailings.start_edition(edition, "choice:full language:zh", chief, NOON).pk for _ in range(50)}
    found.add(mailings.start_edition(edition, "language:zh choice:full", chief, NOON).pk)

    assert len(found) == 1


def test_only_what_is_out_is_mailed_and_only_by_who_may():
    draft, out = make_published_edition(), make_published_edition()
    Edition.objects.filter(pk=draft.pk).update(status="withdrawn")

    with pytest.raises(WorkflowError, match="out"):
        start(draft)
    with pytest.raises(WorkflowError, match="role"):
        mailings.start_edition(out, "everyone", make_person("editor"), NOON)
    assert not Mailing.objects.exists()


@pytest.mark.parametrize("verb", ["pause", "resume", "cancel"])
def test_a_verb_is_refused_to_who_may_not_send(verb):
    mailing = make_mailing(state="paused" if verb == "resume" else "queued")

    with pytest.raises(WorkflowError, match="role"):
        getattr(mailing, verb)(make_person("editor"), NOON)
    assert Mailing.objects.get().state == mailing.state


def test_a_paused_mailing_waits_to_be_sent_again_when_it_is_resumed():
    mailing, chief = make_mailing(make_subscriber(), state="sending"), make_superuser()

    mailing.pause(chief, NOON)
    assert (mailing.state, mailing.why) == (State.PAUSED, f"Paused by {chief.username}.")
    mailing.resume(chief, NOON)

    assert (mailing.state, mailing.why) == (State.QUEUED, "")


def test_of_two_people_at_once_the_second_is_told():
    mailing, chief = make_mailing(), make_superuser()
    same = Mailing.objects.get(pk=mailing.pk)
    mailing.cancel(chief, NOON)

    with pytest.raises(WorkflowError, match="cancelled"):
        same.pause(chief, NOON)
    assert Mailing.objects.get().state == State.CANCELLED


def test_cancelling_leaves_alone_what_was_sent():
    people = [make_subscriber() for _ in range(4)]
    mailing = make_mailing(*people, state="sending")
    one, two, three, _ = mailing.deliveries.order_by("pk")
    put(one, "sent"), put(two, "unknown"), put(three, "sending")

    mailing.cancel(make_superuser(), NOON, why="The wrong edition.")

    assert states(mailing) == ["cancelled", "sending", "sent", "unknown"]
    assert (mailing.why, mailing.finished_at) == ("The wrong edition.", NOON)


def test_what_a_lane_gives_back_to_a_cancelled_mailing_is_cancelled_too():
    mailing = make_mailing(make_subscriber(), state="sending")
    put(mailing.deliveries.get(), "sending")
    mailing.cancel(make_superuser(), NOON)
    put(mailing.deliveries.get(), "queued")

    mailings.settle_all(SOON)

    assert states(mailing) == ["cancelled"]
    assert Mailing.objects.get().counts["cancelled"] == 1


def test_what_was_cancelled_half_filled_knows_its_rows():
    for _ in range(3):
        make_subscriber()
    mailing = start()
    mailings.fill(mailing, NOON, 2)

    mailing.cancel(make_superuser(), NOON)

    assert (mailing.audience, states(mailing)) == (2, ["cancelled"] * 2)
    assert not mailings.fill(mailing, NOON)


def test_an_edition_withdrawn_while_it_is_sent_stops():
    make_subscriber()
    edition, publisher = make_published_edition(), make_person("publisher")
    mailing = filled(start(edition))
    edition.withdraw(by=make_superuser(), now=NOON, reason="A source took its story back.")

    mailings.stop_withdrawn(NOON)
    mailings.stop_withdrawn(NOON)  # as another lane does

    mailing.refresh_from_db()
    assert (mailing.state, states(mailing)) == (State.CANCELLED, ["cancelled"])
    assert "withdrawn" in told(publisher)


@pytest.mark.parametrize("waiting", ["queued", "sending"])
def test_sent_is_never_shown_while_someone_waits(waiting):
    mailing = make_mailing(make_subscriber(), make_subscriber(), state="sending")
    one, two = mailing.deliveries.order_by("pk")
    put(one, "sent"), put(two, waiting)

    mailing.settle(NOON)
    assert mailing.state == State.SENDING
    put(two, "unknown")
    mailing.settle(SOON)

    assert (mailing.state, mailing.finished_at) == (State.SENT, SOON)
    assert (mailing.counts["sent"], mailing.counts["unknown"]) == (1, 1)


def test_a_mismatch_stops_the_mailing_with_both_numbers():
    publisher = make_person("publisher")
    mailing = make_mailing(make_subscriber(), state="sending", audience=1_200)

    mailings.settle_all(NOON)

    mailing.refresh_from_db()
    assert mailing.state == State.PAUSED
    assert "1,200" in mailing.why
    assert "1 deliver" in mailing.why
    assert mailing.why in told(publisher)


def test_erasing_a_person_keeps_the_sum():
    one, two = make_subscriber(), make_subscriber()
    mailing = make_mailing(one, two, state="sending")
    put(mailing.deliveries.get(subscriber=one), "sent")
    put(mailing.deliveries.get(subscriber=two), "sent")

    leaving.erase(one, NOON)
    mailing.settle(NOON)

    assert (mailing.state, sum(mailing.counts.values())) == (State.SENT, 2)


def test_rows_are_counted_once_a_second():
    mailing = make_mailing(make_subscriber(), state="sending")
    assert mailing.count(NOON)["queued"] == 1
    put(mailing.deliveries.get(), "sent")

    assert mailing.count(NOON + timedelta(seconds=0.9))["queued"] == 1
    assert mailing.count(NOON + timedelta(seconds=1))["sent"] == 1


def test_the_rest_are_those_who_did_not_get_it():
    people = [make_subscriber() for _ in range(6)]
    mailing = filled(start())
    sent, unknown, refused, gone, bounced, _ = mailing.deliveries.order_by("pk")
    put(sent, "sent"), put(unknown, "unknown"), put(refused, "failed"), put(gone, "failed")
    put(bounced, "failed")
    DeliveryEvent.objects.create(kind="hard", delivery=bounced, at=NOON)
    leaving.leave(people[3], NOON)
    mailing.cancel(make_superuser(), NOON)
    late = make_subscriber(consent_at=SOON)

    assert mailings.the_rest(mailing, SOON) == 3
    mailings.send_to_the_rest(mailing, make_superuser(), SOON)
    filled(mailing, SOON)

    queued = mailing.deliveries.filter(state="queued")
    assert {row.subscriber for row in queued} == {people[2], people[5], late}
    assert refused in queued
    assert (mailing.state, mailing.audience, mailing.finished_at) == (State.QUEUED, 7, None)
    assert states(mailing) == sorted(["sent", "unknown", "failed", "failed", *["queued"] * 3])


def test_what_is_under_way_or_withdrawn_is_not_opened_again():
    chief, edition = make_superuser(), make_published_edition()
    running, over = make_mailing(state="sending"), start(edition)
    over.cancel(chief, NOON)
    edition.withdraw(by=chief, now=NOON, reason="It is wrong.")

    with pytest.raises(WorkflowError, match="sending"):
        mailings.send_to_the_rest(running, chief, NOON)
    with pytest.raises(WorkflowError, match="withdrawn"):
        mailings.send_to_the_rest(over, chief, NOON)


def test_readers_of_a_cancelled_mailing_come_over_to_another_of_its_edition():
    reader = make_subscriber(language="zh")
    edition, chief = make_published_edition(), make_superuser()
    whole = filled(start(edition))
    whole.cancel(chief, NOON)

    assert mailings.the_rest(whole, NOON) == 1
    chinese = filled(start(edition, "language:zh"))

    whole.refresh_from_db()
    assert mailings.the_rest(whole, NOON) == 0
    assert (chinese.audience, whole.audience) == (1, 0)
    assert chinese.deliveries.get().subscriber == reader
    assert states(chinese) == ["queued"]


def test_a_mailing_that_cannot_be_filled_stops_and_holds_up_no_other():
    make_subscriber()
    bad, good = start(), start()
    Mailing.objects.filter(pk=bad.pk).update(rule="friends")

    assert mailings.fill_due(NOON, until=lambda: False) == 1

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.PAUSED, State.QUEUED)
    assert "friends" in bad.why
