from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from editions.models import Edition, Notice
from editions.tasks import publish_due, remove_killed, send_notices, void_changed, want_links
from sources.models import NewsItem
from sources.workflow import WorkflowError
from tests.factories import (
    NOON,
    make_approved_edition,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_published_edition,
    make_superuser,
)

pytestmark = pytest.mark.django_db
HOUR = NOON + timedelta(hours=3)


def make_scheduled_edition():
    edition = make_approved_edition()
    edition.schedule(HOUR, by=make_superuser(), now=NOON)
    return edition


@pytest.mark.parametrize(
    ("late", "done"),
    [(-1, False), (0, True), (59 * 60, True), (60 * 60, False), (7 * 86400, False)],
)
def test_a_scheduled_edition_is_published_in_its_hour_and_not_when_long_gone(late, done):
    edition = make_scheduled_edition()

    with time_machine.travel(HOUR + timedelta(seconds=late), tick=False):
        assert publish_due() == int(done)

    edition.refresh_from_db()
    assert edition.status == ("published" if done else "scheduled")
    assert edition.snapshots.count() == int(done)


@time_machine.travel(HOUR, tick=False)
def test_it_is_published_once_by_the_house_itself():
    edition = make_scheduled_edition()

    assert [publish_due(), publish_due()] == [1, 0]

    edition.refresh_from_db()
    assert (edition.moves.last().by, edition.published_at) == (None, timezone.now())


@time_machine.travel(HOUR, tick=False)
def test_one_that_was_changed_goes_back_to_review_and_does_not_hold_up_the_others():
    changed, sound = make_scheduled_edition(), make_scheduled_edition()
    NewsItem.objects.filter(slots__section__edition=changed).update(body="Another body")

    assert publish_due() == 1

    assert Edition.objects.get(pk=changed.pk).status == "in_review"
    assert Edition.objects.get(pk=sound.pk).status == "published"
    assert "changed after it was approved" in changed.moves.last().reason


@time_machine.travel(HOUR, tick=False)
def test_an_approved_edition_without_an_hour_waits():
    make_approved_edition()

    assert publish_due() == 0


@pytest.mark.parametrize(
    "task", [publish_due, remove_killed, send_notices, void_changed, want_links], ids=lambda task: task.name
)
def test_the_clock_calls_it_twice_a_minute(settings, task):
    [entry] = [one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == task.name]

    assert entry["schedule"] == 30


# What waits for a person


def told_of(edition):
    return list(Notice.objects.filter(kind="overdue", edition=edition).values_list("text", flat=True))


def test_who_may_schedule_is_told_once_of_an_edition_that_is_long_overdue():
    make_person("publisher")
    edition = make_scheduled_edition()

    with time_machine.travel(HOUR + timedelta(hours=5), tick=False):
        assert [publish_due(), publish_due()] == [0, 0]

    assert Notice.objects.filter(kind="overdue").values("person").distinct().count() == len(told_of(edition))
    assert "Its hour has long passed" in told_of(edition)[0]


@time_machine.travel(HOUR, tick=False)
def test_an_edition_that_cannot_go_out_at_its_hour_says_why():
    edition = make_scheduled_edition()
    make_masthead(tick_list="Sums checked")

    assert publish_due() == 0

    assert "“Sums checked” is not ticked." in told_of(edition)[0]
    assert Edition.objects.get(pk=edition.pk).status == "scheduled"


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=5)])
def test_an_edition_on_hold_stays_and_nobody_is_told(late):
    edition = make_scheduled_edition()
    edition.hold(by=make_superuser(), now=HOUR - timedelta(seconds=1))

    with time_machine.travel(HOUR + late, tick=False):
        assert publish_due() == 0

    assert Edition.objects.get(pk=edition.pk).status == "scheduled"
    assert told_of(edition) == []


def test_one_that_was_released_goes_out_at_its_hour():
    edition = make_scheduled_edition()
    edition.hold(by=make_superuser(), now=NOON)
    edition.release(by=make_superuser(), now=NOON)

    with time_machine.travel(HOUR, tick=False):
        assert publish_due() == 1


def test_one_held_over_its_hour_wants_another():
    edition = make_scheduled_edition()
    edition.hold(by=make_superuser(), now=NOON)

    with pytest.raises(WorkflowError, match="Its hour has passed while it was on hold"):
        edition.release(by=make_superuser(), now=HOUR)


def test_the_house_publishes_by_the_clock_alone():
    edition = make_scheduled_edition()

    with pytest.raises(WorkflowError):
        edition.publish(by=None, now=HOUR - timedelta(seconds=1))
    assert Edition.objects.get(pk=edition.pk).status == "scheduled"


@time_machine.travel(HOUR, tick=False)
def test_a_hold_in_the_last_second_is_heeded_by_a_worker_that_has_the_row_in_hand():
    make_scheduled_edition()
    in_hand = Edition.objects.due(timezone.now()).get()
    Edition.objects.get().hold(by=make_superuser(), now=HOUR)

    with pytest.raises(WorkflowError, match="Somebody else moved it first"):
        in_hand.publish(by=None, now=HOUR)


def test_the_hour_can_be_changed():
    edition = make_scheduled_edition()

    edition.reschedule(HOUR + timedelta(days=1), by=make_superuser(), now=NOON)

    with time_machine.travel(HOUR, tick=False):
        assert publish_due() == 0
    with time_machine.travel(HOUR + timedelta(days=1), tick=False):
        assert publish_due() == 1


# The others


def test_what_is_changed_by_other_ways_than_the_desk_is_found_by_the_clock():
    edition = make_approved_edition()
    Edition.objects.update(title="Another title")

    assert [void_changed(), void_changed()] == [1, 0]
    assert Edition.objects.get(pk=edition.pk).status == "in_review"


def test_what_was_killed_elsewhere_is_removed_by_the_clock():
    edition = make_published_edition(make_item("Vivo opened."), make_item("Oppo closed."))
    NewsItem.objects.get(body="Oppo closed.").kill(by=make_superuser(), now=HOUR, reason="It is not true.")

    assert [remove_killed(), remove_killed()] == [1, 0]
    assert edition.snapshots.first().reason == "removal"


def test_the_links_of_editions_in_hand_are_wanted_by_the_clock():
    make_edition(make_item("[A report](https://paper.example/1) says so."))

    assert [want_links(), want_links()] == [1, 0]


def test_notices_are_mailed_by_the_clock():
    person = make_person("publisher", email="ada@example.com")
    make_edition().submit(by=make_superuser(), now=timezone.now())

    sent = send_notices()

    assert person.email in [address for message in mail.outbox for address in message.to]
    assert sent == len(mail.outbox)
