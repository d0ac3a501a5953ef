"""What a public form carries in the place of the CSRF cookie, which readers are not given.

It names the day on which its page was made, so that a page stays the same for a day and can be cached, and
is good until the end of the next day, in UTC. Who comes from an older copy of a page is given the form
again, as it was filled in.
"""

from datetime import UTC, date, timedelta

from django.core.signing import BadSignature, Signer

JOIN, TIP = "join", "tip"


def make(purpose, now):
    return _signer(purpose).sign(now.astimezone(UTC).date().isoformat())


def is_good(ticket, purpose, now):
    today = now.astimezone(UTC).date()
    try:
        made = date.fromisoformat(_signer(purpose).unsign(ticket))
    except (BadSignature, ValueError):
        return False
    return today - timedelta(days=1) <= made <= today


def _signer(purpose):
    return Signer(salt=f"sources.tickets.{purpose}", sep=".")
