from datetime import UTC, date, datetime

import pytest

from editions.preflight.relative_dates import relative_date
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import fixed, found, in_body, passages


def edition_of(body, layout="briefs", **fields):
    item = make_item(body, **fields)
    return make_document(make_section(item, heading="This week", layout=layout))


@pytest.mark.parametrize(
    ("body", "passage"),
    [
        ("Vivo opened a shop on Monday.", "on Monday"),
        ("Vivo opened a shop last Friday.", "last Friday"),
        ("Vivo said Monday that it had opened.", "said Monday"),
        ("Monday’s notice names no price.", "Monday’s"),
        ("Last week, Vivo opened a shop.", "Last week"),
        ("It opened earlier this week.", "this week"),
        ("Vivo opened a shop yesterday.", "yesterday"),
        ("The shop opens tomorrow.", "tomorrow"),
        ("Vivo opened a shop this morning.", "this morning"),
        ("Vivo announced today that it had opened.", "announced today"),
        ("小米昨日宣布开店。", "昨日"),
        ("小米上周宣布开店。", "上周"),
        ("小米本周三宣布开店。", "本周三"),
        ("小米于周一宣布开店。", "周一"),
    ],
)
def test_a_date_that_only_its_week_explains_is_found(body, passage):
    assert passages(in_body(relative_date, body)) == [passage]


@pytest.mark.parametrize(
    "body",
    [
        "Vivo opened a shop on July 7.",
        "Vivo opened a shop on Monday, July 7.",
        "Vivo opened a shop on Monday (July 7).",
        "The shop is open on Mondays and on Sunday mornings.",
        "The shop is open every Monday, and Monday until Friday.",
        "It opened in the last week of June.",
        "It opened in May, and sold out in the next week.",
        "Black Friday brought buyers.",
        "Lei told the Sunday Times so, and the Friday Club.",
        "This year and last month were good.",
        "It sells the phones of tomorrow at yesterday’s prices.",
        "“We opened on Monday,” said Lei.",
        '"We opened last week," said Lei.',
        "> We opened on Monday.",
        "Read [it](https://shop.example/on Monday).",
        "上周期的产品，今晚报，一周一次，张周一鸣。",
    ],
)
def test_a_date_a_habit_a_name_and_a_quotation_pass(body):
    assert in_body(relative_date, body) == []


def test_what_belongs_to_its_week_passes():
    document = make_document(
        make_section(heading="This week"), introduction="Here is last week:", subject="This week: a shop"
    )

    assert found(relative_date, document) == []


def test_findings_stand_in_the_order_of_the_text():
    assert passages(in_body(relative_date, "Last week it fell; on Monday it rose.")) == [
        "Last week",
        "on Monday",
    ]


@pytest.mark.parametrize("layout", ["quote", "sponsor"])
def test_what_others_said_or_paid_for_passes(layout):
    assert found(relative_date, edition_of("It opened on Monday.", layout=layout)) == []
    assert len(found(relative_date, edition_of("It opened on Monday."))) == 1


def test_a_headline_and_the_text_of_a_section_are_read():
    section = make_section(make_item(headline="Shop opens on Monday"), text="It was full last week.")

    assert passages(found(relative_date, make_document(section))) == ["last week", "on Monday"]


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("Vivo opened it on Monday, it said.", "Vivo opened it on July 7, it said."),
        ("On Tuesday, Vivo opened.", "On July 8, Vivo opened."),
        ("Vivo said Friday that it opened.", "Vivo said on July 11 that it opened."),
        ("It opened on Sunday morning.", "It opened on the morning of July 13."),
    ],
)
def test_a_weekday_of_the_week_becomes_its_date(body, after):
    document = edition_of(body)

    assert fixed(found(relative_date, document)[0], document) == after


@pytest.mark.parametrize(
    "body",
    [
        "It will open on Monday.",
        "It opened last Monday.",
        "It has been open since Monday.",
        "Monday’s notice names no price.",
        "It opened last week.",
    ],
)
def test_where_the_day_is_not_certain_nothing_is_offered(body):
    assert [finding.fix for finding in in_body(relative_date, body)] == [None]


def fix_of(**fields):
    fix = found(relative_date, edition_of("It opened on Monday.", **fields))[0].fix
    return fix and fix.after


def test_the_day_of_the_event_decides_which_monday_is_meant():
    assert fix_of(event_date=date(2025, 7, 7)) == "on July 7"
    assert fix_of(event_date=date(2025, 7, 8)) is None
    assert fix_of(event_date=date(2025, 6, 30)) is None


def test_a_monday_after_the_publication_of_the_item_is_not_meant():
    assert fix_of(published_at=datetime(2025, 7, 9, 4, tzinfo=UTC)) == "on July 7"
    assert fix_of(published_at=datetime(2025, 7, 6, 4, tzinfo=UTC)) is None
    assert fix_of(published_at=datetime(2025, 7, 6, 22, tzinfo=UTC)) == "on July 7"  # Monday in Shanghai


def test_an_edition_of_more_than_a_week_has_two_mondays():
    document = make_document(
        make_section(make_item("It opened on Monday.")),
        week_first=date(2025, 7, 1),
        week_last=date(2025, 7, 14),
    )

    assert found(relative_date, document)[0].fix is None
