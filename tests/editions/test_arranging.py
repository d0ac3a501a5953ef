"""Placing and ordering: every step as a version of the edition, and every refusal with nothing changed."""

import copy
from datetime import timedelta

import pytest

from editions import arranging
from editions.arranging import Gone
from editions.models import Edition, Section, Slot
from sources.workflow import NotYours, WorkflowError
from tests.factories import NOON, make_edition, make_item, make_person, make_superuser

pytestmark = pytest.mark.django_db
HUGE = 10**18


@pytest.fixture
def editor():
    return make_superuser()


@pytest.fixture
def edition():
    """One section with three items, and an empty one after it."""
    edition = make_edition(*(make_item(name) for name in ("Ant", "Bee", "Cat")))
    edition.sections.create(heading="Deals", position=1)
    return edition


def outline(edition):
    return arranging.outline_of(Edition.objects.for_outline().get(pk=edition.pk))


def drawn(edition):
    """The outline in words: "Ant Bee Cat | "."""
    rows = Section.objects.filter(edition=edition).order_by("position", "pk")
    return " | ".join(
        " ".join(slot.item.body for slot in row.slots.order_by("position", "pk")) for row in rows
    )


def parts(edition):
    return list(edition.sections.order_by("position", "pk"))


def slots(edition):
    return list(Slot.objects.filter(section__edition=edition).order_by("section__position", "position", "pk"))


def refuses(error, verb, *args, by, **facts):
    with pytest.raises(error) as raised:
        verb(*args, by=by, now=NOON, **facts)
    return str(raised.value)


def test_an_item_is_placed_before_another_or_at_the_end(edition, editor):
    first, last = make_item("Dog"), make_item("Elk")
    section, ant = parts(edition)[0], slots(edition)[0]
    arranging.place(edition.pk, item=first.pk, section=section.pk, before=ant.pk, by=editor, now=NOON)
    arranging.place(edition.pk, item=last.pk, section=section.pk, by=editor, now=NOON)

    assert drawn(edition) == "Dog Ant Bee Cat Elk | "


def test_an_item_stands_once_in_an_edition(edition, editor):
    item, section = slots(edition)[0].item, parts(edition)[1]
    said = refuses(WorkflowError, arranging.place, edition.pk, item=item.pk, section=section.pk, by=editor)

    assert said == "“Ant” stands in this edition already."
    assert drawn(edition) == "Ant Bee Cat | "


def test_a_killed_item_is_not_placed(edition, editor):
    item = make_item("Dog", status="killed")
    section = parts(edition)[0]

    said = refuses(WorkflowError, arranging.place, edition.pk, item=item.pk, section=section.pk, by=editor)
    assert said == "“Dog” was killed, so it cannot be placed."


@pytest.mark.parametrize("missing", ["item", "section", "before"])
@pytest.mark.parametrize("key", [None, 0, HUGE])
def test_what_is_gone_is_said_to_be_gone(edition, editor, missing, key):
    if missing == "before" and key is None:
        return  # the end
    facts = {"item": make_item("Dog").pk, "section": parts(edition)[0].pk, missing: key}

    refuses(Gone, arranging.place, edition.pk, by=editor, **facts)
    assert drawn(edition) == "Ant Bee Cat | "


def test_a_section_of_another_edition_is_none_of_this_one(edition, editor):
    other = parts(make_edition())[0]

    refuses(Gone, arranging.place, edition.pk, item=make_item().pk, section=other.pk, by=editor)
    refuses(Gone, arranging.move_slot, edition.pk, slot=slots(edition)[0].pk, section=other.pk, by=editor)
    refuses(Gone, arranging.move_section, edition.pk, section=other.pk, by=editor)
    refuses(Gone, arranging.remove_section, edition.pk, section=other.pk, by=editor)
    assert other.slots.count() == 1


def test_a_slot_moves_within_its_section_and_to_another(edition, editor):
    ant, bee, cat = slots(edition)
    first, second = parts(edition)
    arranging.move_slot(edition.pk, slot=cat.pk, section=first.pk, before=ant.pk, by=editor, now=NOON)
    arranging.move_slot(edition.pk, slot=bee.pk, section=second.pk, by=editor, now=NOON)

    assert drawn(edition) == "Cat Ant | Bee"


