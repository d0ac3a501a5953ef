"""When an edition goes out, in sentences, and whether its hour comes before its approval. Pure.

An edition goes out at its own hour, and until it has one at the masthead's that follows its week.
"""

from datetime import datetime, time, timedelta

from editions.workflow import DRAFT, IN_REVIEW

NEAR = timedelta(hours=1)
LONG_AGO = timedelta(days=7)  # the next edition is due by then: nobody waits for this one
UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def hour_of(edition, masthead):
    """Return the moment at which it goes out or is meant to, aware, in the masthead's zone."""
    if edition.publish_at:
        return edition.publish_at.astimezone(masthead.zone)
    week_over = datetime.combine(edition.week_last + timedelta(days=1), time.min, masthead.zone)
    return masthead.next_hour(week_over - timedelta(microseconds=1))  # an hour at midnight is that very one


def outlook(edition, masthead, now):
    """ "No. 28 goes out on Monday at 08:00 in Shanghai, in 3 days and 16 hours." """
    hour = hour_of(edition, masthead)
    name = f"No. {edition.number}"
    if edition.held_at:
        return f"{name} is on hold; its hour is {moment(hour, now)}."
    if hour <= now:
        return f"{name} was to go out {moment(hour, now)}."
    return f"{name} goes out {moment(hour, now)}, in {span(hour - now)}."


def warning(edition, masthead, now):
    """What must be said of an edition whose hour is near or past while nobody has approved it, or ""."""
    hour = hour_of(edition, masthead)
    if edition.status not in (DRAFT, IN_REVIEW) or not now - LONG_AGO < hour <= now + NEAR:
        return ""
    if hour <= now:
        return f"No. {edition.number} was to go out {span(now - hour)} ago and is not approved."
    when = f"at {hour:%H:%M}{place(hour.tzinfo.key)}"
    return f"No. {edition.number} goes out {when}, in {span(hour - now)}, and is not approved."


def moment(hour, now):
    """ "on Monday at 08:00 in Shanghai"; with the date where a weekday alone would not do."""
    today = now.astimezone(hour.tzinfo).date()
    days = (hour.date() - today).days
    if days in (0, 1):
        day = ("today", "tomorrow")[days]
    elif 1 < days < 7:
        day = f"on {hour:%A}"
    else:
        day = f"on {hour:%A %-d %B}" + (f" {hour.year}" if hour.year != today.year else "")
    return f"{day} at {hour:%H:%M}{place(hour.tzinfo.key)}"


def place(zone):
    """Where its clocks hang: " in New York", " UTC"."""
    region, _, city = zone.rpartition("/")
    return f" in {city.replace('_', ' ')}" if region and region != "Etc" else f" {city}"


def span(delta, most=2):
    """ "3 days and 16 hours": the `most` largest units, rounded down."""
    parts = []
    for name, size in UNITS:
        count, delta = divmod(delta, size)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " and ".join(parts[:most]) or "less than a minute"
