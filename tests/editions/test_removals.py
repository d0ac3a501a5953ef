"""What was killed leaves the editions that printed it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from editions.corrections import correct_item
from editions.document import ItemDoc
from editions.models import Edition, Snapshot
from editions.removals import MARGIN, MOST, remove_killed
from sources.models import NewsItem
from tests.factories import (
    NOON,
    make_approved_edition,
    make_edition,
    make_item,
    make_masthead,
    make_printed_edition,
    make_published_edition,
    make_superuser,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db
KILLED_AT = NOON + timedelta(days=20)
LATER = KILLED_AT + timedelta(minutes=1)
REASON = "It was not true."


def kill(item, now=KILLED_AT):
    item = NewsItem.objects.get(pk=item.pk)
    item.kill(by=make_superuser(), now=now, reason=REASON)


def shown(edition):
    return Snapshot.objects.newest().get(edition=edition).read()


def test_a_killed_item_leaves_a_notice_in_its_place():
    killed = make_item("The false tale.", headline="A false tale", kind="legal", credit="36Kr")
    edition = make_published_edition(make_item("One."), killed, make_item("Three."))
    kill(killed)

    assert remove_killed(now=LATER) == 1

    notice = ItemDoc(id=killed.pk, removed=REASON, removed_at=KILLED_AT)
    assert [entry.body for entry in shown(edition).items] == ["One.", "", "Three."]
    assert shown(edition).items[1] == notice


def test_the_removal_stands_in_a_snapshot_of_its_own():
    edition = make_published_edition(killed := make_item("The false tale."))
    kill(killed)

    remove_killed(now=LATER)

    old, new = Snapshot.objects.filter(edition=edition).order_by("sequence")
    assert (new.reason, new.taken_at) == ("removal", LATER)
    assert "false" in old.text
    assert "false" not in f"{new.document}{new.web_html}{new.email_html}{new.text}"


def test_a_heading_that_was_its_headline_goes_too():
    killed = make_item("Words.", headline="A false tale")
    edition = make_published_edition(killed, heading="A false tale")
    kill(killed)

    remove_killed(now=LATER)

    assert shown(edition).sections[0].heading == ""


def test_it_is_not_named_where_it_was_followed_up_either():
    killed = make_item("Words.", headline="A false tale")
    make_published_edition(killed, number=1)
    edition = make_published_edition(make_item("More.", follows_up=killed), number=2)
    assert shown(edition).items[0].follows_up.title == "A false tale"
    kill(killed)

    assert remove_killed(now=LATER) == 2

    assert (shown(edition).items[0].body, shown(edition).items[0].follows_up) == ("More.", None)


def test_every_edition_that_printed_it_has_its_removal():
    killed = make_item("The false tale.")
    for number in (1, 2):
        make_published_edition(killed, number=number)
    withdrawn = make_withdrawn_edition(killed, number=3)
    kill(killed)

    assert remove_killed(now=LATER) == 2
    assert Snapshot.objects.filter(edition=withdrawn).count() == 1


def test_it_is_removed_once():
    make_published_edition(killed := make_item("The false tale."))
    kill(killed)

    assert [remove_killed(now=LATER), remove_killed(now=LATER)] == [1, 0]
    assert Snapshot.objects.count() == 2


def test_a_second_kill_makes_a_second_removal():
    one, two = make_item("One."), make_item("Two.")
    edition = make_published_edition(one, two)
    kill(one)
    remove_killed(now=LATER)
    kill(two, now=LATER + timedelta(days=1))

    assert remove_killed(now=LATER + timedelta(days=2)) == 1
    assert [entry.removed for entry in shown(edition).items] == [REASON, REASON]


def test_a_kill_that_was_committed_while_another_was_removed_is_found():
    """Its moment is older than the removal, which could not see it yet."""
    one, two = make_item("One."), make_item("Two.")
    make_published_edition(one, two)
    kill(one)
    remove_killed(now=LATER)
    kill(two, now=LATER - timedelta(seconds=1))

    assert remove_killed(now=LATER + timedelta(seconds=30)) == 1


def test_a_correction_between_kill_and_removal_hides_nothing():
    one, two = make_item("One."), make_item("Two.")
    edition = make_published_edition(one, two)
    kill(one)
    correct_item(NewsItem.objects.get(pk=two.pk), {"body": "2."}, note="Two.", by=make_superuser(), now=LATER)

    assert remove_killed(now=LATER + timedelta(days=1)) == 1
    assert [entry.body for entry in shown(edition).items] == ["", "2."]


def test_a_removal_keeps_what_was_corrected():
    one, two = make_item("One."), make_item("Two.")
    edition = make_published_edition(one, two)
    correct_item(NewsItem.objects.get(pk=two.pk), {"body": "2."}, note="Two.", by=make_superuser(), now=NOON)
    kill(one)

    remove_killed(now=LATER)

    assert [note.note for note in shown(edition).items[1].corrections] == ["Two."]


def test_nothing_due_costs_two_queries(django_assert_num_queries):
    killed = make_item("The false tale.")
    make_published_edition(killed, number=1)
    make_withdrawn_edition(killed, number=2)
    make_edition(killed, number=3)
    kill(killed)
    remove_killed(now=KILLED_AT + MARGIN)

    with django_assert_num_queries(2):
        assert remove_killed(now=LATER) == 0


def test_what_was_killed_before_it_ran_needs_no_removal(django_assert_num_queries):
    earlier = make_item("Words.", headline="A false tale", status="published", published_at=NOON)
    kill(earlier, now=NOON - timedelta(days=1))
    edition = make_published_edition(make_item("More.", follows_up=NewsItem.objects.get(pk=earlier.pk)))

    with django_assert_num_queries(2):
        assert remove_killed(now=LATER) == 0
    assert shown(edition).items[0].follows_up is None


def test_one_call_does_a_bounded_piece_of_work():
    killed = make_item("The false tale.")
    for number in range(MOST + 2):
        make_printed_edition(killed, number=number + 1)
    kill(killed)

    assert [remove_killed(now=LATER) for _ in range(3)] == [MOST, 2, 0]


def test_a_killed_item_cannot_be_placed():
    slot = make_edition(item := make_item("The false tale.")).sections.get().slots.get()
    slot.full_clean()
    kill(item)
    slot.refresh_from_db()

    with pytest.raises(ValidationError, match=r"“The false tale\.” was killed, so it cannot be placed"):
        slot.full_clean()


def test_an_approved_edition_with_a_killed_item_is_left_to_its_editors():
    make_masthead()
    edition = make_approved_edition(item := make_item("The false tale."))
    kill(item)

    assert remove_killed(now=LATER) == 0
    assert Edition.objects.get(pk=edition.pk).status == "approved"
