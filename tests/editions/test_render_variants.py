"""Other mails made of what was published; both parts of each say the same."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import html5lib
import pytest

from editions.document import CorrectionDoc, CreditDoc, EditionDocument
from editions.render.email import render_email, render_subject
from editions.render.text import render_text
from editions.render.variants import Wrong, correction, digest, followed, headlines
from sources.markup import to_text
from tests.editions.documents import (
    MASTHEAD,
    make_corrected_document,
    make_document,
    make_full_document,
    make_hostile_document,
    make_item,
    make_section,
)

JULY = date(2025, 7, 1)
WRONG = Wrong(
    note="The number of shops was wrong.",
    where="Vivo opens in Lima",
    editions=[make_document()],
    path="/items/2-vivo/",
    differences=[("It opened ten shops.\nIn Lima.", "It opened one shop.\nIn Lima.")],
)
VARIANTS = {
    "headlines": headlines(make_full_document()),
    "followed": followed(make_full_document(), [1, 5]),
    "digest": digest(MASTHEAD, JULY, [make_full_document(), make_document(number=28, title="Two")]),
    "correction": correction(MASTHEAD, WRONG),
}


def words(text):
    return set(text.split())


@pytest.mark.parametrize("name", VARIANTS)
def test_both_parts_say_the_same(name):
    document = VARIANTS[name]
    html, text = render_email(document), " ".join(render_text(document).split())

    for section in document.sections:
        for item in section.items:
            said = to_text(item.html).split("\n")
            assert [line for line in said if line not in " ".join(to_text(html).split())] == []
            assert [line for line in said if line.split("[")[0] not in text] == []


def test_headlines_are_nothing_but_headlines_credits_and_links():
    document = VARIANTS["headlines"]
    html, text = render_email(document), render_text(document)

    assert 'href="https://recap.example/items/4-jt/"' in html
    assert "https://recap.example/items/4-jt/" in text
    assert "The Paper" in html
    assert "7.39 billion" not in html + text
    assert "Three makers" not in html + text
    assert "Paid words" not in text


def test_a_brief_without_a_headline_goes_by_its_first_words():
    document = make_document(make_section(make_item(id=1, path="/items/1-vivo/", label="Vivo opened …")))

    assert "Vivo opened …" in render_text(headlines(document))


def test_what_was_removed_has_no_headline_and_is_followed_by_nobody():
    document = make_corrected_document()

    assert [item.id for item in headlines(document).items] == [1]
    assert [item.id for item in followed(document, [1, 2]).items] == [1]


def test_the_items_that_somebody_follows_stand_alone_and_a_line_says_so():
    document = VARIANTS["followed"]
    text = render_text(document)

    assert [item.id for item in document.items] == [1, 5]
    assert "2 of the 5 items" in text
    assert "Three makers" not in text  # it leads in to three items, and one is left
    assert "shop in Lima" not in text
    assert "Paid words" not in text
    assert "That is the week." in text
    assert "What you follow" in render_email(document)


def test_a_section_that_is_whole_keeps_the_words_that_lead_in_to_it():
    whole = make_document(make_section(make_item(id=1), text="One maker, one week."))

    assert "One maker" in render_text(followed(whole, [1]))


def test_nothing_that_spoke_of_the_whole_edition_is_left():
    document = replace(make_full_document(), corrections=(CorrectionDoc("The title was wrong."),))

    for part in (headlines(document), followed(document, [1])):
        text = render_text(part)
        assert "Vivo opens" not in text  # the dek
        assert "Here is the week" not in text
        assert "The title was wrong" not in text
        assert part.preheader != document.preheader


def test_a_digest_leads_to_each_edition_in_its_order():
    text = render_text(VARIANTS["digest"])

    assert render_subject(VARIANTS["digest"]) == "China Recap: July 2025"
    assert "The month in 2 editions" in text
    assert text.index("Shops, ships and a recall") < text.index("\nTwo\n")
    assert "No. 27 · 7–13 July 2025" in text
    assert "https://recap.example/editions/27-shops-ships-and-a-recall/" in text
    assert "Paid words" not in text


def test_a_correction_says_what_was_wrong_and_what_is_right():
    document = VARIANTS["correction"]
    text, html = render_text(document), render_email(document)

    assert render_subject(document) == "Correction: Vivo opens in Lima"
    assert "No. 27, which we sent you, had a mistake in it." in text
    assert "> It opened ten shops." in text
    marks = ["We wrote:", "ten shops", "It should", "one shop"]
    assert sorted(marks, key=text.index) == marks
    assert 'href="https://recap.example/items/2-vivo/"' in html


def test_an_error_of_two_editions_names_both():
    both = [make_document(number=number) for number in (27, 28)]

    assert "No. 27 and No. 28, which" in correction(MASTHEAD, replace(WRONG, editions=both)).dek


def test_a_hostile_document_stays_harmless():
    bad = make_hostile_document()
    evil = bad.title
    parts = [
        headlines(bad),
        followed(bad, [item.id for item in bad.items]),
        digest(bad.masthead, JULY, [bad]),
        correction(bad.masthead, Wrong(evil, evil, [bad], "javascript:alert(3)", [(evil, evil)])),
    ]

    for part in parts:
        nodes = list(html5lib.parse(render_email(part), namespaceHTMLElements=False).iter())
        assert "script" not in {node.tag for node in nodes}
        assert not [name for node in nodes for name in node.attrib if name.startswith("on")]
        assert all(re.match("https://", node.get("href")) for node in nodes if node.tag == "a")


def test_a_variant_is_a_document_like_any_other():
    assert all(isinstance(document, EditionDocument) for document in VARIANTS.values())
    assert followed(make_document(published_at=datetime(2025, 7, 14, tzinfo=UTC)), []).items == ()


def test_credits_stand_under_their_headline():
    item = make_item(headline="Vivo opens", credits=(CreditDoc("Caixin", "https://caixin.example/1"),))

    text = render_text(headlines(make_document(make_section(item))))

    assert "- Vivo opens —Caixin [" in text
