"""Notes on an item, and notes as the fragments that a page of the desk asks for."""

import pytest
from django.test import Client
from django.urls import reverse

from editions.models import Note
from tests.desk import browser_of, form_on, tree_of, words_of
from tests.factories import NOON, make_edition, make_item, make_masthead, make_person

pytestmark = pytest.mark.django_db
AS_PART = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead(time_zone="Asia/Shanghai")


@pytest.fixture
def editor():
    return browser_of("editor")


@pytest.fixture
def item():
    return make_item("Vivo opened its first shop in Lima.", headline="Vivo in Lima")


def address(name, *args):
    return reverse(f"admin:sources_newsitem_{name}", args=args)


def at_edition(name, *args):
    return reverse(f"admin:editions_edition_{name}", args=args)


def make_note(text="Is it the first?", **facts):
    return Note.objects.create(text=text, **{"at": NOON, "by": make_person(first_name="Mei"), **facts})


def add(browser, item, text="Is it the first?", **facts):
    return browser.post(address("note", item.pk), {"text": text, **facts}, headers=AS_PART)


def headings(response):
    return ["".join(one.itertext()) for one in tree_of(response).iter("h3")]


def test_a_note_on_an_item_answers_with_the_notes_as_they_stand(editor, item):
    response = add(editor, item, passage="first shop\r\nin Lima")

    note, page = Note.objects.get(), words_of(response)
    assert (note.item, note.edition, note.passage) == (item, None, "first shop\nin Lima")
    assert page.startswith("Notes 1 The note stands. first shopin Lima Is it the first? Ada Byron")
    assert b"<html" not in response.content


def test_a_colleague_named_on_an_item_is_told_and_led_to_it(editor, item):
    lin = make_person("editor", first_name="Lin")

    response = add(editor, item, "@Lin: is it?")

    notice = lin.notices.get()
    assert "The note stands, and Lin will be told." in words_of(response)
    assert notice.text == "Ada Byron named you in a note on “Vivo in Lima”: @Lin: is it?"
    assert notice.get_absolute_url() == address("sheet", item.pk)


def test_a_note_that_will_not_do_keeps_what_was_typed(editor, item):
    response = add(editor, item, "x" * 4001, passage="first shop")

    assert response.status_code == 422
    assert form_on(response, address("note", item.pk))["passage"] == "first shop"
    assert "at most 4000 characters" in words_of(response)
    assert not Note.objects.exists()


def test_a_note_is_resolved_and_opened_again_where_it_stands(editor, item):
    note = make_note(item=item)
    resolve = address("note_resolve", item.pk, note.pk)

    resolved = editor.post(resolve, headers=AS_PART)
    assert "Resolved (1)" in words_of(resolved)
    opened = editor.post(resolve, form_on(resolved, resolve), headers=AS_PART)

    note.refresh_from_db()
    assert note.resolved_at is None
    assert "Resolved" not in words_of(opened)


def test_without_script_the_sheet_of_the_item_has_the_notes_and_takes_them(editor, item):
    make_note(item=item)
    sheet = editor.get(address("sheet", item.pk))
    form = form_on(sheet, address("note", item.pk))

    response = editor.post(address("note", item.pk), {**form, "text": "Second."}, follow=True)

    assert "Is it the first?" in words_of(sheet)
    assert response.redirect_chain == [(address("sheet", item.pk), 302)]
    assert "The note stands." in words_of(response)
    assert "Second." in words_of(response)


def test_without_script_a_note_that_will_not_do_is_a_page(editor, item):
    response = editor.post(address("note", item.pk), {"text": ""})

    assert response.status_code == 422
    assert "Write the note first." in words_of(response)


def test_a_note_is_not_resolved_under_another_item(editor, item):
    note = make_note(item=make_item())

    assert editor.post(address("note_resolve", item.pk, note.pk)).status_code == 404


