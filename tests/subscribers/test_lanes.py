"""The table as a queue: who holds a row, what is written back, and what a dead worker left."""

import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from subscribers import lanes, leaving
from subscribers.claims import claim, record, release
from subscribers.events import suppress
from subscribers.journal import Journal, boot_id, path_of
from subscribers.models import Delivery, DeliveryEvent, Lane, Mailing, Pace, Subscriber
from subscribers.outcome import Outcome
from subscribers.recovery import recover
from tests.factories import NOON, make_crowd, make_mailing, make_masthead
from tests.subscribers.killed_lanes import start_worker, stop
from tests.subscribers.relay import Relay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.LANES_DIR = tmp_path / "lanes"


def make_lane(mailing, now=NOON, **facts):
    facts = {"host": "here", "boot": boot_id(), **facts}
    return Lane.objects.create(mailing=mailing, began_at=now, lease_until=now + lanes.LEASE, **facts)


def mailed(count=3, **facts):
    facts = {"seeded_at": NOON, **facts}
    return make_mailing(*make_crowd(count), **facts)


def states(mailing):
    return list(mailing.deliveries.order_by("pk").values_list("state", flat=True))


def sent(row, words="250 Ok"):
    return Outcome(row.delivery, "sent", words, "250", 1)


def test_a_row_is_in_one_hand():
    mailing = mailed(3)
    one, two = make_lane(mailing), make_lane(mailing)

    first, second = claim(one, 2, NOON), claim(two, 2, NOON)

    assert [len(first), len(second)] == [2, 1]
    assert len({row.delivery for row in first + second}) == 3
    assert claim(one, 2, NOON) == []


def test_what_is_claimed_says_all_that_a_message_needs():
    mailing = mailed(1)
    person = Subscriber.objects.get()
    Subscriber.objects.update(name="Ada")

    [row] = claim(make_lane(mailing), 9, NOON)

    assert (row.subscriber, row.key, row.address, row.name) == (person.pk, person.key, person.address, "Ada")
    assert row.rendition == mailing.renditions.get().pk


def test_a_lane_that_was_declared_dead_takes_nothing_more():
    mailing = mailed(1)
    lane = make_lane(mailing, ended_at=NOON)

    assert claim(lane, 9, NOON) == []
    assert states(mailing) == ["queued"]


@pytest.mark.parametrize("state", ["paused", "cancelled", "filling", "sent"])
def test_nothing_is_taken_of_a_mailing_that_is_not_to_be_sent(state):
    mailing = mailed(1)
    Mailing.objects.update(state=state)

    assert claim(make_lane(mailing), 9, NOON) == []


def test_a_row_waits_for_its_hour():
    mailing = mailed(1)
    mailing.deliveries.update(not_before=NOON + timedelta(minutes=5))
    lane = make_lane(mailing)

    assert claim(lane, 9, NOON) == []
    assert len(claim(lane, 9, NOON + timedelta(minutes=5))) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "unsubscribed"}, "Left"),
        ({"status": "bounced"}, "bounced"),
        ({"paused_until": NOON.date() + timedelta(days=3)}, "Paused"),
    ],
)
def test_whoever_may_no_longer_be_mailed_is_passed_over(change, why):
    mailing = mailed(2)
    Subscriber.objects.filter(pk=mailing.deliveries.first().subscriber_id).update(**change)

    claimed = claim(make_lane(mailing), 9, NOON)

    assert len(claimed) == 1
    assert sorted(states(mailing)) == ["sending", "suppressed"]
    assert why in mailing.deliveries.get(state="suppressed").answer


def test_an_address_on_the_suppression_list_and_an_erased_one_are_passed_over():
    mailing = mailed(2)
    one, two = Subscriber.objects.order_by("pk")
    suppress(one, "by_hand", "asked", NOON)
    Subscriber.objects.filter(pk=one.pk).update(status="active")
    mailing.deliveries.filter(subscriber=two).update(subscriber=None, address="")

    assert claim(make_lane(mailing), 9, NOON) == []
    assert states(mailing) == ["suppressed", "suppressed"]


def make_seeds(mailing, count=1):
    seeds = [f"seed-{number}@example.com" for number in range(count)]
    rendition = mailing.renditions.get()
    facts = {"mailing": mailing, "occasion": mailing.occasion, "rendition": rendition, "is_seed": True}
    return [Delivery.objects.create(address=seed, domain="example.com", **facts) for seed in seeds]


def test_the_seed_list_comes_first():
    mailing = mailed(2, seeded_at=None)
    [seed] = make_seeds(mailing)
    lane = make_lane(mailing)

    assert [row.delivery for row in claim(lane, 9, NOON)] == [seed.pk]
    assert claim(lane, 9, NOON) == []
    Mailing.objects.update(seeded_at=NOON)
    assert len(claim(lane, 9, NOON)) == 2


