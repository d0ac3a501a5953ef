"""What the words of a cell mean: yes, a status, a moment. Pure."""

import re
from datetime import UTC, datetime

ACTIVE, PENDING, LEFT, BOUNCED = "active", "pending", "unsubscribed", "bounced"
COMPLAINED, BLOCKED = "complained", "blocked"
WORDS = {
    ACTIVE: "active subscribed subscriber enabled confirmed true yes 1 regular premium gifted trialed "
    "unpaid paid churning past_due paused free comped 已订阅 是",
    PENDING: "pending unconfirmed unactivated 待确认",
    LEFT: "unsubscribed inactive disabled removed false no 0 left opted-out 已退订 否",
    BOUNCED: "bounced cleaned undeliverable hard_bounced malformed 退信",
    COMPLAINED: "complained complaint spam_complaint abuse",
    BLOCKED: "blocked blocklisted blacklisted suppressed spammy",
}
STATUS_OF = {word: status for status, words in WORDS.items() for word in words.split()}
NO = {"", "false", "no", "0", "n", "null", "none", "-", "否"}
FORMATS = ("%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y")
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def status_of(word: str) -> str:
    """Return what `word` means of somebody. Raises ValueError where nobody knows: it is not guessed."""
    plain = re.sub(r"\s+", "_", word.strip().casefold())
    if plain not in STATUS_OF:
        raise ValueError(f"The status “{word.strip()[:40]}” is not known here.")
    return STATUS_OF[plain]


def says_yes(cell: str) -> bool:
    """Whether a cell of yes, no or a moment says yes; a moment does."""
    return cell.strip().casefold() not in NO


def moment_of(cell: str, latest: datetime) -> datetime | None:
    """Return the moment that is written there, in UTC where no zone is; None for none, and for the future.

    Days such as 03/04/2024 are not read: they are two, by where they were written.
    """
    text = cell.strip().removesuffix(" UTC")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _written(text)
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if EARLIEST <= found <= latest else None


def _written(text: str) -> datetime | None:
    for form in FORMATS if text else ():
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
