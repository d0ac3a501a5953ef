"""What gathering keeps for a while only."""

from datetime import timedelta

import pytest

from sources import intake, judging
from sources.models import Clipping, CompanySuggestion, Feed, Judgement, Seen, Trace
from sources.thinning import thin
from tests.factories import NOON, make_clipping, make_item, make_person, make_source

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OLD, YOUNG = NOON - 91 * DAY, NOON - 89 * DAY


def left():
    thin(NOON)
    return set(Clipping.objects.all())


def test_what_nobody_took_goes_after_ninety_days():
    make_clipping(clipped_at=OLD)
    make_clipping(clipped_at=OLD, state="dismissed", reason="Old.")
    young = make_clipping(clipped_at=YOUNG)

    assert left() == {young}


def test_what_was_taken_stays():
    taken = make_clipping(clipped_at=OLD, state="taken")
    used = make_clipping(clipped_at=OLD)
    make_item().clippings.add(used)

    assert left() == {taken, used}


@pytest.mark.parametrize(("days", "stays"), [(1, True), (-1, True), (-91, False)])
def test_what_is_held_is_as_old_as_the_week_that_it_was_held_until(days, stays):
    make_clipping(clipped_at=OLD, state="held", held_until=NOON + days * DAY)

    assert bool(left()) is stays


@pytest.mark.parametrize("lead_at", [OLD, YOUNG], ids=["old lead", "young lead"])
def test_a_story_stays_whole_while_one_of_it_is_young(lead_at):
    lead = make_clipping(clipped_at=lead_at)
    story = {lead, make_clipping(clipped_at=OLD, cluster=lead), make_clipping(clipped_at=YOUNG, cluster=lead)}

    assert left() == story
    assert Clipping.objects.waiting(NOON).leading().get() == lead


def test_a_story_goes_whole_so_that_no_follower_comes_back_to_the_queue():
    lead = make_clipping(clipped_at=OLD)
    for _ in range(3):
        make_clipping(clipped_at=OLD, cluster=lead)
    thin(NOON, slices=1)

    assert not Clipping.objects.exists()


def test_nothing_is_thinned_where_the_newsroom_keeps_all(settings):
    settings.KEEP_CLIPPINGS = 0
    clipping = make_clipping(clipped_at=NOON - 9000 * DAY)

    assert left() == {clipping}


def test_a_run_is_bounded_and_says_whether_that_was_all():
    for days in (91, 92):
        make_clipping(clipped_at=NOON - days * DAY)
    Trace.objects.create(clipping=make_clipping(), key="t", at=OLD)

    assert thin(NOON, slices=1) is False  # the trace
    assert Clipping.objects.count() == 3
    assert thin(NOON) is True
    assert Clipping.objects.count() == 1


def test_what_stories_are_found_by_goes_after_two_weeks():
    [clipping] = intake.keep(
        [intake.Found(url="https://paper.example/1", title="Luvo recalls its scooters")],
        source=None,
        now=NOON - 15 * DAY,
    )

    assert left() == {clipping}
    assert not Trace.objects.exists()


def test_a_decision_can_be_undone_for_a_month():
    editor, clipping = make_person(), make_clipping()
    judging.dismiss(clipping.pk, "Old.", by=editor, now=NOON - 29 * DAY)
    thin(NOON)
    judging.undo(judging.last(editor), now=NOON)
    thin(NOON + 2 * DAY)

    assert Clipping.objects.get().state == "new"
    assert not Judgement.objects.exists()


def test_a_suggestion_without_clippings_goes_unless_it_was_dismissed():
    for name, dismissed in (("Luvo", None), ("Nobody", NOON)):
        CompanySuggestion.objects.create(
            name=name, first_seen_at=OLD, last_seen_at=OLD, dismissed_at=dismissed
        )
    thin(NOON)

    assert CompanySuggestion.objects.get().name == "Nobody"


@pytest.mark.parametrize(("read", "stays"), [(NOON, False), (OLD, True)], ids=["read", "unchanged"])
def test_an_entry_is_known_while_its_feed_may_hold_it(read, stays):
    feed = Feed.objects.create(source=make_source(), url="https://paper.example/rss", read_at=read)
    Seen.objects.create(feed=feed, digest="0", seen_at=OLD)
    thin(NOON)

    assert Seen.objects.exists() is stays
