"""The outline as a fragment, and its steps by address: who may make them, and how many queries they take."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editions import arranging
from editions.models import Edition, Section, Slot
from sources.models import Clipping, NewsItem
from tests.desk import address, browser_of, tree_of, words_of
from tests.factories import (
    make_approved_edition,
    make_clipping,
    make_edition,
    make_item,
    make_published_edition,
)

pytestmark = pytest.mark.django_db
GONE = 10**17
LONG = "比亚迪巴西工厂投产" * 33  # 297 characters


@pytest.fixture
def editor():
    return browser_of("editor")


@pytest.fixture
def edition():
    return make_edition(make_item("Ant"), make_item("Bee"))


def outline_of(edition):
    return arranging.outline_of(Edition.objects.for_outline().get(pk=edition.pk))


def drawn(edition):
    return [[slot.item.body for slot in part.slots.all()] for part in edition.sections.order_by("position")]


def the(edition):
    """Its first section and the slots there."""
    section = edition.sections.order_by("position").first()
    return section, list(section.slots.all())


def every_step(edition):
    """Each step by its address, with what it posts."""
    section, (slot, *_) = the(edition)
    steps = json.dumps(outline_of(edition))
    return {
        "place": (address("place", edition.pk), {"item": make_item("Cat").pk, "section": section.pk}),
        "slot_move": (address("slot_move", edition.pk, slot.pk), {"section": section.pk}),
        "slot_remove": (address("slot_remove", edition.pk, slot.pk), {}),
        "section_add": (address("section_add", edition.pk), {"heading": "Legal"}),
        "section_move": (address("section_move", edition.pk, section.pk), {}),
        "section_remove": (address("section_remove", edition.pk, section.pk), {}),
        "arrange": (address("arrange", edition.pk), {"wanted": steps, "found": steps}),
    }


STEPS = (
    "place",
    "slot_move",
    "slot_remove",
    "section_add",
    "section_move",
    "section_remove",
    "arrange",
)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("role", ["contributor", "editor", "publisher", "administrator"])
def test_every_role_makes_every_step_in_a_draft(edition, name, role):
    where, posted = every_step(edition)[name]
    answer = browser_of(role).post(where, posted)

    assert answer.status_code == 200
    assert tree_of(answer).find(".//*[@id='outline']") is not None


@pytest.mark.parametrize("name", STEPS)
def test_a_contributor_makes_no_step_in_an_approved_edition_and_is_told_why(name):
    edition = make_approved_edition(make_item("Ant"))
    before = drawn(edition)
    where, posted = every_step(edition)[name]
    answer = browser_of("contributor").post(where, posted)

    assert answer.status_code == 403
    assert answer.content.decode() == (
        "This edition is approved; your role writes in drafts alone. Ask an editor."
    )
    assert drawn(edition) == before


@pytest.mark.parametrize("name", STEPS)
def test_nobody_makes_a_step_in_what_is_out(editor, name):
    edition = make_published_edition(make_item("Ant"))
    where, posted = every_step(edition)[name]
    answer = editor.post(where, posted)

    assert answer.status_code == 403
    assert answer.content.decode() == "This edition is published: it changes only by a correction."


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_a_post_by_somebody_who_is_logged_in(client, editor, edition, name):
    where, posted = every_step(edition)[name]

    assert editor.get(where).status_code == 405
    assert client.post(where, posted).status_code == 302


@pytest.mark.parametrize("name", STEPS)
def test_a_step_in_an_edition_that_is_not_there_finds_nothing(editor, edition, name):
    where, posted = every_step(edition)[name]
    for key in (GONE, 10**40):
        assert editor.post(where.replace(f"/{edition.pk}/", f"/{key}/", 1), posted).status_code == 404


@pytest.mark.parametrize("name", ["slot_move", "slot_remove"])
def test_a_slot_that_is_gone_or_of_another_edition_answers_409(editor, edition, name):
    section, _ = the(edition)
    theirs = the(make_edition())[1][0]
    for key in (theirs.pk, GONE, 10**40):
        answer = editor.post(address(name, edition.pk, key), {"section": section.pk})
        assert (answer.status_code, answer.content.decode()) == (409, arranging.GONE)
    assert Slot.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("name", ["section_move", "section_remove"])
def test_a_section_that_is_gone_or_of_another_edition_answers_409(editor, edition, name):
    theirs = the(make_edition())[0]
    for key in (theirs.pk, GONE, 10**40):
        assert editor.post(address(name, edition.pk, key)).status_code == 409
    assert Section.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "٣", "9" * 18, "9" * 60, "1.5", "\0"])
def test_what_is_no_number_places_nothing(editor, edition, number):
    section, _ = the(edition)
    item = make_item("Cat").pk
    for posted in (
        {"item": number, "section": section.pk},
        {"item": item, "section": number},
        {"clipping": number, "section": section.pk},
    ):
        assert editor.post(address("place", edition.pk), posted).status_code == 409
    assert drawn(edition) == [["Ant", "Bee"]]


def test_a_killed_item_answers_422_with_the_sentence(editor, edition):
    item, (section, _) = make_item("Cat", status="killed"), the(edition)
    answer = editor.post(address("place", edition.pk), {"item": item.pk, "section": section.pk})

    assert answer.status_code == 422
    assert answer.content.decode() == "“Cat” was killed, so it cannot be placed."


@pytest.mark.parametrize("posted", [{}, {"wanted": "[", "found": "[]"}, {"wanted": "[" * 9999, "found": "1"}])
def test_steps_that_cannot_be_read_answer_422(editor, edition, posted):
    answer = editor.post(address("arrange", edition.pk), posted)

    assert (answer.status_code, answer.content.decode()) == (422, arranging.UNREADABLE)


def test_undoing_over_a_colleague_answers_409(editor, edition):
    steps = json.dumps(outline_of(edition))
    browser_of("contributor").post(address("section_add", edition.pk))
    answer = editor.post(address("arrange", edition.pk), {"wanted": steps, "found": steps})

    assert answer.status_code == 409
    assert edition.sections.count() == 2


def test_a_clipping_is_placed_as_the_item_it_becomes(editor, edition):
    clipping, (section, _) = make_clipping(title="Vivo in Lima"), the(edition)
    editor.post(address("place", edition.pk), {"clipping": clipping.pk, "section": section.pk})

    assert section.slots.last().item.clippings.get() == clipping


def test_where_a_clipping_may_not_be_placed_no_item_is_written_of_it():
    edition, clipping = make_approved_edition(), make_clipping(title="Vivo in Lima")
    section, _ = the(edition)
    posted = {"clipping": clipping.pk, "section": section.pk}

    assert browser_of("contributor").post(address("place", edition.pk), posted).status_code == 403
    assert not NewsItem.objects.filter(clippings=clipping).exists()
    assert Clipping.objects.get().state == Clipping.State.NEW


def test_an_edition_without_sections_says_what_to_do(editor):
    edition = make_edition()
    edition.sections.all().delete()

    said = words_of(editor.get(address("outline", edition.pk)))
    assert "Nothing stands here yet. Add a section, then drag items into it." in said


def test_who_may_only_read_is_offered_no_step():
    edition = make_approved_edition(make_item("Ant"))
    tree = tree_of(browser_of("contributor").get(address("outline", edition.pk)))

    assert tree.find(".//*[@id='outline']").get("data-closed") is not None
    assert [one.get("class") for one in tree.iter("button") if one.get("class") in ("grip", "x")] == []
    assert tree.find(".//*[@id='add-section']") is None


def test_long_and_chinese_words_and_an_empty_heading_are_shown(editor):
    edition = make_edition(make_item(LONG, headline=LONG), heading="")
    answer = editor.get(address("outline", edition.pk))

    assert LONG in words_of(answer)
    assert "Items in “Briefs”" in answer.content.decode()


def test_every_card_names_its_own_addresses(editor, edition):
    _, (ant, bee) = the(edition)
    tree = tree_of(editor.get(address("outline", edition.pk)))
    for slot in (ant, bee):
        card = tree.find(f".//li[@id='slot-{slot.pk}']")
        assert card.get("data-move") == address("slot_move", edition.pk, slot.pk)
        assert card.get("data-remove") == address("slot_remove", edition.pk, slot.pk)
        editor_of = reverse("admin:sources_newsitem_editor", args=[slot.item_id])
        assert card.get("data-editor") == f"{editor_of}?slot={slot.pk}"


@pytest.mark.parametrize("name", STEPS)
def test_a_step_takes_as_many_queries_in_a_large_edition_as_in_a_small_one(editor, name):
    taken = []
    for size in (2, 20):
        edition = make_edition(*(make_item(f"Item {number}", credit="The Paper") for number in range(size)))
        where, posted = every_step(edition)[name]
        editor.get(address("outline", edition.pk))  # what is read once a process
        with CaptureQueriesContext(connection) as queries:
            assert editor.post(where, posted).status_code == 200
        taken.append(len(queries))

    assert taken[0] == taken[1]
