"""What an edition or an item said after a change, kept for good.

Called by whatever changed it, in the same transaction.
"""

from editions.assembly import item_document
from editions.document import to_plain
from editions.models.desk import Version
from sources.models import NewsItem


def keep_edition(edition, *, by, now, document=None):
    """Keep the edition as it stands, or `document` where it has been read already, as a Version."""
    content = to_plain(document or edition.document())
    return Version.objects.create(edition=edition, number=edition.version, content=content, by=by, at=now)


def keep_item(item, *, by, now):
    """Keep the item as it stands as a Version."""
    rows = NewsItem.objects.for_rendering().get(pk=item.pk)
    content = to_plain(item_document(rows))
    return Version.objects.create(item=item, number=item.version, content=content, by=by, at=now)
