"""Correct what is out: an item in every edition that printed it, or the words of an edition itself.

What readers get is the newest snapshot with the corrected parts replaced. It is never put together from
rows again: a company renamed since would change in silence.
"""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import models, transaction

from editions import assembly, checking, versions, workflow
from editions.corrected import (
    EDITION_FIELDS,
    IMAGE,
    correct_document,
    correct_entry,
    edition_passages,
    fields_of,
    item_passages,
    joined,
    same_lines,
)
from editions.document import CorrectionDoc, EditionDocument
from editions.models import Correction, Edition, Section, Slot, Snapshot
from editions.printed import printed
from sources.markup import to_html
from sources.models import NewsItem
from sources.waking import wake
from sources.workflow import WorkflowError

PERMISSION = "editions.add_correction"
STALE = "Somebody changed it since you opened this page; reload it, and correct what stands there now."


@dataclass(frozen=True)
class Change:
    """What a correction does to one edition, or to an item on its own, where `edition` is None."""

    edition: Edition | None
    before: str
    after: str
    old: EditionDocument | None = None
    new: EditionDocument | None = None


def plan_item(item, changes, *, note, now):
    """Return the Change of each edition that `changes` touch, newest first, and write nothing.

    `changes` are by the names of ITEM_FIELDS, `wordings` being {key of a place: its words there}. Whoever
    corrects the text has looked at all of it: then `body` and every wording must be among them, those
    that were right as they were. Raises WorkflowError where nothing differs.
    """
    return _plan_item(item, printed(item), changes, note=note, now=now)


def _plan_item(item, seen, changes, *, note, now):
    wanted = _differing(seen.fields(), changes)
    wordings = _differing(seen.wordings(), changes.get("wordings", {}))
    if "body" in wanted or wordings:
        _wants_all_texts(seen, changes)
    _wants_words(item, wanted, wordings)
    label = _label(item, seen, wanted)
    if not seen.places:
        new = correct_entry(seen.entry, wanted, label)
        found = [Change(None, *item_passages(seen.entry, new))] if wanted else []
    else:
        found = [
            change
            for edition in seen.documents
            if (change := _change(edition, seen, wanted, wordings, label, note=note, now=now))
        ]
    if not found:
        raise WorkflowError("This changes nothing that readers were shown; write what is right.")
    return found


def correct_item(item, changes, *, note, by, now):
    """Correct an item in every edition that printed it, and return the Corrections.

    `item.version` is the one that `changes` started from. Raises WorkflowError or ValidationError.
    """
    note = _may(by, note)
    with transaction.atomic():
        claimed = NewsItem.objects.filter(pk=item.pk, version=item.version, status=item.status)
        if not claimed.update(version=models.F("version") + 1):
            raise WorkflowError(STALE)
        editions = Section.objects.filter(slots__item=item).values("edition")
        list(Edition.objects.published().filter(pk__in=editions).order_by("pk").select_for_update())
        seen = printed(item)
        found = _plan_item(item, seen, changes, note=note, now=now)
        errors = [] if seen.places else checking.item_errors(item)
        _store_item(item, seen, changes, by=by, now=now)
        if not seen.places:
            _wants_no_more(errors, checking.item_errors(item))
        corrections = [_record(change, note=note, by=by, now=now, item=item) for change in found]
        wake("editions.tasks.index_due")
    item.refresh_from_db()
    return corrections


def plan_edition(edition, changes, *, note, now):
    """Return the Change of an edition's own words, and write nothing.

    `changes` are by the names of EDITION_FIELDS, `sections` being {position: {heading or text}}.
    Raises WorkflowError where nothing differs.
    """
    if edition.status != workflow.PUBLISHED:
        raise WorkflowError("Only what is out is corrected; change this in its own form.")
    old = Snapshot.objects.newest().get(edition=edition).read()
    wanted = _differing({name: getattr(old, name) for name in EDITION_FIELDS}, changes)
    sections = _differing_sections(old, changes.get("sections", {}))
    if "title" in wanted and not wanted["title"].strip():
        raise WorkflowError("An edition keeps a title; write the right one.")
    for place in sections:
        if "heading" in sections[place] and is_headline(old.sections[place]):
            raise WorkflowError("This heading is the headline of its story; correct it at the item.")
    new = correct_document(old, wanted, sections)
    if new == old:
        raise WorkflowError("This changes nothing that readers were shown; write what is right.")
    before, after = edition_passages(old, new)
    noted = CorrectionDoc(note, before, after, now)
    return Change(edition, before, after, old, replace(new, corrections=(*old.corrections, noted)))


