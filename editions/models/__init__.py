from editions.models.checks import Distinct, Override
from editions.models.desk import Move, Note, Presence, Tick, Version
from editions.models.edition import Edition
from editions.models.masthead import Masthead
from editions.models.notices import Notice, NoticeChoice
from editions.models.outline import Section, Slot
from editions.models.review import ReviewLink, ReviewUse
from editions.models.search import Entry
from editions.models.segment import Segment
from editions.models.snapshot import Correction, Snapshot

__all__ = [
    "Correction",
    "Distinct",
    "Edition",
    "Entry",
    "Masthead",
    "Move",
    "Note",
    "Notice",
    "NoticeChoice",
    "Override",
    "Presence",
    "ReviewLink",
    "ReviewUse",
    "Section",
    "Segment",
    "Slot",
    "Snapshot",
    "Tick",
    "Version",
]
