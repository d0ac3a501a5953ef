"""Writing an item from a clipping: what the source says becomes a draft with its facts filled in."""

from django.db import transaction

from editions import versions
from editions.arranging import Gone
from sources.models import Clipping, NewsItem


def item_from_clipping(pk, *, by, now):
    """Return a new draft item with the clipping's credit, link and date; the clipping is taken.

    Written twice, it is one item: a clipping that was taken already gives the item it became.
    """
    with transaction.atomic():
        clipping = Clipping.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if clipping is None:
            raise Gone("This clipping is gone; it was deleted meanwhile.")
        if there := clipping.items.first():
            return there
        item = NewsItem.objects.create(headline=clipping.title[:300], created_by=by)
        item.clippings.add(clipping)
        Clipping.objects.filter(pk=pk).update(state=Clipping.State.TAKEN)
        versions.keep_item(item, by=by, now=now)
    return item
