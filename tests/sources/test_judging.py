"""What people decide of stories, and how it is undone."""

from datetime import timedelta

import pytest
from django.db.models import Q

from sources import intake, judging
from sources.models import Clipping, Judgement
from sources.workflow import WorkflowError
from tests.factories import NOON, make_clipping, make_person, make_source

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def editor():
    return make_person("editor")


@pytest.fixture
def story():
    """Three clippings, the first leading."""
    lead = make_clipping(title="Luvo recalls scooters", source=make_source(rank=1))
    return [lead, *(make_clipping(cluster=lead, source=make_source(rank=rank)) for rank in (20, 30))]


def states():
    return list(Clipping.objects.order_by("pk").values_list("state", flat=True))


def leads():
    return list(Clipping.objects.order_by("pk").values_list("cluster", flat=True))


def test_a_story_is_held_whole_and_comes_back(story, editor):
    judging.hold(story[2].pk, NOON + WEEK, by=editor, now=NOON)

    assert states() == ["held"] * 3
    assert not Clipping.objects.waiting(NOON + WEEK - DAY).exists()
    assert Clipping.objects.waiting(NOON + WEEK).leading().get() == story[0]


def test_a_story_is_dismissed_whole_with_the_reason(story, editor):
    judging.dismiss(story[0].pk, " Ran \n last week. ", by=editor, now=NOON)

    assert states() == ["dismissed"] * 3
    assert set(Clipping.objects.values_list("reason", flat=True)) == {"Ran last week."}
    assert Judgement.objects.get().by == editor


@pytest.mark.parametrize(
    ("verb", "words", "sentence"),
    [
        ("hold", NOON, "still to come"),
        ("dismiss", "  ", "Say why"),
        ("dismiss", "x" * 301, "300 characters"),
    ],
    ids=["past", "no reason", "long reason"],
)
def test_what_cannot_be_decided_changes_nothing(story, editor, verb, words, sentence):
    with pytest.raises(WorkflowError, match=sentence):
        getattr(judging, verb)(story[0].pk, words, by=editor, now=NOON)

    assert states() == ["new"] * 3
    assert not Judgement.objects.exists()


def test_the_slower_of_two_is_told(story, editor):
    judging.dismiss(story[0].pk, "Old.", by=editor, now=NOON)

    with pytest.raises(WorkflowError, match="faster: it is dismissed"):
        judging.hold(story[0].pk, NOON + WEEK, by=make_person(), now=NOON)


def test_what_is_gone_is_called_gone(editor):
    with pytest.raises(WorkflowError, match="gone"):
        judging.dismiss(999, "Old.", by=editor, now=NOON)


def test_the_leading_one_is_split_off_and_the_next_best_leads(story, editor):
    judging.split(story[0].pk, by=editor, now=NOON)

    assert leads() == [None, None, story[1].pk]


def test_a_follower_is_split_off(story, editor):
    judging.split(story[1].pk, by=editor, now=NOON)

    assert leads() == [None, None, story[0].pk]


def test_what_stands_alone_is_not_split(editor):
    with pytest.raises(WorkflowError, match="stands alone"):
        judging.split(make_clipping().pk, by=editor, now=NOON)


def test_what_was_judged_is_not_split(story, editor):
    judging.dismiss(story[0].pk, "Old.", by=editor, now=NOON)

    with pytest.raises(WorkflowError, match="only stories that wait"):
        judging.split(story[1].pk, by=editor, now=NOON)


def test_what_was_judged_is_not_merged(story, editor):
    other = make_clipping()
    judging.dismiss(story[0].pk, "Old.", by=editor, now=NOON)

    with pytest.raises(WorkflowError, match="only stories that wait"):
        judging.merge([story[1].pk, other.pk], by=editor, now=NOON)


def test_two_stories_become_one_that_the_best_ranked_leads(story, editor):
    better = make_clipping(source=make_source(rank=0))
    judging.merge([story[2].pk, better.pk], by=editor, now=NOON)

    assert leads() == [better.pk] * 3 + [None]


def test_a_held_story_that_is_merged_waits(story, editor):
    judging.hold(story[0].pk, NOON + WEEK, by=editor, now=NOON)
    judging.merge([story[0].pk, make_clipping().pk], by=editor, now=NOON)

    assert states() == ["new"] * 4


