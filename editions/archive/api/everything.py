"""All that is published, one object a line, each as its own address gives it.

It is read in chunks while it is sent, so that its length costs neither memory nor a long transaction.
"""

import json
from functools import partial

from django.db.models import Count, Max
from taggit.models import Tag, TaggedItem

from editions.archive.api import asking, deals, editions, finding, items, subjects
from editions.archive.api.paging import chunks
from editions.archive.digests import digest
from editions.archive.standing import shown
from editions.models import Correction, Snapshot
from sources.models import Company, Contributor, Deal, FormerSlug, Market, Picture, Source

CHUNK = 200  # rows; of editions, each of which is some 100 KB, a tenth of them
NAMES = (Company, Market, Source, Contributor, Picture, Tag, Deal, FormerSlug)


def lines(zone):
    """Yield the text of a line after the other: editions, companies, markets, items, deals."""
    for kind, rows, order, size, objects in (
        ("edition", finding.find_editions(), editions.ORDER, 20, editions.objects),
        (
            "company",
            finding.find_companies(asking.OfCompanies()),
            subjects.ORDER,
            CHUNK,
            subjects.companies,
        ),
        ("market", finding.find_markets(), subjects.ORDER, CHUNK, subjects.markets),
        ("item", finding.find_items(asking.OfItems(), zone), items.ORDER, CHUNK, items.objects),
        (
            "deal",
            finding.find_deals(asking.OfDeals(), zone),
            deals.ORDER,
            CHUNK,
            partial(deals.objects, zone=zone),
        ),
    ):
        for chunk in chunks(rows, order, size):
            yield "".join(_line(kind, one) for one in objects(chunk))


def _line(kind, one):
    return json.dumps({"type": kind, **one.model_dump(mode="json")}, ensure_ascii=False) + "\n"


def state():
    """What changes when a line does, as plain values: versions, counts, and the tables of names whole."""
    marks = [list(rows.order_by().aggregate(Count("pk"), Max("pk")).values()) for rows in MARKS]
    names = [digest(model.objects.order_by("pk").values_list()) for model in NAMES]
    return [marks, names, digest(shown().order_by("pk").values_list("pk", "version"))]


MARKS = (Snapshot.objects.newest(), Correction.objects.all(), TaggedItem.objects.all())
