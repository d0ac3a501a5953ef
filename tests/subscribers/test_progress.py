"""How far a mailing is, in figures: the bar, the pace, the time left, and why some failed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers import failures, progress
from tests.factories import NOON

COUNTS = st.dictionaries(st.sampled_from(progress.BAR), st.integers(0, 10**7))


@given(COUNTS)
def test_the_parts_of_the_bar_fill_it_and_none_is_lost(counts):
    parts = progress.bar(counts)

    assert {part.state for part in parts} == {state for state, number in counts.items() if number}
    assert sum(part.width for part in parts) == (progress.WIDTH if parts else 0)
    assert [part.x for part in parts] == [sum(one.width for one in parts[:n]) for n in range(len(parts))]
    assert all(part.width >= 4 for part in parts)


def test_the_pace_is_evened_out():
    then = NOON - timedelta(seconds=2)

    assert progress.pace(30, NOON, then_done=10, then=then, before=None) == 10
    assert progress.pace(30, NOON, then_done=10, then=then, before=20.0) == pytest.approx(17)
    assert progress.pace(30, NOON, then_done=10, then=NOON, before=20.0) == 20


def test_the_time_left_is_of_those_who_wait():
    assert progress.left({"queued": 90, "sending": 10, "sent": 5}, 10.0) == timedelta(seconds=10)
    assert progress.left({"sent": 5}, 10.0) is None
    assert progress.left({"queued": 5}, 0.0) is None


@pytest.mark.parametrize(
    ("rate", "said"), [(1400.2, "1,400 a second"), (0.5, "30 a minute"), (0.005, "18 an hour")]
)
def test_a_pace_is_said_in_a_unit_that_suits_it(rate, said):
    assert progress.in_words(rate) == said


def test_answers_that_differ_by_name_or_number_alone_are_one():
    answers = [
        ("550 5.1.1 <a@mail.example.com>: User unknown (4bXz9Q0h2)", 1),
        ("550 5.1.1 <b@mail.example.com>: User unknown (4bXz9Q0h3)", 2),
        ("554 5.7.1 Client host [203.0.113.7] blocked", 5),
        ("", 1),
    ]

    groups, others = failures.grouped(answers)

    assert [(one.answer, one.number) for one in groups] == [
        ("554 5.7.1 Client host […] blocked", 5),
        ("550 5.1.1 <…>: User unknown (…)", 3),
        ("No answer is known.", 1),
    ]
    assert others == 0


def test_only_the_most_frequent_answers_are_listed():
    groups, others = failures.grouped((f"550 no {chr(97 + number)}", 1) for number in range(25))

    assert (len(groups), others) == (20, 5)
