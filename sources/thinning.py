"""What gathering keeps for a while only. What was taken stays for good."""

from datetime import timedelta
from itertools import chain, islice

from django.conf import settings
from django.db.models import Exists, F, OuterRef

from sources.models import Clipping, CompanySuggestion, Judgement, Seen, Trace

SLICE = 500  # rows a statement, so that nobody waits long for a writer
TRACES = timedelta(
    days=14
)  # a story is told for days; entries of old feeds come later than they were written
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
    young = Clipping.objects.filter(cluster=OuterRef("pk"), clipped_at__gte=now - age)
    old = Clipping.objects.filter(~Exists(young), clipped_at__lt=now - age, items=None)
    yield from _sliced(old.exclude(state=Clipping.State.TAKEN).exclude(held_until__gt=now))
    # Counted from when the feed was last sent whole: one that never changes still holds its old entries.
    yield from _sliced(Seen.objects.filter(seen_at__lt=F("feed__read_at") - age))


def _sliced(rows):
    while keys := list(rows.order_by().values_list("pk", flat=True)[:SLICE]):
        yield rows.model.objects.filter(pk__in=keys).delete()