def test_what_became_of_a_row_is_written_only_by_the_lane_that_holds_it():
    mailing = mailed(2)
    mine, other = make_lane(mailing), make_lane(mailing)
    one, two = claim(mine, 9, NOON)

    record(other, [sent(one)], NOON)
    assert states(mailing) == ["sending", "sending"]

    later = NOON + timedelta(minutes=5)
    record(mine, [sent(one), Outcome(two.delivery, "queued", "450 Later", "450", 1, later)], NOON)
    first, second = mailing.deliveries.order_by("pk")
    assert (first.state, first.answer, first.attempts, first.answered_at) == ("sent", "250 Ok", 1, NOON)
    assert (second.state, second.lane, second.attempts, second.not_before) == ("queued", None, 1, later)


def test_a_group_is_written_back_in_one_statement(django_assert_num_queries):
    mailing = mailed(20)
    lane = make_lane(mailing)
    rows = claim(lane, 20, NOON)

    with django_assert_num_queries(1):
        record(lane, [sent(row) for row in rows], NOON)

    assert set(states(mailing)) == {"sent"}


@pytest.mark.parametrize(("state", "code"), [("sent", "250"), ("failed", "550")])
def test_of_somebody_erased_meanwhile_only_the_code_of_an_answer_is_kept(state, code):
    mailing = mailed(2)
    lane = make_lane(mailing)
    erased, other = claim(lane, 2, NOON)
    leaving.erase(Subscriber.objects.get(pk=erased.subscriber), NOON)

    for row in (erased, other):
        words = f"{code} {row.address} it is"
        record(lane, [Outcome(row.delivery, state, words, code, 1, provider_id="id")], NOON)

    kept = mailing.deliveries.order_by("pk").values_list("state", "answer", "provider_id")
    assert list(kept) == [(state, code, ""), (state, f"{code} {other.address} it is", "id")]
    assert not DeliveryEvent.objects.filter(cause__contains=erased.address).exists()


def test_what_is_handed_back_can_be_taken_again():
    mailing = mailed(2)
    lane = make_lane(mailing)
    one, _ = claim(lane, 9, NOON)

    release(lane, [one.delivery])

    assert [row.delivery for row in claim(make_lane(mailing), 9, NOON)] == [one.delivery]


def test_of_a_worker_that_was_killed_only_the_message_in_flight_is_unknown():
    mailing = mailed(4)
    lane = make_lane(mailing)
    answered, refused, begun, _ = claim(lane, 9, NOON)
    journal = Journal(lane.pk)
    for row in (answered, refused, begun):
        journal.started(row.delivery)
    journal.answered(sent(answered, "250 As 7"))
    journal.answered(Outcome(refused.delivery, "failed", "554 No", "554", 1))
    journal.close()  # as the end of a process does

    recover(NOON)

    assert states(mailing) == ["sent", "failed", "unknown", "queued"]
    assert mailing.deliveries.first().answer == "250 As 7"
    assert not path_of(lane.pk).exists()


def test_while_a_worker_lives_its_rows_are_left_alone():
    mailing = mailed(1)
    lane = make_lane(mailing)
    claim(lane, 9, NOON)
    journal = Journal(lane.pk)

    assert recover(NOON) == 0
    journal.close()
    assert recover(NOON) == 1


@pytest.mark.parametrize("fate", ["restarted", "elsewhere", "stalled"])
def test_what_cannot_be_proved_dead_is_unknown_once_its_lease_is_over(fate):
    mailing = mailed(2)
    lane = make_lane(mailing, boot="another" if fate == "restarted" else boot_id())
    claim(lane, 9, NOON)
    journal = Journal(lane.pk) if fate != "elsewhere" else None

    recover(NOON + timedelta(seconds=299))
    assert states(mailing) == ["sending", "sending"]
    recover(NOON + timedelta(seconds=301))
    assert states(mailing) == ["unknown", "unknown"]
    if journal:
        journal.close()


def test_a_claim_whose_commit_was_not_heard_of_is_found_again():
    mailing = mailed(2)
    lane = make_lane(mailing)
    Journal(lane.pk).close()
    claim(lane, 9, NOON)  # and the lane ended, having heard of nothing

    recover(NOON)

    assert states(mailing) == ["queued", "queued"]


def test_rows_that_name_no_living_lane_are_given_up_after_their_lease():
    mailing = mailed(1)
    lane = make_lane(mailing)
    claim(lane, 9, NOON)
    Lane.objects.update(ended_at=NOON)

    recover(NOON)
    assert states(mailing) == ["sending"]
    recover(NOON + timedelta(seconds=301))
    assert states(mailing) == ["unknown"]


# With a mail server


