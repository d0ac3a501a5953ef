"""What a check may know besides the document: handed in, so that a check stays a pure function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sources.mentions import KnownCompany, Names


@dataclass(frozen=True)
class PastItem:
    """An item that was published, where it may be the story of one in hand.

    `addresses` are canonical; `companies` are names; `number` is that of the edition it ran in.
    """

    id: int
    label: str
    path: str
    date: date
    headline: str = ""
    kind: str = ""
    number: int | None = None
    addresses: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LinkFacts:
    """What the last check of an address found; `checked_at` is aware, None before the first."""

    state: str  # new, sound, moved, dead, refused, unknown
    status: int | None = None
    leads_to: str = ""
    error: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True)
class House:
    """How this newsroom writes, as its masthead says. Lengths are in words; 0 is no limit."""

    off: frozenset[str] = frozenset()  # codes of the rules that are switched off
    heading_case: str = "sentence"  # sentence or title
    serial_comma: str = "with"  # with or without
    words_to_avoid: tuple[tuple[str, str], ...] = ()  # (word, what to write instead or "")
    longest_brief: int = 90
    longest_story: int = 600


@dataclass(frozen=True)
class Context:
    """`day` is the day of reading, in the newsroom's time zone; None where only errors are asked for.

    `distinct` holds (item, past item) that an editor called not the same.

    `names` finds the companies of `companies` in a text. `last_subject` and `last_preheader` are those
    of the edition before. `paywalled` holds hosts of sources behind a paywall.
    """

    day: date | None = None
    house: House = field(default_factory=House)
    companies: tuple[KnownCompany, ...] = ()
    names: Names = field(default_factory=lambda: Names(()))
    past: tuple[PastItem, ...] = ()
    distinct: frozenset[tuple[int, int]] = frozenset()
    links: Mapping[str, LinkFacts] = field(default_factory=dict)
    paywalled: frozenset[str] = frozenset()
    last_subject: str = ""
    last_preheader: str = ""
    is_mailed: bool = True
