"""Feeds of editions and items, whole, in the words in which they were printed.

What decides a feed is read first, in a few short columns; the texts are read only for who lacks them. Its
Last-Modified is when anything in it was published or corrected, or anything at all was last taken back.
Names and topics are mended without a moment, so the ETag alone tells whether a copy is good.
"""

from collections import defaultdict
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from editions.archive import gathered, moved
from editions.archive.caching import answer
from editions.archive.kinds import path_of
from editions.archive.listing import newest_first
from editions.archive.pages import house
from editions.archive.standing import was_out
from editions.assembly import item_document
from editions.document import CorrectionDoc, EditionDocument
from editions.models import Correction, Slot, Snapshot
from editions.models.desk import Move
from editions.render.feed import entry_picture, render_entry, render_item_entry
from editions.render.syndication import Channel, Entry, write
from sources.kinds import KINDS
from sources.models import Company, Market, NewsItem
from sources.models.moves import ItemMove
from sources.workflow import PUBLISHED

ENTRIES = 30  # the newest


@require_safe
def editions(request, form):
    known = list(Snapshot.objects.newest().values_list("pk", "content_hash", "taken_at")[:ENTRIES])
    moments = [*(taken_at for _pk, _hash, taken_at in known), *_last(Move, name="withdraw")]
    return _feed(request, form, known, moments, lambda: _editions(known), "", reverse("archive:home"))


def _editions(known):
    snapshots = Snapshot.objects.newest().filter(pk__in=[pk for pk, *_facts in known])
    for snapshot in snapshots.defer("web_html", "email_html", "text"):
        document = snapshot.read()
        yield Entry(
            id=f"{settings.SITE_URL}/editions/{document.number}",
            url=settings.SITE_URL + document.path,
            title=f"No. {document.number}: {document.title}",
            summary=document.dek,
            content=render_entry(document),
            published_at=document.published_at,
            updated_at=snapshot.taken_at,
            image=entry_picture(document.hero, document),
        )


@require_safe
def latest(request, form):
    return _items(request, form, NewsItem.objects.all(), _("Latest"), reverse("archive:latest"))


@require_safe
def company(request, slug, form):
    row = moved.current(Company.objects.all(), slug)
    if row.slug != slug:
        return redirect("data:company_feed", row.slug, form, permanent=True)
    return _items(request, form, row.every_item, row.name, row.get_absolute_url())


@require_safe
def market(request, slug, form):
    """A region gathers all that is in it."""
    row = moved.current(Market.objects.all(), slug)
    if row.slug != slug:
        return redirect("data:market_feed", row.slug, form, permanent=True)
    items = gathered.items_on(gathered.Tree().below(row.pk))
    return _items(request, form, items, row.name, row.get_absolute_url())


@require_safe
def topic(request, slug, form):
    tag = get_object_or_404(Tag, slug=slug)
    items = NewsItem.objects.filter(topics=tag)
    if not was_out(items).exists():
        raise Http404
    return _items(request, form, items, tag.name, reverse("archive:topic", args=[slug]))


@require_safe
def kind(request, slug, form):
    kind = slug.replace("-", "_")
    if kind not in KINDS or slug != path_of(kind):
        raise Http404
    items = NewsItem.objects.filter(kind=kind)
    return _items(request, form, items, _(KINDS[kind]), reverse("archive:kind", args=[slug]))


def _items(request, form, items, name, path):
    """A feed of those of `items` that are out; what somebody paid for is in no feed of items."""
    sponsored = Slot.objects.filter(section__layout="sponsor")
    chosen = newest_first(items).exclude(pk__in=sponsored.values("item"))
    found = list(chosen.values_list("pk", "version", "published_at", "kind")[:ENTRIES])
    pks = [pk for pk, *_facts in found]
    printed, corrections = _printed_in(pks), _corrections(pks)
    topics = list(
        NewsItem.objects.filter(pk__in=pks, topics__isnull=False)
        .order_by("pk", "topics__name")
        .values_list("pk", "topics__name")
    )
    parts, moments = [found, printed, corrections, topics], list(_moments(found, printed, corrections))

    def entries():
        return _entries(pks, printed, corrections, topics)

    return _feed(request, form, parts, moments, entries, name, path)


def _moments(found, printed, corrections):
    """When what is in a feed was published, printed and corrected, and something was last taken back."""
    snapshots = {pk for some in printed.values() for pk in some}
    yield from (published_at for _pk, _version, published_at, _kind in found)
    yield from Snapshot.objects.filter(pk__in=snapshots).values_list("taken_at", flat=True)
    yield from (one.at for some in corrections.values() for one in some.values())
    yield from _last(ItemMove, name="kill", came_from=PUBLISHED)
    yield from _last(Move, name="withdraw")


def _last(moves, **facts):
    return moves.objects.filter(**facts).order_by("-at").values_list("at", flat=True)[:1]


def _printed_in(pks):
    """By item, the newest snapshots of the published editions in which it ran, newest first."""
    found = defaultdict(list)
    newest = Snapshot.objects.newest().filter(edition__sections__slots__item__in=pks)
    for item, pk in newest.values_list("edition__sections__slots__item", "pk"):
        found[item].append(pk)
    return found


def _corrections(pks):
    """By item, each of its corrections once, also where one act corrected several editions."""
    found = defaultdict(dict)
    for one in Correction.objects.filter(item__in=pks).order_by("at", "pk"):
        doc = CorrectionDoc(one.note, one.before, one.after, one.at, one.item_id)
        found[one.item_id].setdefault(f"{one.at.isoformat()} {one.note}", doc)
    return found


def _entries(pks, printed, corrections, topics):
    wanted = {pk for some in printed.values() for pk in some}
    documents = {one.pk: one.read() for one in Snapshot.objects.filter(pk__in=wanted).only("document")}
    masthead, tags = house(), defaultdict(list)
    for pk, name in topics:
        tags[pk].append(name)
    rows = {row.pk: row for row in NewsItem.objects.filter(pk__in=pks).for_rendering()}
    for pk in pks:
        row, document = rows[pk], EditionDocument(masthead=masthead)
        entry = item_document(row)
        for snapshot in reversed(printed[pk]):  # the newest edition that did not take it out has the word
            stood = [one for one in documents[snapshot].items if one.id == pk and not one.removed]
            entry, document = (stood[0], documents[snapshot]) if stood else (entry, document)
        entry = replace(entry, corrections=tuple(corrections[pk].values()))
        yield _entry(row, entry, document, tags[pk])


def _entry(row, item, document, topics):
    kind = [_(KINDS[item.kind])] if item.kind in KINDS else []
    return Entry(
        id=f"{settings.SITE_URL}/items/{row.pk}",
        url=settings.SITE_URL + row.get_absolute_url(),
        title=item.headline or item.label,
        summary=item.dek,
        content=render_item_entry(item, document),
        published_at=row.published_at,
        updated_at=max([row.published_at, *(one.at for one in item.corrections)]),
        authors=tuple(person.name for person in item.byline),
        categories=(*kind, *topics),
        image=entry_picture(item.image, document),
    )


def _feed(request, form, parts, moments, entries, name, path):
    masthead = house()

    def build():
        channel = Channel(
            title=f"{masthead.name}: {name}" if name else masthead.name,
            description=masthead.tagline,
            author=masthead.name,
            page_url=settings.SITE_URL + path,
            feed_url=settings.SITE_URL + iri_to_uri(request.path),
            entries=tuple(entries()),
        )
        text, media_type = write(channel, form)
        return HttpResponse(text, content_type=media_type)

    return answer(request, [masthead, name, parts], build, newest_at=max(moments, default=None))