def test_a_slot_does_not_move_before_one_of_another_section(edition, editor):
    ant, bee, _ = slots(edition)
    second = parts(edition)[1]

    refuses(Gone, arranging.move_slot, edition.pk, slot=ant.pk, section=second.pk, before=bee.pk, by=editor)
    assert drawn(edition) == "Ant Bee Cat | "


def test_a_slot_does_not_join_its_own_double(edition, editor):
    ant, second = slots(edition)[0], parts(edition)[1]
    second.slots.create(item=ant.item)  # as the stock forms allow

    said = refuses(WorkflowError, arranging.move_slot, edition.pk, slot=ant.pk, section=second.pk, by=editor)
    assert said == "“Ant” stands in that section already."


def test_positions_that_the_stock_forms_left_uneven_do_not_matter(edition, editor):
    Slot.objects.filter(section__edition=edition).update(position=0)
    ant, _, cat = slots(edition)
    first = parts(edition)[0]
    arranging.move_slot(edition.pk, slot=cat.pk, section=first.pk, before=ant.pk, by=editor, now=NOON)

    assert [slot.position for slot in slots(edition)] == [0, 1, 2]
    assert drawn(edition) == "Cat Ant Bee | "


def test_an_item_taken_out_stays_an_item(edition, editor):
    bee = slots(edition)[1]
    arranging.remove_slot(edition.pk, slot=bee.pk, by=editor, now=NOON)

    assert drawn(edition) == "Ant Cat | "
    assert bee.item.status == "ready"
    refuses(Gone, arranging.remove_slot, edition.pk, slot=bee.pk, by=editor)


def test_sections_are_added_moved_and_taken_out(edition, editor):
    first, second = parts(edition)
    third = arranging.add_section(edition.pk, heading="Legal", before=second.pk, by=editor, now=NOON)
    arranging.move_section(edition.pk, section=first.pk, by=editor, now=NOON)
    assert [part.heading for part in parts(edition)] == ["Legal", "Deals", first.heading]

    arranging.remove_section(edition.pk, section=third.pk, by=editor, now=NOON)
    assert [part.heading for part in parts(edition)] == ["Deals", first.heading]
    refuses(Gone, arranging.move_section, edition.pk, section=second.pk, before=third.pk, by=editor)


def test_a_step_is_undone_and_done_again(edition, editor):
    before = outline(edition)
    arranging.remove_section(edition.pk, section=parts(edition)[0].pk, by=editor, now=NOON)
    after = outline(edition)
    arranging.arrange(edition.pk, before, found=after, by=editor, now=NOON)
    assert drawn(edition) == "Ant Bee Cat | "

    arranging.arrange(edition.pk, after, found=outline(edition), by=editor, now=NOON)
    assert drawn(edition) == ""


def test_what_is_taken_out_comes_back_with_its_words(edition, editor):
    ant = slots(edition)[0]
    Slot.objects.filter(pk=ant.pk).update(wording="Ants.")
    before = outline(edition)
    arranging.remove_section(edition.pk, section=ant.section_id, by=editor, now=NOON)
    arranging.arrange(edition.pk, before, found=outline(edition), by=editor, now=NOON)

    assert [parts(edition)[0].heading, slots(edition)[0].wording] == ["Shops abroad", "Ants."]


def test_rows_that_still_stand_are_moved_and_not_made_again(edition, editor):
    before, were = outline(edition), {slot.pk for slot in slots(edition)}
    ant, second = slots(edition)[0], parts(edition)[1]
    arranging.move_slot(edition.pk, slot=ant.pk, section=second.pk, by=editor, now=NOON)
    Slot.objects.filter(pk=ant.pk).update(wording="Written meanwhile.")
    arranging.arrange(edition.pk, before, found=outline(edition), by=editor, now=NOON)

    assert {slot.pk for slot in slots(edition)} == were
    assert Slot.objects.get(pk=ant.pk).wording == "Written meanwhile."


