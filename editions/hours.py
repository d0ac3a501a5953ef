"""A wall clock's day and hour as a moment, and back. Pure."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def zones() -> dict[str, str]:
    """Return the names of all time zones in order, each as its own label.

    They are read once in the life of a process, since some hundred files are opened for them.
    """
    return {name: name for name in sorted(available_timezones())}


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which clocks of `zone` show `local`; an aware `local` is its own moment.

    An hour that the end of summer time gives twice is its first. Raises ValueError, with a sentence, for one
    that the beginning of summer time leaves out, or that the calendar does.
    """
    try:
        moment = (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
        shown = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    except OverflowError as error:
        raise ValueError("That is at the end of the calendar.") from error
    if not local.tzinfo and shown != local:
        there = f"{local:%H:%M} on {local:%-d %B %Y} in {zone.key}"
        raise ValueError(f"There is no {there}: clocks go forward over it.")
    return moment