@pytest.fixture
def relay(settings):
    make_masthead()
    with Relay() as relay:
        settings.MAILING_CONFIG = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": relay.port}
        settings.MAILING_TO_FILES, settings.MAIL_RATE, settings.MAIL_TIMEOUT = False, 0, 5
        settings.MAIL_CONNECTIONS = 1
        yield relay


@pytest.mark.django_db(transaction=True)
def test_a_temporary_refusal_comes_back_by_the_schedule_and_then_no_more(relay):
    mailing = mailed(1)
    relay.when("RCPT", "450 4.2.1 Later")
    hours = []

    for _ in range(6):
        lanes.run(mailing.pk)
        row = mailing.deliveries.get()
        hours.append(row.not_before)
        mailing.deliveries.update(not_before=None)

    waits = [round((hour - timezone.now()).total_seconds() / 60) if hour else None for hour in hours]
    assert waits == [5, 15, 60, 240, 720, None]
    assert (row.state, row.attempts, row.answer) == ("failed", 6, "450 4.2.1 Later")


@pytest.mark.django_db(transaction=True)
def test_a_message_that_draws_a_421_waits_for_a_day_and_then_goes_by_the_schedule(relay):
    mailing = mailed(1)
    relay.when("RCPT", "421 4.3.2 Not this one")

    lanes.run(mailing.pk)
    assert mailing.deliveries.get().attempts == 0

    Mailing.objects.update(started_at=timezone.now() - lanes.PATIENCE)
    mailing.deliveries.update(not_before=None, attempts=len(lanes.LATER))
    lanes.run(mailing.pk)

    row = mailing.deliveries.get()
    assert (row.state, row.answer) == ("failed", "421 4.3.2 Not this one")


@pytest.mark.django_db(transaction=True)
def test_many_refusals_in_a_row_stop_the_mailing_and_a_person_is_told_why(relay):
    mailing = mailed(60)
    relay.when("MAIL", "554 5.7.1 Your network is listed")

    lanes.run(mailing.pk)

    mailing.refresh_from_db()
    assert mailing.state == "paused"
    assert "554 5.7.1 Your network is listed" in mailing.why
    assert states(mailing).count("failed") == lanes.REFUSALS


@pytest.mark.django_db(transaction=True)
def test_a_mailing_that_waits_after_its_seeds_is_looked_at_first(relay):
    mailing = mailed(2, seeded_at=None, waits_after_seeds=True, audience=3)
    [seed] = make_seeds(mailing)

    lanes.run(mailing.pk)
    assert relay.copies() == {seed.address: 1}

    mailing.refresh_from_db()
    assert mailing.state == "paused"
    mailing.resume(None, NOON)
    lanes.run(mailing.pk)
    assert len(relay.copies()) == 3


@pytest.mark.django_db(transaction=True)
def test_the_rate_is_kept(relay, settings):
    settings.MAIL_RATE, settings.MAIL_CONNECTIONS = 20, 3
    mailing = mailed(12)

    lanes.run(mailing.pk)

    taken = [one.at for one in relay.handed]
    assert len(taken) == 12
    assert max(taken) - min(taken) > 11 / 20 * 0.8
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_sigterm_finishes_the_message_in_flight_and_hands_back_the_rest(relay):
    mailing = mailed(300)
    relay.latency = 0.02
    worker = start_worker(mailing.pk)
    until = time.monotonic() + 30
    while len(relay.handed) < 5 and time.monotonic() < until:
        time.sleep(0.02)

    stop(worker, signal.SIGTERM)

    handed = len(relay.handed)
    assert 5 <= handed < 300
    assert Counter(states(mailing)) == {"sent": handed, "queued": 300 - handed}
    assert not Lane.objects.filter(ended_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_server_that_refuses_connections_counts_against_nobody(relay):
    mailing = mailed(2)
    relay.close()

    lanes.run(mailing.pk)

    assert set(mailing.deliveries.values_list("state", "attempts")) == {("queued", 0)}
    assert "refused" in Pace.objects.get(minute=0).said


@pytest.mark.django_db(transaction=True)
def test_two_mailings_are_sent_side_by_side(relay):
    one, two = mailed(2), mailed(2)

    lanes.run()

    assert states(one) == states(two) == ["sent", "sent"]


def test_an_order_to_stop_reaches_the_processes_that_a_worker_forked():
    script = """
import os, time
from subscribers import stopping
child = os.fork()
if not child:
    until = time.monotonic() + 10
    while not stopping.asked_to_stop() and time.monotonic() < until:
        time.sleep(0.01)
    os._exit(0 if stopping.asked_to_stop() else 1)
stopping.worker_shutting_down.send(sender="worker")
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert subprocess.run([sys.executable, "-c", script], cwd=settings.BASE_DIR).returncode == 0
