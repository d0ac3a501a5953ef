"""Placing items and ordering sections: each verb is one step of an editor, as a version of the edition.

Positions are counted anew at every step, so that what the stock forms left uneven does not matter. A step
names what it moves and before what; where a colleague took either away meanwhile it is refused, and
nothing is changed.
"""

from contextlib import contextmanager

from django.db import transaction

from editions import versions
from editions.models import Edition, Section, Slot, Version
from sources.models import NewsItem
from sources.workflow import KILLED, WorkflowError

GONE = "A colleague changed the outline meanwhile; it is shown as it stands now. Try again."

UNREADABLE = "This step could not be read; reload the page and try again."
MOST = 2000  # sections and slots of one outline


class Gone(WorkflowError):
    """What a step names is not there any more; nothing was changed."""

    def __init__(self, sentence=GONE):
        super().__init__(sentence)


def place(pk, *, item, section, before=None, by, now):
    """Place an item that the edition does not hold yet. `before` is the slot it stands before, or None."""
    with _step(pk, by=by, now=now) as edition:
        section = _section(edition, section)
        row = NewsItem.objects.filter(pk=item).first()
        if row is None:
            raise Gone("This item is gone; it was deleted meanwhile.")
        if row.status == KILLED:
            raise WorkflowError(f"“{row.label}” was killed, so it cannot be placed.")
        if Slot.objects.filter(section__edition=edition, item=row).exists():
            raise WorkflowError(f"“{row.label}” stands in this edition already.")
        slot = Slot.objects.create(section=section, item=row)
        _put(section, slot, before)
        return slot


def move_slot(pk, *, slot, section, before=None, by, now):
    """Move a slot to a section, before another slot there or to its end."""
    with _step(pk, by=by, now=now) as edition:
        row, section = _slot(edition, slot), _section(edition, section)
        if section.pk != row.section_id and section.slots.filter(item=row.item_id).exists():
            raise WorkflowError(f"“{row.item.label}” stands in that section already.")
        row.section = section
        row.save(update_fields=["section"])
        _put(section, row, before)
        return row


def remove_slot(pk, *, slot, by, now):
    """Take an item out of the edition; the item stays as it is."""
    with _step(pk, by=by, now=now) as edition:
        _slot(edition, slot).delete()


def add_section(pk, *, heading="", layout=Section.Layout.BRIEFS, before=None, by, now):
    """Add a section before another, or at the end."""
    with _step(pk, by=by, now=now) as edition:
        section = Section.objects.create(edition=edition, heading=heading, layout=layout)
        _number(_with(list(edition.sections.exclude(pk=section.pk)), section, before))
        return section


def move_section(pk, *, section, before=None, by, now):
    """Move a section before another, or to the end."""
    with _step(pk, by=by, now=now) as edition:
        row = _section(edition, section)
        _number(_with(list(edition.sections.exclude(pk=row.pk)), row, before))


def remove_section(pk, *, section, by, now):
    """Take a section out; its items are ready to be placed again."""
    with _step(pk, by=by, now=now) as edition:
        _section(edition, section).delete()


def outline_of(edition):
    """What `arrange` brings back: sections in order, each with its slots as [item, wording].

    `edition` is a row fetched `for_outline`.
    """
    return [
        {
            "id": section.pk,
            "heading": section.heading,
            "layout": section.layout,
            "text": section.text,
            "slots": [[slot.item_id, slot.wording] for slot in section.slots.all()],
        }
        for section in edition.sections.all()
    ]


def arrange(pk, wanted, *, found, by, now):
    """Put sections and slots back to `wanted`, an `outline_of` an earlier moment: the undoing of steps.

    `found` is the outline that the person undoes from: where it is another by now, nothing is changed.
    Words of sections and slots that still stand are left as they are; those taken out come back with theirs.
    """
    with _step(pk, by=by, now=now) as edition:
        wanted, found = _sound(wanted), _sound(found)
        if _order(outline_of(Edition.objects.for_outline().get(pk=pk))) != _order(found):
            raise Gone("A colleague changed the outline since, so these steps can no longer be undone.")
        write_outline(edition, wanted)


