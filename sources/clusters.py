"""Clippings of one story become one row of the queue, led by the best ranked source.

The machine places a clipping once, when it comes; what people split or merge afterwards stays as it is.
"""

from collections import Counter, defaultdict
from contextlib import contextmanager
from heapq import nsmallest

from django.db import connection, transaction

from sources import stories
from sources.models import Clipping, Trace

UNRANKED = 100  # a clipping whose source is not known leads nothing
OF_A_DAY = 10  # found by each key: a word of the week would otherwise lead to hundreds
COMPARED = 20  # with each clipping
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
    told = _told([one.pk for one in clippings])
    keys = {pk: stories.keys(told[pk]) for pk in sorted(told, key=lambda pk: (told[pk].at, pk))}
    alike, traces = _alike(keys, told)
    rows = _rows(keys.keys() | {pk for some in alike.values() for pk in some})
    rows |= _rows({row.cluster_id for row in rows.values() if row.cluster_id} - rows.keys())
    before = {pk: _stand(row) for pk, row in rows.items()}
    for one, some in alike.items():
        leads = {pk: rows[rows[pk].cluster_id or pk] for pk in some}
        # A headline that stands in the paper every day would otherwise make one story for ever.
        some = [pk for pk in some if abs(_at(leads[pk]) - told[one].at) <= stories.WINDOW]
        if some:
            apart = {pk: (leads[pk].state in JUDGED, abs(told[pk].at - told[one].at), pk) for pk in some}
            _follow(rows[one], leads[min(some, key=apart.get)], rows)
    changed = [row for pk, row in rows.items() if _stand(row) != before[pk]]
    Clipping.objects.bulk_update(changed, STAND, batch_size=100)
    Trace.objects.bulk_create(traces, batch_size=500)


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


def _alike(keys, told):
    """By new clipping, in their order: those of its story that came before it; and the traces they leave.

    Only what is compared is read of the likeliest, into `told`: nearly all of them tell something else.
    """
    bearers = _bearers(keys, told)
    likeliest, traces = {}, []
    for one in keys:
        at = told[one].at
        likeliest[one] = _likeliest(keys[one], bearers, at)
        for key in keys[one]:
            if sum(when.date() == at.date() for when, _ in bearers[key]) < OF_A_DAY:
                bearers[key].append((at, one))
                traces.append(Trace(clipping_id=one, key=key, at=at))
    told |= _told({pk for near in likeliest.values() for pk in near} - told.keys())
    alike = {
        one: [pk for pk in near if stories.same_story(told[one], told[pk])] for one, near in likeliest.items()
    }
    return alike, traces


def _bearers(keys, told):
    """By key: (when, which) of the clippings that are found by it and are of about the same days."""
    days = [told[pk].at for pk in keys]
    found = Trace.objects.filter(
        key__in={key for one in keys.values() for key in one},
        at__range=(min(days) - stories.WINDOW, max(days) + stories.WINDOW),
    )
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


def _told(pks):
    """By clipping: what its words and its suggestions tell."""
    companies, markets = defaultdict(set), defaultdict(set)
    for found, through, column in (
        (companies, Clipping.companies.through, "company_id"),
        (markets, Clipping.markets.through, "market_id"),
    ):
        for pk, key in through.objects.filter(clipping__in=pks).values_list("clipping_id", column):
            found[pk].add(key)
    rows = Clipping.objects.filter(pk__in=pks)
    return {
        row.pk: stories.Told(
            title=row.title,
            at=_at(row),
            companies=frozenset(companies[row.pk]),
            kind=row.kind,
            markets=frozenset(markets[row.pk]),
        )
        for row in rows.values_list("pk", "title", "kind", "published_at", "clipped_at", named=True)
    }


def _at(clipping):
    """When it was published: no day that is still to come is believed."""
    return min(clipping.published_at or clipping.clipped_at, clipping.clipped_at)
