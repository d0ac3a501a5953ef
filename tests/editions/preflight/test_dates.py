from datetime import date

import pytest

from editions.preflight.dates import outside_week, wrong_weekday
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import found, in_body, passages


def dated(day, body="Vivo opened a shop.", **fields):
    layout = fields.pop("layout", "briefs")
    item = make_item(body, event_date=day, headline="A shop", **fields)
    return make_document(make_section(item, layout=layout))  # of the week of 7 to 13 July 2025


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            date(2025, 6, 22),
            "It is dated 22 June 2025, long before the week of this edition: check the date.",
        ),
        (
            date(2025, 7, 14),
            "It is told as past, and dated 14 July 2025, after the week of this edition: check the date.",
        ),
    ],
)
def test_an_event_outside_the_week_is_found(day, sentence):
    finding = found(outside_week, dated(day))[0]

    assert finding.place.field == "event_date"
    assert (finding.passage, finding.sentence) == (str(day), sentence)


@pytest.mark.parametrize("day", [None, date(2025, 6, 23), date(2025, 7, 7), date(2025, 7, 13)])
def test_an_event_of_the_week_or_of_the_fortnight_before_passes(day):
    assert found(outside_week, dated(day)) == []


@pytest.mark.parametrize("body", ["Vivo will open a shop.", "Vivo plans a shop.", "小米将开店。"])
def test_what_is_to_come_may_be_dated_after_the_week(body):
    assert found(outside_week, dated(date(2025, 8, 1), body)) == []


def test_a_commentary_and_a_sponsor_keep_to_no_week():
    assert found(outside_week, dated(date(2025, 1, 1), format="commentary")) == []
    assert found(outside_week, dated(date(2025, 1, 1), layout="sponsor")) == []


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ("Monday, July 6", "6 July 2025 was a Sunday, not a Monday. Mend the day or the date."),
        ("Tuesday 7 July 2025", "7 July 2025 was a Monday, not a Tuesday. Mend the day or the date."),
        ("July 6 (Monday)", "6 July 2025 was a Sunday, not a Monday. Mend the day or the date."),
        ("Tuesday, Sept. 2, 2024", "2 September 2024 was a Monday, not a Tuesday. Mend the day or the date."),
        ("7月6日（周一", "6 July 2025 was a Sunday, not a Monday. Mend the day or the date."),
        ("Friday, June 31", "There is no such day as “Friday, June 31”: mend it."),
    ],
)
def test_a_weekday_that_is_not_that_of_the_date_is_found(passage, sentence):
    finding = in_body(wrong_weekday, f"The shop opened on {passage} in Lima.")[0]

    assert (finding.passage, finding.sentence) == (passage, sentence)


@pytest.mark.parametrize(
    "words",
    [
        "on Sunday, July 6",
        "on Monday 7 July 2025",
        "from Monday to Friday, July 7-11",
        "on July 6, Monday’s papers said",
        "on Friday, May 5.5% fewer",
        "on Friday, July 5, 2024",
        "on Friday, July 5, as in 2024",  # the year that the text names
        "on Thursday, Dec. 25",  # of this year
        "on Wednesday, Dec. 25",  # of the last one
        "7月6日（周日）",
    ],
)
def test_a_weekday_that_may_be_that_of_the_date_passes(words):
    assert in_body(wrong_weekday, f"The shop opened {words} in Lima.") == []


def test_a_weekday_in_a_heading_is_read_too():
    document = make_document(make_section(make_item(headline="Fair opens Monday, July 6")))

    assert passages(found(wrong_weekday, document)) == ["Monday, July 6"]
