from dataclasses import replace
from datetime import date

import pytest

from editions.assembly import fill, free_slug, is_address
from editions.document import (
    CompanyDoc,
    ContributorDoc,
    CreditDoc,
    DealDoc,
    MarketDoc,
    SeeAlsoDoc,
    content_hash,
    from_plain,
    skeleton,
    to_plain,
)
from editions.models import Edition
from sources.models import Company, Contributor, Credit, Deal, Market, Source
from tests.editions.documents import make_document, make_full_document, make_item, make_section
from tests.factories import make_company, make_masthead, make_person, make_picture, make_source

pytestmark = pytest.mark.django_db


def make_empty_edition(document):
    make_masthead()
    return Edition.objects.create(
        number=document.number,
        title=document.title,
        week_first=document.week_first,
        week_last=document.week_last,
        introduction=document.introduction,
        signoff=document.signoff,
    )


def filled(*items, **fields):
    """The one item, or the items, of an edition into which a document of `items` was written."""
    document = make_document(make_section(*items, **fields))
    return fill(make_empty_edition(document), document, by=make_person())


def test_what_was_filled_in_says_the_same():
    document = make_full_document()
    edition = make_empty_edition(document)

    fill(edition, document, by=make_person())

    assert skeleton(edition.document()) == skeleton(document)


def test_the_facts_of_an_item_come_back_with_it():
    make_company("Vivo", local_name="维沃")
    entry = make_item(
        headline="Vivo opens in Lima",
        dek="Forty more to come",
        format="commentary",
        kind="launch",
        companies=(CompanyDoc("Vivo"),),
        markets=(MarketDoc("Peru"),),
        topics=("phones",),
        deals=(DealDoc("funding", 5, "USD", round="series B"),),
        byline=(ContributorDoc("Lin Yi", "Correspondent"),),
        authors_note="She was there.",
        event_date=date(2025, 7, 8),
        see_also=(SeeAlsoDoc("Port fees", "https://ports.example/"), SeeAlsoDoc("In print")),
    )
    document = make_document(make_section(entry))
    edition = make_empty_edition(document)
    fill(edition, document, by=make_person())

    (kept,) = edition.document().items

    for name in (
        "headline",
        "dek",
        "format",
        "kind",
        "topics",
        "byline",
        "authors_note",
        "event_date",
        "see_also",
    ):
        assert getattr(kept, name) == getattr(entry, name), name
    assert [(deal.type, deal.amount, deal.round) for deal in kept.deals] == [("funding", 5, "series B")]
    assert [market.name for market in kept.markets] == ["Peru"]
    assert [(company.name, company.local_name) for company in kept.companies] == [("Vivo", "维沃")]


def test_the_body_is_stored_as_html_too():
    (item,) = filled(make_item("A **bold** step."))

    assert item.body_html == "<p>A <strong>bold</strong> step.</p>"


@pytest.mark.parametrize("name", ["Vivo", "VIVO", "vivo"])
def test_a_company_is_found_in_any_capitals(name):
    vivo = make_company("Vivo")

    (item,) = filled(make_item(companies=(CompanyDoc(name),)))

    assert list(item.companies.all()) == [vivo]


def test_a_company_named_twice_is_made_once():
    filled(make_item(companies=(CompanyDoc("Vivo"),)), make_item(companies=(CompanyDoc("VIVO"),)))

    assert Company.objects.get().name == "Vivo"


def test_a_merged_company_is_not_the_one_that_bears_its_name_now():
    merged = make_company("Vivo", merged_into=make_company("BBK"))

    (item,) = filled(make_item(companies=(CompanyDoc("Vivo"),)))

    assert item.companies.get() != merged


@pytest.mark.parametrize(
    ("taken", "name", "slug"),
    [
        ([], "J&T Express", "jt-express"),
        (["vivo"], "Vivo", "vivo-2"),
        (["vivo", "vivo-2"], "Vivo", "vivo-3"),
        (["vivo-2"], "Vivo", "vivo"),
        ([], "小米", "company"),
        (["company"], "小米", "company-2"),
        ([], "x" * 120, "x" * 100),
    ],
)
def test_a_new_company_gets_a_free_slug(taken, name, slug):
    for one in taken:
        make_company(slug=one)

    assert free_slug(name) == slug


def test_a_credit_to_a_new_source_makes_it():
    filled(
        make_item(credits=(CreditDoc("The Paper", "https://paper.example/1", "Caixin", "citing two people"),))
    )

    credit = Credit.objects.select_related("source").get()
    assert credit.source == Source.objects.get(name="The Paper")
    assert (credit.url, credit.via, credit.note) == ("https://paper.example/1", "Caixin", "citing two people")


def test_a_credit_is_kept_as_it_was_written():
    source = make_source("36Kr", credit_line="36Kr Europe")

    (item,) = filled(make_item(credits=(CreditDoc("36KR"), CreditDoc("36Kr Europe"))))

    assert [(str(credit), credit.source) for credit in item.credits.all()] == [
        ("36KR", source),
        ("36Kr Europe", source),
    ]


def test_a_contributor_is_found_in_any_capitals_and_signs_once():
    Contributor.objects.create(name="Lin Yi")

    (item,) = filled(make_item(byline=(ContributorDoc("LIN YI"), ContributorDoc("Lin Yi"))))

    assert [str(byline) for byline in item.bylines.all()] == ["Lin Yi"]


def test_a_market_that_nobody_seeded_is_left_out():
    (item,) = filled(make_item(markets=(MarketDoc("Peru"), MarketDoc("Atlantis"))))

    assert list(item.markets.all()) == [Market.objects.get(name="Peru")]


def test_a_deal_of_no_type_is_another():
    filled(make_item(deals=(DealDoc("", 5, "USD"),)))

    assert Deal.objects.get().type == "other"


def test_a_document_with_pictures_survives_its_way_through_json():
    edition = make_empty_edition(make_document())
    edition.hero = make_picture(alt="A shop", caption="The shop", credit="Vivo")
    edition.save()

    document = edition.document()

    assert (document.hero.width, document.hero.alt, document.hero.credit) == (40, "A shop", "Vivo")
    assert from_plain(type(document), to_plain(document)) == document


def test_the_weight_of_a_picture_is_for_checks_and_no_part_of_what_is_said():
    edition = make_empty_edition(make_document())
    edition.hero = make_picture()
    edition.save()

    document = edition.document()
    heavier = replace(document, hero=replace(document.hero, weight=9_000_000))

    assert document.hero.weight == edition.hero.file.size
    assert "weight" not in to_plain(document)["hero"]
    assert content_hash(heavier) == content_hash(document)


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://paper.example/1?a=b", True),
        ("http://paper.example", True),
        ("javascript:alert(1)", False),
        ("ftp://paper.example/", False),
        ("paper.example/1", False),
        ("https://paper.example/" + "x" * 2000, False),
        ("", False),
    ],
)
def test_an_address_is_one_that_a_credit_can_hold(url, is_one):
    assert is_address(url) == is_one
