from datetime import timedelta

import pytest

from editions import workflow
from editions.models import Edition, Masthead, Section, Slot, Snapshot
from editions.versions import keep_edition, keep_item
from sources.models import Company, Credit, NewsItem
from sources.workflow import WorkflowError
from tests.factories import (
    NOON,
    make_approved_edition,
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_source,
    make_superuser,
)

pytestmark = pytest.mark.django_db

# What each move leads from and to, and the roles that may make it.
ROLES = ["contributor", "editor", "publisher", "administrator"]
EDITORS = {"editor", "publisher", "administrator"}
CHIEFS = {"publisher", "administrator"}
ALLOWED = {
    "submit": ({"draft"}, "in_review", EDITORS),
    "return_to_draft": ({"in_review"}, "draft", EDITORS),
    "approve": ({"in_review"}, "approved", EDITORS),
    "void": ({"approved", "scheduled"}, "in_review", set()),
    "schedule": ({"approved"}, "scheduled", CHIEFS),
    "reschedule": ({"scheduled"}, "scheduled", CHIEFS),
    "hold": ({"scheduled"}, "scheduled", CHIEFS),
    "release": ({"scheduled"}, "scheduled", CHIEFS),
    "unschedule": ({"scheduled"}, "approved", CHIEFS),
    "publish": ({"approved", "scheduled"}, "published", CHIEFS),
    "take_back": ({"approved", "scheduled"}, "in_review", EDITORS),
    "withdraw": ({"published"}, "withdrawn", CHIEFS),
    "kill": ({"draft", "in_review", "approved"}, "killed", CHIEFS),
}
WANT_A_REASON = ["void", "take_back", "withdraw", "kill"]
BY_HAND = [name for name in ALLOWED if name != "void"]  # the house voids, and nobody else
SOON = NOON + timedelta(hours=3)


def put(edition, state, *, held=False):
    """Bring `edition` to `state` as if it had come there by its moves; return it."""
    wants_hash = state in ("approved", "scheduled")
    Edition.objects.filter(pk=edition.pk).update(
        status=state,
        approved_hash=edition.content_hash() if wants_hash else "of what was approved",
        publish_at=SOON if state == "scheduled" else None,
        held_at=NOON if held and state == "scheduled" else None,
        published_at=NOON if state in ("published", "withdrawn") else None,
        mail_due_at=None,
    )
    edition.moves.all().delete()
    edition.refresh_from_db()
    return edition


def refused(edition, name, by, *, reason="It is not true."):
    """Make the move; return why it was refused, or "" where it was made."""
    more = {"reason": reason} if name in WANT_A_REASON else {}
    when = [SOON] if name in ("schedule", "reschedule") else []
    try:
        getattr(edition, name)(*when, by=by, now=NOON, **more)
    except WorkflowError as error:
        return str(error)
    return ""


def test_the_table_of_moves_is_the_one_tried_here():
    assert set(workflow.MOVES) == set(ALLOWED)
    assert [name for name, move in workflow.MOVES.items() if move.wants_reason] == WANT_A_REASON


@pytest.mark.parametrize("name", BY_HAND)
@pytest.mark.parametrize("state", workflow.STATES)
def test_an_edition_moves_by_the_table_and_by_role(state, name):
    make_masthead()
    sources, target, roles = ALLOWED[name]
    edition = put(make_edition(), state, held=name == "release")
    for role in ROLES:
        why_not = refused(edition, name, make_person(role))

        made = state in sources and role in roles
        expected = "" if made else "by now" if state not in sources else "not among what your role may do"
        assert (expected in why_not) if expected else why_not == ""
        assert Edition.objects.get(pk=edition.pk).status == (target if made else state)
        assert [(m.name, m.came_from, m.went_to) for m in edition.moves.all()] == (
            [(name, state, target)] if made else []
        )
        if made:
            put(edition, state, held=name == "release")


@pytest.mark.parametrize("name", WANT_A_REASON[1:])
def test_a_move_that_wants_a_reason_is_refused_without(name):
    state = min(ALLOWED[name][0])

    assert "wants a reason" in refused(put(make_edition(), state), name, make_superuser(), reason="  ")


@pytest.mark.parametrize("state", workflow.STATES)
def test_the_open_moves_are_those_that_are_not_refused(state):
    for role in ROLES:
        permissions = make_person(role).get_all_permissions()
        allowed = {
            name for name, (sources, _, roles) in ALLOWED.items() if state in sources and role in roles
        }

        assert {move.name for move in workflow.open_moves(state, permissions)} == allowed


def test_a_move_says_who_made_it_when_and_why():
    edition, chief = make_edition(), make_person("publisher")

    edition.kill(by=chief, now=NOON, reason="The week was quiet.")

    move = edition.moves.get()
    assert (move.by, move.at, move.reason, str(move)) == (chief, NOON, "The week was quiet.", "Kill")


def test_of_two_who_move_an_edition_the_second_is_refused():
    first, chief = make_edition(), make_superuser()
    second = Edition.objects.get()
    first.submit(by=chief, now=NOON)

    assert "Somebody else moved it first" in refused(second, "kill", chief)
    assert Edition.objects.get().status == "in_review"


def test_an_edition_without_items_is_not_sent_to_review():
    edition = make_edition()
    Slot.objects.all().delete()

    assert "no item in this edition" in refused(edition, "submit", make_superuser())


