"""An item's permalink."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from editions.archive import metadata
from editions.archive.pages import gone, house, shell
from editions.assembly import item_document
from editions.document import EditionDocument
from editions.models import Snapshot
from editions.render.web import render_item
from sources.markup import trusted
from sources.models import NewsItem
from sources.workflow import KILLED, PUBLISHED


@require_safe
def item(request, pk, slug):
    """One item, in the words in which its latest edition printed it."""
    row = NewsItem.objects.filter(pk=pk, published_at__isnull=False).first()
    if row is None or row.status not in (PUBLISHED, KILLED):
        raise Http404
    if row.status == KILLED:
        return gone(request, what="This item was withdrawn", reason="")
    snapshots = list(Snapshot.objects.newest().filter(edition__sections__slots__item=row).distinct())
    entry, document = _printed(snapshots, pk) or _standing(pk)
    if reverse("archive:item", args=[pk, slug]) != entry.path:
        return redirect(entry.path, permanent=True)
    context = shell(
        document.masthead,
        entry.path,
        document=document,
        item=entry,
        article=trusted(render_item(entry, document)),
        snapshots=snapshots,
        published_at=row.published_at,
        json_ld=metadata.item(entry, document, row.published_at),
    )
    return render(request, "editions/archive/item.html", context)


def _printed(snapshots, pk):
    for snapshot in snapshots:
        document = snapshot.read()
        for entry in document.items:
            if entry.id == pk:
                return entry, document
    return None


def _standing(pk):
    """An item that was published on its own, before it stood in an edition."""
    row = NewsItem.objects.for_rendering().get(pk=pk)
    return item_document(row), EditionDocument(masthead=house())
