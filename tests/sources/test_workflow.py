"""The moves of an item: every state, every move, every role."""

from datetime import timedelta

import pytest

from sources import workflow
from sources.models import ItemMove, NewsItem
from sources.workflow import WorkflowError
from tests.factories import NOON, make_item, make_person

pytestmark = pytest.mark.django_db

# What each move leads from and to, and the roles that may make it; nobody makes by hand what the house does.
EVERYBODY = ["contributor", "editor", "publisher", "administrator"]
CHIEFS = {"publisher", "administrator"}
ALLOWED = {
    "make_ready": ({"draft"}, "ready", set(EVERYBODY)),
    "return_to_draft": ({"ready"}, "draft", set(EVERYBODY)),
    "publish": ({"ready"}, "published", CHIEFS),
    "run": ({"draft", "ready"}, "published", set()),
    "kill": ({"draft", "ready", "published"}, "killed", CHIEFS),
}
BY_HAND = [name for name in ALLOWED if name != "run"]


def sound(item):
    return []


MORE = {"publish": {"check": sound}, "kill": {"reason": "It is not true."}}


def refused(item, name, person):
    """Make the move; return why it was refused, or "" where it was made."""
    try:
        getattr(item, name)(by=person, now=NOON, **MORE.get(name, {}))
    except WorkflowError as error:
        return str(error)
    return ""


def test_the_table_of_moves_is_the_one_tried_here():
    assert {name: (set(move.sources), move.target) for name, move in workflow.MOVES.items()} == {
        name: (sources, target) for name, (sources, target, _) in ALLOWED.items()
    }


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("name", BY_HAND)
@pytest.mark.parametrize("state", workflow.STATES)
def test_an_item_moves_by_the_table_and_by_role(state, name, role):
    sources, target, roles = ALLOWED[name]
    item, person = make_item(status=state, published_at=NOON), make_person(role)

    why_not = refused(item, name, person)

    made = state in sources and role in roles
    expected = "" if made else "by now" if state not in sources else "not among what your role may do"
    assert (expected in why_not) if expected else why_not == ""
    assert NewsItem.objects.get().status == item.status == (target if made else state)
    assert [(move.name, move.came_from, move.went_to, move.by) for move in item.moves.all()] == (
        [(name, state, target, person)] if made else []
    )


def test_what_the_house_does_no_role_may_do():
    for role in EVERYBODY:
        permissions = make_person(role).get_all_permissions()

        assert "not among" in workflow.refusal(workflow.MOVES["run"], "ready", permissions, workflow.STATES)


def test_items_that_are_out_already_are_not_moved_again_by_their_edition():
    fresh, out = make_item(), make_item(status="published", published_at=NOON)

    NewsItem.objects.run(by=None, now=NOON + timedelta(days=7))

    assert [(move.item, move.name, move.by) for move in ItemMove.objects.all()] == [(fresh, "run", None)]
    out.refresh_from_db()
    assert (out.published_at, out.version) == (NOON, 1)


def test_a_story_wants_a_headline_before_it_is_ready():
    with pytest.raises(WorkflowError, match="wants a headline"):
        make_item(status="draft", format="story").make_ready(by=make_person("editor"), now=NOON)


def test_an_item_is_not_published_before_its_embargo_is_over():
    item, chief = make_item(embargo_until=NOON), make_person("publisher")
    with pytest.raises(WorkflowError, match="under embargo until 14 July 2025 12:00"):
        item.publish(by=chief, now=NOON - timedelta(seconds=1), check=sound)

    item.publish(by=chief, now=NOON, check=sound)

    assert item.published_at == NOON


def test_an_item_in_which_an_error_stands_is_not_published():
    item = make_item()

    with pytest.raises(WorkflowError, match="TK stands in it"):
        item.publish(by=make_person("publisher"), now=NOON, check=lambda item: ["TK stands in it."])

    assert (item.status, NewsItem.objects.get().status, item.moves.count()) == ("ready", "ready", 0)


def test_an_item_is_killed_with_a_reason():
    with pytest.raises(WorkflowError, match="wants a reason"):
        make_item().kill(by=make_person("publisher"), now=NOON, reason=" ")


def test_of_two_who_move_an_item_the_second_is_refused():
    first, chief = make_item(), make_person("publisher")
    second = NewsItem.objects.get()
    first.publish(by=chief, now=NOON, check=sound)

    with pytest.raises(WorkflowError, match="Somebody else moved it first"):
        second.publish(by=chief, now=NOON, check=sound)
    assert NewsItem.objects.get().version == 2


def test_an_item_of_a_stream_keeps_the_time_at_which_it_was_first_published():
    item = make_item(published_at=NOON - timedelta(days=9))

    item.publish(by=make_person("publisher"), now=NOON, check=sound)

    assert item.published_at == NOON - timedelta(days=9)