def correct_edition(edition, changes, *, note, by, now):
    """Correct the words of an edition itself, and return the Correction.

    `edition.version` is the one that `changes` started from. Raises WorkflowError or ValidationError.
    """
    note = _may(by, note)
    with transaction.atomic():
        claimed = Edition.objects.filter(pk=edition.pk, version=edition.version, status=edition.status)
        if not claimed.update(version=models.F("version") + 1):
            raise WorkflowError(STALE)
        change = plan_edition(edition, changes, note=note, now=now)
        _store_edition(edition, change, by=by, now=now)
        correction = _record(change, note=note, by=by, now=now)
        wake("editions.tasks.index_due")
    edition.refresh_from_db()
    return correction


def is_headline(section):
    """Whether the heading of a section is the headline of a story in it, and goes with that."""
    return bool(section.heading) and section.heading in {entry.headline for entry in section.items}


def _may(by, note):
    if not by.has_perm(PERMISSION):
        raise WorkflowError("A correction is not among what your role may do; ask a colleague who publishes.")
    if not note.strip():
        raise WorkflowError("Say what was wrong; readers are shown it.")
    return note.strip()


def _differing(old, new):
    return {name: new[name] for name in old if name in new and _whole(new[name]) != _whole(old[name])}


def _whole(value):
    return same_lines(value) if isinstance(value, str) else value


def _differing_sections(document, changes):
    found = {}
    for place, section in enumerate(document.sections):
        old = {"heading": section.heading, "text": section.text}
        if differing := _differing(old, changes.get(place, {})):
            found[place] = differing
    return found


def _wants_all_texts(seen, changes):
    """No wording of what is corrected stays behind because nobody looked at it."""
    unseen = [place for place in seen.in_other_words if place.key not in changes.get("wordings", {})]
    if unseen:
        raise WorkflowError(
            f"No. {unseen[0].edition.number} printed this in other words; correct them too, or say that they"
            " are right."
        )
    if "body" not in changes:
        raise WorkflowError("The item has words of its own; correct them too, or say that they are right.")


def _wants_words(item, wanted, wordings):
    if not all(text.strip() for text in (*wordings.values(), wanted.get("body", "words"))):
        raise WorkflowError("A correction leaves words to read; to take the item away, kill it.")
    if item.format != NewsItem.Format.BRIEF and not wanted.get("headline", "a headline").strip():
        raise WorkflowError("Only a brief goes without a headline; write the right one.")
    for name in ("image_caption", "image_credit"):
        if item.image and wanted.get(name) == "" and getattr(item.image, IMAGE[name]):
            raise WorkflowError(f"The picture has a {IMAGE[name]} of its own; write the right one here.")


def _label(item, seen, wanted):
    """The label that goes with the corrected words; "" where it stays as it was printed."""
    if not wanted.keys() & {"headline", "body"}:
        return ""
    headline = wanted.get("headline", item.headline)
    return NewsItem(headline=headline, body_html=to_html(wanted.get("body", seen.body))).label


def _change(edition, seen, wanted, wordings, label, *, note, now):
    """The Change of one edition, or None where what it printed stays."""
    old = seen.documents[edition]
    shared = {name: value for name, value in wanted.items() if name != "body"}
    own = {place.key for place in seen.in_other_words}
    entries, passages = {}, []
    for place in (place for place in seen.places if place.edition == edition):
        text = wordings.get(place.key) if place.key in own else wanted.get("body")
        here = _differing(fields_of(place.entry), {**shared, **({} if text is None else {"body": text})})
        if here:
            new = correct_entry(place.entry, here, label)
            entries[place.section, place.position] = new
            passages.append(item_passages(place.entry, new))
    if not entries:
        return None
    before, after = joined(passages)
    noted = CorrectionDoc(note, before, after, now, seen.entry.id)
    return Change(edition, before, after, old, _with_entries(old, entries, noted))


