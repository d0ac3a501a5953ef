"""Mail what is published: each occasion once, to whoever is to get it."""

import logging
from contextlib import suppress

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef
from django.utils.text import Truncator

from editions import audience
from editions.models import Edition, Masthead
from editions.models.edition import OVERDUE
from editions.render.email import render_subject
from editions.render.figures import moment_text
from sources.workflow import NotYours, WorkflowError
from subscribers import corrections, digests, telling, waking
from subscribers.audience import audience_of, reached
from subscribers.filling import fill, freeze
from subscribers.models import Delivery, DeliveryEvent, Mailing

__all__ = [
    "audience_of",
    "fill",
    "send_to_the_rest",
    "start_correction",
    "start_digest",
    "start_due",
    "start_edition",
    "the_rest",
]

Kind, State = Mailing.Kind, Mailing.State
logger = logging.getLogger(__name__)
LONGEST = Mailing._meta.get_field("subject").max_length


def start_edition(edition, rule, by, now, *, why=""):
    """Mail a published edition to whom `rule` names; return the Mailing, the same one however often.

    With `why`, it waits for a person. Raises WorkflowError, and ValueError where `rule` cannot be read.
    """
    _wants_permission(by)
    rule = str(audience.parse(rule))
    if not Edition.objects.published().filter(pk=edition.pk).exists():
        raise WorkflowError("Only an edition that is out is mailed.")
    if rule == audience.NOBODY:
        raise WorkflowError("Nobody gets it; choose who does.")
    subject = render_subject(edition.reading())
    return _start(
        Kind.EDITION, f"edition {edition.number}", subject, by, now, why, rule=rule, edition=edition
    )


def start_correction(correction, by, now, *, why=""):
    """Tell those whom the error was sent, once, in however many editions it stood; return the Mailing."""
    _wants_permission(by)
    first = corrections.of_one_error(correction).first()
    if first is None:
        raise WorkflowError("This was never mailed, so there is nobody to tell.")
    subject = render_subject(corrections.document_of(first))
    return _start(
        Kind.CORRECTION,
        f"correction {first.pk}",
        subject,
        by,
        now,
        why,
        correction=first,
        edition=first.edition,
    )


def start_digest(month, by, now, *, why=""):
    """Mail the editions of `month`, its first day, to those who chose the digest; return the Mailing."""
    _wants_permission(by)
    if not digests.snapshots(month).exists():
        raise WorkflowError(f"No edition was published in {month:%B %Y}.")
    subject = render_subject(digests.document_of(month))
    return _start(Kind.DIGEST, f"digest {month:%Y-%m}", subject, by, now, why, month=month)


def start_due(now):
    """Start what is due and not started; return how many. What is long overdue asks a person first."""
    same = Mailing.objects.filter(kind=Kind.EDITION, edition=OuterRef("pk"), rule=OuterRef("mail_to"))
    editions = Edition.objects.published().filter(~Exists(same), mail_due_at__lte=now)
    started = sum(_start_due(edition, now) for edition in editions.order_by("number"))
    started += len(
        {
            start_correction(correction, None, now, why=_overdue(correction.mail_due_at, now)).pk
            for correction in corrections.due(now)
        }
    )
    month = digests.due(now)
    if month and _wants_digest(month, now):
        start_digest(month, None, now, why=_overdue(digests.due_at(month), now))
        started += 1
    return started


def the_rest(mailing, now):
    """Return how many “send to the rest” would reach: who did not get it and may, as of now."""
    people = reached(mailing, now)
    same = list(Mailing.objects.filter(occasion=mailing.occasion))
    # Row by row it would be asked of everybody; these are counted from the rows of the occasion alone.
    rows = Delivery.objects.filter(mailing__in=same, subscriber__in=people)
    bounced = DeliveryEvent.objects.filter(delivery=OuterRef("pk"), kind=DeliveryEvent.Kind.HARD)
    mine = rows.filter(~Exists(bounced), mailing=mailing, state__in=["failed", "cancelled"])
    cancelled = [one for one in same if one.state == State.CANCELLED and one != mailing]
    theirs = rows.filter(mailing__in=cancelled, state="cancelled")
    return people.count() - rows.count() + mine.count() + theirs.count()


def send_to_the_rest(mailing, by, now):
    """Open a finished mailing again for those who did not get it; their rows are used again.

    Raises WorkflowError.
    """
    with transaction.atomic():
        if mailing.edition and not Edition.objects.published().filter(pk=mailing.edition_id).exists():
            raise WorkflowError("The edition was withdrawn, so nothing of it is sent any more.")
        mailing.again(by)
        freeze(mailing, now)
        waking.wake("fill_mailings")
    return mailing


