"""Saving what an editor types, field by field, so that no two colleagues overwrite each other.

A save names the fields it changes, and with each the stamp of the text it started from. A field that a
colleague changed meanwhile is refused, its text is set aside as a Version, and both texts go back to be
merged; the other fields of the same save are kept.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from editions import versions
from editions.fields import EDITION, ITEM, SECTION, SLOT, plain, stamp
from editions.models import Edition, Section, Slot, Version
from sources.models import NewsItem
from sources.workflow import WorkflowError

OUT = "This is out: its words change by a correction, and no other way."


@dataclass
class Saved:
    """What became of a save. `stamps` are those of the texts that stand now, of the fields sent."""

    row: object
    stamps: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)  # by field, a sentence each
    stale: dict[str, tuple[str, str]] = field(default_factory=dict)  # by field, (theirs, mine)
    aside: Version | None = None


def save_item(pk, sent, started, *, by, now):
    """Save the fields `sent` of an item; `started` are their stamps. Raises WorkflowError where it is out."""
    with transaction.atomic():
        item = NewsItem.objects.select_for_update(of=("self",)).get(pk=pk)
        if item.is_frozen and any(ITEM[name].is_words for name in sent if name in ITEM):
            raise WorkflowError(OUT)
        saved = _apply(item, ITEM, sent, started)
        if saved.changed:
            item.version += 1
            item.save()
            versions.keep_item(item, by=by, now=now, kind=Version.Kind.AUTOSAVED)
        if saved.stale:
            saved.aside = versions.set_aside(item, item, _mine(saved), by=by, now=now)
    return saved


def save_edition(pk, sent, started, *, by, now):
    """Save the fields `sent` of an edition. Raises WorkflowError where `by` may not write in it now."""
    with transaction.atomic():
        edition = _locked(pk, by)
        saved = _apply(edition, EDITION, sent, started)
        return _keep(edition, edition, saved, by=by, now=now)


def save_section(pk, sent, started, *, by, now):
    """The same for a section of an edition."""
    with transaction.atomic():
        edition = _locked(Section.objects.values_list("edition", flat=True).get(pk=pk), by)
        section = Section.objects.get(pk=pk)
        saved = _apply(section, SECTION, sent, started)
        return _keep(edition, section, saved, by=by, now=now)


def save_wording(pk, sent, started, *, by, now):
    """The same for the wording that an item has in one edition."""
    with transaction.atomic():
        edition = _locked(Slot.objects.values_list("section__edition", flat=True).get(pk=pk), by)
        slot = Slot.objects.get(pk=pk)
        saved = _apply(slot, SLOT, sent, started)
        return _keep(edition, slot, saved, by=by, now=now)


def _locked(pk, by):
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=pk)
    edition.wants_writer(by)
    return edition


def _apply(row, fields, sent, started):
    """Write into `row` what may be written, and note why the rest may not, in the order of `fields`."""
    saved = Saved(row)
    for name in (name for name in fields if name in sent):
        now_there, mine = fields[name].read(row), plain(sent[name])
        if mine != now_there:
            if started.get(name) != stamp(now_there):
                saved.stale[name] = now_there, mine
            elif error := _refused(fields[name], row, mine):
                saved.errors[name] = error
            else:
                saved.changed.add(name)
        saved.stamps[name] = stamp(fields[name].read(row))
    return saved


def _refused(one, row, text):
    """Why `text` cannot be written, as a sentence; where it can, it has been."""
    before = row.__dict__.copy()
    try:
        with transaction.atomic():  # so that nothing half-written stays of what stands in rows of its own
            one.write(row, text)
            row.clean()
    except ValidationError as error:
        row.__dict__.update(before)
        return " ".join(error.messages)
    return ""


def _keep(edition, row, saved, *, by, now):
    """Save the edition, or a part of it, as a version of the edition."""
    if saved.changed:
        edition.version += 1
        row.save()
        Edition.objects.filter(pk=edition.pk).update(version=edition.version)
        versions.keep_edition(edition, by=by, now=now, kind=Version.Kind.AUTOSAVED)
    if saved.stale:
        saved.aside = versions.set_aside(edition, row, _mine(saved), by=by, now=now)
    return saved


def _mine(saved):
    return {name: mine for name, (_, mine) in saved.stale.items()}
