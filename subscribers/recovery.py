"""What a dead worker left: read from its journal where that proves it dead, and unknown otherwise."""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from subscribers import journal
from subscribers.claims import STATE, record
from subscribers.models import Delivery, Lane

CUT_SHORT = "The worker ended before the server's answer came."
GONE = "The worker that had it was not heard of again, so whether it was sent is not known."


def recover(now: datetime) -> int:
    """End the lanes whose workers are dead, and give up what is long past its lease; return how many rows.

    A row goes back to the queue only where its lane is proved dead on this machine and had not begun it.
    """
    rows = sum(_recover(lane, now) for lane in Lane.objects.filter(ended_at=None).order_by("pk"))
    stray = Delivery.objects.filter(Q(lane=None) | Q(lane__ended_at__isnull=False), state=STATE.SENDING)
    rows += _give_up(stray.filter(lease_until__lt=now), GONE, now)
    _sweep()
    return rows


def _recover(lane, now):
    proof, results = _proof_of_death(lane)
    if proof is None and lane.lease_until > now:
        return 0
    try:
        with transaction.atomic():
            if not Lane.objects.filter(pk=lane.pk, ended_at=None).update(ended_at=now):
                return 0  # somebody else saw to it
            rows = Delivery.objects.filter(mailing=lane.mailing_id, state=STATE.SENDING, lane=lane)
            if proof is None:
                return _give_up(rows, GONE, now)
            done = rows.count()
            record(lane, [outcome for outcome in results.values() if outcome], now)
            begun = [delivery for delivery, outcome in results.items() if outcome is None]
            _give_up(rows.filter(pk__in=begun), CUT_SHORT, now)
            rows.update(state=STATE.QUEUED, lane=None, lease_until=None)
            return done
    finally:
        if proof is not None:
            proof.close()


def _proof_of_death(lane):
    """Return the journal of a dead lane, locked, and what it says; (None, {}) where nothing is proved."""
    if not lane.boot or lane.boot != journal.boot_id():
        return None, {}
    with suppress(OSError, ValueError):
        proof = journal.Found(lane.pk)
        try:
            return proof, proof.results()
        except ValueError:
            proof.close()
    return None, {}


def _give_up(rows, why, now):
    return rows.update(state=STATE.UNKNOWN, answer=why, answered_at=now, lease_until=None)


def _sweep():
    """Remove the journals of lanes that have ended."""
    for path in settings.LANES_DIR.glob("*.journal"):
        with suppress(OSError, ValueError):
            number = int(path.stem)
            if Lane.objects.filter(pk=number, ended_at=None).exists():
                continue
            found = journal.Found(number)
            found.remove()
            found.close()