def fill_due(now, *, until):
    """Fill what is to be filled, slice by slice, while `until()` says nothing against it.

    Returns how many mailings are filled now. One that cannot be filled is stopped with the reason, and
    holds up no other.
    """
    filled = 0
    for mailing in Mailing.objects.filter(state=State.FILLING).order_by("pk"):
        try:
            done = False
            while mailing.state == State.FILLING and not until():
                done = fill(mailing, now)
            if done:
                filled += 1
                waking.wake("run_lanes")
        except DatabaseError:
            raise  # nothing is wrong with the mailing: the next call goes on where this stopped
        except Exception as error:
            logger.exception("mailing %s could not be filled", mailing.pk)
            mailing.refresh_from_db()
            with suppress(WorkflowError):  # somebody stopped it meanwhile
                mailing.pause(None, now, why=f"Its readers could not be listed: {error!r}.")
    return filled


def stop_withdrawn(now):
    """Cancel what is mailed of an edition that was withdrawn; return how many mailings."""
    stopped = 0
    for mailing in Mailing.objects.withdrawn().select_related("edition"):
        with suppress(WorkflowError):  # another worker was faster
            mailing.cancel(None, now, why=f"No. {mailing.edition.number} was withdrawn.")
            stopped += 1
    return stopped


def stop_forsaken(now):
    """Stop what nobody has looked after for long, before any more of it leaves; return how many mailings.

    A backup put back holds a mailing as it was then, and what left since would leave again.
    """
    under_way = Mailing.objects.filter(state__in=[State.FILLING, *Mailing.SENDABLE])
    stopped = 0
    for mailing in under_way.filter(counted_at__lte=now - OVERDUE):
        why = (
            f"Nobody has looked after it since {_moment(mailing.counted_at)}: perhaps a backup was put back,"
            " and more of it has gone out already. Resume it if not, or cancel it."
        )
        with suppress(WorkflowError):  # another worker was faster
            mailing.pause(None, now, why=why)
            stopped += 1
    return stopped


def settle_all(now):
    """Look after what is on its way: stop what was withdrawn, finish what was cancelled, call sent what is.

    Returns how many mailings were looked at.
    """
    looked_at = stop_forsaken(now) + stop_withdrawn(now)
    for mailing in Mailing.objects.half_cancelled():
        while mailing.cancel_waiting():
            pass
        mailing.count(now)
        looked_at += 1
    for mailing in Mailing.objects.filter(state__in=Mailing.SENDABLE).order_by("pk"):
        mailing.settle(now)
        looked_at += 1
    return looked_at


def _start_due(edition, now):
    """Whether it was started; a rule that cannot be read is told, and holds up no other."""
    try:
        start_edition(edition, edition.mail_to, None, now, why=_overdue(edition.mail_due_at, now))
    except ValueError as error:
        telling.not_started(edition, f"{error} Choose who gets it, and send it by hand.", now=now)
    except WorkflowError:
        pass  # it was withdrawn meanwhile
    else:
        return True
    return False


def _start(kind, occasion, subject, by, now, why, *, rule=audience.EVERYONE, **about):
    facts = {
        "kind": kind,
        "subject": Truncator(subject).chars(LONGEST),
        "state": State.PAUSED if why else State.FILLING,
        "why": why,
        "created_at": now,
        "created_by": by,
        **about,
    }
    with transaction.atomic():
        mailing, is_new = Mailing.objects.get_or_create(occasion=occasion, rule=rule, defaults=facts)
        if is_new and why:
            telling.stopped(mailing, now=now)
        elif is_new:
            freeze(mailing, now)
            waking.wake("fill_mailings")
    return mailing


def _overdue(due_at, now):
    """Why it waits for a person, where it was due long ago."""
    if due_at > now - OVERDUE:
        return ""
    return (
        f"It was to go out on {_moment(due_at)}, which is long past: perhaps a backup was put back, and it"
        " has gone out already. Resume it if it has not, or cancel it."
    )


def _moment(moment):
    return moment_text(moment, Masthead.objects.the().time_zone)


def _wants_digest(month, now):
    occasion = f"digest {month:%Y-%m}"
    is_new = not Mailing.objects.filter(occasion=occasion).exists()
    return is_new and digests.snapshots(month).exists() and audience_of("choice:digest", now).exists()


def _wants_permission(by):
    if by and not by.has_perm(telling.SEND):
        raise NotYours("Sending is not among what your role may do; ask a colleague who publishes.")
