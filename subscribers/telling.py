"""Telling those who may send that a mailing waits for them."""

from editions.models import Notice
from editions.notices import tell, those_who_may

SEND = "subscribers.send_mailing"


def stopped(mailing, *, now):
    """Tell them, once a stop, that the house stopped `mailing`, and why."""
    tell(
        those_who_may(SEND),
        Notice.Kind.MAILING_STOPPED,
        f"The mailing “{mailing.subject}” stopped. {mailing.why}",
        occasion=f"mailing {mailing.pk} at {now.isoformat()}",
        now=now,
        edition=mailing.edition,
    )


def not_started(edition, why, *, now):
    """Tell them, once, that the mailing of `edition` was due and could not be started."""
    tell(
        those_who_may(SEND),
        Notice.Kind.MAILING_STOPPED,
        f"No. {edition.number} was to be mailed, and was not. {why}",
        occasion=f"edition {edition.pk} not mailed",
        now=now,
        edition=edition,
    )


def mailbox_unreachable(why, *, now):
    """Tell them, once a day, that nothing of what comes back is read."""
    tell(
        those_who_may(SEND),
        Notice.Kind.MAILING_STOPPED,
        f"The mailbox of bounces cannot be read, so nobody’s address is given up. {why}",
        occasion=f"mailbox {now:%Y-%m-%d}",
        now=now,
    )
