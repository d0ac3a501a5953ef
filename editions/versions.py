"""What an edition or an item said after a change, kept for good.

Called by whatever changed it, in the same transaction. Beside the document stand the `rows` that it was
made of, so that a version can be brought back (`editions/bringing_back.py`).
"""

from datetime import timedelta

from editions.assembly import item_document
from editions.document import to_plain
from editions.models.desk import Version
from sources.models import NewsItem

TOGETHER = timedelta(minutes=5)  # one author's autosaves within it are one version
Kind = Version.Kind


def keep_edition(edition, *, by, now, document=None, kind=Kind.SAVED):
    """Keep the edition as it stands, or `document` where it has been read already, as a Version."""
    content = to_plain(document or edition.document()) | {"rows": edition_rows(edition)}
    return _keep(edition.versions, edition.version, content, by=by, now=now, kind=kind)


def keep_item(item, *, by, now, kind=Kind.SAVED):
    """Keep the item as it stands as a Version."""
    row = NewsItem.objects.for_rendering().get(pk=item.pk)
    content = to_plain(item_document(row)) | {"rows": item_rows(row)}
    return _keep(item.versions, item.version, content, by=by, now=now, kind=kind)


def set_aside(owner, part, texts, *, by, now):
    """Keep the `texts` that were refused, by field of `part`: the edition or item itself, or a part of it.

    So they can be found and brought back, whatever the browser does next.
    """
    where = {"row": part._meta.model_name, "pk": part.pk}
    last = owner.versions.filter(kind=Kind.ASIDE).order_by("at", "pk").last()
    if last and _goes_on(last, Kind.ASIDE, by, now) and where.items() <= last.content["aside"].items():
        content = {"aside": {**where, "texts": last.content["aside"]["texts"] | texts}}
        owner.versions.filter(pk=last.pk).update(content=content, at=now)
        return last
    content = {"aside": {**where, "texts": texts}}
    return owner.versions.create(
        number=owner.version, content=content, at=now, kind=Kind.ASIDE, by=by, begun_at=now
    )


def edition_rows(edition):
    """What the document does not say of the rows it was made of."""
    slots = edition.sections.order_by("position", "pk", "slots__position", "slots__pk")
    return {
        "hero": edition.hero_id,
        "mail_to": edition.mail_to,
        "slots": [list(row) for row in slots.values_list("pk", "slots__item", "slots__wording")],
    }


def item_rows(item):
    """The same of an item, fetched `for_rendering`."""
    return {
        "slugline": item.slugline,
        "image": item.image_id,
        "image_caption": item.image_caption,
        "image_credit": item.image_credit,
        "follows_up": item.follows_up_id,
        "embargo_until": item.embargo_until.isoformat() if item.embargo_until else None,
        "companies": [company.pk for company in item.shown_companies],
        "markets": [market.pk for market in item.shown_markets],
    }


def _keep(versions, number, content, *, by, now, kind):
    """Write a row, or write over the last one where the same author autosaves on within five minutes."""
    facts = {"number": number, "content": content, "at": now}
    last = versions.order_by("at", "pk").last() if kind == Kind.AUTOSAVED else None
    if last and _goes_on(last, kind, by, now):
        versions.filter(pk=last.pk).update(**facts)
        return last
    return versions.create(**facts, kind=kind, by=by, begun_at=now)


def _goes_on(last, kind, by, now):
    return last.kind == kind and last.by_id == by.pk and now - last.begun_at < TOGETHER
