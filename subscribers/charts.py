"""Columns of a chart in units of its own, which the page stretches to its width. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH, HEIGHT = 10_000, 1_000
BAR = 0.7  # of the room of a column
LEAST = 10  # of the height: what is not nothing is seen
FEWEST = 8  # columns for which there is room, so that a few of them are no walls


@dataclass(frozen=True)
class Column:
    x: int
    y: int
    width: int
    height: int


def top_of(values: Sequence[float]) -> float:
    """Return the round number at the top of the chart: 1, 2 or 5 with noughts."""
    highest = max(values, default=0)
    if highest <= 0:
        return 1
    unit = 10.0 ** (ceil(log10(highest)) - 1)
    return next(step * unit for step in (1, 2, 5, 10) if step * unit >= highest * 0.999999)


def columns(values: Sequence[float], top: float) -> list[Column]:
    """One column for each value, `top` being the height of the chart."""
    room = WIDTH // max(len(values), FEWEST)
    found = []
    for place, value in enumerate(values):
        height = max(LEAST, round(HEIGHT * value / top)) if value else 0
        found.append(Column(place * room, HEIGHT - height, round(room * BAR), height))
    return found
