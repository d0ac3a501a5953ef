from datetime import timedelta

import pytest
from django.utils import timezone

from sources import links
from sources.models import Link
from sources.tasks import check_links

pytestmark = pytest.mark.django_db
PRIVATE = ["http://127.0.0.1/", "http://10.0.0.1/", "http://169.254.169.254/latest/"]


def test_addresses_that_are_due_are_checked_once():
    links.want(PRIVATE, timezone.now())

    assert [check_links(), check_links()] == [3, 0]

    assert set(Link.objects.values_list("state", flat=True)) == {"refused"}
    assert "no address of the public internet" in Link.objects.first().error


def test_the_next_address_of_a_server_waits_for_the_pause():
    links.want(["http://127.0.0.1/a", "http://127.0.0.1/b"], timezone.now())

    assert check_links() == 2

    first, second = Link.objects.order_by("checked_at").values_list("checked_at", flat=True)
    assert second - first >= timedelta(seconds=2)


def test_the_clock_calls_it_on_a_queue_that_workers_take_from(settings):
    tasks = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]

    assert check_links.name in tasks
    assert settings.CELERY_TASK_ROUTES["sources.tasks.*"] == {"queue": "fetching"}