def test_one_story_is_not_merged_with_itself(story, editor):
    with pytest.raises(WorkflowError, match="two stories"):
        judging.merge([story[0].pk, story[2].pk], by=editor, now=NOON)


DECISIONS = {
    "hold": lambda story, by: judging.hold(story[1].pk, NOON + WEEK, by=by, now=NOON),
    "dismiss": lambda story, by: judging.dismiss(story[1].pk, "Old.", by=by, now=NOON),
    "split": lambda story, by: judging.split(story[0].pk, by=by, now=NOON),
    "merge": lambda story, by: judging.merge([story[0].pk, make_clipping().pk], by=by, now=NOON),
}


@pytest.mark.parametrize("verb", DECISIONS)
def test_each_decision_is_undone_once(story, editor, verb):
    decided = DECISIONS[verb](story, editor)
    judging.undo(decided, now=NOON)

    assert leads()[:3] == [None, story[0].pk, story[0].pk]
    assert set(states()) == {"new"}
    assert set(Clipping.objects.values_list("reason", "held_until")) == {("", None)}
    with pytest.raises(WorkflowError, match="undone already"):
        judging.undo(decided, now=NOON)


def test_decisions_are_undone_one_after_the_other(story, editor):
    judging.hold(story[0].pk, NOON + WEEK, by=editor, now=NOON)
    judging.dismiss(story[0].pk, "Old.", by=editor, now=NOON + DAY)
    for _ in range(2):
        judging.undo(judging.last(editor), now=NOON + DAY)

    assert states() == ["new"] * 3
    assert judging.last(editor) is None


def test_what_somebody_changed_since_is_not_undone(story, editor):
    held = judging.hold(story[0].pk, NOON + WEEK, by=editor, now=NOON)
    judging.dismiss(story[0].pk, "Old.", by=make_person(), now=NOON)

    with pytest.raises(WorkflowError, match="changed these clippings since"):
        judging.undo(held, now=NOON)
    assert states() == ["dismissed"] * 3
    assert judging.last(editor) == held  # and may be, once the other decision is undone


@pytest.mark.parametrize("verb", ["merge", "split"])
def test_a_story_that_was_judged_since_stays_as_one_put_it_together(verb, story, editor):
    """Parted now, a clipping would stay in what was written of the other, and nobody would see it wait."""
    keys = story[1].pk if verb == "split" else [story[0].pk, make_clipping().pk]
    put = getattr(judging, verb)(keys, by=editor, now=NOON)
    for key in (story[0].pk, story[1].pk):
        Clipping.objects.filter(Q(pk=key) | Q(cluster=key)).update(state="taken")

    with pytest.raises(WorkflowError, match="only stories that wait are split and merged"):
        judging.undo(put, now=NOON)


def test_what_was_deleted_since_is_not_undone(story, editor):
    held = judging.hold(story[0].pk, NOON + WEEK, by=editor, now=NOON)
    story[2].delete()

    with pytest.raises(WorkflowError, match="changed these clippings since"):
        judging.undo(held, now=NOON)


@pytest.mark.parametrize("rank", [90, 1])
def test_what_joined_a_held_story_comes_back_with_it(editor, rank):
    """Also where it leads the story now: the machine stands in nobody's way."""
    found = [
        intake.Found(url=f"https://paper.example/{one}", title="Luvo recalls its scooters") for one in "ab"
    ]
    [first] = intake.keep(found[:1], source=make_source(rank=50), now=NOON)
    held = judging.hold(first.pk, NOON + WEEK, by=editor, now=NOON)
    [joined] = intake.keep(found[1:], source=make_source(rank=rank), now=NOON)
    judging.undo(held, now=NOON)

    assert states() == ["new", "new"]
    assert leads() == ([None, first.pk] if rank == 90 else [joined.pk, None])


def test_a_decision_keeps_what_it_changed_and_no_more(story, editor):
    held = judging.hold(story[0].pk, NOON + WEEK, by=editor, now=NOON)

    assert held.before == {str(one.pk): {"state": "new", "held_until": None} for one in story}
