"""Take what was killed out of the editions that printed it, leaving a notice in its place."""

import re
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from editions import workflow
from editions.document import ItemDoc
from editions.models import Edition, Slot, Snapshot
from sources.models.moves import ItemMove
from sources.workflow import PUBLISHED

MOST = 20  # editions a call
# A kill that was still being committed when its edition was last looked at is older than that removal,
# so editions with a kill this close to it are read again. No transaction lasts as long.
MARGIN = timedelta(minutes=5)
KILLS = ItemMove.objects.filter(name="kill", came_from=PUBLISHED)


def remove_killed(*, now):
    """Take a removal snapshot of published editions that show a killed item; return of how many.

    Safe to call twice, and by two workers.
    """
    done = 0
    for pk in _due():
        done += _remove(pk, now=now)
        if done == MOST:
            break
    return done


def without(document, kills):
    """The document with a notice for each item of `kills`, {id: its ItemMove}, and no word of it elsewhere.

    That is a heading which was its headline, and "Earlier: …" under an item that followed it up.
    """
    sections = []
    for section in document.sections:
        headlines = {entry.headline for entry in section.items if entry.id in kills}
        heading = "" if section.heading in headlines else section.heading
        items = tuple(_without(entry, kills) for entry in section.items)
        sections.append(replace(section, heading=heading, items=items))
    return replace(document, sections=tuple(sections))


def _without(entry, kills):
    if kill := kills.get(entry.id):
        return ItemDoc(id=entry.id, format=entry.format, removed=kill.reason, removed_at=kill.at)
    return replace(entry, follows_up=None) if _earlier(entry) in kills else entry


def _earlier(entry):
    """The id of the item that this one follows up, from its path; 0 where there is none."""
    found = re.match(r"/items/(\d+)-", entry.follows_up.url) if entry.follows_up else None
    return int(found[1]) if found else 0


def _due():
    """Ids of editions with a kill since they were published and last looked at: no document is read."""
    removals = Snapshot.objects.filter(
        edition=OuterRef("section__edition"), reason=Snapshot.Reason.REMOVAL
    ).order_by("-sequence")
    printed = Slot.objects.filter(section__edition__status=workflow.PUBLISHED)
    slots = printed.annotate(looked=Subquery(removals.values("taken_at")[:1]))
    found = set()
    for killed in ("item__moves", "item__follows_up__moves"):
        soon_after = F(f"{killed}__at") + MARGIN
        later = slots.filter(  # in one call, so that all of it is said of one move
            Q(looked=None) | Q(looked__lt=soon_after),
            section__edition__published_at__lt=soon_after,
            **{f"{killed}__name": "kill", f"{killed}__came_from": PUBLISHED},
        )
        found.update(later.order_by().values_list("section__edition", flat=True))
    return sorted(found)


def _remove(pk, *, now):
    """Whether the edition showed something killed, and shows it no more."""
    with transaction.atomic():
        edition = Edition.objects.published().filter(pk=pk).select_for_update().first()
        if edition is None:
            return False
        old = Snapshot.objects.newest().get(edition=edition).read()
        named = {entry.id for entry in old.items} | {_earlier(entry) for entry in old.items}
        kills = KILLS.filter(item__in=named - {None, 0})
        new = without(old, {kill.item_id: kill for kill in kills})
        if new == old:
            return False
        Snapshot.objects.take(edition, new, now=now, reason=Snapshot.Reason.REMOVAL)
    return True
