"""Columns of a chart in units of its own, which the page stretches to its width. Pure."""

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True)
class Bar:
    """One column as the page draws it: what it is called, what it stands for, and the words for that."""

    label: str
    value: float
    words: str
    column: Column


@dataclass(frozen=True)
class Chart:
    """`first` and `last` stand under its ends, or together where it ends early; its table has the rest."""

    title: str
    unit: str  # the head of the table's second column
    top: str
    bars: tuple[Bar, ...]

    @property
    def first(self) -> str:
        return self.bars[0].label

    @property
    def last(self) -> str:
        return self.bars[-1].label

    @property
    def ends_early(self) -> bool:
        return 1 < len(self.bars) < FEWEST


def chart(
    title: str,
    unit: str,
    values: Sequence[tuple[str, float]],
    words: Callable[[float], str] = lambda value: f"{value:,.0f}",
) -> Chart:
    """Return the chart of `values`, pairs of a label and a number; `words` says how a number is written."""
    top = top_of([value for _, value in values])
    drawn = columns([value for _, value in values], top)
    bars = (
        Bar(label, value, words(value), column) for (label, value), column in zip(values, drawn, strict=True)
    )
    return Chart(title, unit, words(top), tuple(bars))
