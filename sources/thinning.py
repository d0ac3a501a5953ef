"""What gathering keeps for a while only. What was taken stays for good."""

from datetime import timedelta
from itertools import chain, islice

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q

from sources.models import Clipping, CompanySuggestion, Judgement, Seen, Trace

SLICE = 500  # rows a statement, so that nobody waits long for a writer
TRACES = timedelta(days=14)  # a story is told for days, and by some feeds a week after it was written
JUDGEMENTS = timedelta(days=30)


def thin(now, slices=100):
    """Take away what is past its time, at most so many slices of rows; return whether that was all."""
    work = chain(
        _sliced(Trace.objects.filter(at__lt=now - TRACES)),
        _sliced(Judgement.objects.filter(at__lt=now - JUDGEMENTS)),
        _clippings(now),
        _sliced(CompanySuggestion.objects.filter(clippings=None, dismissed_at=None)),
    )
    return sum(1 for _ in islice(work, slices)) < slices


def _clippings(now):
    """Stories that nobody took, all of whose clippings are old; and what feeds do not bring any more."""
    if not settings.KEEP_CLIPPINGS:
        return
    age = timedelta(days=settings.KEEP_CLIPPINGS)
    untaken = Clipping.objects.exclude(state=Clipping.State.TAKEN).filter(items=None)
    young = Clipping.objects.filter(cluster=OuterRef("pk"), clipped_at__gte=now - age)
    held = Q(held_until__gt=now - age)  # what was held is young again when its week has come
    old = untaken.filter(~Exists(young), cluster=None, clipped_at__lt=now - age).exclude(held)
    while leads := list(old.order_by().values_list("pk", flat=True)[:SLICE]):
        # A whole story at once: what is left of one would stand in the queue as if it were new.
        yield untaken.filter(Q(pk__in=leads) | Q(cluster__in=leads)).delete()
    # Counted from when the feed was last sent whole: one that never changes still holds its old entries.
    yield from _sliced(Seen.objects.filter(seen_at__lt=F("feed__read_at") - age))


def _sliced(rows):
    while keys := list(rows.order_by().values_list("pk", flat=True)[:SLICE]):
        yield rows.model.objects.filter(pk__in=keys).delete()
