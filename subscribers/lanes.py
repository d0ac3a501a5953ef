"""Sending: a few lanes, each a thread with one connection, take deliveries from the table until none is due.

A lane is driven by the clock, so it asks it. It writes back what became of its messages in groups, and what
it has not yet written stands in its journal.
"""

import platform
import threading
import time
from collections import deque
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from subscribers import mailings, pace
from subscribers.claims import STATE, claim, left_meanwhile, record, release
from subscribers.journal import Journal, boot_id
from subscribers.mail import Mail
from subscribers.models import Delivery, Lane, Mailing
from subscribers.outcome import Outcome
from subscribers.recovery import recover
from subscribers.sending import Kind, Unreachable
from subscribers.stopping import asked_to_stop, heeding_sigterm
from subscribers.workflow import WorkflowError

RUN = 240  # seconds, then a successor goes on
TURN = 60  # of one lane, then it looks for another mailing
LEASE = timedelta(seconds=300)
SPARE = 10  # seconds of the lease that no lane uses
LOOK = 1.0  # seconds between two looks at the mailing, its people and the order to stop
CLAIMED = 300  # rows at a time, at most
GROUP = 50  # results written back together
CALL = 5  # seconds of the shared rate that a call to a provider may take up
SLOW = 5.0  # seconds of one message, after which the others are left to faster lanes
LATER = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720))  # after a 4xx
PATIENCE = timedelta(days=1)  # of a mailing with a 421, which may be about its message after all
REFUSALS = 25  # in a row, then it is about us and not about them
MUTE = 3  # messages in a row that ended a fresh connection without an answer of their own


def run(mailing_id: int | None = None, seconds: float = RUN) -> int:
    """Send what is due, of one mailing or of all, for at most so many seconds; return how many left.

    Raises the first error of a lane, such as a database that went away; its rows are found again.
    """
    recover(timezone.now())
    until, sent, errors = time.monotonic() + seconds, [], []

    def work(offset):
        try:
            sent.append(_work(mailing_id, offset, until, mail))
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    mail = Mail()
    threads = [threading.Thread(target=work, args=[number]) for number in range(settings.MAIL_CONNECTIONS)]
    with heeding_sigterm():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if errors:
        raise errors[0]
    _settle(mailing_id)
    return sum(sent)


def is_due(now: datetime) -> bool:
    """Whether somebody's time has come, and the mail server is not left alone just now."""
    return bool(_due(None, now)) and not pace.is_left_alone(now.timestamp())


@contextmanager
def opened(mailing_id: int):
    """A lane and its journal. What is then still in its hand unstarted is for the caller to release.

    After an error neither is ended: recovery reads the journal and ends the lane.
    """
    now = timezone.now()
    lane = Lane.objects.create(
        host=platform.node()[:255],
        boot=boot_id(),
        mailing_id=mailing_id,
        began_at=now,
        lease_until=now + LEASE,
    )
    journal = Journal(lane.pk)
    try:
        yield lane, journal
        Lane.objects.filter(pk=lane.pk, ended_at=None).update(ended_at=timezone.now())
        journal.remove()
    finally:
        journal.close()


def _work(mailing_id, offset, until, mail):
    """Be one thread: take turns at the mailings that have somebody waiting; return how many were sent."""
    sent = 0
    while not asked_to_stop() and time.monotonic() < until:
        due = _due(mailing_id, timezone.now())
        if not due:
            break
        mail.at_work += 1
        try:
            failures, wait = pace.pause(time.time())
            if not wait:
                number = due[offset % len(due)]
                offset += 1
                _begin(number)
                turn_ends = min(until, time.monotonic() + TURN)
                with opened(number) as (lane, journal):
                    sent += _AtWork(lane, journal, mail.of(number), failures, turn_ends).drive()
        finally:
            mail.at_work -= 1
        if wait and not mail.at_work:
            break
        if wait:
            time.sleep(0.2)  # one of us tries whether the server is back
    return sent


def _begin(mailing):
    row = Mailing.objects.filter(pk=mailing, state=Mailing.State.QUEUED)
    row.update(state=Mailing.State.SENDING, started_at=Coalesce("started_at", Now()))


def _settle(mailing_id):
    """Finish the mailings of which nobody waits any more."""
    waiting = Delivery.objects.filter(mailing=OuterRef("pk"), state__in=[STATE.QUEUED, STATE.SENDING])
    done = Mailing.objects.filter(~Exists(waiting), state=Mailing.State.SENDING)
    for mailing in done.filter(pk=mailing_id) if mailing_id else done:
        mailing.settle(timezone.now())


def _due(mailing_id, now):
    """Return the ids of the mailings that have rows to send."""
    waiting = Delivery.objects.filter(Q(not_before=None) | Q(not_before__lte=now), state=STATE.QUEUED)
    mailings = Mailing.objects.filter(state__in=Mailing.SENDABLE).order_by("pk")
    if mailing_id:
        mailings = mailings.filter(pk=mailing_id)
    return [
        number for number in mailings.values_list("pk", flat=True) if waiting.filter(mailing=number).exists()
    ]


