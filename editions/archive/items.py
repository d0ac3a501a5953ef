"""An item's permalink."""

from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from editions.archive import metadata, standing
from editions.archive.pages import gone, house, shell
from editions.assembly import item_document
from editions.document import CorrectionDoc, EditionDocument
from editions.models import Correction, Snapshot
from editions.render.web import render_item
from sources.markup import trusted
from sources.models import NewsItem
from sources.workflow import KILLED, PUBLISHED


@require_safe
def item(request, pk, slug):
    """One item, in the words in which its latest edition printed it."""
    corrected = Exists(Correction.objects.filter(item=OuterRef("pk")))
    out = NewsItem.objects.filter(pk=pk, published_at__isnull=False)
    row = out.annotate(is_corrected=corrected).first()
    if row is None or row.status not in (PUBLISHED, KILLED):
        raise Http404
    if row.status == KILLED:
        return _killed(request, row)
    snapshots = list(Snapshot.objects.newest().filter(edition__sections__slots__item=row).distinct())
    printed = _printed(snapshots, pk)
    if printed is None and not standing.shown().filter(pk=pk).exists():
        return _withdrawn(request, standing.withdrawn_with(row))
    entry, document = printed or _standing(pk)
    if reverse("archive:item", args=[pk, slug]) != entry.path:
        return redirect(entry.path, permanent=True)
    if row.is_corrected:
        entry = replace(entry, corrections=_corrections(row, document.number))
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


def _killed(request, row):
    kill = row.moves.filter(name="kill").last()
    if kill and kill.came_from != PUBLISHED:
        raise Http404  # readers never saw it
    return gone(request, what="This item was withdrawn", reason=kill.reason if kill else "")


def _withdrawn(request, edition):
    reason = edition.moves.filter(name="withdraw").latest("at").reason
    what = f"The edition in which this ran, No. {edition.number}, was withdrawn"
    return gone(request, what=what, reason=reason)


def _corrections(row, number):
    """Every correction of the item, whichever edition printed the error; as edition `number` printed it
    where one act corrected several."""
    corrections = sorted(
        row.corrections.select_related("edition"),
        key=lambda one: (one.at, one.edition is not None and one.edition.number == number),
    )
    acts = {(one.at, one.note): one for one in corrections}
    return tuple(CorrectionDoc(one.note, one.before, one.after, one.at, row.pk) for one in acts.values())


def _printed(snapshots, pk):
    for snapshot in snapshots:
        document = snapshot.read()
        for entry in document.items:
            if entry.id == pk and not entry.removed:
                return entry, document
    return None


def _standing(pk):
    """An item that was published on its own, before it stood in an edition."""
    row = NewsItem.objects.for_rendering().get(pk=pk)
    return item_document(row), EditionDocument(masthead=house())
