"""Take what was killed out of the editions that printed it, leaving a notice in its place."""

import re
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from editions import workflow
from editions.document import ItemDoc
from editions.models import Edition, Snapshot
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
        headlines = {entry.headline for entry in section.items if entry.id in kills and not entry.removed}
        heading = "" if section.heading in headlines else section.heading
        items = tuple(_without(entry, kills) for entry in section.items)
        sections.append(replace(section, heading=heading, items=items))
    return replace(document, sections=tuple(sections))


def _without(entry, kills):
    if entry.removed:
        return entry
    if kill := kills.get(entry.id):
        return ItemDoc(id=entry.id, format=entry.format, removed=kill.reason, removed_at=kill.at)
    return replace(entry, follows_up=None) if _earlier(entry) in kills else entry


def _earlier(entry):
    """The id of the item that this one follows up, from its path; 0 where there is none."""
    found = re.match(r"/items/(\d+)-", entry.follows_up.url) if entry.follows_up else None
    return int(found[1]) if found else 0


def _due():
    """Ids of editions with a kill since they were published and last looked at: no document is read."""
    found = set()
    for edition in ("item__slots__section__edition", "item__followed_by__slots__section__edition"):
        removals = Snapshot.objects.filter(edition=OuterRef(edition), reason=Snapshot.Reason.REMOVAL)
        kills = KILLS.annotate(
            out=F(f"{edition}__published_at"),
            looked=Subquery(removals.order_by("-sequence").values("taken_at")[:1]),
        )
        later = kills.filter(
            Q(looked=None) | Q(looked__lt=F("at") + MARGIN),
            out__lt=F("at") + MARGIN,
            **{f"{edition}__status": workflow.PUBLISHED},
        )
        found.update(later.values_list(edition, flat=True))
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
