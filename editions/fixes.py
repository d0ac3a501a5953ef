"""A finding's fix, written into the row where its words stand, as a version of its own."""

from django.db import transaction

from editions.models import Edition
from editions.preflight.findings import item_of, section_of
from editions.versions import keep_edition, keep_item
from sources.models import NewsItem
from sources.workflow import WorkflowError

GONE = "Those words were changed meanwhile; look at what is found now."


def apply(findings, document, *, edition, by, now):
    """Apply the fixes of `findings`, which were found in `document`; return how many were.

    `edition` is None for an item on its own. From the last to the first, so that places hold. Raises
    WorkflowError, and then nothing is changed.
    """
    once = {_words_of(finding, document): finding for finding in findings if finding.fix}
    wanted = sorted(once.values(), key=lambda finding: finding.fix.start, reverse=True)
    items, parts = set(), False
    with transaction.atomic():
        if edition:
            Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        for finding in wanted:
            item = _apply_one(finding, document, edition)
            items |= {item} if item else set()
            parts |= item is None
        for item in items:
            item.version += 1
            item.save(update_fields=["version"])
            keep_item(item, by=by, now=now)
        if edition and parts:
            fresh = Edition.objects.get(pk=edition.pk)
            fresh.version += 1
            fresh.save(update_fields=["version"])
            keep_edition(fresh, by=by, now=now)
    return len(wanted)


def _words_of(finding, document):
    """What a fix changes; the same for an item that stands in the edition twice, in the same words."""
    entry, field = item_of(document, finding.place), finding.place.field
    where = (entry.id, field, field == "body" and entry.body) if entry else finding.place
    return where, finding.fix


def _apply_one(finding, document, edition):
    """Change the words of one finding; return the item that was changed, or None for part of the edition."""
    entry, section = item_of(document, finding.place), section_of(document, finding.place)
    if entry:
        return _in_item(finding, entry, section, edition)
    _refuse_what_is_out(edition)
    if section:
        row = _at(edition.sections, finding.place.section)
    else:
        row = Edition.objects.get(pk=edition.pk)
    _mend(row, finding.place.field, finding.fix)
    row.save()
    return None


def _in_item(finding, entry, section, edition):
    field, fix = finding.place.field, finding.fix
    slot = edition and _at(_at(edition.sections, finding.place.section).slots, finding.place.item)
    if slot and slot.item_id != entry.id:
        raise WorkflowError(GONE)
    if field == "body" and slot and slot.wording:
        _refuse_what_is_out(edition)
        _mend(slot, "wording", fix)
        slot.save()
        return None
    item = NewsItem.objects.select_for_update(of=("self",)).get(pk=entry.id)
    _refuse_what_is_out(item)
    if field == "image_caption":  # the item's own, or else the picture's
        item.image_caption = item.image_caption or entry.image.caption
    _mend(item, field, fix)
    item.save()
    if field == "headline" and slot and slot.section.heading == entry.headline:
        slot.section.heading = item.headline  # a single story's headline is its section's heading
        slot.section.save()
    return item


def _at(rows, place):
    try:
        return rows.all()[place]
    except IndexError:
        raise WorkflowError(GONE) from None


def _refuse_what_is_out(row):
    if row.is_frozen:
        raise WorkflowError("This is out: its words change by a correction, and no other way.")


def _mend(row, field, fix):
    text, end = getattr(row, field), fix.start + len(fix.before)
    if text[fix.start : end] != fix.before:
        raise WorkflowError(GONE)
    mended = text[: fix.start] + fix.after + text[end:]
    longest = row._meta.get_field(field).max_length
    if longest and len(mended) > longest:
        raise WorkflowError(f"Mended so, it would be over {longest} characters; shorten it first.")
    setattr(row, field, mended)