def write_outline(edition, wanted):
    """Make the sections and slots of `edition` those of `wanted`; the caller has locked it.

    Rows that still stand are moved, not made again: a colleague may be writing in them.
    """
    there = {section.pk: section for section in edition.sections.all()}
    slots = {slot.item_id: slot for slot in Slot.objects.filter(section__edition=edition)}
    alive = set(slots) | _alive(item for part in wanted for item, _ in part["slots"])
    sections, placed = [], []
    for part in wanted:
        section = there.pop(part["id"], None) or Section.objects.create(
            edition=edition, heading=part["heading"], layout=part["layout"], text=part["text"]
        )
        sections.append(section)
        for place, (item, wording) in enumerate(one for one in part["slots"] if one[0] in alive):
            alive.discard(item)  # an item stands once in an edition
            slot = slots.get(item) or Slot(item_id=item, wording=wording)
            slot.section, slot.position = section, place
            placed.append(slot)
    kept = [slot for slot in placed if slot.pk]
    Slot.objects.filter(section__edition=edition).exclude(pk__in=[slot.pk for slot in kept]).delete()
    Slot.objects.bulk_update(kept, ["section", "position"])
    for slot in placed:
        if not slot.pk:
            slot.save()
    Section.objects.filter(pk__in=there).delete()
    _number(sections)


def _alive(items):
    return set(NewsItem.objects.filter(pk__in=set(items)).exclude(status=KILLED).values_list("pk", flat=True))


def _order(outline):
    return [(part["id"], [item for item, _ in part["slots"]]) for part in outline]


@contextmanager
def _step(pk, *, by, now):
    """One step: the edition locked and open to the person; afterwards its version, kept."""
    with transaction.atomic():
        edition = Edition.objects.select_for_update(of=("self",)).get(pk=pk)
        edition.wants_writer(by)
        yield edition
        edition.version += 1
        Edition.objects.filter(pk=pk).update(version=edition.version)
        versions.keep_edition(edition, by=by, now=now, kind=Version.Kind.AUTOSAVED)


def _section(edition, pk):
    section = edition.sections.filter(pk=pk).first()
    if section is None:
        raise Gone
    return section


def _slot(edition, pk):
    slot = Slot.objects.select_related("item").filter(pk=pk, section__edition=edition).first()
    if slot is None:
        raise Gone
    return slot


def _put(section, slot, before):
    _number(_with(list(section.slots.exclude(pk=slot.pk)), slot, before))


def _with(rows, row, before):
    """`rows` with `row` in its place: before the one whose key is `before`, or at the end."""
    places = [place for place, one in enumerate(rows) if one.pk == before]
    if before is not None and not places:
        raise Gone
    rows.insert(places[0] if places else len(rows), row)
    return rows


def _number(rows):
    moved = [row for place, row in enumerate(rows) if row.position != place]
    for place, row in enumerate(rows):
        row.position = place
    if moved:
        type(moved[0]).objects.bulk_update(moved, ["position"])


def _sound(outline):
    """The outline as a browser sent it back. Raises WorkflowError where it is none."""
    try:
        parts = [
            {
                "id": _key(part["id"]),
                "heading": _text(part["heading"])[:300],
                "layout": Section.Layout(part["layout"]),
                "text": _text(part["text"]),
                "slots": [(_key(item), _text(wording)) for item, wording in part["slots"]],
            }
            for part in outline
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise WorkflowError(UNREADABLE) from error
    if len(parts) + sum(len(part["slots"]) for part in parts) > MOST:
        raise WorkflowError(UNREADABLE)
    return parts


def _key(value):
    if type(value) is not int or not 0 < value < 2**63:
        raise ValueError
    return value


def _text(value):
    if not isinstance(value, str) or "\0" in value:  # which PostgreSQL does not store
        raise ValueError
    return value
