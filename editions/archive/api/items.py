"""Items as data."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Prefetch

from editions import workflow
from editions.archive.api import addresses, pieces, schemas
from editions.archive.standing import shown
from editions.assembly import item_document
from editions.models import Correction, Slot
from sources.models import NewsItem

ORDER = (("-published_at", datetime), ("-pk", int))


def objects(items):
    """Return the Items of `items`, a list of rows; it takes as many queries for one as for a hundred."""
    keys = [item.pk for item in items]
    corrections = Prefetch(
        "corrections", Correction.objects.order_by("at", "pk"), to_attr="shown_corrections"
    )
    related = NewsItem.objects.for_rendering().prefetch_related(corrections, "shown_companies__merged_into")
    found = related.in_bulk(keys)
    places = _places(keys)
    followed = {item.follows_up_id for item in found.values()} - {None}
    out = set(shown(NewsItem.objects.filter(pk__in=followed)).values_list("pk", flat=True))
    return [_item(found[key], places[key], out) for key in keys]


def _places(keys):
    """By id of an item, the slots in which published editions hold it, newest edition first."""
    found = defaultdict(list)
    # Asked for the status too, SQLite begins with every edition that is published.
    slots = Slot.objects.filter(item__in=keys).select_related("section__edition").order_by("pk")
    for slot in sorted(slots, key=lambda slot: -slot.section.edition.number):
        if slot.section.edition.status == workflow.PUBLISHED:
            found[slot.item_id].append(slot)
    return found


def _item(item, slots, out):
    wording = slots[0] if slots else Slot()
    document = item_document(item, wording=wording.wording, wording_html=wording.wording_html)
    editions = {slot.section.edition.number: slot.section.edition for slot in slots}
    return schemas.Item(
        **{name: getattr(document, name) for name in AS_PRINTED},
        url=addresses.page(document.path),
        api_url=addresses.api("items", item.pk),
        published_at=item.published_at,
        text=document.body,
        html=pieces.html(document.html),
        credits=[
            schemas.Credit(source_id=one.source_id, source=str(one), url=one.url, via=one.via, note=one.note)
            for one in item.shown_credits
        ],
        companies=pieces.companies(item.shown_companies),
        markets=[pieces.named(one) for one in item.shown_markets],
        topics=[pieces.tag(one, "archive:topic") for one in item.shown_topics],
        deals=[schemas.Money(**pieces.money(one)) for one in item.shown_deals],
        byline=[
            schemas.Person(name=one.name, role=one.role, biography=one.biography, disclosure=one.disclosure)
            for one in document.byline
        ],
        image=pieces.picture(document.image),
        see_also=[schemas.Link(title=one.title, url=addresses.page(one.url)) for one in document.see_also],
        follows_up=pieces.item(item.follows_up) if item.follows_up_id in out else None,
        editions=[pieces.edition(one) for one in editions.values()],
        corrections=pieces.corrections(item.shown_corrections),
    )


AS_PRINTED = ("id", "event_date", "format", "kind", "label", "headline", "dek", "authors_note")
