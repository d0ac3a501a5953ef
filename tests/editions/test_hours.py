"""A wall clock's hour as a moment, right across every change of summer time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.hours import moment_of
from tests.factories import make_masthead

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("local", "zone", "utc"),
    [
        ("2026-07-13T08:00", SHANGHAI, "2026-07-13T00:00"),
        ("2026-03-23T08:00", BERLIN, "2026-03-23T07:00"),
        ("2026-03-30T08:00", BERLIN, "2026-03-30T06:00"),  # clocks went forward the day before
        ("2026-10-26T08:00", BERLIN, "2026-10-26T07:00"),
        ("2026-10-25T02:30", BERLIN, "2026-10-25T00:30"),  # there twice: the first
        ("2026-10-25T02:30+01:00", BERLIN, "2026-10-25T01:30"),  # the second, said by its offset
        ("2026-07-13T08:00+02:00", SHANGHAI, "2026-07-13T06:00"),
    ],
)
def test_an_hour_is_that_of_the_clocks_there(local, zone, utc):
    assert moment_of(datetime.fromisoformat(local), zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "why"),
    [
        (
            "2026-03-29T02:30",
            "There is no 02:30 on 29 March 2026 in Europe/Berlin: clocks go forward over it.",
        ),
        ("9999-12-31T23:59+00:00", "That is at the end of the calendar."),
        ("0001-01-01T00:00", "That is at the end of the calendar."),
    ],
)
def test_an_hour_that_is_none_is_refused_in_a_sentence(local, why):
    with pytest.raises(ValueError) as refused:
        moment_of(datetime.fromisoformat(local), ZoneInfo("Europe/Berlin"))

    assert str(refused.value) == why


@given(st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)), st.sampled_from([BERLIN, SHANGHAI]))
def test_the_clocks_there_show_the_hour_that_was_asked_for(local, zone):
    try:
        moment = moment_of(local, zone)
    except ValueError:
        return  # left out by the beginning of summer time

    assert moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == local


# The masthead's next hour


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "hour"),
    [
        ("2026-03-24T12:00+00:00", "2026-03-30T08:00+02:00"),  # across the beginning of summer time
        ("2026-10-20T12:00+00:00", "2026-10-26T08:00+01:00"),  # and across its end
        ("2026-07-13T05:59+00:00", "2026-07-13T08:00+02:00"),  # a minute before
        ("2026-07-13T06:00+00:00", "2026-07-20T08:00+02:00"),  # at the very hour: the next
        ("2026-07-12T23:30+00:00", "2026-07-13T08:00+02:00"),  # already Monday there
    ],
)
def test_the_next_hour_is_the_mastheads_weekday_by_its_own_clocks(now, hour):
    masthead = make_masthead(time_zone="Europe/Berlin")
    masthead.refresh_from_db()

    found = masthead.next_hour(datetime.fromisoformat(now))

    assert found == datetime.fromisoformat(hour)
