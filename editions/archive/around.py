"""An edition between its neighbours: all that its page is known by, in one query that is written once.

Django takes ten times as long to write this SQL as a database takes to answer it, and it is asked of every
reader, also of one who has the page.
"""

from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Q, Subquery

from editions.models import Edition, Snapshot
from editions.models.desk import Move

NUMBER = 2_147_483_646  # the largest of all: it stands in the SQL for the one that is asked for
COLUMNS = ("pk", "title", "content_hash", "taken_at", "edition__number", "edition__slug", "withdrawn_at")
WITHDRAWN_AT = Subquery(Move.objects.filter(name="withdraw").order_by("-at").values("at")[:1])


def around(number):
    """The newest snapshots, without their texts, of the published edition before `number`, of it, and of the
    one after, each None where there is none, and when any of them last changed.

    An edition that is withdrawn changes its neighbours and leaves no snapshot, so the newest withdrawal
    counts too.
    """
    if number >= NUMBER:
        return None, None, None, None
    compiler, sql, params = _written()
    with connection.cursor() as cursor:
        cursor.execute(sql, [number if one == NUMBER else one for one in params])
        rows = list(compiler.results_iter([cursor.fetchall()]))
    at = {(row[4] > number) - (row[4] < number): _snapshot(*row) for row in rows}
    moments = [moment for row in rows for moment in (row[3], row[6]) if moment]
    return at.get(-1), at.get(0), at.get(1), max(moments, default=None)


@cache
def _written():
    published = Edition.objects.published()
    before = published.filter(number__lt=NUMBER).order_by("-number").values("number")[:1]
    after = published.filter(number__gt=NUMBER).order_by("number").values("number")[:1]
    rows = (
        Snapshot.objects.newest()
        .filter(Q(edition__number=NUMBER) | Q(edition__number=before) | Q(edition__number=after))
        .annotate(withdrawn_at=WITHDRAWN_AT)
        .values_list(*COLUMNS)
    )
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    return compiler, *compiler.as_sql()


def _snapshot(pk, title, content_hash, taken_at, number, slug, _withdrawn_at):
    edition = Edition(number=number, slug=slug)
    return Snapshot(pk=pk, title=title, content_hash=content_hash, taken_at=taken_at, edition=edition)
