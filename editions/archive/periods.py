"""How often something happened in each quarter or, over a longer time, in each year. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

QUARTERS = 12  # at most; a longer time is told by years


def by_quarter(days: Sequence[date]) -> list[tuple[str, int]]:
    """Pairs of "2025 Q3" and how many of `days` lie in it, from the first to the last; none left out.

    Nothing where they span more than `QUARTERS`.
    """
    found = every_quarter(days)
    return found if len(found) <= QUARTERS else []


def every_quarter(days: Sequence[date]) -> list[tuple[str, int]]:
    """As `by_quarter`, however long it is."""
    found = Counter(4 * day.year + (day.month - 1) // 3 for day in days)
    span = range(min(found), max(found) + 1) if found else range(0)
    return [(f"{place // 4} Q{place % 4 + 1}", found[place]) for place in span]


def by_year(days: Sequence[date]) -> list[tuple[str, int]]:
    """Pairs of "2025" and how many of `days` lie in it, from the first to the last; none left out."""
    found = Counter(day.year for day in days)
    span = range(min(found), max(found) + 1) if found else range(0)
    return [(str(year), found[year]) for year in span]
