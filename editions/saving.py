"""Saving what an editor types, field by field, so that no two colleagues overwrite each other.

A save names the fields it changes, and with each the stamp of the text it started from. A field that a
colleague changed meanwhile is refused, its text is set aside as a Version, and both texts go back to be
merged; the other fields of the same save are kept. What a role or a state refuses is set aside too.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from editions import versions
from editions.fields import EDITION, ITEM, SECTION, SLOT, plain, stamp
from editions.models import Edition, Section, Slot, Version
from sources.models import NewsItem
from sources.workflow import WorkflowError

OUT = "This is out: its words change by a correction, and no other way."


@dataclass(frozen=True)
class Typed:
    """The text of a field, the stamp of what it started from, and the texts of earlier saves of it whose
    answers never reached the browser: one of them may stand here by now."""

    text: str
    started: str
    unanswered: tuple[str, ...] = ()


@dataclass
class Saved:
    """What became of a save. `stamps` are those of the texts that stand now, of the fields sent."""

    owner: object  # the edition or item
    row: object  # the same, or the section or slot of the edition
    stamps: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)  # by field, a sentence each
    stale: dict[str, tuple[str, str]] = field(default_factory=dict)  # by field, (theirs, mine)
    overtaken: dict[str, str] = field(default_factory=dict)  # saved unanswered; what a colleague made of it
    aside: Version | None = None


def save_item(pk, sent, *, by, now):
    """Save the fields `sent` of an item, each `Typed`. Raises WorkflowError where it is out."""
    with _saving(ITEM, sent, by=by, now=now) as save:
        item = NewsItem.objects.select_for_update(of=("self",)).get(pk=pk)
        saved = save(item, item)
        if item.is_frozen and any(ITEM[name].is_words for name in sent if name in ITEM):
            raise WorkflowError(OUT)
        _apply(saved, ITEM, sent, by=by)
        if saved.changed:
            item.version += 1
            item.save()
            versions.keep_item(item, by=by, now=now, kind=Version.Kind.AUTOSAVED)
    return saved


def save_edition(pk, sent, *, by, now):
    """Save the fields `sent` of an edition. Raises WorkflowError where `by` may not write in it now."""
    with _saving(EDITION, sent, by=by, now=now) as save:
        edition = _locked(pk)
        return _save_part(save(edition, edition), EDITION, sent, by=by, now=now)


def save_section(pk, sent, *, by, now):
    """The same for a section of an edition."""
    with _saving(SECTION, sent, by=by, now=now) as save:
        edition = _locked(Section.objects.values_list("edition", flat=True).get(pk=pk))
        return _save_part(save(edition, Section.objects.get(pk=pk)), SECTION, sent, by=by, now=now)


def save_wording(pk, sent, *, by, now):
    """The same for the wording that an item has in one edition."""
    with _saving(SLOT, sent, by=by, now=now) as save:
        edition = _locked(Slot.objects.values_list("section__edition", flat=True).get(pk=pk))
        return _save_part(save(edition, Slot.objects.get(pk=pk)), SLOT, sent, by=by, now=now)


@contextmanager
def _saving(fields, sent, *, by, now):
    """One save, whole or not at all; what was typed and could not be written is set aside either way.

    Yields a function that begins a `Saved`, called once the rows are locked.
    """
    begun = []

    def begin(owner, row):
        begun.append(Saved(owner, row))
        return begun[0]

    try:
        with transaction.atomic():
            yield begin
            [saved] = begun
            saved.aside = _set_aside(saved, {name: mine for name, (_, mine) in saved.stale.items()}, by, now)
    except WorkflowError:
        if begun:  # and rolled back
            there = {name: fields[name].read(begun[0].row) for name in sent if name in fields}
            refused = {name: plain(sent[name].text) for name in there}
            _set_aside(begun[0], {k: text for k, text in refused.items() if text != there[k]}, by, now)
        raise


def _set_aside(saved, texts, by, now):
    return versions.set_aside(saved.owner, saved.row, texts, by=by, now=now) if texts else None


def _locked(pk):
    return Edition.objects.select_for_update(of=("self",)).get(pk=pk)


def _save_part(saved, fields, sent, *, by, now):
    """Save the edition, or a part of it, as a version of the edition."""
    edition = saved.owner
    edition.wants_writer(by)
    _apply(saved, fields, sent, by=by)
    if saved.changed:
        edition.version += 1
        saved.row.save()
        Edition.objects.filter(pk=edition.pk).update(version=edition.version)
        versions.keep_edition(edition, by=by, now=now, kind=Version.Kind.AUTOSAVED)
    return saved


def _apply(saved, fields, sent, *, by):
    """Write into the row what may be written, and note why the rest may not, in the order of `fields`."""
    row = saved.row
    for name in (name for name in fields if name in sent):
        now_there, mine = fields[name].read(row), plain(sent[name].text)
        if mine != now_there:
            if _started_elsewhere(sent[name], now_there):
                if _was_saved(saved, name, sent[name], mine, by):
                    saved.overtaken[name] = now_there
                else:
                    saved.stale[name] = now_there, mine
            elif error := _refused(fields[name], row, mine):
                saved.errors[name] = error
            else:
                saved.changed.add(name)
        saved.stamps[name] = stamp(fields[name].read(row))


def _started_elsewhere(typed, now_there):
    return typed.started != stamp(now_there) and now_there not in map(plain, typed.unanswered)


def _was_saved(saved, name, typed, mine, by):
    """Whether this very text was saved already, unheard of, and a colleague wrote on from it."""
    sent_before = mine in map(plain, typed.unanswered)
    return sent_before and saved.row is saved.owner and versions.was_said(saved.owner, name, mine, by=by)


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
