"""Words that only the day of writing explains, such as "on Monday": in an archive they say nothing. Pure.

A standing text, a standing head and the subject line belong to their week, and a quotation to whoever
spoke. "This year" and "last month" are read with the date of the edition, which stands above them.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.dates import AHEAD, MONTHS, WEEKDAYS, weekday
from editions.preflight.findings import WARNING, Finding, Fix, rule, section_of
from editions.preflight.texts import Text, texts

# before a weekday of a certain week; "on Mondays" and "every Monday" are of no week
TOLD = "announced|closed|confirmed|filed|launched|opened|published|released|reported|said|signed|unveiled"
LEADS = (
    rf"(?P<lead>[Oo]n |(?:{TOLD}) )"
    r"|(?:[Oo]n )?(?:[Ll]ast|[Tt]his|[Nn]ext) |(?:[Ss]ince|[Uu]ntil|[Bb]efore|[Bb]y|[Ll]ate|[Ee]arly) "
)
PART = r"(?: (?P<part>morning|afternoon|evening|night)\b)?"
DATED = rf"(?!(?:,? | ?\()(?:the )?(?:[0-9]|(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]* [0-9]))"
NOT_OF_A_WEEK = r"(?! (?:of|(?:morning|afternoon|evening|night)s)\b)"
NAMED = (
    rf"\b(?:{LEADS})(?P<weekday>{'|'.join(WEEKDAYS)})\b(?![’'-]){PART}{DATED}{NOT_OF_A_WEEK}"
    rf"|\b(?:{'|'.join(WEEKDAYS)})[’']s(?= [a-z])"
)
UNNAMED = (
    r"(?<!the )(?<!its )(?<!their )\b(?:[Ll]ast|[Nn]ext) (?:week|weekend|night)\b(?! of| before)"
    r"|\b[Tt]his (?:week|weekend|morning|afternoon|evening)\b|\b[Tt]onight\b|\b[Ee]arlier today\b"
    r"|\b(?:announced|launched|reported|said|unveiled) today\b"
    r"|(?<!of )(?<!than )\b[Yy]esterday\b(?![’'])|(?<!of )(?<!for )(?<!and )\b[Tt]omorrow\b(?![’'])"
)
CHINESE = (
    r"昨[天日晚]|今[早晨晚](?!报)|[上本下]周(?:[一二三四五六日天末](?!报|刊))?(?![期口岁转边刊报年])"
    r"|(?<=[在于])周[一二三四五六日天](?=[^\w]|[宣发表推开公正举])"
)
# words without which none of the forms is there, and the forms
FORMS = (
    (WEEKDAYS, NAMED),
    (("week", "night", "morning", "afternoon", "evening", "today", "esterday", "omorrow"), UNNAMED),
    (("昨", "今", "周"), CHINESE),
)
QUOTED = r"“[^”\n]*”|(?<!\w)\"[^\"\n]*\"|「[^」\n]*」|『[^』\n]*』|(?m:^ {0,3}>.*$)"
END = r"(?<=[.!?。！？])\s|\n"  # of a sentence


@rule(
    "facts.relative-date",
    WARNING,
    "Date that only its week explains",
    example="The maker said on Monday that it would close.",
    piecewise=True,
)
def relative_date(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        if _is_lasting(document, text):
            for match in _matches(text.masked):
                sentence = f"“{match[0]}” will mean nothing to a later reader: give the date."
                yield Finding(text.place, sentence, match[0], _fix(match, text, document))


def _matches(text: str) -> Iterator[re.Match[str]]:
    forms = [form for words, form in _FORMS if any(word in text for word in words)]
    quoted = [match.span() for match in _QUOTED.finditer(text)] if forms else []
    for match in sorted((match for form in forms for match in form.finditer(text)), key=re.Match.start):
        if any(start <= match.start() < end for start, end in quoted):
            continue
        if not _OF_DAYS.search(text[max(0, match.start() - 14) : match.start()]):
            yield match


def _is_lasting(document: EditionDocument, text: Text) -> bool:
    """Tell whether the text is told in the edition's own voice, and is read long after."""
    section = section_of(document, text.place)
    return bool(section) and text.place.field != "heading" and section.layout not in ("quote", "sponsor")


def _fix(match: re.Match[str], text: Text, document: EditionDocument) -> Fix | None:
    """The date itself, where only one day can be meant."""
    lead = match.groupdict().get("lead")
    if not lead or _AHEAD.search(_sentence(text.masked, match.start(), match.end())):
        return None
    day = _meant(weekday(match["weekday"]), text, document)
    if day is None:
        return None
    told = f"{MONTHS[day.month - 1]} {day.day}"
    words = f"on the {match['part']} of {told}" if match["part"] else f"on {told}"
    after = lead[0] + words[1:] if lead in ("On ", "on ") else lead + words
    return Fix(f"Write “{after}”", match.start(), match[0], after)


def _meant(named: int, text: Text, document: EditionDocument) -> date | None:
    """The day of the edition's week that the weekday names, unless the item is of another day."""
    first, last, item = document.week_first, document.week_last, text.item
    if not first or not last or last - first > timedelta(days=6):
        return None
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if item and item.event_date:
        days = [item.event_date] if item.event_date in days else []
    elif item and item.published_at:  # then it is the last such day before
        told = _local(item.published_at, document.masthead.time_zone)
        days = [day for day in days if told - timedelta(days=6) <= day <= told]
    return next((day for day in days if day.weekday() == named), None)


def _local(moment: datetime, time_zone: str) -> date:
    try:
        return moment.astimezone(ZoneInfo(time_zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return moment.date()


def _sentence(text: str, start: int, end: int) -> str:
    begins = max((match.end() for match in _END.finditer(text, 0, start)), default=0)
    ends = _END.search(text, end)
    return text[begins : ends.start() if ends else len(text)]


_FORMS = tuple((words, re.compile(form)) for words, form in FORMS)
_QUOTED, _END, _AHEAD = re.compile(QUOTED), re.compile(END), re.compile(AHEAD)
_OF_DAYS = re.compile(rf"(?:{'|'.join(WEEKDAYS)}|[Ee]very|[Ee]ach) $")  # "Monday until Friday"
CHECKS = (relative_date,)
