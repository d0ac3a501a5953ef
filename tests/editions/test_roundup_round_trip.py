"""An edition written as roundup text and parsed again says the same."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.document import CreditDoc, EditionDocument, ItemDoc, SectionDoc, skeleton
from editions.render.roundup import render_roundup
from editions.roundup import parse

SAMPLES = Path(__file__).parents[2] / "../shared/samples"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the folder of samples is missing")


def there_and_back(document: EditionDocument) -> EditionDocument:
    return parse(render_roundup(document)).document


def edition(*sections: SectionDoc, **fields: str) -> EditionDocument:
    return EditionDocument(sections=sections, **fields)


@needs_samples
@pytest.mark.parametrize("name", ["china-recap-2025-07", "cx-tech-2021-01", "commentary-phoenix-2025"])
def test_a_parsed_sample_comes_back(name):
    document = parse((SAMPLES / f"{name}.txt").read_text()).document

    assert skeleton(there_and_back(document)) == skeleton(document)


VIVO = ItemDoc("Vivo opened a shop in Warsaw.", credits=(CreditDoc("36Kr", "https://36kr.com/p/1"),))
NETA = ItemDoc(
    "Neta stopped its line near Bangkok.\n\nDealers wait for their money.",
    headline="Neta stops",
    credits=(CreditDoc("Bloomberg", via="Caixin", note="citing two dealers"), CreditDoc("The Nation")),
)
LAYOUTS = {
    "briefs": SectionDoc("Phones", "Three weeks of news in one.", layout="briefs", items=(VIVO, NETA)),
    "single": SectionDoc("Neta stops", layout="single", items=(NETA,)),
    "single under another heading": SectionDoc("Cars", layout="single", items=(NETA,)),
    "single without its item": SectionDoc("Cars", layout="single"),
    "single with two": SectionDoc("Cars", layout="single", items=(NETA, VIVO)),
    "feature": SectionDoc("The long read", "From Lagos.", layout="feature", items=(NETA,)),
    "numbers": SectionDoc(
        "By the numbers", "- **186**: grams\n- **7.39 billion**: parcels", layout="numbers"
    ),
    "quote": SectionDoc("Overheard", "> We co-develop everything.\n\n—Wang Hua, Xiaomi", layout="quote"),
    "sponsor": SectionDoc("From our sponsor", "Ship it with care.", layout="sponsor", items=(VIVO,)),
    "no heading": SectionDoc("", layout="briefs", items=(VIVO,)),
    "text alone": SectionDoc("", "It found no place.", layout="briefs"),
    "nothing at all": SectionDoc("Later", layout="briefs"),
}


@pytest.mark.parametrize("section", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_comes_back(section):
    document = edition(section, SectionDoc("Ads", layout="briefs", items=(VIVO,)), introduction="Hello.")

    assert skeleton(there_and_back(document)) == skeleton(document)


@pytest.mark.parametrize("number", [None, 27])
@pytest.mark.parametrize(
    "title", ["", "Power banks", "Untitled", "No. 3: again", "Issue 4", "\\", "#1 of 9", ": again"]
)
def test_number_and_title_come_back(number, title):
    back = there_and_back(EditionDocument(number=number, title=title))

    assert (back.number, back.title) == (number, title)


@pytest.mark.parametrize(
    "body",
    [
        "- a dash",
        "2. a number\n3. and another",
        "# a hash",
        "---",
        "\\- a backslash",
        "It ends in a name. —Reuters",
        "It ends in a bracket (Caixin)",
        "Photo: VCG",
        "Read more",
        "https://example.com/",
        "  an indent",
        "**All bold**",
        "One.\n\n- two\n  - three\n\n```\ncode\n```",
        "That wraps up the year.",
        "Source: Reuters",
    ],
)
@pytest.mark.parametrize("layout", ["briefs", "single", "feature"])
def test_words_that_look_like_structure_stay_words(body, layout):
    item = ItemDoc(body, headline="" if layout == "briefs" else "Look")
    document = edition(SectionDoc("Look", layout=layout, items=(item,)), introduction=body, signoff=body)

    assert skeleton(there_and_back(document)) == skeleton(document)


def test_lists_under_a_layout_of_their_own_are_written_as_they_are():
    assert LAYOUTS["numbers"].text in render_roundup(edition(LAYOUTS["numbers"]))


def test_plain_text_is_written_plainly():
    single = SectionDoc("Neta stops", layout="single", items=(NETA,))
    document = edition(LAYOUTS["briefs"], single, introduction="Hello.", signoff="Bye.", title="Cars")

    assert render_roundup(document) == (
        "# Cars\n\nHello.\n\n## Phones\n\nThree weeks of news in one.\n\n"
        "- Vivo opened a shop in Warsaw. —[36Kr](https://36kr.com/p/1)\n"
        "- **Neta stops**\n  Neta stopped its line near Bangkok.\n\n"
        "  Dealers wait for their money. —Bloomberg via Caixin, citing two dealers; The Nation\n\n"
        "## Neta stops\n\nNeta stopped its line near Bangkok.\n\n"
        "Dealers wait for their money. —Bloomberg via Caixin, citing two dealers; The Nation\n\n---\n\nBye.\n"
    )


# Documents of normalised strings: no space at an end, no two blank lines, nothing that cannot be seen.

PIECES = r"""
Vivo Reuters said of, citing via 小米 财新 “ ” " ' ( ) [ ] （ ） — —— -- – - * ** # ## \ 1. 2、 • · >
` --- *** : ; ； ， 。 . Photo: Source: {briefs} [Vivo](https://vivo.com) https://a.com/b <br> <p> </p>
第27期 No. | ! _ __ + ~
"""
CHARACTERS = st.characters(exclude_categories=["C", "Z"], exclude_characters="\u200c\u200d")
WORD = st.sampled_from([*PIECES.split(), " ", "  "]) | st.text(CHARACTERS, max_size=4)


def lines(max_size=8):
    return st.lists(WORD, max_size=max_size).map(lambda words: "".join(words).strip())


def tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip()


TEXTS = st.lists(lines() | lines().map("  ".__add__), max_size=5).map("\n".join).map(tidy)
PATHS = st.text("ab/?=&%-_.~()é文", max_size=8)
URLS = st.just("") | PATHS.map("https://example.com/".__add__)
CREDITS = st.builds(CreditDoc, source=lines(4), url=URLS, via=lines(3), note=lines(5))
HEADLINES = st.just("") | lines(5)
ITEMS = st.builds(ItemDoc, body=TEXTS, headline=HEADLINES, credits=st.lists(CREDITS, max_size=2).map(tuple))
SECTIONS = st.builds(
    SectionDoc,
    heading=HEADLINES,
    text=st.just("") | TEXTS,
    layout=st.sampled_from(["briefs", "single", "feature", "numbers", "quote", "sponsor"]),
    items=st.lists(ITEMS, max_size=3).map(tuple),
)
STORIES = st.tuples(HEADLINES, ITEMS).map(
    lambda pair: SectionDoc(pair[0], layout="single", items=(dataclasses.replace(pair[1], headline=pair[0]),))
)
DOCUMENTS = st.builds(
    EditionDocument,
    number=st.none() | st.integers(1, 999),
    title=lines(4),
    introduction=TEXTS,
    signoff=TEXTS,
    sections=st.lists(SECTIONS | STORIES, max_size=3).map(tuple),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_any_document_comes_back(document):
    back = there_and_back(document)

    assert skeleton(back) == skeleton(document)
    assert (back.number, back.title) == (document.number, document.title)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_the_text_form_is_settled_after_one_turn(document):
    text = render_roundup(document)

    assert render_roundup(parse(text).document) == text
