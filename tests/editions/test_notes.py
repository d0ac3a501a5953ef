"""Notes on an edition: left, resolved and opened again, by the newsroom and by review links."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from editions.desk.notes import card
from editions.models import Note, Notice
from editions.notices import tell_named
from tests.desk import address, browser_of, fields_of, form_on, tree_of, words_of
from tests.factories import NOON, make_edition, make_item, make_masthead, make_person, make_review_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead(time_zone="Asia/Shanghai")


@pytest.fixture
def edition():
    return make_edition(number=27)


@pytest.fixture
def editor():
    return browser_of("editor")


@pytest.fixture
def lin():
    return make_person("editor", first_name="薇", last_name="林")


def make_note(edition, text="Is the sum in yuan?", **facts):
    return Note.objects.create(edition=edition, text=text, **{"at": NOON, "by": make_person(), **facts})


def add(browser, edition, text="Is the sum in yuan?", **facts):
    return browser.post(address("note", edition.pk), {"text": text, **facts}, follow=True)


def resolve(browser, note, **fields):
    note_address = address("note_resolve", note.edition_id, note.pk)
    response = browser.post(note_address, fields)
    note.refresh_from_db()
    return response


def shown(edition):
    """The card, as a page that a colleague who may all things is shown."""
    perms = {"editions": {"add_note": True, "change_note": True}}
    return render_to_string("editions/desk/_notes.html", {"notes": card(edition), "perms": perms})


def test_a_note_is_left_with_the_words_it_is_about(editor, edition):
    with time_machine.travel(NOON, tick=False):
        response = add(editor, edition, passage="20 billion yuan")

    note = Note.objects.get()
    assert "The note stands." in words_of(response)
    assert response.redirect_chain == [(address("sheet", edition.pk), 302)]
    assert (note.edition, note.text, note.passage) == (edition, "Is the sum in yuan?", "20 billion yuan")
    assert (note.who, note.at) == ("Ada Byron", NOON)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Write the note first."),
        (" \n", "Write the note first."),
        ("x" * 4001, "Ensure this value has at most 4000 characters (it has 4001)."),
        ("Look\x00here", "Null characters are not allowed."),
    ],
    ids=["empty", "blank", "long", "null"],
)
def test_a_note_that_will_not_do_is_said_at_its_field_and_nothing_typed_is_lost(editor, edition, text, why):
    response = add(editor, edition, text, passage="20 billion yuan")

    assert response.status_code == 422
    assert why in words_of(response)
    assert form_on(response, address("note", edition.pk))["passage"] == "20 billion yuan"
    assert text.strip() in response.content.decode()
    assert not Note.objects.exists()


def test_a_note_on_no_edition_is_not_found(editor):
    assert editor.post(address("note", 999), {"text": "Look."}).status_code == 404


# Telling


def test_a_colleague_who_is_named_is_told(editor, edition, lin):
    response = add(editor, edition, "请@林薇看一下")

    notice = lin.notices.get()
    assert "The note stands, and 薇 林 will be told." in words_of(response)
    assert (notice.kind, notice.text) == ("named", "Ada Byron named you in a note on No. 27: 请@林薇看一下")
    assert notice.get_absolute_url() == address("sheet", edition.pk)


def test_who_names_themselves_is_not_told(editor, edition):
    add(editor, edition, "@Ada: look again.")

    assert not Notice.objects.exists()


def test_a_name_that_is_nobodys_or_two_peoples_is_said(editor, edition):
    make_person(first_name="Ada")

    for text in ("@Ada: look.", "@Grace: look."):
        said = "Its @ names no colleague, or more than one: write @ and a username."
        assert said in words_of(add(editor, edition, text))
    assert Note.objects.count() == 2


def test_an_address_in_a_note_names_nobody_and_is_no_mistake(editor, edition):
    assert "The note stands. Its" not in words_of(add(editor, edition, "Ask desk@example.com."))


# Resolving


def test_a_note_is_resolved_by_name_and_opened_again(editor, edition):
    note = make_note(edition)

    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        response = resolve(editor, note)

    assert response.url == address("sheet", edition.pk)
    assert (note.resolved_at, note.resolved_by.first_name) == (NOON + timedelta(hours=1), "Ada")
    resolve(editor, note, reopen="1")
    assert (note.resolved_at, note.resolved_by) == (None, None)


def test_who_resolved_it_first_keeps_the_name(editor, edition):
    note = make_note(edition, resolved_at=NOON, resolved_by=(first := make_person()))

    resolve(editor, note)

    assert (note.resolved_at, note.resolved_by) == (NOON, first)


def test_a_note_is_not_resolved_under_another_edition(editor, edition):
    note = make_note(make_edition())

    assert editor.post(address("note_resolve", edition.pk, note.pk)).status_code == 404
    assert Note.objects.get().resolved_at is None


def test_a_note_is_not_changed_by_a_link(editor, edition):
    note = make_note(edition)

    assert editor.get(address("note", edition.pk)).status_code == 405
    assert editor.get(address("note_resolve", edition.pk, note.pk)).status_code == 405


def test_who_has_no_role_leaves_no_note_and_resolves_none(edition):
    visitor, note = Client(), make_note(edition)
    visitor.force_login(make_person(), "django.contrib.auth.backends.ModelBackend")

    assert (add(visitor, edition).status_code, resolve(visitor, note).status_code) == (403, 403)
    assert (Note.objects.count(), note.resolved_at) == (1, None)


# The card on the sheet


def test_the_card_has_open_notes_first_and_resolved_ones_folded(edition):
    open_note = make_note(edition, "Open.", at=NOON + timedelta(hours=1))
    resolved = make_note(edition, "Done.", resolved_at=NOON, resolved_by=make_person(first_name="Mei"))
    make_note(make_edition(), "Elsewhere.")

    page = shown(edition)

    assert (card(edition)["open"], card(edition)["resolved"]) == ([open_note], [resolved])
    assert page.index("Open.") < page.index("<details>") < page.index("Done.")
    assert "Resolved by Mei · 14 Jul 2025 20:00" in page
    assert "Elsewhere." not in page


def test_a_note_is_shown_with_who_and_when_in_the_newsrooms_zone_and_its_passage(edition):
    at = datetime(2025, 7, 14, 23, 30, tzinfo=UTC)
    make_note(edition, passage="<b>20</b> billion", by=make_person(first_name="Mei"), at=at)

    page = shown(edition)

    assert "Mei · 15 Jul 2025 07:30" in page
    assert '<blockquote class="passage">&lt;b&gt;20&lt;/b&gt; billion</blockquote>' in page


def test_a_note_by_review_link_has_the_name_of_the_link(edition):
    link = edition.review_links.create(name="Mr Chen", made_at=NOON, expires_at=NOON + timedelta(days=1))
    make_note(edition, by=None, link=link)

    assert "Mr Chen, by review link ·" in shown(edition)


def test_a_note_whose_author_is_gone_says_so(edition):
    make_note(edition, by=None)

    assert "A former colleague ·" in shown(edition)


def test_a_card_without_notes_says_so(edition):
    assert "No open note." in shown(edition)


def test_the_card_costs_the_same_for_2_notes_and_12(edition, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(5) as ran:
            shown(edition)
        return len(ran)

    make_note(edition, item=make_item())
    make_note(edition, resolved_at=NOON, resolved_by=make_person())
    few = queries()
    for _ in range(10):
        make_note(edition, item=make_item())

    assert queries() == few


def test_the_buttons_of_the_card_do_what_they_say(editor, edition):
    note = make_note(edition)
    page = editor.get(address("sheet", edition.pk))
    leave = form_on(page, address("note", edition.pk))
    done = form_on(page, address("note_resolve", edition.pk, note.pk))

    resolve(editor, note, **done)
    editor.post(address("note", edition.pk), {**leave, "text": "Second."})

    assert leave["csrfmiddlewaretoken"] == done["csrfmiddlewaretoken"]
    assert note.resolved_at
    assert Note.objects.filter(text="Second.").exists()


# The admin's form of a note


def save_note(browser, note=None, **changes):
    url = (
        reverse("admin:editions_note_change", args=[note.pk]) if note else reverse("admin:editions_note_add")
    )
    form = next(one for one in tree_of(browser.get(url)).iter("form") if one.get("id") == "note_form")
    return browser.post(url, {**fields_of(form), **changes})


def test_a_note_of_the_admin_tells_whom_it_names_and_is_its_authors(editor, edition, lin):
    save_note(editor, edition=edition.pk, text="@林薇: look.")

    note = Note.objects.get()
    assert note.who == "Ada Byron"
    assert note.at
    assert lin.notices.get().text == "Ada Byron named you in a note on No. 27: @林薇: look."


def test_a_note_that_is_mended_keeps_its_author_and_tells_each_once(editor, edition, lin):
    note = make_note(edition, "@林薇: look.", by=(author := make_person()))
    for text in ("@林薇: look again.", "@林薇: and again."):
        save_note(editor, note, text=text, by=make_person().pk)

    note.refresh_from_db()
    assert (note.by, note.at, note.text) == (author, NOON, "@林薇: and again.")
    assert lin.notices.count() == 1


def test_nobody_writes_under_another_name(editor, edition):
    save_note(editor, edition=edition.pk, text="Look.", by=make_person().pk, resolved_at_0="2025-07-14")

    note = Note.objects.get()
    assert (note.who, note.resolved_at) == ("Ada Byron", None)


def test_who_made_the_link_is_not_told_twice_of_a_note_that_names_them():
    lin, mei = make_person("editor", first_name="Lin"), make_person("editor", first_name="Mei")
    link = make_review_link(made_by=lin)
    note = Note.objects.create(edition=link.edition, link=link, text="@Lin and @Mei: is it so?", at=NOON)

    assert tell_named(note, now=NOON) == [mei]


def test_a_number_past_every_row_is_not_found(editor, edition):
    assert editor.post(f"/admin/editions/edition/{10**30}/note/1/").status_code == 404
