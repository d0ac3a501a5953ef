"""What several objects of the API hold."""

from django.urls import reverse

from editions.archive.api import addresses, schemas
from sources.markup import trusted, with_links


def named(row):
    """A company or a market."""
    return schemas.Named(
        slug=row.slug,
        name=row.name,
        local_name=row.local_name,
        url=addresses.page(row.get_absolute_url()),
    )


def companies(rows):
    """The companies of today that `rows` are, each once: a merged one has no object of its own."""
    return [named(one) for one in dict.fromkeys(row.merged_into or row for row in rows)]


def tag(row, page):
    """A topic or a sector, with the page of this name."""
    return schemas.Named(slug=row.slug, name=row.name, url=addresses.page(reverse(page, args=[row.slug])))


def item(row):
    """An item where another object names it."""
    return schemas.ItemRef(
        id=row.pk,
        label=row.label,
        url=addresses.page(row.get_absolute_url()),
        api_url=addresses.api("items", row.pk),
    )


def edition(row):
    return schemas.EditionRef(
        number=row.number,
        url=addresses.page(row.get_absolute_url()),
        api_url=addresses.api("editions", row.number),
    )


def money(row):
    """What a Deal says of money, by name."""
    return {
        "id": row.pk,
        "deal_type": row.type,
        "round": row.round,
        "amount": row.amount,
        "currency": row.currency,
        "usd": row.usd,
    }


def picture(document):
    """A PictureDoc, or None."""
    return document and schemas.Image(
        url=addresses.page(document.path),
        width=document.width,
        height=document.height,
        alt=document.alt,
        caption=document.caption,
        credit=document.credit,
    )


def corrections(found):
    """CorrectionDocs, oldest first; what one act did to several editions is told once."""
    dated = sorted((one for one in found if one.at), key=lambda one: one.at)
    acts = {(one.at, one.note): one for one in dated}
    return [
        schemas.Correction(note=one.note, before=one.before, after=one.after, at=one.at)
        for one in acts.values()
    ]


def html(text):
    """Sanitised HTML with every link absolute."""
    return str(with_links(trusted(text), addresses.page)) if 'href="/' in text else text
