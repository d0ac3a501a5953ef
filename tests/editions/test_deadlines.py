"""The hour of an edition in sentences, and the warning where it comes before the approval."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from editions.deadlines import hour_of, moment, outlook, span, warning
from editions.models import Edition, Masthead

MONDAY_8 = datetime(2025, 7, 14, 0, tzinfo=UTC)  # 08:00 in Shanghai


def masthead(**facts):
    return Masthead(**{"time_zone": "Asia/Shanghai", "weekday": 0, "hour": time(8), **facts})


def edition(**facts):
    week = {"week_first": date(2025, 7, 7), "week_last": date(2025, 7, 13)}
    return Edition(**{"number": 28, "status": "draft", **week, **facts})


def before(minutes):
    return MONDAY_8 - timedelta(minutes=minutes)


def test_its_hour_is_the_masthead_s_that_follows_its_week():
    assert hour_of(edition(), masthead()) == MONDAY_8


def test_an_hour_at_midnight_ends_the_very_week():
    assert hour_of(edition(), masthead(hour=time(0))).date() == date(2025, 7, 14)


def test_its_own_hour_comes_before_the_masthead_s():
    own = MONDAY_8 + timedelta(days=2)

    assert hour_of(edition(publish_at=own), masthead()) == own


def test_the_outlook_says_when_where_and_how_long_it_is_to_go():
    now = before(3 * 24 * 60 + 16 * 60)

    assert outlook(edition(), masthead(), now) == (
        "No. 28 goes out on Monday at 08:00 in Shanghai, in 3 days and 16 hours."
    )


@pytest.mark.parametrize(
    ("facts", "now", "said"),
    [
        ({"status": "in_review"}, before(-600), "No. 28 was to go out today at 08:00 in Shanghai."),
        (
            {"status": "scheduled", "publish_at": MONDAY_8, "held_at": before(90)},
            before(60),
            "No. 28 is on hold; its hour is today at 08:00 in Shanghai.",
        ),
    ],
)
def test_the_outlook_of_one_that_does_not_go_out(facts, now, said):
    assert outlook(edition(**facts), masthead(), now) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (61, ""),
        (60, "No. 28 goes out at 08:00 in Shanghai, in 1 hour, and is not approved."),
        (47, "No. 28 goes out at 08:00 in Shanghai, in 47 minutes, and is not approved."),
        (0, "No. 28 was to go out less than a minute ago and is not approved."),
        (-20, "No. 28 was to go out 20 minutes ago and is not approved."),
        (-7 * 24 * 60, ""),
    ],
)
def test_an_edition_near_its_hour_that_is_not_approved_says_so(minutes, said):
    assert warning(edition(), masthead(), before(minutes)) == said


@pytest.mark.parametrize(("status", "warned"), [("draft", True), ("in_review", True), ("approved", False)])
def test_an_approved_edition_needs_no_warning(status, warned):
    assert bool(warning(edition(status=status), masthead(), before(30))) is warned


@pytest.mark.parametrize(
    ("days", "zone", "said"),
    [
        (0, "Asia/Shanghai", "today at 08:00 in Shanghai"),
        (-1, "Asia/Shanghai", "tomorrow at 08:00 in Shanghai"),
        (-6, "America/New_York", "on Sunday at 20:00 in New York"),
        (-30, "UTC", "on Monday 14 July at 00:00 UTC"),
        (30, "Etc/UTC", "on Monday 14 July at 00:00 UTC"),
        (-300, "Asia/Shanghai", "on Monday 14 July 2025 at 08:00 in Shanghai"),
    ],
)
def test_a_moment_is_named_as_people_name_it(days, zone, said):
    there = masthead(time_zone=zone).zone

    assert moment(MONDAY_8.astimezone(there), MONDAY_8 + timedelta(days=days)) == said


@pytest.mark.parametrize(
    ("delta", "said"),
    [
        (timedelta(days=1, hours=2, minutes=3), "1 day and 2 hours"),
        (timedelta(days=1, minutes=3), "1 day and 3 minutes"),
        (timedelta(seconds=59), "less than a minute"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(delta, said):
    assert span(delta) == said
