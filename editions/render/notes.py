"""What readers are told of corrections and removals, in the language in force. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editions.document import CorrectionDoc, EditionDocument, ItemDoc
from editions.render import figures
from editions.worddiff import diff_html, diff_text
from sources.markup import trusted

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Note:
    """A correction; `where` and `anchor` name the item in its edition, empty where that is wrong itself."""

    day: str
    correction: CorrectionDoc
    where: str = ""
    anchor: str = ""

    @property
    def text(self) -> str:
        """ "3 August 2025, “Vivo opens in Lima”: The number of shops was wrong." """
        place = f"“{self.where}”" if self.where else ""
        return ": ".join([", ".join(filter(None, (self.day, place))), self.correction.note])

    @property
    def difference(self) -> str:
        return diff_text(self.correction.before, self.correction.after)


def notes(document: EditionDocument) -> list[Note]:
    """Return every correction of the edition and of its items, the newest first."""
    zone = document.masthead.time_zone
    found = [Note(_day(one.at, zone), one) for one in document.corrections]
    for item, anchor in zip(document.items, figures.item_anchors(document), strict=True):
        label = item.headline or item.label
        found += [Note(_day(one.at, zone), one, label, anchor) for one in item.corrections]
    return sorted(found, key=lambda note: note.correction.at or LONG_AGO, reverse=True)


def item_notes(item: ItemDoc, zone: str) -> list[Note]:
    """Return the corrections of an item that stands alone, the newest first."""
    found = [Note(_day(one.at, zone), one) for one in item.corrections]
    return sorted(found, key=lambda note: note.correction.at or LONG_AGO, reverse=True)


def listed(found: list[Note]) -> SafeString:
    """Return the notes as a list that shows what was wrong and what is right, or nothing."""
    entries = format_html_join("", "<li>{}</li>", ((_entry(note),) for note in found))
    return format_html("<ul>{}</ul>", entries) if entries else trusted("")


def under(item: ItemDoc, zone: str) -> SafeString:
    """Return what stands under a corrected item: a dated line for each correction."""
    return format_html_join("", '<p class="corrected">{}</p>', ((line,) for line in lines_under(item, zone)))


def lines_under(item: ItemDoc, zone: str) -> Iterator[str]:
    for note in item_notes(item, zone):
        if note.day:
            yield _("Corrected on %(day)s: %(note)s") % {"day": note.day, "note": note.correction.note}
        else:
            yield _("Corrected: %(note)s") % {"note": note.correction.note}


def with_notices(document: EditionDocument) -> EditionDocument:
    """Return the document with the words of a notice in place of each item that was removed."""
    if not any(item.removed for item in document.items):
        return document
    zone = document.masthead.time_zone
    sections = (
        replace(section, items=tuple(_notice(item, zone) if item.removed else item for item in section.items))
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


def _notice(item: ItemDoc, zone: str) -> ItemDoc:
    day = _day(item.removed_at, zone)
    form = _("Removed on %(day)s: %(reason)s") if day else _("Removed: %(reason)s")
    words = form % {"day": day, "reason": " ".join(item.removed.split())}
    return replace(item, body=words, html=format_html('<p class="removed">{}</p>', words))


def _entry(note: Note) -> SafeString:
    correction = note.correction
    parts = [
        format_html('<time datetime="{}">{}</time>', correction.at.isoformat(), note.day)
        if correction.at
        else "",
        format_html('<a href="#{}">{}</a>', note.anchor, note.where or _("this item")) if note.anchor else "",
    ]
    place = format_html_join(" · ", "{}", ((part,) for part in parts if part))
    lines = (place, correction.note, diff_html(correction.before, correction.after))
    return format_html_join(trusted("<br>"), "{}", ((line,) for line in lines if line))


def _day(moment: datetime | None, zone: str) -> str:
    return figures.day_text(moment, zone) if moment else ""