class _AtWork:
    """One lane: what it holds, and what it has yet to tell."""

    def __init__(self, lane, journal, mail, failures, until):
        self.lane, self.journal, self.mail, self.failures = lane, journal, mail, failures
        lease_ends = time.monotonic() + LEASE.total_seconds() - SPARE
        self.until = min(until, lease_ends)
        self.transport = mail.transport(lease_ends)
        self.hand, self.outcomes = deque(), []
        self.calls_provider = bool(settings.MAILING_PROVIDER)
        most = max(CLAIMED, self.transport.most) if self.calls_provider else CLAIMED
        self.limit = min(most, max(10, settings.MAIL_RATE * CALL)) if settings.MAIL_RATE else most
        self.sent = self.after = self.mute = self.allowed = 0
        self.looked_at = self.leaves_at = 0.0

    def drive(self) -> int:
        """Send until nothing is due, or there is a reason to stop; return how many were handed over."""
        try:
            while self._goes_on() and (self.hand or self._claim()):
                if self.calls_provider:
                    self._call()
                elif self._may_send():
                    self._send(self.hand.popleft())
                if len(self.outcomes) >= GROUP:
                    self._write_back()
            self._write_back()
            release(self.lane, [row.delivery for row in self.hand])
        finally:
            self.transport.close()
        return self.sent

    def _goes_on(self):
        """Look around once a second: for an order to stop, a pause, and whoever left meanwhile."""
        at = time.monotonic()
        if asked_to_stop() or at >= self.until:
            return False
        if at - self.looked_at < LOOK:
            return True
        self._write_back()
        now = timezone.now()
        mailings.stop_withdrawn(now)
        # By the clock of the wall too: the other one stands still while a machine is suspended.
        lane = Lane.objects.filter(pk=self.lane.pk, ended_at=None, lease_until__gt=now)
        if not lane.filter(mailing__state__in=Mailing.SENDABLE).exists():
            return False
        gone = left_meanwhile(self.hand, now)
        record(self.lane, gone, now)
        passed_over = {outcome.delivery for outcome in gone}
        self.hand = deque(row for row in self.hand if row.delivery not in passed_over)
        self.looked_at = at
        return True

    def _claim(self):
        """Take more rows, past those it has had, so that it need not read over these again."""
        self._write_back()
        now = timezone.now()
        rows = claim(self.lane, self.limit, now, after=self.after)
        if not rows and self.after:
            rows = claim(self.lane, self.limit, now)
        if not rows and _serve_seeds(self.mail.pk, now):
            rows = claim(self.lane, self.limit, now)
        self.after = rows[-1].delivery if rows else 0
        self.hand.extend(rows)
        return bool(rows)

    def _may_send(self):
        """Whether the shared rate allows a message now; waits a little where it does not."""
        wanted = min(len(self.hand), GROUP, 1 + settings.MAIL_RATE // 20)
        return bool(wanted and self._granted(wanted, 1))

    def _granted(self, wanted, most):
        """Take up to `most` of what is reserved, `wanted` at a time; nothing before their time has come."""
        if not settings.MAIL_RATE and not settings.MAIL_HOURLY:
            return most
        if not self.allowed:
            self.allowed, self.leaves_at = pace.take(wanted, time.time())
        wait = self.leaves_at - time.time()
        if wait > 0:
            time.sleep(min(wait, 0.1))
        if wait > 0.1 or not self.allowed:
            return 0
        granted = min(most, self.allowed)
        self.allowed -= granted
        self.leaves_at += granted / settings.MAIL_RATE if settings.MAIL_RATE else 0
        return granted

    def _call(self):
        """Hand over a batch to the provider in one call, no larger than a few seconds of the shared rate.

        All of it stands in the journal before the call, and every answer before any is written back.
        """
        if not self.hand:
            return
        rows = self.transport.pick(self.hand, settings.MAIL_RATE * CALL or len(self.hand))
        rows = rows[: self._granted(len(rows), len(rows))]
        if not rows:
            return
        for row in rows:
            self.hand.remove(row)
            self.journal.started(row.delivery)
        try:
            answers = self.transport.send(rows)
        except Unreachable as error:
            for row in rows:
                self._keep(_uncounted(row, str(error)))
            self._leave_server_alone(str(error))
            return
        except ValueError as error:
            self._refuse(_unprepared(rows[0], error))
            return
        for row, answer in answers:
            self._take(row, answer, fresh=True)
        for row in () if answers else reversed(rows):  # refused as a whole
            self.journal.answered(_uncounted(row, ""))
            self.hand.appendleft(row)

    def _send(self, row):
        begun = time.monotonic()
        try:
            if self.transport.answered >= settings.MAIL_PER_CONNECTION:
                self.transport.close()
            if not self.transport.is_open:
                self.transport.open()
            fresh = not self.transport.answered
            sender, recipient, message = self.mail.fill(row, self.transport)
            self.journal.started(row.delivery)
            answer = self.transport.send(sender, recipient, message)
        except Unreachable as error:
            self._keep(_uncounted(row, str(error)))
            self._leave_server_alone(str(error))
            return
        except ValueError as error:
            self._refuse(_unprepared(row, error))
            return
        self._take(row, answer, fresh)
        if time.monotonic() - begun > SLOW and self.hand:
            self._write_back()
            release(self.lane, [row.delivery for row in self.hand])
            self.hand.clear()

    def _take(self, row, answer, fresh):
        """Make of the answer what becomes of the row."""
        attempts = row.attempts + 1
        if answer.kind in (Kind.ACCEPTED, Kind.TEMPORARY, Kind.PERMANENT):
            self._server_is_well()
        if answer.kind is Kind.ACCEPTED:
            self.sent += 1
            self.mail.refused = 0
            facts = (STATE.SENT, answer.words, answer.code, attempts)
            self._keep(Outcome(row.delivery, *facts, provider_id=answer.provider_id))
        elif answer.kind is Kind.TEMPORARY:
            self._keep(_later(row, answer))
        elif answer.kind is Kind.PERMANENT:
            self._refuse(Outcome(row.delivery, STATE.FAILED, answer.words, answer.code, attempts))
        elif answer.kind is Kind.UNKNOWN:
            self._keep(Outcome(row.delivery, STATE.UNKNOWN, answer.words, answer.code, attempts))
            self._mind_silence(answer)
        elif not fresh:
            # It may have had its number of messages: tried at once over a fresh one.
            self.journal.answered(_uncounted(row, answer.words))
            self.hand.appendleft(row)
        elif answer.kind is Kind.CLOSING and self.mail.began_at > timezone.now() - PATIENCE:
            self._keep(_uncounted(row, answer.words, timezone.now() + LATER[0]))
            self._mind_silence(answer)
        else:
            self._keep(_later(row, answer))
            self._mind_silence(answer)

    def _keep(self, outcome):
        """Tell the journal at once, and the database with the next group."""
        self.journal.answered(outcome)
        self.outcomes.append(outcome)

    def _write_back(self):
        if self.outcomes:
            record(self.lane, self.outcomes, timezone.now())
            self.outcomes = []
            self.journal.empty()

    def _refuse(self, outcome):
        """It failed for good. Many in a row mean that it is about us: then a person is asked."""
        self._keep(outcome)
        self.mail.refused += 1
        if self.mail.refused >= REFUSALS:
            why = f"{REFUSALS} in a row were refused, the last one with: {outcome.answer}"
            with suppress(WorkflowError):  # somebody else stopped it first
                Mailing.objects.get(pk=self.mail.pk).pause(None, timezone.now(), why=why)
            self.mail.refused = 0
            self.until = 0

    def _server_is_well(self):
        self.mute = 0
        if self.failures:
            pace.came_up()
            self.failures = 0

    def _mind_silence(self, answer):
        """Count messages that ended a connection; one is enough where the server was down just now."""
        self.mute += 1
        if self.failures or self.mute >= MUTE:
            self._leave_server_alone(answer.words)

    def _leave_server_alone(self, why):
        if self.until:  # it is told once
            pace.went_down(self.failures, why, time.time())
        self.until = 0


def _serve_seeds(mailing_id, now):
    """Whether the seed list was served just now, so that the others follow, or a person looks first."""
    mailing = Mailing.objects.get(pk=mailing_id)
    waiting = Q(state=STATE.QUEUED, attempts=0) | Q(state=STATE.SENDING)
    if mailing.seeded_at or mailing.deliveries.filter(waiting, is_seed=True).exists():
        return False
    if not Mailing.objects.filter(pk=mailing_id, seeded_at=None).update(seeded_at=now):
        return False
    if mailing.waits_after_seeds:
        with suppress(WorkflowError):
            mailing.pause(None, now, why="The seed list has it: look at it there, then go on.")
    return True


def _later(row, answer):
    """Come back to it by the schedule, and no more once that is through."""
    attempts = row.attempts + 1
    if attempts > len(LATER):
        return Outcome(row.delivery, STATE.FAILED, answer.words, answer.code, attempts)
    later = timezone.now() + LATER[row.attempts]
    return Outcome(row.delivery, STATE.QUEUED, answer.words, answer.code, attempts, later)


def _uncounted(row, words, not_before=None):
    """Back to the queue: what happened says nothing of the recipient."""
    return Outcome(row.delivery, STATE.QUEUED, words, "", row.attempts, not_before)


def _unprepared(row, error):
    return Outcome(row.delivery, STATE.FAILED, f"It could not be prepared: {error}.", attempts=row.attempts)
