"""Each finding of facts on the real texts, and each was judged right by reading it."""

from dataclasses import replace

import pytest

from editions.preflight import dates, facts, figures, percentages, relative_dates, sums
from editions.preflight.context import Context
from tests.editions.preflight.sampled import KNOWN, NAMES, WEEKS, read

CHECKS = [
    check for module in (facts, sums, percentages, figures, dates, relative_dates) for check in module.CHECKS
]
# The stream credits nobody, as the portal's own stories; "Impossible Foods" is no company of the demo.
FOUND = {
    "china-recap-2025-07.txt": [
        ("facts.no-credit", "0.1 credits"),
        ("facts.no-credit", "1.0 credits"),
        ("facts.no-credit", "2.0 credits"),
        ("facts.credit-without-link", "The Paper"),
        ("facts.credit-without-link", "Jiemian News"),
        ("facts.credit-without-link", "36Kr"),
        ("facts.credit-without-link", "36Kr"),
        ("facts.credit-without-link", "Reuters"),
    ],
    "cx-tech-2021-01.txt": [
        *[("facts.no-credit", f"0.{number} credits") for number in range(20)],
        ("facts.no-company", "0.16 companies"),
        ("facts.relative-date", "on Friday"),
        ("facts.relative-date", "Friday’s"),
        ("facts.relative-date", "on Monday"),
        ("facts.relative-date", "on Monday"),
        *[("facts.relative-date", "on Friday")] * 4,
        ("facts.relative-date", "on Thursday"),
        ("facts.relative-date", "on Thursday"),
        ("facts.relative-date", "on Wednesday"),
        ("facts.relative-date", "on Tuesday"),
        ("facts.relative-date", "Tuesday’s"),
        ("facts.relative-date", "on Thursday"),
        ("facts.relative-date", "this week"),
        ("facts.relative-date", "on Tuesday"),
        ("facts.relative-date", "Last week"),
        ("facts.relative-date", "on Monday"),
        ("facts.relative-date", "on Tuesday"),
        ("facts.relative-date", "on Friday"),
        ("facts.relative-date", "on Monday"),
    ],
    "commentary-phoenix-2025.txt": [("facts.no-credit", "0.0 credits")],
}


def findings(samples, name):
    document = read(samples, name)
    context = Context(day=WEEKS[name][1], companies=KNOWN, names=NAMES)
    return [finding for check in CHECKS for finding in check(document, context)]


@pytest.mark.parametrize("name", FOUND)
def test_the_findings_on_a_real_text_are_these(samples, name):
    seen = [
        (one.code, one.passage or f"{one.place.section}.{one.place.item} {one.place.field}")
        for one in findings(samples, name)
    ]

    assert seen == FOUND[name]


def test_the_one_weekday_of_the_week_is_offered_its_date(samples):
    fixes = [one.fix.after for one in findings(samples, "cx-tech-2021-01.txt") if one.fix]

    assert fixes == ["on January 18"]


def test_a_slip_put_into_a_real_text_is_found(samples):
    document = read(samples, "cx-tech-2021-01.txt")
    first = document.sections[0].items[0]
    slipped = replace(first, body=first.body.replace("($3 billion)", "($30 billion)"))
    section = replace(document.sections[0], items=(slipped,))

    edition = replace(document, sections=(section,))

    seen = sums.currencies_disagree(edition, Context(day=document.week_last))

    assert [one.passage for one in seen] == ["20 billion yuan ($30 billion)"]
