"""The table of deliveries as a queue: lanes take rows from it and write back what became of them.

Every statement is whole by itself and committed before its rows are acted on, and changes a row only from
the state, and for the lane, that it expects.
"""

from collections.abc import Collection, Iterable
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from editions.models import Masthead
from subscribers import events
from subscribers.models import Delivery, Lane, Mailing
from subscribers.outcome import Claimed, Outcome

STATE = Delivery.State
# What a lane may still write: also a row that was given up because the lane had been silent for too long.
HELD = (STATE.SENDING, STATE.UNKNOWN)
CLAIM = """
WITH living AS (SELECT id FROM subscribers_lane WHERE id = %s AND ended_at IS NULL {share}),
picked AS (
    SELECT id FROM subscribers_delivery
    WHERE mailing_id = %s AND state = 'queued' AND id > %s {seeds}
      AND (not_before IS NULL OR not_before <= %s)
      AND EXISTS (SELECT 1 FROM living)
      AND EXISTS (SELECT 1 FROM subscribers_mailing WHERE id = %s AND state IN ('queued', 'sending'))
    ORDER BY id LIMIT %s {skip}
)
UPDATE subscribers_delivery SET state = 'sending', lane_id = %s, lease_until = %s
WHERE id IN (SELECT id FROM picked) AND state = 'queued'
RETURNING id, COALESCE(subscriber_id, 0), address, COALESCE(rendition_id, 0), attempts
"""
# Lane and rows are locked as they are read: recovery waits for a claim under way, and other lanes pass by.
LOCKS = {
    "postgresql": {"share": "FOR SHARE", "skip": "FOR UPDATE SKIP LOCKED"},
    "sqlite": {"share": "", "skip": ""},  # one writer at a time
}
PEOPLE = """
SELECT d.id, COALESCE(s.key, ''), COALESCE(s.name, ''),
    CASE WHEN d.subscriber_id IS NULL AND d.is_seed AND d.address <> '' THEN ''
         WHEN s.id IS NULL OR d.address = '' THEN 'erased'
         WHEN s.status <> 'active' THEN s.status
         WHEN s.paused_until > %s THEN 'paused'
         WHEN p.id IS NOT NULL THEN 'suppressed'
         ELSE '' END
FROM subscribers_delivery d
LEFT JOIN subscribers_subscriber s ON s.id = d.subscriber_id
LEFT JOIN subscribers_suppression p ON p.fingerprint = s.fingerprint
WHERE d.id IN ({ids})
"""
PASSED_OVER = {
    "erased": "Erased before it was sent.",
    "pending": "Not confirmed.",
    "unsubscribed": "Left before it was sent.",
    "bounced": "The address bounced before it was sent.",
    "complained": "Complained before it was sent.",
    "paused": "Paused their mail before it was sent.",
    "suppressed": "On the suppression list.",
}
# A server's words name whom they are about: of somebody erased meanwhile only its code is kept.
SENT = """
UPDATE subscribers_delivery SET state = 'sent', attempts = v.column2,
    answer = CASE address WHEN '' THEN v.column3 ELSE v.column4 END,
    provider_id = CASE address WHEN '' THEN '' ELSE v.column5 END,
    answered_at = %s, lease_until = NULL, not_before = NULL
FROM (VALUES {rows}) AS v
WHERE subscribers_delivery.id = v.column1 AND lane_id = %s AND state IN ('sending', 'unknown')
"""


def claim(lane: Lane, limit: int, now: datetime, *, after: int = 0) -> list[Claimed]:
    """Take up to `limit` due deliveries, of rows past the id `after`, for this lane alone.

    Until the seed list is served, none but its rows. Who may no longer be mailed is written passed over.
    """
    mailing = Mailing.objects.filter(pk=lane.mailing_id).values_list("seeded_at", flat=True)
    seeds = "" if mailing.first() else "AND is_seed"
    statement = CLAIM.format(seeds=seeds, **LOCKS[connection.vendor])
    facts = [lane.pk, lane.mailing_id, after, _moment(now), lane.mailing_id, limit]
    with _durably(), connection.cursor() as cursor:
        cursor.execute(statement, [*facts, lane.pk, _moment(lane.lease_until)])
        rows = sorted(cursor.fetchall())
    people = _people([row[0] for row in rows], now)
    mailable, passed_over = [], []
    for number, subscriber, address, rendition, attempts in rows:
        key, name, why = people[number]
        if why:
            passed_over.append(Outcome(number, STATE.SUPPRESSED, PASSED_OVER[why], attempts=attempts))
        else:
            mailable.append(Claimed(number, subscriber, key, address, name, rendition, attempts))
    record(lane, passed_over, now)
    return mailable


def left_meanwhile(claimed: Iterable[Claimed], now: datetime) -> list[Outcome]:
    """Return the outcome of each of the claimed who may no longer be mailed."""
    attempts = {row.delivery: row.attempts for row in claimed}
    return [
        Outcome(number, STATE.SUPPRESSED, PASSED_OVER[why], attempts=attempts[number])
        for number, (_, _, why) in _people(list(attempts), now).items()
        if why
    ]


def record(lane: Lane, outcomes: Collection[Outcome], now: datetime) -> None:
    """Write back what became of rows of this lane; those of another stay as they are."""
    sent = [outcome for outcome in outcomes if outcome.state == STATE.SENT]
    others = [outcome for outcome in outcomes if outcome.state != STATE.SENT]
    if sent:
        values = []
        for outcome in sent:
            facts = (outcome.attempts, outcome.code, outcome.answer, outcome.provider_id)
            values += [outcome.delivery, *facts]
        statement = SENT.format(rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(sent)))
        with connection.cursor() as cursor:
            cursor.execute(statement, [_moment(now), *values, lane.pk])
    if others:
        with transaction.atomic():
            for outcome in others:
                _record_one(lane, outcome, now)


def release(lane: Lane, deliveries: Collection[int]) -> None:
    """Hand back rows that were not started."""
    if deliveries:
        rows = Delivery.objects.filter(pk__in=deliveries, lane=lane, state=STATE.SENDING)
        rows.update(state=STATE.QUEUED, lane=None, lease_until=None)


@contextmanager
def _durably():
    """On SQLite, have a claim outlive a power failure: once it is forgotten, its rows would be sent again."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = FULL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous = NORMAL")


def _record_one(lane, outcome, now):
    waits = outcome.state == STATE.QUEUED
    is_held = Delivery.objects.filter(pk=outcome.delivery, lane=lane, state__in=HELD).update(
        state=outcome.state,
        answer=Case(When(address="", then=Value(outcome.code)), default=Value(outcome.answer)),
        attempts=outcome.attempts,
        not_before=outcome.not_before,
        provider_id=Case(When(address="", then=Value("")), default=Value(outcome.provider_id)),
        answered_at=now,
        lease_until=None,
        lane=None if waits else lane,
    )
    if is_held and outcome.state == STATE.FAILED:
        events.refused(outcome.delivery, outcome.code, outcome.answer, now)


def _people(deliveries, now):
    """Return {delivery: (key, name, why not)}."""
    if not deliveries:
        return {}
    today = timezone.localdate(now, Masthead.objects.the().zone)
    statement = PEOPLE.format(ids=", ".join(["%s"] * len(deliveries)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [today.isoformat(), *deliveries])
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _moment(moment):
    return connection.ops.adapt_datetimefield_value(moment)
