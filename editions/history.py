"""What happened to an edition or an item, in order, and by whom."""

from dataclasses import dataclass
from datetime import datetime

from editions.models import Correction, Override, ReviewUse
from editions.models.desk import name_of
from sources.models import ItemMove


@dataclass(frozen=True)
class Event:
    at: datetime
    what: str
    who: str = ""
    why: str = ""


def of_edition(edition):
    """Moves of the edition and of its items, overrides, corrections, and what reviewers did."""
    items = ItemMove.objects.filter(item__slots__section__edition=edition).exclude(name="run")
    events = [
        *(Event(m.at, str(m), m.who, m.reason) for m in edition.moves.select_related("by", "link")),
        *(_of_item(m, f"“{m.item.label}”: ") for m in items.select_related("by", "item").distinct()),
        *_decided(Override.objects.filter(edition=edition), Correction.objects.filter(edition=edition)),
        *(
            Event(use.at, use.get_what_display().capitalize(), f"{use.link.name}, by review link", use.text)
            for use in ReviewUse.objects.filter(link__edition=edition).select_related("link")
            if use.what not in (ReviewUse.What.APPROVED, ReviewUse.What.ASKED)  # these are moves
        ),
    ]
    return sorted(events, key=lambda event: event.at)


def of_item(item):
    events = [
        *(_of_item(move) for move in item.moves.select_related("by")),
        *_decided(Override.objects.filter(item=item), Correction.objects.filter(item=item)),
    ]
    return sorted(events, key=lambda event: event.at)


def _of_item(move, before=""):
    return Event(move.at, before + str(move), name_of(move.by), move.reason)


def _decided(overrides, corrections):
    for override in overrides.select_related("by"):
        yield Event(override.at, f"Overrode “{override.sentence}”", name_of(override.by), override.reason)
    for correction in corrections.select_related("by"):
        yield Event(correction.at, "Corrected", name_of(correction.by), correction.note)
