"""A wall clock's day and hour as a moment, and back. Pure."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the aware moment at which clocks of `zone` show `local`; an aware `local` is returned as it is.

    An hour that the end of summer time gives twice is its first. Raises ValueError, with a sentence, for one
    that the beginning of summer time leaves out.
    """
    if local.tzinfo is not None:
        return local
    moment = local.replace(tzinfo=zone)
    shown = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    if shown != local:
        there = f"{local:%H:%M} on {local:%-d %B %Y} in {zone.key}"
        raise ValueError(f"There is no {there}: clocks go forward to {shown:%H:%M}.")
    return moment
