"""Review by link: what somebody without an account may do with the proof of one edition.

Three signed things, each with a salt of its own, so that none serves as another:

- the token of a link, which is its address: /review/<token>/. Whoever has it is the person of the link.
- the visit, good for hours, which is the address of the proof itself once it has been opened. GET changes
  nothing, and mail scanners open every link: so the address of the link shows only whose proof it is and a
  button. The button's POST records "opened the proof" and answers with a visit, and no page, email or text
  of the proof is shown without one: an opening that nobody recorded there is not.
- the ticket of a form, bound to its purpose and its link and good for hours. It stands in for the CSRF
  cookie, which readers are not given. That of "approve" holds the hash of what was shown.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator

from editions import notices, workflow
from editions.models import Masthead, Note, Notice, ReviewLink, ReviewUse
from editions.models.desk import name_of
from editions.render.figures import moment_text
from sources.workflow import WorkflowError

GOOD_FOR = timedelta(hours=12)  # a visit and its forms: a day's reading
ONCE_IN = timedelta(hours=1)  # opening it again within this is the same opening
OPEN, NOTE, APPROVE, ASK, VISIT = "open", "note", "approve", "ask", "visit"
What = ReviewUse.What


class NoProof(Exception):
    """No proof is shown at this address, or no more; the message is a sentence for who came."""

    def __init__(self, title, sentence, status):
        super().__init__(sentence)
        self.title = title
        self.status = status


@dataclass(frozen=True)
class Signed:
    """What a visit or a ticket says."""

    key: str
    until: int  # seconds of the epoch
    seen: str

    def is_good(self, now):
        return now.timestamp() < self.until


def token_of(link):
    return _signer("link").sign(link.key)


def address_of(link):
    """Its whole address, to be sent to the person it is for."""
    return settings.SITE_URL + reverse("review:front", args=[token_of(link)])


def link_of(token):
    """The link of a token, open or not. Raises NoProof."""
    return _find(_read(_signer("link").unsign, token))


def visited(visit):
    """The link of a visit, open or not, and what the visit says. Raises NoProof."""
    signed = Signed(*_read(_signer(VISIT).unsign_object, visit))
    return _find(signed.key), signed


def sign(link, purpose, *, now, seen=""):
    """A signed line for one form of a page, or for a visit."""
    return _signer(purpose).sign_object([link.key, int((now + GOOD_FOR).timestamp()), seen])


def wants_open(link, now):
    """Raise NoProof where the link shows nothing any more."""
    if link.revoked_at:
        raise NoProof("This link was taken back", "Ask who sent it to you whether there is another.", 410)
    if not link.is_open(now):
        until = moment_text(link.expires_at, Masthead.objects.the().time_zone)
        raise NoProof(
            "This link has expired", f"It was good until {until}. Ask who sent it for another.", 410
        )
    if link.edition.status in (workflow.WITHDRAWN, workflow.KILLED):
        raise NoProof("There is no proof any more", "The newsroom has given this edition up.", 410)


def open_proof(link, *, ticket, now):
    """Record that it was opened; return the visit. Raises NoProof, WorkflowError."""
    with _using(link, now=now) as link:
        _take(ticket, OPEN, link, now)
        return show_again(link, now=now)


def show_again(link, *, now):
    """Record that it was opened, once in an hour, for reloading is no opening; return the visit."""
    with transaction.atomic():
        _lock(link)
        if not link.uses.filter(what=What.OPENED, at__gt=now - ONCE_IN).exists():
            link.uses.create(what=What.OPENED, at=now)
    return sign(link, VISIT, now=now)


def leave_note(link, *, ticket, text, passage, now):
    """Leave a note under the name of the link. Raises NoProof, WorkflowError."""
    with _using(link, now=now) as link:
        _take(ticket, NOTE, link, now)
        note = Note.objects.create(edition=link.edition, text=text, passage=passage, link=link, at=now)
        notices.tell_named(note, now=now)
        _record(link, What.NOTED, f"left a note in No. {link.edition.number}: “{text}”", now=now, text=text)
        return note


def approve(link, *, ticket, signed_in, now):
    """Approve what was shown, under the name of the link.

    `signed_in` is the account that the same browser has open, if any: a link is no way around the
    four-eyes rule. Raises NoProof, WorkflowError.
    """
    with _using(link, now=now) as link:
        seen = _take(ticket, APPROVE, link, now).seen
        _wants_judge(link)
        edition = link.edition
        if signed_in and Masthead.objects.the().four_eyes and signed_in.pk in edition.writers():
            raise WorkflowError(
                f"You are signed in as {name_of(signed_in)}, who wrote in this"
                " edition, and the four-eyes rule is on: a colleague approves it."
            )
        edition.approve(by=None, link=link, seen=seen, now=now)
        _record(link, What.APPROVED, f"approved No. {edition.number}.", now=now)


def ask_for_changes(link, *, ticket, reason, now):
    """Send it back to be written, with a reason. Raises NoProof, WorkflowError."""
    with _using(link, now=now) as link:
        _take(ticket, ASK, link, now)
        _wants_judge(link)
        edition = link.edition
        edition.return_to_draft(by=None, link=link, reason=reason, now=now)
        _record(
            link, What.ASKED, f"asks for changes in No. {edition.number}: “{reason}”", now=now, text=reason
        )


def revoke(link, *, by, now):
    """Take the link back for good. Raises WorkflowError where that was done already."""
    if not ReviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        raise WorkflowError(f"The link for {link.name} was taken back already.")


def _signer(purpose):
    return Signer(salt=f"editions.review.{purpose}", sep=".")


def _read(unsign, text):
    try:
        return unsign(text)
    except BadSignature as error:
        sentence = "The address is not whole, or was changed on its way. Copy all of it from the message."
        raise NoProof("There is no proof at this address", sentence, 404) from error


def _find(key):
    link = ReviewLink.objects.select_related("edition", "made_by").filter(key=key).first()
    if not link:
        raise NoProof(
            "There is no proof here", "The newsroom has removed it. Ask who sent you the link.", 404
        )
    return link


def _lock(link):
    """Read it afresh, and keep others from revoking it until the transaction ends."""
    rows = ReviewLink.objects.select_related("edition", "made_by")
    return rows.select_for_update(of=("self",)).get(pk=link.pk)


@contextmanager
def _using(link, *, now):
    """Use an open link, whole or not at all; a refusal is recorded in its place."""
    try:
        with transaction.atomic():
            locked = _lock(link)
            wants_open(locked, now)
            yield locked
    except (WorkflowError, NoProof) as error:
        said = error.title if isinstance(error, NoProof) else str(error)
        link.uses.create(what=What.REFUSED, at=now, text=said)
        raise


def _take(ticket, purpose, link, now):
    """What the ticket of a form says. Raises WorkflowError where it is not for this use."""
    try:
        signed = Signed(*_signer(purpose).unsign_object(ticket))
    except BadSignature:
        signed = None
    if not signed or signed.key != link.key:
        raise WorkflowError("This was not sent from the page of this proof; send it again from here.")
    if not signed.is_good(now):
        raise WorkflowError("The page was open for very long; look whether all still stands, and send again.")
    return signed


def _wants_judge(link):
    if not link.may_approve:
        raise WorkflowError("This link is for reading and for notes; somebody else approves.")


def _record(link, what, sentence, *, now, text=""):
    """Keep the use, and tell who made the link: of a kind with a note, for it answers them by name."""
    use = link.uses.create(what=what, at=now, text=text)
    notices.tell(
        [link.made_by],
        Notice.Kind.NAMED,
        Truncator(f"{link.name} {sentence}").chars(400, truncate=" …"),
        occasion=f"review use {use.pk}",
        now=now,
        edition=link.edition,
    )
