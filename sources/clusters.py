"""Clippings of one story become one row of the queue, led by the best ranked source.

The machine places a clipping once, when it comes; what people split or merge afterwards stays as it is.
"""

from collections import defaultdict
from contextlib import contextmanager

from django.db import connection, transaction

from sources import stories
from sources.models import Clipping, Trace

UNRANKED = 100  # a clipping whose source is not known leads nothing
CANDIDATES = 40  # looked at for each clipping, the newest
LOCK = 7_110_511  # any number of our own
JUDGED = (Clipping.State.TAKEN, Clipping.State.DISMISSED)


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
    told = _told({one.pk for one in clippings})
    keys = {one.pk: stories.keys(told[one.pk]) for one in clippings}
    bearers = _bearers(keys, told)
    told |= _told({pk for found in bearers.values() for pk in found} - told.keys())
    rows = Clipping.objects.select_related("source").in_bulk(told)
    for one in sorted(clippings, key=lambda clipping: (told[clipping.pk].at, clipping.pk)):
        near = {pk for key in keys[one.pk] for pk in bearers[key] if pk in rows}
        alike = [pk for pk in near if pk != one.pk and stories.same_story(told[one.pk], told[pk])]
        if alike:
            leads = {pk: _leading(rows[pk], rows) for pk in alike}
            apart = {pk: (leads[pk].state in JUDGED, abs(told[pk].at - told[one.pk].at), pk) for pk in alike}
            _follow(rows[one.pk], leads[min(alike, key=apart.get)], rows)
        for key in keys[one.pk]:
            bearers[key].append(one.pk)
    Trace.objects.bulk_create(
        (Trace(clipping_id=pk, key=key, at=told[pk].at) for pk in keys for key in keys[pk]), batch_size=500
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
    if leading.pk == clipping.pk:
        return
    if leading.state in JUDGED:
        Clipping.objects.filter(pk=clipping.pk).update(resembles=leading)
        return
    clipping.state, clipping.held_until = leading.state, leading.held_until
    Clipping.objects.filter(pk=clipping.pk).update(state=clipping.state, held_until=clipping.held_until)
    if _rank(clipping)[0] < _rank(leading)[0]:
        Clipping.objects.filter(cluster=leading).update(cluster=clipping)
        for row in rows.values():
            if row.cluster_id == leading.pk:
                row.cluster_id = clipping.pk
        leading, clipping = clipping, leading
    clipping.cluster_id = leading.pk
    Clipping.objects.filter(pk=clipping.pk).update(cluster=leading)


def _leading(clipping, rows):
    if clipping.cluster_id is None:
        return clipping
    if clipping.cluster_id not in rows:
        rows[clipping.cluster_id] = Clipping.objects.select_related("source").get(pk=clipping.cluster_id)
    return rows[clipping.cluster_id]


def _bearers(keys, told):
    """By key: the clippings that have it, of about the same days, the newest."""
    days = [told[pk].at for pk in keys]
    found = Trace.objects.filter(
        key__in={key for one in keys.values() for key in one},
        at__range=(min(days) - stories.WINDOW, max(days) + stories.WINDOW),
    )
    bearers = defaultdict(list)
    for key, pk in found.order_by("-at").values_list("key", "clipping")[: CANDIDATES * len(keys)]:
        bearers[key].append(pk)
    return bearers


def _told(pks):
    """By clipping: what its words and its suggestions tell."""
    companies, markets = defaultdict(set), defaultdict(set)
    for found, through, column in (
        (companies, Clipping.companies.through, "company_id"),
        (markets, Clipping.markets.through, "market_id"),
    ):
        for pk, key in through.objects.filter(clipping__in=pks).values_list("clipping_id", column):
            found[pk].add(key)
    columns = ("pk", "title", "kind", "published_at", "clipped_at")
    return {
        pk: stories.Told(
            title=title,
            at=min(published_at or clipped_at, clipped_at),
            companies=frozenset(companies[pk]),
            kind=kind,
            markets=frozenset(markets[pk]),
        )
        for pk, title, kind, published_at, clipped_at in Clipping.objects.filter(pk__in=pks).values_list(
            *columns
        )
    }
