"""Money, percentages, ranges and numerals."""

import pytest

from editions.preflight.style_figures import dash_in_range, numerals, percent
from editions.preflight.style_money import currency
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import fixed, found, in_body, passages


def mended(check, body):
    """What the fixes of `check` make of `body`, one after another."""
    for _ in range(9):
        document = make_document(make_section(make_item(body), heading="Shops abroad"))
        finding = next((one for one in found(check, document) if one.fix), None)
        if finding is None:
            return body
        body = fixed(finding, document)
    raise AssertionError("a fix that its own rule finds again")


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("It costs $799.", "It costs USD 799."),
        ("It costs US$799 or 799 dollars.", "It costs USD 799 or USD 799."),
        ("It raised 20 billion yuan ($3 billion).", "It raised CNY 20 billion (USD 3 billion)."),
        ("It raised RMB 20 billion, or RMB20bn.", "It raised CNY 20 billion, or CNY 20bn."),
        ("A pack is HK$89.9, or €10.", "A pack is HKD 89.9, or EUR 10."),
        ("It paid 799 USD, then USD799.", "It paid USD 799, then USD 799."),
        ("It paid 3 million euros.", "It paid EUR 3 million."),
        ("It pays 5-10 million yuan a year.", "It pays CNY 5-10 million a year."),
        ("It paid 5 billion won.", "It paid KRW 5 billion."),
        ("It lost $5 [of $6](https://a.example/$7).", "It lost USD 5 [of USD 6](https://a.example/$7)."),
    ],
)
def test_the_code_of_a_currency_stands_before_the_figure(body, after):
    assert mended(currency, body) == after


@pytest.mark.parametrize(
    "body",
    [
        "It costs USD 799, or CNY 5,700 million, or CNY 20 yuan.",
        "“It costs $799,” she said. ‘Or $800.’",
        "It says:\n\n> It costs $799.",
        "A 20-billion-yuan plant by A$AP weighs 40 pounds.",
        "新机售价 $799，约 5,700 yuan。",
        "They have won 3 titles, `$5` and 5 Jamaican dollars.",
    ],
)
def test_a_currency_in_its_form_or_in_a_quotation_is_left(body):
    assert in_body(currency, body) == []


def test_a_quotation_of_the_week_keeps_its_currency():
    section = make_section(text="We sell at $5.", layout="quote")

    assert found(currency, make_document(section)) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("It costs ¥500 now.", "“¥500” may be yuan or yen: write CNY or JPY before the figure."),
        (
            "It costs between 20 and 30 billion yuan.",
            "“30 billion yuan” ends a range: write “CNY” before its first figure.",
        ),
    ],
)
def test_a_currency_that_only_an_editor_can_place_has_no_fix(body, said):
    [finding] = in_body(currency, body)

    assert (finding.sentence, finding.fix) == (said, None)


def test_all_the_sums_of_a_text_are_one_finding():
    [finding] = in_body(currency, "It has $1, $2 and $3.")

    assert finding.sentence == "House style writes “$1” as “USD 1”, “$2” as “USD 2”, and 1 more."


def test_standing_texts_and_headlines_count():
    item = make_item(headline="Vivo raises $5")
    document = make_document(make_section(item), introduction="Now for $1.", subject="It took $5")

    assert passages(found(currency, document)) == ["$5", "$1", "$5"]


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("Sales rose 10.5 percent and 7 per cent.", "Sales rose 10.5% and 7%."),
        ("A 10-percent stake, 20 pct. of it, 5 %.", "A 10% stake, 20% of it, 5%."),
    ],
)
def test_a_percentage_has_the_sign(body, after):
    assert mended(percent, body) == after


@pytest.mark.parametrize(
    "body",
    [
        "Up 5%, by 3 percentage points.",
        "Ten percent.",
        "“Up 5 percent,” she said.",
        "增长 5 percent 以上，好。",
    ],
)
def test_other_percentages_are_left(body):
    assert in_body(percent, body) == []


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("It opens 10-15 shops a year.", "It opens 10–15 shops a year."),
        ("In 2019-2021 and 2025-26.", "In 2019–2021 and 2025–26."),
        ("See pages 12-19, for ages 18-24.", "See pages 12–19, for ages 18–24."),
        ("A 10-15-year loan at 5-10%.", "A 10–15-year loan at 5–10%."),
        ("On July 7-13 it paid USD 10-15.", "On July 7–13 it paid USD 10–15."),
        ("It paid $5-10 million in January-March.", "It paid $5–10 million in January–March."),
        ("“We opened 10-15 shops,” she said.", "“We opened 10–15 shops,” she said."),
    ],
)
def test_a_range_has_a_dash(body, after):
    assert mended(dash_in_range, body) == after


@pytest.mark.parametrize(
    "body",
    [
        "The A-10 and A320-200 fly with Boeing 737-800 fleets and 747-400 planes.",
        "Call +86-10-6512-3456 or 400-820-8820, or 555-1234, or from 1-800-555-0100.",
        "It has 24-7 services.",
        "From 2025-07-06, or 2009-10.",
        "They won 3-4 games; a 3-1 win; they beat us 1-3 goals down.",
        "At 12-14 Queen’s Road, 24-7, by 7-11.",
        "It opens 10–15 shops.",
        "See https://a.example/10-15 shops.",
        "小米在2019-2021年间开店，共10-15家。",
    ],
)
def test_what_only_looks_like_a_range_is_left(body):
    assert in_body(dash_in_range, body) == []


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("It opened 3 shops and 5 new factories.", "It opened three shops and five new factories."),
        ("The 3 shops have twelve lifts.", "The three shops have 12 lifts."),
        ("It hired twenty-one people, then forty.", "It hired 21 people, then forty."),
        ("It sold ten million phones.", "It sold 10 million phones."),
    ],
)
def test_numbers_to_nine_are_words_and_larger_ones_figures(body, after):
    assert mended(numerals, body) == after


@pytest.mark.parametrize(
    "body",
    [
        "It opened three shops and 12 plants.",
        "It runs 3 kilometres, for 5 hours, at 3%, or 3 million.",
        "She is 5 years old, and a 5-year-old.",
        "The Model 3 cars and Phone 3 models are in phase 3 trials.",
        "On July 3 shops opened. 3 shops closed. Twelve shops stayed.",
        "It opened 3 to 12 shops, 2 or 3 shops, ten to twelve shops, and 3 of 5 shops.",
        "“It opened 3 shops,” she said.",
        "The first ten, the top ten, tens of shops, and its twenty-first shop.",
        "| 3 shops | 4 shops |",
    ],
)
def test_numbers_that_may_stay_are_left(body):
    assert in_body(numerals, body) == []


def test_a_number_is_named_with_what_it_counts():
    [finding] = in_body(numerals, "It opened 3 large shops.")

    assert finding.passage == "3 large shops"
    assert finding.sentence == "House style writes “3” as “three”: words to nine, figures from 10."


def test_numbers_of_a_section_of_numbers_and_of_headings_are_left():
    section = make_section(make_item(headline="Vivo opens 3 shops"), text="It was 3 shops.", layout="numbers")

    assert found(numerals, make_document(section)) == []
