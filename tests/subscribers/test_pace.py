"""The rate that all workers share, and how a mail server that is down is left alone."""

import pytest

from subscribers import pace
from subscribers.models import Pace

pytestmark = pytest.mark.django_db
AT = 1_752_494_400.0  # noon


def test_messages_leave_one_after_the_other_whoever_takes_them(settings):
    settings.MAIL_RATE, settings.MAIL_HOURLY = 10, 0

    assert pace.take(5, AT) == (5, AT)
    assert pace.take(1, AT) == (1, pytest.approx(AT + 0.5))
    assert pace.take(1, AT) == (1, pytest.approx(AT + 0.6))


def test_what_was_not_used_is_not_saved_up(settings):
    settings.MAIL_RATE, settings.MAIL_HOURLY = 10, 0
    pace.take(1, AT)

    assert pace.take(2, AT + 60) == (2, pytest.approx(AT + 60))
    assert pace.take(1, AT + 60) == (1, pytest.approx(AT + 60.2))


def test_without_a_rate_nothing_is_asked(settings, django_assert_num_queries):
    settings.MAIL_RATE, settings.MAIL_HOURLY = 0, 0

    with django_assert_num_queries(0):
        assert pace.take(300, AT) == (300, AT)


def test_no_sixty_minutes_hold_more_than_the_hour_allows(settings):
    settings.MAIL_RATE, settings.MAIL_HOURLY = 0, 100

    assert pace.take(80, AT)[0] == 80
    assert pace.take(80, AT + 1800)[0] == 20
    assert pace.take(80, AT + 3540)[0] == 0
    assert pace.take(90, AT + 3600)[0] == 80  # the first 80 are an hour old


def test_minutes_that_no_longer_count_are_forgotten(settings):
    settings.MAIL_RATE, settings.MAIL_HOURLY = 0, 100
    pace.take(1, AT)
    pace.take(1, AT + 3 * 3600)

    assert Pace.objects.filter(minute__gt=0).count() == 1


def test_lanes_that_fail_side_by_side_count_once():
    for _ in range(4):
        pace.went_down(0, "421 Busy", AT)

    assert pace.pause(AT) == (1, 5.0)


def test_pauses_grow_up_to_five_minutes():
    pauses = []
    for failures in range(9):
        pace.went_down(failures, "Connection refused.", AT)
        pauses.append(pace.pause(AT)[1])

    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300]


def test_after_a_pause_one_lane_tries_and_the_others_wait():
    pace.went_down(0, "Connection refused.", AT)

    assert pace.pause(AT + 6) == (1, 0.0)
    assert pace.pause(AT + 6)[1] > 0
    pace.came_up()
    assert pace.pause(AT + 7) == (0, 0.0)


def test_whoever_tries_and_ends_without_a_word_is_followed_by_another():
    pace.went_down(0, "Connection refused.", AT)
    pace.pause(AT + 6)

    assert pace.pause(AT + 6 + pace.PROBE) == (1, 0.0)
