"""How far a mailing has come: its bar, its pace and the time that is left. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WAITING = ("queued", "sending")
# In the order of the bar: what is done well first, what still waits at its end.
BAR = ("sent", "failed", "unknown", "suppressed", "cancelled", "sending", "queued")
WIDTH = 1000  # of the whole bar, in units of its own
SMOOTH = 0.3  # how much the newest look weighs in the pace


@dataclass(frozen=True)
class Part:
    state: str
    x: int
    width: int


def waiting(counts: Mapping[str, int]) -> int:
    return sum(counts.get(state, 0) for state in WAITING)


def done(counts: Mapping[str, int]) -> int:
    """The rows that are settled, however that went."""
    return sum(counts.values()) - waiting(counts)


def bar(counts: Mapping[str, int]) -> list[Part]:
    """The parts that are not empty, side by side; none is too narrow to be seen."""
    total = sum(counts.values())
    found = [(state, counts.get(state, 0)) for state in BAR if counts.get(state, 0)]
    widths = [max(4, round(WIDTH * number / total)) for _, number in found]
    if widths:
        widths[widths.index(max(widths))] -= sum(widths) - WIDTH
    return [
        Part(state, sum(widths[:place]), width)
        for place, ((state, _), width) in enumerate(zip(found, widths, strict=True))
    ]


def pace(number: int, at: datetime, *, then_done: int, then: datetime, before: float | None) -> float:
    """Messages a second from `then` to `at`, evened out with the pace `before` it where there is one."""
    seconds = (at - then).total_seconds()
    if seconds <= 0:
        return before or 0.0
    newest = max(0, number - then_done) / seconds
    return newest if before is None else SMOOTH * newest + (1 - SMOOTH) * before


def left(counts: Mapping[str, int], rate: float) -> timedelta | None:
    """How long those who wait take at `rate` a second; None where that cannot be said."""
    return timedelta(seconds=waiting(counts) / rate) if rate > 0 and waiting(counts) else None


def in_words(rate: float) -> str:
    """ "14 a second", "40 a minute": in whichever unit the number is more than one."""
    if rate >= 1:
        return f"{rate:,.0f} a second"
    if rate * 60 >= 1:
        return f"{rate * 60:,.0f} a minute"
    return f"{rate * 3600:,.0f} an hour"
