from editions.models.desk import Move, Note, Tick, Version
from editions.models.edition import Edition
from editions.models.masthead import Masthead
from editions.models.outline import Section, Slot
from editions.models.snapshot import Correction, Snapshot

__all__ = [
    "Correction",
    "Edition",
    "Masthead",
    "Move",
    "Note",
    "Section",
    "Slot",
    "Snapshot",
    "Tick",
    "Version",
]
