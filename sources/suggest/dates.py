"""The day on which something happened, as a text tells it. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from sources.mentions import fold

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
CHINESE_WEEKDAYS = "一二三四五六日"

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_MONTH = (
    r"(?P<word>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
# not the figure of "May 5.5%", "March 3 million"
_NO_SUM = r"(?![0-9%]|[.,][0-9]|\s*(?:percent|million|billion|thousand|yuan|units))"

# a day with its month; the year may be missing
DAYS = (
    rf"(?<![0-9]){_YEAR}(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})(?![0-9])",
    rf"(?:(?<![0-9]){_YEAR} ?年 ?)?(?<![0-9])(?P<month>[0-9]{{1,2}}) ?月 ?(?P<day>[0-9]{{1,2}}) ?[日号]",
    rf"\b{_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR}|{_NO_SUM})",
    rf"(?<![0-9.,$€£])\b(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? {_YEAR})?",
)
# a day of the week that is past; "next Friday" is not
PAST_WEEKDAYS = (
    rf"\b(?:on|late|early|since|(?P<last>last)) (?P<weekday>{'|'.join(WEEKDAYS.split())})\b",
    rf"\b(?P<weekday>{'|'.join(WEEKDAYS.split())})'s\b",
    rf"(?<!下)(?<!下个)(?:周|星期|礼拜)(?P<weekday>[{CHINESE_WEEKDAYS}天])(?!刊|报)",
)

NEAR = timedelta(days=183)  # what is further away is history: "founded on 4 May 2014"

_DAYS = tuple(map(re.compile, DAYS))
_PAST_WEEKDAYS = tuple(map(re.compile, PAST_WEEKDAYS))


def suggest_date(text: str, *, around: date) -> date | None:
    """Return the first day named in `text`, which was written at about `around`, or None.

    A day without a year is the nearest one; a day of the week is the last one up to `around`. A day of
    another year counts only where there is nothing else.
    """
    folded = fold(text)
    days = [day for _, day in sorted(_days(folded, around))]
    near = [day for day in days if abs(day - around) <= NEAR]
    weekdays = [day for _, day in sorted(_weekdays(folded, around))]
    return next(iter(near + weekdays + days), None)


def _days(text: str, around: date) -> Iterator[tuple[int, date]]:
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = int(parts["month"]) if parts.get("month") else _month(parts["word"])
            years = [int(parts["year"])] if parts["year"] else range(around.year - 1, around.year + 2)
            possible = [day for year in years if (day := _day(year, month, int(parts["day"])))]
            if possible:
                yield match.start(), min(possible, key=lambda day: abs(day - around))


def _weekdays(text: str, around: date) -> Iterator[tuple[int, date]]:
    for pattern in _PAST_WEEKDAYS:
        for match in pattern.finditer(text):
            ago = (around.weekday() - _weekday(match["weekday"])) % 7
            if ago == 0 and "last" in match.groupdict() and match["last"]:
                ago = 7
            if around - date.min >= timedelta(days=ago):
                yield match.start(), around - timedelta(days=ago)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    return MONTHS.split().index(word[:3]) + 1


def _weekday(word: str) -> int:
    if word in WEEKDAYS:
        return WEEKDAYS.split().index(word)
    return CHINESE_WEEKDAYS.index(word.replace("天", "日"))