def test_the_notes_of_an_edition_have_those_on_its_items_by_item(editor, item):
    edition = make_edition(item, number=27)
    make_note("On the whole.", edition=edition)
    make_note("On Lima.", item=item)
    make_note("Elsewhere.", item=make_item())
    make_note("Of another edition.", edition=make_edition(item), item=item)

    response = editor.get(at_edition("notes", edition.pk))

    page = words_of(response)
    assert headings(response) == ["Vivo in Lima"]
    assert page.index("On the whole.") < page.index("Vivo in Lima") < page.index("On Lima.")
    assert "Elsewhere." not in page
    assert "Of another edition." not in page


def test_the_sheet_of_an_edition_has_the_notes_on_its_items(editor, item):
    edition = make_edition(item)
    make_note("On Lima.", item=item)

    assert "On Lima." in words_of(editor.get(at_edition("sheet", edition.pk)))


def test_a_note_on_an_item_is_resolved_from_its_edition(editor, item):
    edition, note = make_edition(item), make_note(item=item)

    response = editor.post(at_edition("note_resolve", edition.pk, note.pk), headers=AS_PART)

    assert headings(response) == []
    assert "Resolved (1)" in words_of(response)


def test_a_note_of_an_item_placed_twice_is_shown_once(editor, item):
    edition = make_edition(item)
    edition.sections.create(heading="Again").slots.create(item=item)
    make_note("On Lima.", item=item)

    assert words_of(editor.get(at_edition("notes", edition.pk))).count("On Lima.") == 1


def test_the_notes_of_an_edition_cost_the_same_for_2_items_and_12(editor, django_assert_max_num_queries):
    items = [make_item() for _ in range(12)]
    edition = make_edition(*items)

    def queries():
        with django_assert_max_num_queries(15) as ran:
            editor.get(at_edition("notes", edition.pk))
        return len(ran)

    for item in items[:2]:
        make_note(item=item)
    few = queries()
    for item in items:
        make_note(item=item)
    assert queries() == few


def test_a_note_cannot_be_markup(editor, item):
    make_note("<script>alert(1)</script>", item=item, passage="<b>x</b>")

    page = editor.get(address("notes", item.pk)).content
    assert b"<script>" not in page
    assert b"<b>x" not in page


def test_who_has_no_role_reads_no_notes_and_leaves_none(item):
    visitor, note = Client(), make_note(item=item)
    visitor.force_login(make_person(), "django.contrib.auth.backends.ModelBackend")

    answers = [
        visitor.get(address("notes", item.pk)),
        add(visitor, item),
        visitor.post(address("note_resolve", item.pk, note.pk)),
        visitor.get(at_edition("colleagues")),
    ]
    assert [response.status_code for response in answers] == [403] * 4
    assert Note.objects.count() == 1


def test_reading_the_notes_is_no_post_and_leaving_one_is_no_get(editor, item):
    assert editor.post(address("notes", item.pk)).status_code == 405
    assert editor.get(address("note", item.pk)).status_code == 405


# Colleagues after an @


@pytest.mark.parametrize("typed", ["lin", "LINW", "wei l", "林", "薇"])
def test_a_colleague_is_offered_by_any_of_their_names(editor, typed):
    lin = make_person(first_name="Wei", last_name="Lin") if typed.isascii() else None
    lin = lin or make_person(first_name="薇", last_name="林")

    found = editor.get(at_edition("colleagues"), {"q": typed}).json()["found"]

    assert [one["insert"] for one in found] == [f"@{lin.username} "]


def test_readers_and_those_who_left_are_not_offered(editor):
    gone, reader = make_person(first_name="Gone"), make_person(first_name="Gone")
    for person, facts in ((gone, {"is_active": False}), (reader, {"is_staff": False})):
        type(person).objects.filter(pk=person.pk).update(**facts)

    assert editor.get(at_edition("colleagues"), {"q": "gone"}).json() == {"found": []}
