"""A pasted roundup: what is corrected in place is what is stored."""

import pytest

from editions.models import Edition, Masthead
from sources.models import NewsItem
from tests.desk import (
    address,
    browser_of,
    read,
    rows,
    save,
    store_known_companies,
    understood_form,
    words_of,
)

pytestmark = pytest.mark.django_db
ROUNDUP = """\
Budget brands test new ground
- Xiaomi opened a shop in Warsaw on July 8. —Reuters
- Anker Innovations raised $20 million in a series B to sell batteries in Kenya. —36Kr

Vivo returns to Poland
Vivo is back in Polish shops after two years away, with three phones. —The Paper
"""


@pytest.fixture
def editor(db):
    store_known_companies()
    browser = browser_of("editor")
    browser.get(address("paste", "roundup"))  # the masthead's row is made by whoever asks first
    return browser


def stored(browser, fields):
    response = save(browser, "roundup", fields)
    assert response.status_code == 302, words_of(response)
    return Edition.objects.for_rendering().get()


def test_a_changed_headline_is_the_heading_of_its_section_too(editor):
    fields = understood_form(editor, "roundup", ROUNDUP)

    edition = stored(editor, {**fields, "s1i0-headline": "Vivo comes home"})

    section = edition.sections.all()[1]
    assert (section.heading, section.slots.get().item.headline) == ("Vivo comes home", "Vivo comes home")


def test_an_item_that_is_not_kept_is_left_out(editor):
    fields = understood_form(editor, "roundup", ROUNDUP)
    del fields["s0i0-keep"]

    stored(editor, fields)

    assert [item.companies.get().name for item in NewsItem.objects.order_by("pk")] == [
        "Anker Innovations",
        "Vivo",
    ]


def test_a_section_that_is_not_kept_takes_its_items_with_it(editor):
    fields = understood_form(editor, "roundup", ROUNDUP)
    del fields["s0-keep"]

    edition = stored(editor, fields)

    assert edition.sections.get().heading == "Vivo returns to Poland"
    assert NewsItem.objects.count() == 1


def test_a_slip_in_what_is_left_out_stops_nobody(editor):
    fields = understood_form(editor, "roundup", ROUNDUP)
    del fields["s0i0-keep"]

    stored(editor, {**fields, "s0i0-markets": "Atlantis"})

    assert NewsItem.objects.count() == 2


def test_a_changed_layout_and_heading_are_kept(editor):
    fields = understood_form(editor, "roundup", ROUNDUP)

    edition = stored(editor, {**fields, "s0-layout": "numbers", "s0-heading": "The week in figures"})

    section = edition.sections.all()[0]
    assert (section.heading, section.layout) == ("The week in figures", "numbers")


def test_an_added_credit_is_kept_with_its_link(editor):
    fields = understood_form(editor, "roundup", ROUNDUP)
    lines = "The Paper\r\nReuters | https://example.com/vivo?a=1 | via Caixin | citing two retailers"

    edition = stored(editor, {**fields, "s1i0-credits": lines})

    credit = edition.document().items[2].credits[1]
    assert (credit.source, credit.url) == ("Reuters", "https://example.com/vivo?a=1")
    assert (credit.via, credit.note) == ("Caixin", "citing two retailers")


def test_an_unknown_company_is_made_and_a_known_one_is_found(editor):
    fields = understood_form(editor, "roundup", ROUNDUP)

    edition = stored(editor, {**fields, "s1i0-companies": "vivo; Unheard-of Motors；"})

    named = [company.name for company in edition.document().items[2].companies]
    assert named == ["Unheard-of Motors", "Vivo"]


def test_standing_texts_are_the_mastheads_where_the_paste_has_none(editor):
    Masthead.objects.update(introduction="Good morning.", signoff="Until Monday.")

    edition = stored(editor, understood_form(editor, "roundup", ROUNDUP))

    assert (edition.introduction, edition.signoff) == ("Good morning.", "Until Monday.")


def test_a_saved_edition_is_a_draft_of_its_writer_with_a_version(editor):
    edition = stored(editor, understood_form(editor, "roundup", ROUNDUP))

    assert (edition.status, edition.created_by.first_name) == ("draft", "Ada")
    assert edition.versions.get().by == edition.created_by
    assert [item.versions.count() for item in NewsItem.objects.all()] == [1, 1, 1]


def test_saving_leads_to_the_sheet_of_the_edition(editor):
    response = save(editor, "roundup", understood_form(editor, "roundup", ROUNDUP))

    assert response.url == address("sheet", Edition.objects.get().pk)
    assert "No. 1 is saved as a draft, with 3 items." in words_of(editor.get(response.url))


def test_reading_a_roundup_stores_nothing(editor):
    before = rows()

    read(editor, "roundup", ROUNDUP)

    assert rows() == before
