"""Clippings of one story become one row of the queue, led by the best ranked source.

The machine places a clipping once, when it comes; what people split or merge afterwards stays as it is.
"""

from collections import Counter, defaultdict
from contextlib import contextmanager
from datetime import UTC
from heapq import nsmallest

from django.db import connection, transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber, TruncDate

from sources import stories
from sources.models import Clipping, Trace

UNRANKED = 100  # a clipping whose source is not known leads nothing
OF_A_DAY = 20  # looked at for each key of a clipping
COMPARED = 40  # with each clipping
LOCK = 7_110_511  # any number of our own
JUDGED = (Clipping.State.TAKEN, Clipping.State.DISMISSED)
STAND = ("state", "held_until", "cluster_id", "resembles_id")  # what placing may change


@contextmanager
def alone():
    """A transaction in which nobody else changes what leads what.

    SQLite has one writer at a time; PostgreSQL is asked for a lock that goes with the transaction.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def place(clippings):
    """Put each of these new clippings to the story it tells; called within `alone`.

    A story that was judged already takes nothing in: its clipping is named in `resembles`, and the new one
    waits by itself.
    """
    rows = _rows([one.pk for one in clippings])
    told = _told(rows)
    keys = {one.pk: stories.keys(told[one.pk]) for one in clippings}
    bearers = _bearers(keys, told)
    near = {pk for one in keys for pk in _likeliest(keys[one], bearers, told[one].at)}
    others = _rows(near - rows.keys())
    told |= _told(others)
    rows |= others
    rows |= _rows({row.cluster_id for row in others.values() if row.cluster_id} - rows.keys())
    before = {pk: _stand(row) for pk, row in rows.items()}
    for one in sorted(clippings, key=lambda clipping: (told[clipping.pk].at, clipping.pk)):
        near = _likeliest(keys[one.pk], bearers, told[one.pk].at)
        alike = [pk for pk in near if pk != one.pk and stories.same_story(told[one.pk], told[pk])]
        leads = {pk: rows[rows[pk].cluster_id or pk] for pk in alike}
        # A headline that stands in the paper every day would otherwise make one story for ever.
        alike = [pk for pk in alike if abs(_at(leads[pk]) - told[one.pk].at) <= stories.WINDOW]
        if alike:
            apart = {pk: (leads[pk].state in JUDGED, abs(told[pk].at - told[one.pk].at), pk) for pk in alike}
            _follow(rows[one.pk], leads[min(alike, key=apart.get)], rows)
        for key in keys[one.pk]:
            bearers[key].append((told[one.pk].at, one.pk))
    changed = [row for pk, row in rows.items() if _stand(row) != before[pk]]
    Clipping.objects.bulk_update(changed, STAND, batch_size=100)
    Trace.objects.bulk_create(
        (Trace(clipping_id=pk, key=key, at=told[pk].at) for pk in keys for key in keys[pk]),
        batch_size=500,
        ignore_conflicts=True,  # one that is placed again, since its page can be read now
    )


def lead(story):
    """Have the best ranked of these clippings lead the others, and return it."""
    first = min(story, key=_rank)
    Clipping.objects.filter(pk__in=[one.pk for one in story]).exclude(pk=first.pk).update(cluster=first)
    Clipping.objects.filter(pk=first.pk).update(cluster=None)
    return first


def _rank(clipping):
    return (clipping.source.rank if clipping.source else UNRANKED, clipping.clipped_at, clipping.pk)


def _follow(clipping, leading, rows):
    """Have a new clipping join the story of `leading`, or lead it from now on."""
    if leading.state in JUDGED:
        clipping.resembles = leading
        return
    clipping.state, clipping.held_until = leading.state, leading.held_until
    if _rank(clipping)[0] < _rank(leading)[0]:
        Clipping.objects.filter(cluster=leading).update(cluster=clipping)  # those that were not looked at
        for row in rows.values():
            if row.cluster_id == leading.pk:
                row.cluster = clipping
        leading, clipping = clipping, leading
    clipping.cluster = leading


def _rows(pks):
    """By key: these clippings, without their longest text."""
    return Clipping.objects.select_related("source").defer("summary").in_bulk(pks)


def _stand(clipping):
    return tuple(getattr(clipping, name) for name in STAND)


def _bearers(keys, told):
    """By key: (when, which) of clippings that have it and are of about the same days, some of each day."""
    days = [told[pk].at for pk in keys]
    of_a_day = Window(
        RowNumber(), partition_by=[F("key"), TruncDate("at", tzinfo=UTC)], order_by=F("at").desc()
    )
    found = Trace.objects.filter(
        key__in={key for one in keys.values() for key in one},
        at__range=(min(days) - stories.WINDOW, max(days) + stories.WINDOW),
    )
    found = found.annotate(place=of_a_day).filter(place__lte=OF_A_DAY)
    bearers = defaultdict(list)
    for key, at, pk in found.values_list("key", "at", "clipping"):
        bearers[key].append((at, pk))
    return bearers


def _likeliest(keys, bearers, at):
    """The clippings that share the most keys, and of these the nearest: no clipping costs more than these."""
    shared, distance = Counter(), {}
    for key in keys:
        for when, pk in bearers[key]:
            if abs(when - at) <= stories.WINDOW:
                shared[pk] += stories.weight(key)
                distance[pk] = abs(when - at)
    return nsmallest(COMPARED, shared, key=lambda pk: (-shared[pk], distance[pk]))


def _told(rows):
    """By clipping: what its words and its suggestions tell."""
    companies, markets = defaultdict(set), defaultdict(set)
    for found, through, column in (
        (companies, Clipping.companies.through, "company_id"),
        (markets, Clipping.markets.through, "market_id"),
    ):
        for pk, key in through.objects.filter(clipping__in=rows).values_list("clipping_id", column):
            found[pk].add(key)
    return {
        pk: stories.Told(
            title=row.title,
            at=_at(row),
            companies=frozenset(companies[pk]),
            kind=row.kind,
            markets=frozenset(markets[pk]),
        )
        for pk, row in rows.items()
    }


def _at(clipping):
    """When it was published: no day that is still to come is believed."""
    return min(clipping.published_at or clipping.clipped_at, clipping.clipped_at)
