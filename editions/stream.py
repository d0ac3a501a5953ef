"""A portal's stream, copied from its page: dated stories, one under another. Pure.

A story opens with its dateline ("Ding Yi / Jan 19, 2021 06:27 PM / Business & Tech") and ends with the
newsroom's contacts and the titles of related stories. A page gives pictures twice, as text and as
what stands in for the text, so that credits and captions come doubled.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from editions.damage import lost_link_text
from editions.document import ContributorDoc, EditionDocument, ItemDoc, PictureDoc, SectionDoc, SeeAlsoDoc
from editions.pasted import Mark, Parsed, clean
from sources.cleaning import Dropped
from sources.furniture import CONTACT, LONGEST_CAPTION, PHOTO, RELATED, RELATED_HEADING, furniture

SEPARATOR = re.compile(r"\s*[/|／｜]\s*")
NAMES = re.compile(r"\s*[,，;、&]\s*(?:and\s+)?|\s+and\s+", re.I)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?(?:\s*(?P<half>[ap])\.?m\.?)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
DATES = [
    re.compile(rf"{day}(?:(?:,?\s+|T|(?<=日)){CLOCK})?", re.I)
    for day in (
        rf"(?P<month>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+{YEAR}",
        rf"(?P<day>\d{{1,2}})\s+(?P<month>[a-z]{{3,9}})\.?,?\s+{YEAR}",
        rf"{YEAR}[-.年](?P<month>\d{{1,2}})[-.月](?P<day>\d{{1,2}})日?",
    )
]
LONGEST_DATELINE = 200  # characters; a line that is longer is a paragraph
LONGEST_HEADER = 600
LONGEST_TITLE = 150

LINK = re.compile(r"\[(?P<title>[^\[\]]+)\]\((?P<url>[^()\s]+)\)")


def parse(text: str, *, zone: ZoneInfo) -> Parsed:
    """Return the stream as one section of stories; its datelines give the local time of `zone`.

    Raises PasteError if the paste cannot be read at all.
    """
    (_, head), *rest = _parts(clean(text), zone)
    stories = [_Story(dateline, lines) for dateline, lines in rest]
    dropped: list[Dropped] = []
    if not rest:
        stories = [_Story(None, head)]
    elif _is_header(head):
        dropped = [Dropped(line, "Stands above the first dateline: the portal's header.") for line in head]
    else:
        stories.insert(0, _Story(None, head))
    section = SectionDoc(layout="feature", items=tuple(story.item() for story in stories))
    return Parsed(
        EditionDocument(sections=(section,)),
        tuple(mark for number, story in enumerate(stories) for mark in story.marks(number)),
        (*dropped, *(drop for story in stories for drop in story.dropped)),
    )


def contributors(names: str) -> tuple[ContributorDoc, ...]:
    """Return each person of "By Qian Tong, Yuan Ruiyang and Han Wei"."""
    names = re.sub(r"^by\s+", "", names.strip(), flags=re.I)
    return tuple(ContributorDoc(name) for name in NAMES.split(names) if name)


@dataclass(frozen=True)
class _Dateline:
    """`published_at` is None where the line gives a date that does not exist."""

    line: str
    byline: tuple[ContributorDoc, ...] = ()
    published_at: datetime | None = None
    topics: tuple[str, ...] = ()
    has_clock: bool = True


def _parts(text: str, zone: ZoneInfo) -> list[tuple[_Dateline | None, list[str]]]:
    """Return the lines above the first dateline, then each dateline with the lines under it."""
    parts: list[tuple[_Dateline | None, list[str]]] = [(None, [])]
    for line in filter(None, map(str.strip, text.split("\n"))):
        if dateline := _dateline(line, zone):
            parts.append((dateline, []))
        else:
            parts[-1][1].append(line)
    return parts


def _dateline(line: str, zone: ZoneInfo) -> _Dateline | None:
    fields = SEPARATOR.split(line) if len(line) <= LONGEST_DATELINE else []
    if len(fields) < 2:
        return None
    dates = [next(filter(None, (form.fullmatch(field) for form in DATES)), None) for field in fields]
    if not any(dates):
        return None
    i, date = next((i, date) for i, date in enumerate(dates) if date)
    try:
        moment = _moment(date, zone)
    except ValueError:
        return _Dateline(line)
    names, topics = ", ".join(fields[:i]), tuple(filter(None, fields[i + 1 :]))
    return _Dateline(line, contributors(names), moment, topics, bool(date["hour"]))


def _moment(date: re.Match[str], zone: ZoneInfo) -> datetime:
    """Raises ValueError if there is no such day or hour."""
    hour, minute = int(date["hour"] or 0), int(date["minute"] or 0)
    if date["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if date["half"] in "pP" else 0)
    return datetime(int(date["year"]), _month(date["month"]), int(date["day"]), hour, minute, tzinfo=zone)


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    return MONTHS.index(name[:3].lower()) + 1  # ValueError where it names no month


def _is_header(lines: list[str]) -> bool:
    """Tell the name and menus of a site from the end of a story whose dateline was not copied."""
    a_story_ends = any(CONTACT.fullmatch(_words(line)) or RELATED.fullmatch(line) for line in lines)
    return not a_story_ends and sum(map(len, lines)) <= LONGEST_HEADER


class _Story:
    """The lines of one story, each in its place."""

    def __init__(self, dateline: _Dateline | None, lines: Iterable[str]) -> None:
        self.dateline = dateline
        self.paragraphs: list[str] = []
        self.see_also: list[SeeAlsoDoc] = []
        self.dropped: list[Dropped] = []
        self.caption = self.credit = self.stray = ""
        self.ended = False
        if dateline and not dateline.published_at:
            self.paragraphs.append(dateline.line)
        for line, copies in groupby(lines):
            self._place(line, len(list(copies)))

    def item(self) -> ItemDoc:
        dateline = self.dateline or _Dateline("")
        pictured = self.caption or self.credit
        return ItemDoc(
            body="\n\n".join(self.paragraphs),
            format="story",
            topics=dateline.topics,
            byline=dateline.byline,
            published_at=dateline.published_at,
            image=PictureDoc("", caption=self.caption, credit=self.credit) if pictured else None,
            see_also=tuple(self.see_also),
        )

    def marks(self, number: int) -> Iterator[Mark]:
        """Yield what an editor should look at in this story, the `number`th of its section."""
        item = f"sections.0.items.{number}"
        body = f"{item}.body"
        if not self.dateline:
            start = self.paragraphs[0] if self.paragraphs else ""
            yield Mark(body, start, "No dateline was found above this text: who wrote it, and when?")
        elif not self.dateline.published_at:
            yield Mark(body, self.dateline.line, "There is no such date or time.")
        elif not self.dateline.has_clock:
            yield Mark(f"{item}.published_at", self.dateline.line, "The dateline gives no hour.")
        if self.dateline and self.paragraphs in ([], [self.dateline.line]):
            yield Mark(body, self.dateline.line, "No text stands under this dateline.")
        if self.stray:
            yield Mark(body, self.stray, "Stands below the end of this story: is it another?")
        text = "\n\n".join(self.paragraphs)
        for words in lost_link_text(text):
            yield Mark(body, words, "A link's text seems to have been lost here.")

    def _place(self, line: str, copies: int) -> None:
        if why := furniture(_words(line)):
            self.dropped += [Dropped(line, why)] * copies
        elif self._take_related(line) or self._take_picture(line, copies):
            self.dropped += [Dropped(line, "Stands more than once in the copy; kept once.")] * (copies - 1)
        else:
            self.stray = self.stray or (line if self.ended else "")
            self.paragraphs += [line] * copies
        self.ended = self.ended or any(end.fullmatch(_words(line)) for end in (CONTACT, RELATED_HEADING))

    def _take_picture(self, line: str, copies: int) -> bool:
        """Keep the credit or the caption of the one picture that a story has; tell whether it was one."""
        photo = PHOTO.fullmatch(line)
        if photo and not self.credit and not (photo["caption"] and self.caption):
            self.credit = photo["credit"]
            self.caption = photo["caption"] or self.caption
            return True
        if copies > 1 and not photo and not self.caption and len(line) <= LONGEST_CAPTION:
            self.caption = line
            return True
        return False

    def _take_related(self, line: str) -> bool:
        """Keep a title that is named as related, or stands where such titles stand; tell whether it was."""
        related = RELATED.fullmatch(line)
        if not related and not (self.ended and _reads_like_a_title(line)):
            return False
        title = related["title"] if related else line
        link = LINK.fullmatch(title)
        self.see_also.append(SeeAlsoDoc(link["title"], link["url"]) if link else SeeAlsoDoc(title))
        return True


def _words(line: str) -> str:
    """Return the line as it read on the page, without the addresses of its links."""
    return LINK.sub(r"\g<title>", line)


def _reads_like_a_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and line[-1] not in ".!。！,;:：" and not re.search(r"\s[/|]\s", line)
