"""The forms of the admin: no way round the workflow, the four-eyes rule, or who said what."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from editions.models import Edition, Note, Tick
from sources.models import NewsItem
from tests.desk import browser_of, form_on, words_of
from tests.factories import (
    NOON,
    make_approved_edition,
    make_edition,
    make_item,
    make_masthead,
    make_published_edition,
    make_review_link,
    make_superuser,
)

pytestmark = pytest.mark.django_db


def form_of(browser, page):
    return form_on(browser.get(page), None)


def page_of(model, verb, *rows):
    return reverse(f"admin:editions_{model}_{verb}", args=[row.pk for row in rows])


@pytest.fixture
def editor():
    make_masthead()
    return browser_of("editor")


def test_a_section_is_not_added_to_an_edition_that_is_out(editor):
    edition, page = make_published_edition(), page_of("section", "add")

    editor.post(page, form_of(editor, page) | {"edition": edition.pk, "heading": "Ships"})

    assert edition.sections.count() == 1


def test_who_takes_a_section_out_has_written_in_the_edition(editor):
    edition = make_edition()
    section = edition.sections.create(heading="Ships")

    editor.post(page_of("section", "delete", section), {"post": "yes"})

    assert edition.sections.count() == 1
    assert len(edition.writers()) == 1


def test_who_takes_several_sections_out_at_once_has_written_too(editor):
    edition = make_edition()
    chosen = {"action": "delete_selected", "_selected_action": [edition.sections.get().pk], "post": "yes"}

    editor.post(page_of("section", "changelist"), chosen)

    assert not edition.sections.exists()
    assert len(edition.writers()) == 1


def test_who_moves_a_section_has_written_in_both_editions(editor):
    edition, other = make_edition(), make_edition()
    page = page_of("section", "change", edition.sections.get())

    editor.post(page, form_of(editor, page) | {"edition": other.pk})

    assert other.sections.count() == 2
    assert len(edition.writers()) == len(other.writers()) == 1


def test_nobody_ticks_in_the_name_of_another(editor):
    tick = make_edition().ticks.create(line="Sums checked", by=make_superuser(), at=NOON)
    page = page_of("tick", "change", tick)

    assert editor.get(page_of("tick", "add")).status_code == 403
    editor.post(page, {"line": "Names read aloud", "by": "", "edition": tick.edition_id})

    assert (Tick.objects.get().line, Tick.objects.get().by) == (tick.line, tick.by)


def test_what_a_reviewer_wrote_by_link_is_not_reworded(editor):
    link = make_review_link()
    note = Note.objects.create(edition=link.edition, text="The sum is wrong.", link=link, at=NOON)
    page = page_of("note", "change", note)

    editor.post(page, form_of(editor, page) | {"text": "The sum is right."})

    assert Note.objects.get().text == "The sum is wrong."


def test_a_ready_brief_is_not_made_a_story_without_a_headline(editor):
    page = reverse("admin:sources_newsitem_change", args=[make_item().pk])

    response = editor.post(page, form_of(editor, page) | {"format": "story"})

    assert "Only a brief goes without a headline" in words_of(response)
    assert NewsItem.objects.get().format == "brief"


def test_an_item_that_would_follow_itself_up_is_said(editor):
    item = make_item()
    page = reverse("admin:sources_newsitem_change", args=[item.pk])

    response = editor.post(page, form_of(editor, page) | {"follows_up": item.pk})

    assert "An item cannot follow itself up." in words_of(response)


def test_a_week_that_ends_before_it_begins_is_said(editor):
    page = page_of("edition", "change", make_edition())

    response = editor.post(page, form_of(editor, page) | {"week_last": "2025-07-01"})

    assert "The week ends before it begins." in words_of(response)
    assert "Constraint" not in words_of(response)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("changed", "pk_of"),
    [
        ("editions_edition", lambda edition: edition.pk),
        ("sources_newsitem", lambda edition: NewsItem.objects.get().pk),
    ],
    ids=["edition", "item"],
)
def test_a_form_saved_while_its_edition_is_published_does_not_take_it_back(changed, pk_of):
    edition, chief = make_approved_edition(), make_superuser()
    page, browser = reverse(f"admin:{changed}_change", args=[pk_of(edition)]), Client()
    browser.force_login(chief, "django.contrib.auth.backends.ModelBackend")
    form = form_of(browser, page)

    def save():
        browser.post(page, form)
        connection.close()

    saving = threading.Thread(target=save)
    with transaction.atomic():
        edition.publish(by=chief, now=NOON)
        saving.start()
        time.sleep(0.5)  # until it waits for the row
    saving.join(timeout=30)

    assert Edition.objects.get().status == NewsItem.objects.get().status == "published"


def test_the_list_opens_the_desk_of_an_open_edition_and_the_sheet_of_one_that_is_out(editor):
    draft, out = make_edition(), make_published_edition()

    listed = editor.get(page_of("edition", "changelist")).content.decode()

    assert f'href="{page_of("edition", "desk", draft)}"' in listed
    assert f'href="{page_of("edition", "sheet", out)}"' in listed
    assert f'href="{page_of("edition", "desk", out)}"' not in listed


@pytest.mark.parametrize(("asked", "found", "other"), [("yes", "Lima", "Oslo"), ("no", "Oslo", "Lima")])
def test_items_are_filtered_by_whether_an_open_edition_holds_them(asked, found, other, editor):
    make_edition(make_item(headline="Lima"))
    make_item(headline="Oslo")

    words = words_of(editor.get(reverse("admin:sources_newsitem_changelist"), {"placed": asked}))

    assert found in words
    assert other not in words


def test_the_list_opens_the_desk_of_an_item_and_the_sheet_of_one_that_is_out(editor):
    item, out = make_item(), make_item()
    make_published_edition(out)

    listed = editor.get(reverse("admin:sources_newsitem_changelist")).content.decode()

    assert reverse("admin:sources_newsitem_desk", args=[item.pk]) in listed
    assert reverse("admin:sources_newsitem_sheet", args=[out.pk]) in listed


def test_a_list_in_which_nothing_fits_says_so(editor):
    words = words_of(editor.get(page_of("edition", "changelist"), {"q": "nothing"}))

    assert "Nothing here fits." in words
