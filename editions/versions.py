"""What an edition or an item said after a change, kept for good.

Called by whatever changed it, in the same transaction. Beside the document stand the `rows` that it was
made of, so that a version can be brought back (`editions/bringing_back.py`).
"""

from datetime import timedelta

from editions.assembly import item_document
from editions.document import to_plain
from editions.models.desk import Move, Version
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
    approved = Move.objects.filter(name="approve", edition__sections__slots__item=item)
    return _keep(
        item.versions,
        item.version,
        content,
        by=by,
        now=now,
        kind=kind,
        apart_since=lambda moment: approved.filter(at__gte=moment).exists(),
    )


def set_aside(owner, part, texts, *, by, now):
    """Keep the `texts` that were refused, by field of `part`: the edition or item itself, or a part of it.

    So they can be found and brought back, whatever the browser does next. A refusal takes the place of the
    one before it only where its texts hold all that those said.
    """
    where = {"row": part._meta.model_name, "pk": part.pk}
    last = owner.versions.filter(kind=Kind.ASIDE, by=by).order_by("at", "pk").last()
    if last and where.items() <= last.content["aside"].items():
        before = last.content["aside"]["texts"]
        if all(text in texts.get(name, "") for name, text in before.items()):
            owner.versions.filter(pk=last.pk).update(content={"aside": {**where, "texts": texts}}, at=now)
            return last
    content = {"aside": {**where, "texts": texts}}
    return owner.versions.create(
        number=owner.version, content=content, at=now, kind=Kind.ASIDE, by=by, begun_at=now
    )


def was_said(owner, name, text, *, by):
    """Whether a version by this person has this text in a field of `owner`."""
    return owner.versions.taken().filter(by=by, **{f"content__{name}": text}).exists()


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
        "sources": [credit.source_id for credit in item.shown_credits],
        "contributors": [byline.contributor_id for byline in item.shown_bylines],
        "counterparties": [[one.pk for one in deal.counterparties.all()] for deal in item.shown_deals],
    }


def _keep(versions, number, content, *, by, now, kind, apart_since=None):
    """Write a row, or write over the last one where the same author autosaves on within five minutes.

    `apart_since` is asked, with a moment, whether something since then keeps the two apart.
    """
    facts = {"number": number, "content": content, "at": now}
    if kind == Kind.AUTOSAVED and (last := versions.taken().defer("content").order_by("at", "pk").last()):
        facts["at"] = max(now, last.at)  # of two at once, the one that waited may have asked the clock first
        if _goes_on(last, by, now) and not (apart_since and apart_since(last.begun_at)):
            versions.filter(pk=last.pk).update(**facts)
            return last
    return versions.create(**facts, kind=kind, by=by, begun_at=now)


def _goes_on(last, by, now):
    return last.kind == Kind.AUTOSAVED and last.by_id == by.pk and now - last.begun_at < TOGETHER