def test_what_a_colleague_changed_since_is_not_undone(edition, editor):
    before, ant = outline(edition), slots(edition)[0]
    arranging.remove_slot(edition.pk, slot=ant.pk, by=editor, now=NOON)
    after = outline(edition)
    arranging.add_section(edition.pk, heading="Theirs", by=make_superuser(), now=NOON)

    said = refuses(Gone, arranging.arrange, edition.pk, before, found=after, by=editor)
    assert said == "A colleague changed the outline since, so these steps can no longer be undone."
    assert drawn(edition) == "Bee Cat |  | "


def test_an_item_killed_since_does_not_come_back(edition, editor):
    before, ant = outline(edition), slots(edition)[0]
    arranging.remove_slot(edition.pk, slot=ant.pk, by=editor, now=NOON)
    ant.item.kill(by=editor, now=NOON, reason="It was wrong.")
    arranging.arrange(edition.pk, before, found=outline(edition), by=editor, now=NOON)

    assert drawn(edition) == "Bee Cat | "


def test_an_outline_that_names_an_item_twice_gives_it_one_slot(edition, editor):
    found = outline(edition)
    wanted = copy.deepcopy(found)
    wanted[1]["slots"] = found[0]["slots"][:1]
    arranging.arrange(edition.pk, wanted, found=found, by=editor, now=NOON)

    assert drawn(edition) == "Ant Bee Cat | "


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"},
        {"id": HUGE * 1000},
        {"id": True},
        {"layout": "poster"},
        {"heading": None},
        {"text": "a\0b"},
        {"slots": [[1]]},
        {"slots": [[-1, ""]]},
        {"slots": [["1", ""]]},
        {"slots": [[number, ""] for number in range(1, 3000)]},
        {"slots": 3},
    ],
)
def test_a_step_that_cannot_be_read_changes_nothing(edition, editor, wrong):
    found = outline(edition)
    wanted = [found[0], found[1] | wrong]

    said = refuses(WorkflowError, arranging.arrange, edition.pk, wanted, found=found, by=editor)
    assert said == arranging.UNREADABLE
    assert drawn(edition) == "Ant Bee Cat | "


@pytest.mark.parametrize("wanted", [None, 3, "x", {"a": 1}, [None], [[]]])
def test_what_is_no_outline_is_refused(edition, editor, wanted):
    said = refuses(WorkflowError, arranging.arrange, edition.pk, wanted, found=wanted, by=editor)

    assert said == arranging.UNREADABLE


def test_steps_of_one_author_within_five_minutes_are_one_version(edition, editor):
    slot, section = slots(edition)[0], parts(edition)[0]
    for minutes in (0, 2, 4):
        now = NOON + timedelta(minutes=minutes)
        arranging.move_slot(edition.pk, slot=slot.pk, section=section.pk, by=editor, now=now)
    one = edition.versions.get()
    arranging.remove_slot(edition.pk, slot=slot.pk, by=editor, now=NOON + timedelta(minutes=6))

    assert (one.begun_at, one.at, one.by) == (NOON, NOON + timedelta(minutes=4), editor)
    assert edition.versions.count() == 2
    assert Edition.objects.get(pk=edition.pk).version == 5


def test_the_steps_of_two_authors_are_two_versions(edition, editor):
    for author in (editor, make_superuser()):
        arranging.add_section(edition.pk, by=author, now=NOON)

    assert edition.versions.count() == 2


@pytest.mark.parametrize("status", ["in_review", "published"])
def test_who_may_not_write_makes_no_step(edition, status):
    kofi = make_person("contributor")
    published_at = NOON if status == "published" else None
    Edition.objects.filter(pk=edition.pk).update(
        status=status, published_at=published_at, approved_hash="x" if published_at else ""
    )

    refuses(NotYours, arranging.remove_slot, edition.pk, slot=slots(edition)[0].pk, by=kofi)
    refuses(NotYours, arranging.arrange, edition.pk, [], found=[], by=kofi)
    assert drawn(edition) == "Ant Bee Cat | "
