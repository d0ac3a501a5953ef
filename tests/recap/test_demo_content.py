"""What the demo newsroom says is whole: it refers only to what is there, and its words are its own."""

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from editions.document import DealDoc
from editions.render.roundup import render_roundup
from editions.roundup import parse
from recap.demo import masthead
from recap.demo.clippings import CLIPPINGS
from recap.demo.companies import COMPANIES
from recap.demo.contributors import CONTRIBUTORS
from recap.demo.editions import EDITIONS
from recap.demo.sources import SOURCES
from sources.kinds import KINDS
from sources.markets import MARKETS
from sources.mentions import Name, Names, suggest_companies
from sources.models import Clipping, Deal, Source

DEMO = Path(__file__).parents[2] / "recap/demo"
CREDIT = re.compile(r" —(?:\[(?P<linked>[^\]]+)\]\((?P<url>[^)]+)\)|(?P<plain>[^—\n]+))$", re.MULTILINE)

COMPANY_NAMES = [company.name for company in COMPANIES]
SOURCE_NAMES = [source.name for source in SOURCES]
CONTRIBUTOR_NAMES = [contributor.name for contributor in CONTRIBUTORS]
MARKET_SLUGS = [market.slug for market in MARKETS]
FACTS = [fact for edition in EDITIONS for fact in edition.facts]

each_edition = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: str(edition.number))


def runs_of(text, length=8):
    """Return every run of `length` words, whatever their case, punctuation and line ends."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def read(edition):
    return parse(
        edition.text, introduction=masthead.INTRODUCTION, signoff=masthead.SIGNOFF, sources=SOURCE_NAMES
    ).document


@pytest.mark.parametrize(
    "names",
    [
        COMPANY_NAMES,
        SOURCE_NAMES,
        CONTRIBUTOR_NAMES,
        [edition.number for edition in EDITIONS],
        [clipping.url for clipping in CLIPPINGS],
    ],
    ids=["companies", "sources", "contributors", "editions", "clippings"],
)
def test_nothing_is_there_twice(names):
    assert len(set(names)) == len(names)


def test_a_name_means_one_company():
    names = [name for company in COMPANIES for name in (company.name, company.local_name, *company.aliases)]

    assert len(set(filter(None, names))) == len(list(filter(None, names)))


def test_every_parent_is_a_company_of_the_demo():
    assert {company.parent for company in COMPANIES} <= {"", *COMPANY_NAMES}


def test_every_company_says_what_it_is():
    assert all(company.summary and company.sectors and company.headquarters for company in COMPANIES)


def test_every_market_is_seeded():
    named = {slug for record in (*COMPANIES, *FACTS) for slug in record.markets}

    assert named <= set(MARKET_SLUGS)


def test_names_that_are_words_are_known_as_such():
    assert {"Nothing", "Honor"} <= {company.name for company in COMPANIES if company.ambiguous_name}


def test_every_clipping_names_a_source_and_companies_of_the_demo():
    assert {clipping.source for clipping in CLIPPINGS} <= set(SOURCE_NAMES)
    assert {name for clipping in CLIPPINGS for name in clipping.companies} <= set(COMPANY_NAMES)


def test_one_clipping_is_held_and_one_dismissed_each_with_a_reason():
    judged = [clipping for clipping in CLIPPINGS if clipping.state != "new"]

    assert sorted(clipping.state for clipping in judged) == ["dismissed", "held"]
    assert all(clipping.reason for clipping in judged)


def test_the_facts_speak_of_known_kinds_and_contributors():
    assert {fact.kind for fact in FACTS} <= set(KINDS)
    assert {fact.byline for fact in FACTS} <= {"", *CONTRIBUTOR_NAMES}
    assert all(isinstance(deal, DealDoc) for fact in FACTS for deal in fact.deals)


def test_the_choices_are_those_of_the_models():
    assert {deal.type for fact in FACTS for deal in fact.deals} <= set(Deal.Type.values)
    assert {source.kind for source in SOURCES} <= set(Source.Kind.values)
    assert {clipping.state for clipping in CLIPPINGS} <= set(Clipping.State.values)


def test_the_companies_of_a_clipping_are_those_that_it_names():
    names = Names(
        Name(text, at, company.ambiguous_name)
        for at, company in enumerate(COMPANIES)
        for text in (company.name, company.local_name, *company.aliases)
    )

    for clipping in CLIPPINGS:
        found = suggest_companies(f"{clipping.title}\n{clipping.summary}", names)
        assert {COMPANY_NAMES[at] for at in found} == set(clipping.companies)


def test_the_editions_follow_each_other_week_by_week():
    for before, after in pairwise(EDITIONS):
        assert after.number == before.number + 1
        assert after.week_first == before.week_last + timedelta(days=1)


@each_edition
def test_an_edition_goes_out_on_the_monday_after_its_week(edition):
    assert edition.week_last - edition.week_first == timedelta(days=6)
    assert edition.publish_at.weekday() == masthead.PUBLISH_WEEKDAY
    assert edition.publish_at.isoformat().endswith("T08:00:00+08:00")


def test_the_last_edition_alone_is_a_draft():
    assert [edition.number for edition in EDITIONS if not edition.published] == [28]


@each_edition
def test_a_text_begins_with_its_title_and_ends_with_the_sign_off(edition):
    assert edition.text.startswith(f"# No. {edition.number}: {edition.title}\n\n")
    assert edition.text.endswith(f"\n---\n\n{masthead.SIGNOFF}\n")


@each_edition
def test_an_introduction_opens_with_the_standing_one(edition):
    introduction = edition.text.partition("\n\n")[2].partition("\n\n## ")[0]

    assert introduction.startswith(masthead.INTRODUCTION.partition("\n\n")[0])


@each_edition
def test_every_credit_is_a_source_of_the_demo(edition):
    credits = list(CREDIT.finditer(edition.text))

    assert len(credits) >= len(edition.facts) - 2
    assert {credit["linked"] or credit["plain"] for credit in credits} <= set(SOURCE_NAMES)
    assert all(
        (credit["url"] or "https://example.com/").startswith("https://example.com/") for credit in credits
    )


@each_edition
def test_every_item_that_is_read_from_a_text_has_its_facts(edition):
    document = read(edition)

    assert len(document.items) == len(edition.facts)
    assert sum(len(item.credits) for item in document.items) == len(CREDIT.findall(edition.text))


@each_edition
def test_a_text_is_read_with_its_title_and_standing_words(edition):
    document = read(edition)

    assert (document.number, document.title) == (edition.number, edition.title)
    assert document.signoff == masthead.SIGNOFF
    assert masthead.INTRODUCTION.partition("\n\n")[0] in document.introduction


@each_edition
def test_a_text_read_and_written_again_is_the_same(edition):
    assert render_roundup(read(edition)) == edition.text


def test_one_edition_has_numbers_and_one_a_commentary():
    layouts = [section.layout for edition in EDITIONS for section in read(edition).sections]

    assert (layouts.count("numbers"), layouts.count("feature")) == (1, 1)


@each_edition
def test_quotes_and_ranges_are_set_as_a_typesetter_would(edition):
    assert not re.search(r"[\"']|\d-\d|\$", edition.text)


def test_no_run_of_eight_words_comes_from_a_sample(samples):
    ours = "\n".join(path.read_text() for path in sorted(DEMO.rglob("*")) if path.suffix in {".txt", ".py"})
    theirs = "\n".join(path.read_text() for path in samples.glob("*.txt"))

    assert runs_of(ours) & runs_of(theirs) == set()
