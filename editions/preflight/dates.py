"""Dates that cannot be right: of events outside the edition's week, and weekdays of another day. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Place, rule
from editions.preflight.sums import named_years
from editions.preflight.texts import texts

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CHINESE_WEEKDAYS = "一二三四五六日"
EARLIEST = timedelta(days=14)  # before the week: news may be some days old when it is gathered
FAR = timedelta(days=90)  # a date without a year that is further off may be of another year
# a sentence or an item with one of these may tell of what is to come
AHEAD = (
    r"\b(?:will|would|shall|plan\w*|expect\w*|due|set to|slated|schedul\w*|aim\w*|intend\w*|upcoming|coming"
    r"|next|ahead of|to (?:begin|debut|launch|list|open|release|start|unveil))\b|将|预计|计划|拟|即将|有望"
)


@rule(
    "facts.outside-week",
    WARNING,
    "Event outside the edition's week",
    example="An item dated 2 May in the edition of 7 to 13 July.",
    piecewise=True,
)
def outside_week(document: EditionDocument, context: Context) -> Iterator[Finding]:
    first, last = document.week_first, document.week_last
    for number, section in enumerate(document.sections):
        for place, item in enumerate(section.items):
            day = item.event_date
            if not (day and first and last) or item.format == "commentary" or section.layout == "sponsor":
                continue
            here = Place("event_date", number, place)
            if day < first - EARLIEST:
                sentence = f"It is dated {full(day)}, long before the week of this edition: check the date."
                yield Finding(here, sentence, str(day))
            elif day > last and not _AHEAD.search(f"{item.headline} {item.body}"):
                sentence = f"It is told as past, and dated {full(day)}, after the week of this edition:"
                yield Finding(here, f"{sentence} check the date.", str(day))


@rule(
    "facts.wrong-weekday",
    WARNING,
    "Weekday that does not fit the date",
    example="Monday, July 6 (in 2025 a Sunday)",
    piecewise=True,
)
def wrong_weekday(document: EditionDocument, context: Context) -> Iterator[Finding]:
    around = document.week_last or context.day
    for text in texts(document):
        forms = [form for words, form in _DATED if any(word in text.masked for word in words)]
        for match in (match for form in forms for match in form.finditer(text.masked)):
            named, month, day = weekday(match["weekday"]), _month(match["month"]), int(match["day"])
            years = [int(match["year"])] if match["year"] else range(around.year - 1, around.year + 2)
            possible = [found for year in years if (found := _day(year, month, day))]
            if not possible:
                yield Finding(text.place, f"There is no such day as “{match[0]}”: mend it.", match[0])
                continue
            meant = min(possible, key=lambda found: abs(found - around))
            others = [] if match["year"] else [_day(year, month, day) for year in named_years(text.text)]
            if abs(meant - around) > FAR:
                others += possible
            if all(found.weekday() != named for found in (meant, *filter(None, others))):
                sentence = f"{full(meant)} was a {WEEKDAYS[meant.weekday()]}, not a {WEEKDAYS[named]}."
                yield Finding(text.place, f"{sentence} Mend the day or the date.", match[0])


def full(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday(name: str) -> int:
    """Return the number of a weekday in English or Chinese; Monday is 0."""
    if name in WEEKDAYS:
        return WEEKDAYS.index(name)
    return CHINESE_WEEKDAYS.index(name.replace("天", "日"))


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_AHEAD = re.compile(AHEAD)
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_MONTH = rf"(?P<month>{'|'.join(rf'{month[:3]}(?:{month[3:]}|t)?' for month in MONTHS)})\b\.?"
_NUMBER = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9]|[.,][0-9]|%)"
_YEAR = r"(?:,? (?P<year>20[0-9]{2})(?![0-9]))?"
_ALONE = r"(?<!to )(?<!and )(?<!through )(?<!until )(?<![–-])"  # not the end of "Monday to Friday, July 7-11"
# words without which the form is not there, and the form
_DATED = (
    (WEEKDAYS, re.compile(rf"{_ALONE}\b{_WEEKDAY}(?:,? | \(){_MONTH} {_NUMBER}{_YEAR}")),
    (WEEKDAYS, re.compile(rf"{_ALONE}\b{_WEEKDAY}(?:,? | \()(?:the )?{_NUMBER} (?:of )?{_MONTH}{_YEAR}")),
    (WEEKDAYS, re.compile(rf"\b{_MONTH} {_NUMBER}{_YEAR} \({_WEEKDAY}\)")),
    (
        ("周", "星期", "礼拜"),
        re.compile(
            r"(?:(?P<year>20[0-9]{2}) ?年 ?)?(?<![0-9])(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2}) ?[日号]"
            r" ?[（(]?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
        ),
    ),
)
CHECKS = (outside_week, wrong_weekday)
