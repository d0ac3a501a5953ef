"""Corrections and removals, as each form tells of them."""

import re
from dataclasses import replace

import html5lib
import pytest

from editions.archive import metadata
from editions.render import figures
from editions.render.email import render_email
from editions.render.feed import render_entry
from editions.render.jsonform import parse_json, render_json
from editions.render.markdown import render_markdown
from editions.render.notes import notes
from editions.render.roundup import render_roundup
from editions.render.text import render_text
from editions.render.web import render_article, render_item
from editions.render.wechat import render_wechat
from tests.editions.documents import make_corrected_document, make_hostile_document, make_section

HTML = {"web": render_article, "email": render_email, "feed": render_entry, "wechat": render_wechat}
TEXT = {"text": render_text, "markdown": render_markdown}
ALL = {**HTML, **TEXT, "roundup": render_roundup}
each_html = pytest.mark.parametrize("render", HTML.values(), ids=HTML)
each_text = pytest.mark.parametrize("render", TEXT.values(), ids=TEXT)
each_telling = pytest.mark.parametrize("render", {**HTML, **TEXT}.values(), ids={**HTML, **TEXT})
each_form = pytest.mark.parametrize("render", ALL.values(), ids=ALL)
DOCUMENT = make_corrected_document()


@each_telling
def test_the_edition_lists_its_corrections_with_their_days(render):
    page = render(DOCUMENT)

    assert "Corrections" in page
    assert page.index("3 August 2025") >= 0
    assert page.index("Lima was misspelt.") > page.index("2 August 2025")


@each_telling
def test_the_corrected_item_says_so_under_its_words(render):
    assert "Corrected on 3 August 2025: The price was wrong." in render(DOCUMENT)


@each_html
def test_html_shows_the_difference_word_by_word(render):
    page = re.sub(r'(<(?:del|ins|span)) style="[^"]*"', r"\1", render(DOCUMENT))
    marks = ("span", "span") if render is render_wechat else ("del", "ins")

    assert "It cost <{0}>5</{0}> <{1}>6</{1}> yuan.".format(*marks) in page


@each_text
def test_text_gives_both_wordings(render):
    lines = render(DOCUMENT).replace("  ", "").split("\n")

    assert [line for line in lines if line.startswith(("Was:", "Now:"))] == [
        "Was: It cost 5 yuan.",
        "Now: It cost 6 yuan.",
        "Was: Shops in Lyma",
        "Now: Shops in Lima",
    ]


@each_form
def test_a_removed_item_leaves_a_notice_in_its_place(render):
    page = render(DOCUMENT)

    assert page.count("Removed on 3 August 2025: A court asked for it.") == 1
    assert page.index("It cost 6 yuan.") < page.index("Removed on 3 August 2025")


def test_the_roundup_text_holds_no_corrections():
    text = render_roundup(DOCUMENT)

    assert ("Correct" in text, "misspelt" in text) == (False, False)


def test_the_page_of_an_item_lists_its_own_corrections_once():
    page = render_item(DOCUMENT.items[0], DOCUMENT)

    assert page.count("The price was wrong.") == 1
    assert "It cost <del>5</del> <ins>6</ins> yuan." in page
    assert "Lima was misspelt." not in page


def test_a_note_leads_to_its_item():
    assert '<a href="#item-1">It cost 6 yuan.</a>' in render_article(DOCUMENT)
    assert f'<a href="https://recap.example{DOCUMENT.path}#item-1">' in render_entry(DOCUMENT)


def test_the_newest_correction_stands_first():
    assert [note.day for note in notes(DOCUMENT)] == ["3 August 2025", "2 August 2025"]


def test_json_holds_corrections_and_removals():
    assert parse_json(render_json(DOCUMENT)) == DOCUMENT


def test_what_was_removed_is_not_counted_as_news():
    assert figures.counts(DOCUMENT).items == 1


def test_a_heading_cannot_take_the_name_of_the_corrections():
    page = render_article(replace(DOCUMENT, sections=(make_section(heading="Corrections"),)))

    assert len(re.findall(' id="corrections"', page)) == 1


@each_form
def test_an_edition_without_corrections_says_nothing_of_them(render):
    section = replace(DOCUMENT.sections[0], items=(replace(DOCUMENT.items[0], corrections=()),))

    assert "Correct" not in render(replace(DOCUMENT, sections=(section,), corrections=()))


@each_html
def test_hostile_notes_are_printed_as_words(render):
    page = html5lib.parseFragment(render(make_hostile_document()), namespaceHTMLElements=False)

    for node in page.iter():
        assert node.tag != "script"
        assert not [name for name in node.attrib if name.startswith("on")]


def test_machines_are_told_of_corrections_and_not_of_what_was_removed():
    data = metadata.edition(DOCUMENT, DOCUMENT.path, "/card.png")

    assert '"dateModified": "2025-08-02T20:00:00+00:00"' in data
    assert data.count("CorrectionComment") == 2
    assert data.count('"NewsArticle"') == 2  # the edition and the one item that is left