def _with_entries(document, entries, noted):
    """The document with `entries`, by section and position, each with the note of its correction.

    A heading that is the headline of its story follows it.
    """
    sections = []
    for number, section in enumerate(document.sections):
        items, heading = list(section.items), section.heading
        for position, entry in enumerate(section.items):
            if new := entries.get((number, position)):
                items[position] = replace(new, corrections=(*entry.corrections, noted))
                heading = new.headline if heading and heading == entry.headline else heading
        sections.append(replace(section, heading=heading, items=tuple(items)))
    return replace(document, sections=tuple(sections))


def _store_item(item, seen, changes, *, by, now):
    """Bring the rows in step with what is printed from now on."""
    wanted = _differing(seen.fields(), changes)
    row = NewsItem.objects.get(pk=item.pk)
    fields = [name for name in wanted if name not in ("credits", "image_alt")]
    for name in fields:
        setattr(row, name, wanted[name])
    _clean(row, fields)
    _store_headings(row, seen, wanted)
    row.save(update_fields=fields)
    if "credits" in wanted:
        row.credits.all().delete()
        assembly.store_credits(row, wanted["credits"])
    if "image_alt" in wanted and row.image:
        row.image.alt = wanted["image_alt"]
        _clean(row.image, ["alt"])
        row.image.save(update_fields=["alt"])
    _store_wordings(item, seen, wanted.get("body"), changes.get("wordings", {}), by=by, now=now)
    versions.keep_item(row, by=by, now=now)


def _store_headings(row, seen, wanted):
    if "headline" not in wanted:
        return
    for place in seen.places:
        section = place.edition.sections.all()[place.section]
        if section.heading and section.heading == place.entry.headline:
            section.heading = row.headline
            section.save(update_fields=["heading"])


def _store_wordings(item, seen, body, wordings, *, by, now):
    """Write the wordings of the slots whose words were corrected; their editions get a version."""
    own = seen.wordings()
    for edition in seen.documents:
        places = [place for place in seen.places if place.edition == edition]
        slots = Slot.objects.filter(section__edition=edition, item=item).order_by(
            "section__position", "section", "position", "pk"
        )
        changed = []
        for place, slot in zip(places, slots, strict=True):
            text = wordings.get(place.key) if place.key in own else body
            if slot.wording and text is not None and same_lines(slot.wording) != same_lines(text):
                slot.wording = text
                slot.save()
                changed.append(slot)
        if changed:
            Edition.objects.filter(pk=edition.pk).update(version=models.F("version") + 1)
            versions.keep_edition(Edition.objects.get(pk=edition.pk), by=by, now=now)


def _store_edition(edition, change, *, by, now):
    row = Edition.objects.get(pk=edition.pk)
    fields = [name for name in EDITION_FIELDS if getattr(change.new, name) != getattr(change.old, name)]
    for name in fields:
        setattr(row, name, getattr(change.new, name))
    _clean(row, fields)
    html = {"introduction": "introduction_html", "signoff": "signoff_html"}
    row.save(update_fields=[*fields, *(html[name] for name in fields if name in html)])
    sections = zip(row.sections.all(), change.old.sections, change.new.sections, strict=True)
    for section, old, new in sections:
        if (old.heading, old.text) != (new.heading, new.text):
            section.heading, section.text = new.heading, new.text
            _clean(section, ["heading", "text"])
            section.save()
    versions.keep_edition(row, by=by, now=now)


def _clean(row, fields):
    """Raise ValidationError with one sentence where a value does not fit its column."""
    others = {field.name for field in row._meta.concrete_fields} - set(fields)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        raise ValidationError(
            f"{row._meta.get_field(name).verbose_name.capitalize()}: {sentences[0]}"
        ) from None


def _record(change, *, note, by, now, item=None):
    """Write the Correction of one change, with its snapshot where there is an edition."""
    snapshot = None
    if change.edition:
        errors = checking.edition_errors(change.edition, change.old)
        _wants_no_more(errors, checking.edition_errors(change.edition, change.new))
        reason = Snapshot.Reason.CORRECTION
        snapshot = Snapshot.objects.take(change.edition, change.new, now=now, reason=reason)
    return Correction.objects.create(
        edition=change.edition,
        item=item,
        snapshot=snapshot,
        note=note,
        before=change.before,
        after=change.after,
        by=by,
        at=now,
    )


def _wants_no_more(before, after):
    """What was printed with an error may be corrected elsewhere; the correction brings none of its own."""
    brought = [error for error in after if error not in before]
    if brought:
        raise WorkflowError(f"The corrected words have an error of their own. {' '.join(brought[:3])}")
