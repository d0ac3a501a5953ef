from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from editions.document import CompanyDoc, CreditDoc, DealDoc
from editions.render import figures
from tests.editions.documents import VIVO, XIAOMI, make_document, make_item, make_section

PLAIN = {"title": "", "introduction": "", "signoff": ""}


def make_words(body, **fields):
    return make_document(make_section(make_item(body, **fields)), **PLAIN)


def test_words_and_chinese_characters_are_counted():
    assert figures.word_count(make_words("J.P. Lin’s 7.39 **billion** parcels, 小米建厂。")) == 9


def test_addresses_are_not_read_aloud():
    assert figures.word_count(make_words("See [the plan](https://maker.example/a/very/long/one).")) == 3


@pytest.mark.parametrize(("body", "minutes"), [("word " * 231, 2), ("字" * 400, 1), ("字" * 401, 2), ("", 1)])
def test_reading_takes_whole_minutes(body, minutes):
    assert figures.reading_minutes(make_words(body)) == minutes


def test_companies_are_named_once_and_in_order():
    document = make_document(
        make_section(make_item(companies=(XIAOMI, VIVO)), make_item(companies=(CompanyDoc("anker"), VIVO)))
    )

    assert [company.name for company in figures.companies(document)] == ["anker", "Vivo", "Xiaomi"]


def test_what_a_sponsor_paid_for_counts_in_nothing():
    paid = make_item(kind="launch", companies=(VIVO,), credits=(CreditDoc("A fair"),))
    document = make_document(make_section(paid, layout="sponsor"))

    assert figures.counts(document) == figures.Counts(0, 0, 0)
    assert figures.by_kind(document) == []


def test_a_source_counts_once_however_it_is_spelt():
    items = (make_item(credits=(CreditDoc(name),)) for name in ("36Kr", "36kr", "Reuters"))

    assert figures.counts(make_document(make_section(*items))).sources == 2


def test_kinds_come_by_frequency_with_the_length_of_their_bars():
    kinds = ("recall", "launch", "launch", "launch", "funding", "")
    found = figures.by_kind(make_document(make_section(*(make_item(kind=kind) for kind in kinds))))

    assert [(one.name, one.count, one.share) for one in found] == [
        ("Product launch", 3, 100),
        ("Funding round", 1, 33),
        ("Recall", 1, 33),
    ]


def test_every_section_has_an_anchor_of_its_own():
    headings = ("At home", "At home", "小米 出海", "", "?!", "Rail", "Item 9")
    document = make_document(*(make_section(make_item(id=9), heading=heading) for heading in headings))

    assert [entry.anchor for entry in figures.contents(document)] == [
        "at-home",
        "at-home-2",
        "小米-出海",
        "section-4",
        "section-5",
        "rail-2",
        "item-9-8",
    ]


def test_a_single_story_lends_its_section_its_headline():
    section = make_section(make_item(headline="Neta stumbles"), layout="single")

    assert figures.section_title(section) == "Neta stumbles"


def test_items_without_an_id_are_known_by_their_place():
    document = make_document(make_section(make_item(id=7), make_item(), make_item(id=7)))

    assert figures.item_anchors(document) == ["item-7", "item-2", "item-7-2"]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2025, 7, 7), date(2025, 7, 13), "7–13 July 2025"),
        (date(2025, 7, 28), date(2025, 8, 3), "28 July – 3 August 2025"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 December 2025 – 4 January 2026"),
        (date(2025, 7, 7), None, "7 July 2025"),
        (None, None, ""),
    ],
)
def test_a_week_is_written_as_short_as_it_can_be(first, last, text):
    assert figures.week(first, last) == text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Shanghai", "Mon 14 July 2025, 08:00 CST"),
        ("Asia/Singapore", "Mon 14 July 2025, 08:00 UTC+08"),
        ("Mars/Olympus", "Mon 14 July 2025, 00:00 UTC"),
        ("../../etc/passwd", "Mon 14 July 2025, 00:00 UTC"),
    ],
)
def test_a_moment_is_told_in_the_zone_of_the_masthead(zone, text):
    assert figures.moment_text(datetime(2025, 7, 14, 0, 0, tzinfo=UTC), zone) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("3000000000", "USD 3 bn"),
        ("20000000000", "USD 20 bn"),
        ("799", "USD 799"),
        ("799.5", "USD 799.5"),
        ("12500.00", "USD 12,500"),
        ("144000000000", "USD 144 bn"),
        ("1234567", "USD 1.23 m"),
        ("999999999", "USD 1 bn"),
        ("999000", "USD 999,000"),
        ("0", "USD 0"),
        ("-2500000", "USD -2.5 m"),
        ("120000000000000000", "USD 120,000 tn"),
    ],
)
def test_an_amount_is_read_at_a_glance(amount, text):
    assert figures.amount_text(Decimal(amount), "USD") == text


@pytest.mark.parametrize(
    ("deal", "text"),
    [
        (DealDoc("", Decimal(20_000_000_000), "CNY", Decimal(2_800_000_000)), "CNY 20 bn (USD 2.8 bn)"),
        (DealDoc("", Decimal(30_000_000), "USD", Decimal(30_000_000), "Series B"), "Series B · USD 30 m"),
        (DealDoc("", None, "", Decimal(799)), "USD 799"),
        (DealDoc("funding"), ""),
    ],
)
def test_a_deal_names_round_amount_and_dollars(deal, text):
    assert figures.deal_text(deal) == text
