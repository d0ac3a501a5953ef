"""A lane's journal: what a killed process leaves, and when it proves that the process is dead."""

import os
import shutil

import pytest

from subscribers.journal import Found, Journal, boot_id, path_of
from subscribers.outcome import Outcome
from tests.factories import NOON

SENT = Outcome(7, "sent", "250 2.0.0 Ok", "250", 1)
LATER = Outcome(8, "queued", "451 4.3.0 Later", "451", 2, NOON)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.LANES_DIR = tmp_path / "lanes"


def dead(lane, *acts):
    """The journal of a lane whose process ended without a word."""
    journal = Journal(lane)
    for act in acts:
        journal.answered(act) if isinstance(act, Outcome) else journal.started(act)
    journal.close()
    return path_of(lane)


def results(lane):
    found = Found(lane)
    try:
        return found.results()
    finally:
        found.close()


def test_what_was_answered_is_told_apart_from_what_was_only_started():
    dead(1, 7, SENT, 8, LATER, 9)

    assert results(1) == {7: SENT, 8: LATER, 9: None}


def test_what_was_started_again_counts_as_started():
    dead(1, 8, LATER, 8)

    assert results(1) == {8: None}


def test_a_last_line_that_was_cut_short_counts_as_not_written():
    path = dead(1, 7, SENT)
    os.truncate(path, path.stat().st_size - 5)

    assert results(1) == {7: None}


def test_words_with_breaks_and_tabs_stay_on_their_line():
    dead(1, Outcome(7, "failed", "550\t5.1.1\nNo", "550", 1))

    assert results(1)[7].answer == "550 5.1.1 No"


def test_a_lane_that_lives_is_not_proved_dead():
    journal = Journal(1)

    with pytest.raises(BlockingIOError):
        Found(1)
    journal.close()
    Found(1).close()


def test_a_copy_put_back_from_a_backup_proves_nothing():
    path = dead(1, 7)
    shutil.copy(path, path.with_name("backup"))
    path.with_name("backup").rename(path)

    with pytest.raises(ValueError):
        Found(1)


def test_what_is_written_back_is_forgotten():
    journal = Journal(1)
    journal.started(7)
    journal.answered(SENT)
    journal.empty()
    journal.started(8)
    journal.close()

    assert results(1) == {8: None}


def test_this_run_of_the_machine_has_a_name():
    assert len(boot_id()) == 36
