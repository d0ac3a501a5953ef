import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import html5lib
import pytest

from editions.document import EditionDocument
from editions.render.web import render_article, render_item
from tests.editions.documents import (
    BYD,
    VIVO,
    make_document,
    make_full_document,
    make_hostile_document,
    make_item,
    make_section,
)

UNTITLED = make_document(make_section(make_item("# Part\n\nWords.", headline="Under no heading")))
DOCUMENTS = [make_full_document(), make_hostile_document(), make_document(), UNTITLED, EditionDocument()]


def parsed(article):
    """The article in a page, read as strictly as html5lib can."""
    page = f"<!doctype html><html lang=en><title>x</title><main>{article}</main></html>"
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


ARTICLES = [
    *(render_article(document) for document in DOCUMENTS),
    *(render_item(item, document) for document in DOCUMENTS for item in document.items),
]


@pytest.mark.parametrize("article", ARTICLES)
def test_the_page_is_valid_with_one_h1_headings_in_order_and_no_id_twice(article):
    tree = parsed(article)
    levels = [int(node.tag[1]) for node in tree.iter() if re.fullmatch("h[1-6]", str(node.tag))]
    ids = [node.get("id") for node in tree.iter() if node.get("id")]

    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("article", ARTICLES)
def test_nothing_that_the_content_security_policy_refuses_is_in_it(article):
    for node in parsed(article).iter():
        assert node.tag not in ("script", "style")
        assert not [name for name in node.attrib if name == "style" or name.startswith("on")]
        assert not re.match(r"\s*javascript:", node.get("href") or node.get("src") or "")


def test_hostile_words_are_printed_as_words():
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in render_article(make_hostile_document())
    assert "{{ 7 }}" in render_article(make_hostile_document())


def test_the_head_says_which_week_it_is_and_when_it_came_out():
    article = render_article(make_document())

    assert "No. 27 · Week of 7–13 July 2025" in article
    assert '<time datetime="2025-07-14T00:00:00+00:00">Mon 14 July 2025, 08:00 CST</time>' in article
    assert 'href="/editions/27-shops-ships-and-a-recall/email/"' in article


def test_a_draft_says_that_it_is_not_published():
    assert "Not published yet" in render_article(make_document(published_at=None))


def test_an_edition_without_sections_says_so():
    assert "Nothing stands in this edition yet." in render_article(EditionDocument())


def test_an_item_has_an_anchor_and_leads_to_its_permalink():
    article = render_article(make_document(make_section(make_item(id=4, path="/items/4-vivo/"))))

    assert 'id="item-4"' in article
    assert '<a class="anchor" href="/items/4-vivo/"' in article


def test_the_credit_ends_the_last_paragraph():
    article = render_article(make_full_document())

    assert re.search(
        r'waits\. <span class="credit">—<a href="https://paper\.example/[^"]+" rel="noopener">', article
    )


def test_a_single_story_has_its_headline_once():
    item = make_item(headline="Vivo in Lima")
    article = render_article(make_document(make_section(item, heading="Vivo in Lima", layout="single")))

    assert parsed(article).findtext(".//section/h2") == "Vivo in Lima"
    assert '<h3 class="headline">' not in article


def test_the_rail_draws_the_week_by_kind_without_styles():
    items = [make_item(kind=kind) for kind in ("launch", "launch", "recall")]
    article = render_article(make_document(make_section(*items)))

    assert re.findall(r'<rect width="(\d+)"', article) == ["100", "50"]


def test_the_rail_lists_sections_companies_and_the_feed():
    section = make_section(make_item(companies=(VIVO, BYD)), heading="Shops")
    rail = parsed(render_article(make_document(section))).find(".//aside")

    assert [link.get("href") for link in rail.iter("a")] == [
        "#shops",
        "/companies/byd/",
        "/companies/vivo/",
        "/editions/feed.xml",
    ]


def test_a_sponsor_is_labelled_and_its_links_declared():
    section = make_section(make_item("See https://fair.example/"), layout="sponsor", heading="A fair")
    article = render_article(make_document(section))

    assert "Sponsored" in article
    assert 'rel="sponsored noopener"' in article
    assert "In this edition" not in article


def test_a_commentary_shows_everything_that_belongs_to_it():
    article = render_article(make_full_document())

    for words in (
        "Whoever owns the ship</h3>",
        "Why carmakers have become shipping lines",
        "<b>Lin Yue</b>, Editor",
        "The author travelled at her own cost.",
        "Owns no shares.",
        '<a href="/items/2-vivo/">A first ship sails</a>',
        '<a href="https://ports.example/" rel="noopener">Port fees, explained</a>',
        "<li>In print</li>",
        "<h4>The first wave</h4>",
    ):
        assert words in article


def test_no_words_begin_with_a_colon_below_their_number():
    section = make_section(layout="numbers", text="- **186**: grams\n- **34**：shops\n- **3** ships: all new")

    article = render_article(make_document(section))

    assert re.findall("<li>.*</li>", article)[-3:] == [
        "<li><strong>186</strong> grams</li>",
        "<li><strong>34</strong> shops</li>",
        "<li><strong>3</strong> ships: all new</li>",
    ]


def test_a_picture_has_caption_credit_and_size():
    article = render_article(make_full_document())

    assert '<img src="/media/jt.jpg" alt="A depot at night" width="1200" height="800"' in article
    assert "The depot · " in article


def test_an_items_own_page_is_headed_by_its_headline_or_its_label():
    document = make_full_document()
    brief = replace(document.items[1], label="Vivo opens in Lima")

    assert "<h1>Whoever owns the ship</h1>" in render_item(document.items[4], document)
    assert "<h2>The first wave</h2>" in render_item(document.items[4], document)
    assert "<h1>Vivo opens in Lima</h1>" in render_item(brief, document)


def test_a_text_that_was_never_saved_is_rendered_from_its_markdown():
    item = make_item("Only **Markdown** here.", html="")

    assert "Only <strong>Markdown</strong> here." in render_article(make_document(make_section(item)))


def test_only_what_is_published_has_an_email_version_to_open():
    draft = replace(make_document(), path="/editions/27-tea/", published_at=None)
    out = replace(draft, published_at=datetime(2025, 7, 14, tzinfo=UTC))

    assert "Email version" not in render_article(draft)
    assert 'href="/editions/27-tea/email/"' in render_article(out)
