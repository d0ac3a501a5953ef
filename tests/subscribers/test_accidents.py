"""Accidents that befell other senders of newsletters, and that may not happen here.

Each is played through with a mail server on this machine that says, and does, what was said and done then.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.signals import connection_created
from django.utils import timezone

from subscribers import lanes, mailings
from subscribers.claims import claim
from subscribers.leaving import leave
from subscribers.models import Mailing, Pace, Subscriber
from tests.factories import (
    NOON,
    make_crowd,
    make_mailing,
    make_masthead,
    make_published_edition,
    make_subscriber,
    make_superuser,
)
from tests.subscribers.relay import SILENCE, Relay

pytestmark = pytest.mark.django_db(transaction=True)  # a lane has connections of its own


@pytest.fixture
def relay(settings, tmp_path):
    """A mail server to which mailings go, over one connection unless the test says otherwise."""
    make_masthead()
    with Relay() as relay:
        use(settings, relay, tmp_path)
        yield relay


def use(settings, relay, folder):
    settings.MAILING_CONFIG = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": relay.port,
    }
    settings.MAILING_TO_FILES, settings.LANES_DIR = False, folder
    settings.MAIL_RATE, settings.MAIL_TIMEOUT, settings.MAIL_CONNECTIONS = 0, 5, 1


def while_sending_to(relay, person, do):
    """Do something, once, while the message to `person` is on its way."""

    def meanwhile():
        try:
            do()
        finally:
            connection.close()  # of this thread
        return ""

    relay.when("MESSAGE", meanwhile, to=person.address, times=1)


class Killed(Exception):
    """Nothing is tidied up after it, as after SIGKILL."""


@contextmanager
def losing_the_answer_to(statement):
    """The database carries out one such statement, and the connection is lost before it can say so."""
    lost = []

    def lose(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if statement in sql and not lost:
            lost.append(sql)
            raise OperationalError("server closed the connection unexpectedly")
        return answer

    def listen(connection, **facts):
        connection.execute_wrappers.append(lose)

    connection_created.connect(listen)
    try:
        yield
    finally:
        connection_created.disconnect(listen)
    assert lost


def states(mailing):
    return dict(mailing.deliveries.order_by("pk").values_list("address", "state"))


def once_each(people):
    return {person.address: 1 for person in people}


def fall_due(mailing):
    """Let the hour come of whatever is to be tried again."""
    mailing.deliveries.update(not_before=None)
    Pace.objects.update(down_until=0)


def test_resuming_after_a_pause_does_not_start_over(relay):
    people = make_crowd(30)
    mailing = make_mailing(*people)
    relay.latency = 0.02
    while_sending_to(relay, people[2], lambda: Mailing.objects.get(pk=mailing.pk).pause(None, NOON, "Wait"))

    lanes.run(mailing.pk)
    before = len(relay.handed)
    mailing.refresh_from_db()
    mailing.resume(make_superuser(), NOON)
    lanes.run(mailing.pk)

    assert 3 <= before < 30
    assert relay.copies() == once_each(people)


def test_a_killed_worker_loses_nobody_it_had_fetched_and_not_sent(relay):
    people = make_crowd(5)
    mailing = make_mailing(*people, seeded_at=NOON)

    with suppress(Killed), lanes.opened(mailing.pk) as (lane, _):
        assert len(claim(lane, 5, NOON)) == 5
        raise Killed
    lanes.run(mailing.pk)

    assert relay.copies() == once_each(people)


@pytest.mark.parametrize("statement", ["SET state = 'sending'", "SET state = 'sent'"])
def test_a_lost_acknowledgement_of_a_commit_doubles_nothing(relay, statement):
    people = make_crowd(5)
    mailing = make_mailing(*people)

    with losing_the_answer_to(statement), pytest.raises(OperationalError):
        lanes.run(mailing.pk)
    lanes.run(mailing.pk)

    assert relay.copies() == once_each(people)
    assert set(states(mailing).values()) == {"sent"}


def test_sent_is_never_shown_while_someone_waits(relay):
    _, other = people = make_crowd(2)
    mailing = make_mailing(*people)
    relay.when("RCPT", "450 4.2.1 Later", to=other.address, times=1)

    lanes.run(mailing.pk)
    mailing.settle(timezone.now())
    assert (mailing.state, states(mailing)[other.address]) == ("sending", "queued")
    fall_due(mailing)
    lanes.run(mailing.pk)
    mailing.settle(timezone.now())

    assert mailing.state == "sent"
    assert relay.copies() == once_each(people)


def test_an_overdue_schedule_after_a_restore_asks_first(relay):
    edition = make_published_edition(mail_to="everyone")
    reader = make_subscriber()
    late = edition.mail_due_at + timedelta(days=3)

    mailings.start_due(late)
    mailing = Mailing.objects.get()
    assert (mailing.state, bool(mailing.why)) == ("paused", True)
    assert not mailings.fill(mailing, late)
    mailing.resume(make_superuser(), late)
    mailings.fill(mailing, late)
    lanes.run(mailing.pk)

    assert relay.copies() == once_each([reader])


def test_a_person_in_two_segments_gets_one_mail(relay):
    edition = make_published_edition()
    reader = make_subscriber(language="zh", choice="full")

    for rule in ("language:zh", "choice:full"):
        mailing = mailings.start_edition(edition, rule, make_superuser(), NOON)
        mailings.fill(mailing, NOON)
        lanes.run(mailing.pk)

    assert Mailing.objects.count() == 2
    assert relay.copies() == once_each([reader])


def test_fifty_clicks_on_send_at_once_are_one_mailing(relay):
    edition, chief, reader = make_published_edition(), make_superuser(), make_subscriber()

    def click(number):
        try:
            mailing = mailings.start_edition(edition, "everyone", chief, NOON)
            mailings.fill(mailing, NOON)
            return mailing.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as clicks:
        (number,) = set(clicks.map(click, range(50)))
    lanes.run(number)

    assert relay.copies() == once_each([reader])


def test_the_audience_is_frozen_though_people_join_meanwhile(relay):
    edition, reader = make_published_edition(), make_subscriber()

    mailing = mailings.start_edition(edition, "everyone", make_superuser(), NOON)
    mailings.fill(mailing, NOON)
    make_subscriber()
    mailings.fill(mailing, NOON)
    lanes.run(mailing.pk)

    mailing.refresh_from_db()
    assert mailing.audience == 1
    assert relay.copies() == once_each([reader])


def test_an_edition_withdrawn_while_it_is_sent_stops(relay):
    edition, people = make_published_edition(), make_crowd(200)
    mailing = make_mailing(*people, edition=edition)
    relay.latency = 0.01
    withdraw = lambda: edition.withdraw(by=make_superuser(), now=NOON, reason="A source took it back.")  # noqa: E731
    while_sending_to(relay, people[0], withdraw)

    lanes.run(mailing.pk)
    mailings.stop_withdrawn(timezone.now())

    mailing.refresh_from_db()
    assert mailing.state == "cancelled"
    assert len(relay.handed) < 150
    assert relay.copies() == {one: 1 for one, state in states(mailing).items() if state == "sent"}


def test_one_poisonous_recipient_stops_nobody_else_and_is_set_aside(relay):
    first, bad, worse, last = people = make_crowd(4)
    Subscriber.objects.filter(pk=bad.pk).update(name="Ada\r\nBcc: everybody@inbox.example.com")
    mailing = make_mailing(*people)
    mailing.deliveries.filter(subscriber=worse).update(
        address="worse@inbox.example.com\r\nRCPT TO:<x@x.example>"
    )

    lanes.run(mailing.pk)

    assert relay.copies() == once_each([first, last])
    assert list(mailing.deliveries.order_by("pk").values_list("state", flat=True)) == [
        *("sent", "failed", "failed", "sent")
    ]


def test_a_content_that_is_missing_for_one_person_stops_only_that_one(relay):
    first, bad, last = people = make_crowd(3)
    mailing = make_mailing(*people)
    mailing.deliveries.filter(subscriber=bad).update(rendition=None)

    lanes.run(mailing.pk)

    assert relay.copies() == once_each([first, last])
    assert states(mailing)[bad.address] == "failed"


def test_a_slow_destination_does_not_hold_up_the_others(relay, settings):
    (slow,), others = make_crowd(1, "slow.example.com"), make_crowd(400)
    mailing = make_mailing(slow, *others)
    settings.MAIL_CONNECTIONS, settings.MAIL_TIMEOUT = 2, 2
    hung = []
    relay.when("RCPT", lambda: hung.append(time.monotonic()) or SILENCE, to=slow.address)

    lanes.run(mailing.pk)

    meanwhile = [one for one in relay.handed if 0 < one.at - hung[0] < 1.5]
    assert len(meanwhile) > 50
    assert relay.copies() == once_each(others)
    assert states(mailing)[slow.address] == "queued"


def test_a_421_after_100_messages_recycles_the_connection_and_counts_against_nobody(relay):
    people = make_crowd(250)
    mailing = make_mailing(*people)
    relay.per_connection = 100

    lanes.run(mailing.pk)

    assert relay.copies() == once_each(people)
    assert len(relay.connections) == 3
    assert set(mailing.deliveries.values_list("attempts", flat=True)) == {1}


def test_a_relay_that_is_down_is_asked_with_growing_pauses_and_not_hammered(relay):
    mailing = make_mailing(*make_crowd(10))
    relay.when("CONNECT", "421 4.3.2 Out of order")
    pauses = []

    for _ in range(4):
        lanes.run(mailing.pk, seconds=1)
        lanes.run(mailing.pk, seconds=1)  # while it is left alone
        pauses.append(Pace.objects.get(minute=0).down_until - time.time())
        Pace.objects.update(down_until=0)

    assert pauses == sorted(pauses)
    assert pauses[3] > 4 * pauses[0]
    assert len(relay.connections) == 4
    assert set(states(mailing).values()) == {"queued"}


def test_a_sum_that_is_wrong_stops_the_mailing_with_both_numbers(relay):
    mailing = make_mailing(*make_crowd(3))
    mailing.deliveries.last().delete()

    mailing.settle(timezone.now())
    lanes.run(mailing.pk)

    assert mailing.state == "paused"
    assert "3" in mailing.why
    assert "2" in mailing.why
    assert relay.handed == []


def test_leaving_holds_within_a_second_also_in_a_mailing_on_its_way(relay):
    first, *middle, last = people = make_crowd(90)
    mailing = make_mailing(*people)
    relay.latency = 0.01  # three answers a message: all takes over 2 seconds
    while_sending_to(relay, first, lambda: leave(last, timezone.now(), mailing))

    lanes.run(mailing.pk)

    assert relay.copies() == once_each([first, *middle])
    assert states(mailing)[last.address] == "suppressed"
