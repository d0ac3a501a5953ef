from datetime import date
from decimal import Decimal

import pytest

from editions.document import DealDoc
from editions.preflight.rates import RATES, band
from editions.preflight.sums import currencies_disagree
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import found, in_body, passages


@pytest.mark.parametrize(
    "passage",
    [
        "20 billion yuan ($30 billion)",
        "$28 billion (20 billion yuan)",
        "20 billion yuan, or about $30 billion",
        "US$10 million (HK$7.8 million)",
        "€2 billion (1.6 billion yuan)",
        "1,000 baht ($280)",
        "500,000 yuan (about $7,000)",
        "¥20 billion ($20 billion)",
        "20亿元（约合28亿美元）",
        "20亿元，约合28亿美元",
    ],
)
def test_a_conversion_that_no_rate_of_the_year_gives_is_found(passage):
    assert passages(in_body(currencies_disagree, f"It raised {passage} for a plant.")) == [passage]


@pytest.mark.parametrize(
    "passage",
    [
        "20 billion yuan ($3 billion)",
        "20 billion yuan ($2.8 billion)",
        "more than 300 million yuan ($46 million)",
        "$2.8 billion (20 billion yuan)",
        "HK$89.9 ($11.60)",
        "1.2 trillion won ($870 million)",
        "¥20 billion ($130 million)",  # yen
        "¥20 billion ($2.8 billion)",  # yuan
        "€2.4 billion (20 billion yuan)",
        "$10-20 million (7 million yuan)",  # a range
        "20 million yuan ($1 million in cash)",
        "5 million yuan, or $1 million a shop",
        "XPF 3 million ($5)",  # no rate known
        "3亿元（约合4200万美元）",
    ],
)
def test_a_conversion_that_may_be_right_or_is_none_passes(passage):
    assert in_body(currencies_disagree, f"It raised {passage} for a plant.") == []


def test_the_sentence_says_what_the_sum_comes_to():
    finding = in_body(currencies_disagree, "It raised 20 billion yuan ($30 billion).")[0]

    assert finding.sentence == (
        "At the rates of 2025, “20 billion yuan” is about USD 2.8 billion, not “$30 billion”:"
        " mend one of the two."
    )


def test_the_rate_is_that_of_the_event():
    passage = "It paid 100 million lira ($28 million)."  # 3.6 lira a dollar, as in 2017
    item = make_item(passage, event_date=date(2017, 5, 2))

    assert found(currencies_disagree, make_document(make_section(item))) == []
    assert len(in_body(currencies_disagree, passage)) == 1


def test_a_year_that_the_text_names_may_be_that_of_the_rate():
    assert in_body(currencies_disagree, "In 2017 it paid 100 million lira ($28 million).") == []


def with_deal(body="It raised money.", **deal):
    return make_document(make_section(make_item(body, deals=(DealDoc(**deal),))))


def test_a_deal_whose_dollars_disagree_is_found():
    document = with_deal(amount=Decimal(20_000_000_000), currency="CNY", usd=Decimal(30_000_000_000))

    finding = found(currencies_disagree, document)[0]

    assert finding.place.field == "deals"
    assert finding.passage == "CNY 20,000,000,000 = USD 30,000,000,000"


@pytest.mark.parametrize(
    "deal",
    [
        {"amount": Decimal(20_000_000_000), "currency": "CNY", "usd": Decimal(2_800_000_000)},
        {"amount": Decimal(5_000_000), "currency": "USD", "usd": Decimal(5_000_000)},
        {"amount": Decimal(5_000_000), "currency": "CNY"},
        {"amount": Decimal(5_000_000), "currency": "XPF", "usd": Decimal(1)},
    ],
)
def test_a_deal_that_agrees_or_cannot_be_told_passes(deal):
    assert found(currencies_disagree, with_deal(**deal)) == []


def test_a_deal_that_repeats_its_text_is_not_found_twice():
    document = with_deal(
        "It raised 20 billion yuan ($30 billion).",
        amount=Decimal(20_000_000_000),
        currency="CNY",
        usd=Decimal(30_000_000_000),
    )

    assert [finding.place.field for finding in found(currencies_disagree, document)] == ["body"]


def test_every_currency_has_a_rate_for_every_year():
    assert {len(rates) for rates in RATES.values()} == {11}


@pytest.mark.parametrize("currency", ["CNY", "EUR", "TRY"])
def test_a_year_past_the_table_takes_the_last_one_more_widely(currency):
    least, most = band(currency, 2025)
    later = band(currency, 2027)

    assert later[0] < RATES[currency][-1] < later[1]
    assert (later[1] - later[0]) / later[0] > (most - least) / least