def test_an_edition_with_a_killed_item_is_not_approved():
    edition, chief = make_edition(make_item(headline="Lima gains a shop")), make_superuser()
    edition.submit(by=chief, now=NOON)
    NewsItem.objects.get().kill(by=chief, now=NOON, reason="It is not true.")

    assert "“Lima gains a shop” was killed" in refused(edition, "approve", chief)


# The four-eyes rule


@pytest.mark.parametrize("four_eyes", [True, False])
@pytest.mark.parametrize("keep", ["edition", "item"])
def test_who_wrote_in_an_edition_approves_it_only_without_the_four_eyes_rule(four_eyes, keep):
    make_masthead(four_eyes=four_eyes)
    item, writer = make_item(), make_person("editor")
    edition = make_edition(item)
    if keep == "edition":
        keep_edition(edition, by=writer, now=NOON)
    else:
        keep_item(item, by=writer, now=NOON)
    edition.submit(by=writer, now=NOON)

    assert ("a colleague approves it" in refused(edition, "approve", writer)) == four_eyes
    assert edition.status == ("in_review" if four_eyes else "approved")


def test_a_colleague_approves_what_another_wrote():
    make_masthead(four_eyes=True)
    edition, writer, colleague = make_edition(), make_person("editor"), make_person("editor")
    keep_edition(edition, by=writer, now=NOON)
    edition.submit(by=writer, now=NOON)

    edition.approve(by=colleague, now=NOON)

    assert edition.approved_hash == edition.content_hash()


def test_who_wrote_before_an_approval_may_approve_what_a_colleague_changed_after():
    make_masthead(four_eyes=True)
    edition, writer, colleague = make_edition(), make_person("editor"), make_person("editor")
    keep_edition(edition, by=writer, now=NOON)
    edition.submit(by=writer, now=NOON)
    edition.approve(by=colleague, now=NOON)
    edition.take_back(by=colleague, now=NOON, reason="A sum is wrong.")
    keep_edition(edition, by=colleague, now=SOON)

    assert "a colleague approves it" in refused(edition, "approve", colleague)
    assert refused(edition, "approve", writer) == ""


# What was approved, and nothing else

CHANGES = {
    "its title": lambda: Edition.objects.update(title="Another title"),
    "its subject line": lambda: Edition.objects.update(subject="Another subject"),
    "its preheader": lambda: Edition.objects.update(preheader="Another preheader"),
    "who gets it": lambda: Edition.objects.update(mail_to="nobody"),
    "its week": lambda: Edition.objects.update(week_last="2025-07-20"),
    "a heading": lambda: Section.objects.update(heading="Another heading"),
    "a wording": lambda: Slot.objects.update(wording="Another wording"),
    "the words of an item": lambda: NewsItem.objects.update(body="Another body"),
    "a name of a company": lambda: Company.objects.update(name="Another name"),
    "a credit": lambda: Credit.objects.create(item=NewsItem.objects.get(), source=make_source()),
    "a section": lambda: Edition.objects.get().sections.create(heading="One more"),
    "the masthead": lambda: Masthead.objects.update(name="Another name"),
}


@pytest.mark.parametrize("verb", ["publish", "schedule"])
@pytest.mark.parametrize("what", CHANGES)
def test_approval_is_void_once_somebody_changed(what, verb):
    edition = make_approved_edition(make_item(companies=[make_company("Vivo")]))
    CHANGES[what]()

    why_not = refused(edition, verb, make_superuser())

    assert why_not.startswith("It was changed after it was approved, so it is back in review")
    kept = Edition.objects.get()
    assert (kept.status, kept.approved_hash, kept.published_at) == ("in_review", "", None)
    assert (kept.publish_at, kept.mail_due_at, Snapshot.objects.count()) == (None, None, 0)
    assert NewsItem.objects.get().status == "ready"
    void = edition.moves.last()
    assert (void.name, void.went_to, void.by, void.reason) == ("void", "in_review", None, why_not)


def test_a_scheduled_edition_that_was_changed_is_not_published():
    edition = make_approved_edition()
    edition.schedule(SOON, by=make_superuser(), now=NOON)
    NewsItem.objects.update(body="Another body")

    with pytest.raises(WorkflowError, match="back in review: “Vivo opened"):
        edition.publish(by=None, now=SOON)
    assert Edition.objects.get().publish_at is None


def test_the_approval_of_an_unchanged_edition_stands():
    edition = make_approved_edition()

    assert refused(edition, "publish", make_superuser()) == ""


@pytest.mark.parametrize("when", [NOON - timedelta(days=1), NOON])
def test_an_edition_is_not_scheduled_for_the_past(when):
    edition = make_approved_edition()

    with pytest.raises(WorkflowError, match="That time has passed"):
        edition.schedule(when, by=make_superuser(), now=NOON)
    assert Edition.objects.get().status == "approved"


def test_a_scheduled_edition_taken_off_the_clock_stays_approved():
    edition = make_approved_edition()
    edition.schedule(SOON, by=make_superuser(), now=NOON)

    edition.unschedule(by=make_superuser(), now=NOON)

    assert (edition.status, edition.publish_at) == ("approved", None)
    assert edition.approved_hash == edition.content_hash()
