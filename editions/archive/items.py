"""An item's permalink."""

from dataclasses import replace

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions import workflow
from editions.archive import metadata, standing
from editions.archive.caching import show_made_of
from editions.archive.editions import known
from editions.archive.gathered import local_names
from editions.archive.kinds import path_of
from editions.archive.listing import Ref
from editions.archive.pages import gone, house, shell
from editions.archive.related import around
from editions.archive.sharing import share
from editions.assembly import item_document
from editions.document import CorrectionDoc, EditionDocument
from editions.models import Correction, Slot, Snapshot
from editions.render import bodies
from editions.render.addresses import item_below
from editions.render.web import render_item
from sources.kinds import KINDS
from sources.markup import beginning, trusted
from sources.models import NewsItem
from sources.models.items import RENDERED
from sources.workflow import KILLED, PUBLISHED

WORDS = 40  # of a text without a dek, where the page is described


@require_safe
def item(request, pk, slug):
    """One item, in the words in which its latest edition printed it."""
    row = _found(pk)
    if row is None or row.status not in (PUBLISHED, KILLED):
        raise Http404
    if row.status == KILLED:
        return _killed(request, row)
    snapshots = _snapshots(row) if row.has_run else []
    printed = _printed(snapshots, pk)
    if printed is None and not row.is_shown:
        return _withdrawn(request, standing.withdrawn_with(row))
    entry, document = printed or _standing(row)
    prefix = reverse("archive:home").removesuffix("/") if printed else ""  # frozen addresses are English
    entry = item_below(entry, prefix, local_names())
    if printed:
        document = replace(document, path=prefix + document.path)
    if reverse("archive:item", args=[pk, slug]) != entry.path:
        return redirect(entry.path, permanent=True)
    if row.is_corrected:
        entry = replace(entry, corrections=_corrections(row, document.number))
    facts = _facts(row, entry, document, snapshots)
    return show_made_of(
        request,
        "editions/archive/item.html",
        [facts, [known(snapshot) for snapshot in snapshots]],
        lambda: {**facts, **_made(facts, document)},
        newest_at=_newest_at(facts, snapshots),
    )


def _newest_at(facts, snapshots):
    """When the last of what its page tells was published, printed or corrected."""
    moments = [facts["published_at"], facts["story"].newest_at]
    moments += [one.taken_at for one in snapshots] + [one.at for one in facts["item"].corrections]
    return max(filter(None, moments))


def _facts(row, entry, document, snapshots):
    """What a page is made of, before anything is written or drawn."""
    crumbs = [(_("Latest"), reverse("archive:latest"))]
    if entry.kind in KINDS:
        crumbs.append((_(KINDS[entry.kind]), reverse("archive:kind", args=[path_of(entry.kind)])))
    return shell(
        document.masthead,
        entry.path,
        item=entry,
        published_at=row.published_at,
        ran=[_place(snapshot, entry) for snapshot in snapshots],
        kind=Ref(_(KINDS[entry.kind]), reverse("archive:kind", args=[path_of(entry.kind)]))
        if entry.kind in KINDS
        else None,
        topics=[Ref(topic.name, reverse("archive:topic", args=[topic.slug])) for topic in _topics(row)],
        story=around(row, document.masthead.time_zone),
        crumbs=crumbs,
    )


def _made(facts, document):
    entry, published_at = facts["item"], facts["published_at"]
    told = replace(entry, follows_up=None) if facts["story"].before else entry  # it would be told twice
    trail = [*facts["crumbs"], (entry.label, entry.path)]
    return {
        "description": entry.dek or beginning(bodies.item(entry), WORDS),
        "article": trusted(render_item(told, replace(document, published_at=published_at))),
        "json_ld": metadata.item(entry, document, published_at)
        + metadata.breadcrumbs(document.masthead.site_url, trail),
        "share": share(facts["canonical"], entry.label),
    }


def _found(pk):
    """The row, once it has been out, with what decides how it is shown."""
    ran = Slot.objects.filter(item=OuterRef("pk"), section__edition__status=workflow.PUBLISHED)
    return (
        NewsItem.objects.filter(pk=pk, published_at__isnull=False)
        .select_related("image", "follows_up")
        .annotate(
            is_corrected=Exists(Correction.objects.filter(item=OuterRef("pk"))),
            is_shown=Exists(standing.shown().filter(pk=OuterRef("pk"))),
            has_run=Exists(ran),
        )
        .first()
    )


def _snapshots(row):
    """What is shown of the editions it ran in, newest first, without their pages."""
    newest = Snapshot.objects.newest().filter(edition__sections__slots__item=row).distinct()
    return list(newest.defer("web_html", "email_html", "text"))


def _printed(snapshots, pk):
    for snapshot in snapshots:
        document = snapshot.read()
        for entry in document.items:
            if entry.id == pk and not entry.removed:
                return entry, document
    return None


def _standing(row):
    """An item that was published on its own, before it stood in an edition."""
    prefetch_related_objects([row], *RENDERED)
    return item_document(row), EditionDocument(masthead=house())


def _topics(row):
    """As they are now: the topics of what is out may be mended, and an address wants the slug."""
    topics = row.shown_topics if hasattr(row, "shown_topics") else row.topics.all()
    return sorted(topics, key=lambda topic: topic.name)


def _place(snapshot, entry):
    edition = snapshot.edition
    path = f"{edition.get_absolute_url()}#item-{entry.id}"
    number = _("No. %(number)s") % {"number": edition.number}
    return Ref(f"{number}: {snapshot.title}", path)


def _corrections(row, number):
    """Every correction of the item, whichever edition printed the error; as edition `number` printed it
    where one act corrected several."""
    corrections = sorted(
        row.corrections.select_related("edition"),
        key=lambda one: (one.at, one.edition is not None and one.edition.number == number),
    )
    acts = {(one.at, one.note): one for one in corrections}
    return tuple(CorrectionDoc(one.note, one.before, one.after, one.at, row.pk) for one in acts.values())


def _killed(request, row):
    kill = row.moves.filter(name="kill").last()
    if kill and kill.came_from != PUBLISHED:
        raise Http404  # readers never saw it
    return gone(request, what=_("This item was withdrawn"), reason=kill.reason if kill else "")


def _withdrawn(request, edition):
    reason = edition.moves.filter(name="withdraw").latest("at").reason
    what = _("The edition in which this ran, No. %(number)s, was withdrawn") % {"number": edition.number}
    return gone(request, what=what, reason=reason)
