"""A short text in place of many rows, to tell whether any of them has changed."""

import hashlib

from editions.archive import paths
from editions.models import Edition, Slot
from sources.models import NewsItem


def digest(rows):
    """The digest of `rows`, a queryset of tuples with a plain `repr`, in their order."""
    found = hashlib.blake2b(digest_size=12)
    for row in rows.iterator(chunk_size=2000):
        found.update(repr(row).encode())
    return found.hexdigest()


def of_items(items):
    """Digests of what names each of `items`, a queryset of ids, and of where it ran. Three queries."""
    return [
        digest(NewsItem.objects.filter(pk__in=items).order_by("pk").values_list("pk", *paths.NAMED_BY)),
        digest(Edition.objects.order_by("pk").values_list("pk", "number", "slug", "status")),
        digest(Slot.objects.filter(item__in=items).order_by("pk").values_list("item", "section__edition")),
    ]
