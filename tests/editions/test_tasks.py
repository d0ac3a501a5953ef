from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from editions.models import Edition
from editions.tasks import publish_due
from sources.models import NewsItem
from tests.factories import NOON, make_approved_edition, make_superuser

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


def test_the_clock_calls_it(settings):
    tasks = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]

    assert publish_due.name in tasks
