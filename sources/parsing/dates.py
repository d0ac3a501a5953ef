"""Moments as pages and feeds write them. Pure."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_date

YEARS = range(1995, 2100)  # what lies outside is a slip, or says "never"
LONGEST = 60
CHINA = timezone(timedelta(hours=8))
# Hours from UTC, of the names that newsrooms print; CST is China's own in a Chinese text.
ZONES = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "BST": 1, "CET": 1, "CEST": 2, "MSK": 3, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9, "AEST": 10,
}  # fmt: skip
SINCE_1970 = re.compile(r"1\d{9}(?:\d{3})?")  # seconds or milliseconds of the years 2001 to 2033
NEVER = re.compile(r"(?<![+-])\b000\d\b|-000[1-9]$")  # a year that the libraries read as 2001; no zone
# Source: RFC 5322, section 3.3.
MAIL = re.compile(r"^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} [\d:]{5,8} (?:[+-]\d{4}|GMT)$")
# Two days that differ in every part: what is read otherwise with each does not name a whole day.
DAYS = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001


def moment(text: object, *, chinese: bool = False) -> datetime | None:
    """Return the moment that `text` names, in UTC; None where it names no whole day of 1995 to 2099.

    Without a zone it is Beijing's time if `chinese`, otherwise UTC; without an hour it is midnight. A number
    counts the seconds or milliseconds since 1970.
    """
    if isinstance(text, int | float) and 1e9 <= text < 2e12:
        text = str(int(text))
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST or NEVER.search(text):
        return None
    if SINCE_1970.fullmatch(text.strip()):
        number = int(text)
        return datetime.fromtimestamp(number if number < 1e10 else number / 1000, UTC)
    written = re.sub(r"\b(?:GMT|UTC)(?=[+-]\d)", "", re.sub(r"\s*[年月/]\s*", "-", text.strip()))
    found = _read(re.sub(r"日\s*", " ", written).strip(), chinese)
    if found is None or found.year not in YEARS:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=CHINA if chinese else UTC)
    return found.astimezone(UTC)


def _read(text: str, chinese: bool) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if MAIL.search(text):
        try:
            return parsedate_to_datetime(text.replace("-0000", "+0000"))  # four times as fast
        except ValueError:
            return None
    hours = ZONES | {"CST": 8} if chinese else ZONES

    def zone(name: str | None, seconds: int | None) -> timezone | None:
        if seconds is None:
            return timezone(timedelta(hours=hours[name])) if name in hours else None
        return timezone(timedelta(seconds=seconds))

    try:
        one, other = (parse_date(text, default=day, tzinfos=zone) for day in DAYS)
    except (ParserError, OverflowError, ValueError, TypeError):
        return None
    return one if one.date() == other.date() else None
