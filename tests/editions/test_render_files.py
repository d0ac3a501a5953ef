import pytest

from editions.document import CreditDoc, EditionDocument
from editions.render.jsonform import parse_json, render_json
from editions.render.markdown import link, plain, render_markdown
from sources.markup import to_html, to_text
from tests.editions.documents import (
    make_document,
    make_full_document,
    make_hostile_document,
    make_item,
    make_large_document,
    make_section,
)


@pytest.mark.parametrize(
    "document", [make_full_document(), make_hostile_document(), make_large_document(), EditionDocument()]
)
def test_a_document_comes_back_from_json_as_it_went(document):
    assert parse_json(render_json(document)) == document


def test_chinese_stays_readable_in_json():
    assert "小米海外建厂" in render_json(make_full_document())


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"sections": 7}', '{"sections": [7]}', '{"week_first": "soon"}', "[" * 100_000],
)
def test_json_that_is_no_edition_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"This (is not JSON|JSON is not an edition)"):
        parse_json(text)


def test_markdown_keeps_the_order_and_levels_of_the_edition():
    lines = render_markdown(make_full_document()).split("\n")

    assert [line for line in lines if line.startswith("#")] == [
        "# Shops, ships and a recall",
        "## Device makers, at home and away",
        "## J&T carries seven billion parcels",
        "## The long read",
        "### Whoever owns the ship",
        "#### The first wave",
        "#### The second",
        "## In numbers",
        "## Overheard",
        "## A word from the fair",
    ]


def test_a_brief_of_several_paragraphs_is_one_entry_of_markdown():
    markdown = render_markdown(make_document(make_section(make_item("One.\n\nTwo."))))

    assert "- One.\n\n  Two.\n" in markdown


def test_markdown_credits_are_links():
    credit = CreditDoc("Reuters", "https://a.example/(1)", via="Caixin", note="citing its chief")
    markdown = render_markdown(make_document(make_section(make_item("Short.", credits=(credit,)))))

    assert "Short. —[Reuters](<https://a.example/(1)>) via Caixin, citing its chief" in markdown


def test_links_within_the_site_become_absolute_in_markdown():
    assert "[Tell us](https://recap.example/tips/)" in render_markdown(
        make_document(signoff="[Tell us](/tips/)")
    )


@pytest.mark.parametrize("words", ["Phone [3] *new*", "a_b _c_", "<b>", "J&T", "`x`", "back\\slash"])
def test_plain_words_mean_the_same_as_markdown(words):
    assert to_text(to_html(plain(words))) == words


def test_a_link_cannot_be_broken_out_of():
    html = to_html(link("a](javascript:alert(1))", "https://a.example/ <x>"))

    assert html == '<p><a href="https://a.example/%20%3Cx%3E" rel="noopener">a](javascript:alert(1))</a></p>'


def test_an_entity_that_somebody_wrote_about_stays_one():
    assert plain("&lt; and J&T") == "&amp;lt; and J&T"
