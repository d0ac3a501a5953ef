"""Rows become a document, and a document becomes rows.

`assemble` reads rows that were fetched with `for_rendering()` and runs no query of its own. `fill` is
the other way: it writes the sections, slots and items of an edition that stands empty, and must be
called in a transaction.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from editions.document import (
    CompanyDoc,
    ContributorDoc,
    CreditDoc,
    DealDoc,
    EditionDocument,
    ItemDoc,
    MarketDoc,
    MastheadDoc,
    PictureDoc,
    SectionDoc,
    SeeAlsoDoc,
)
from sources import permalinks
from sources.models import Byline, Company, Contributor, Credit, Deal, Market, NewsItem, SeeAlso, Source
from sources.workflow import KILLED


def assemble(edition, masthead):
    """Return the EditionDocument of `edition`, as it stands now."""
    return EditionDocument(
        masthead=masthead_document(masthead),
        number=edition.number,
        title=edition.title,
        slug=edition.slug,
        path=edition.get_absolute_url(),
        dek=edition.dek,
        week_first=edition.week_first,
        week_last=edition.week_last,
        subject=edition.subject,
        preheader=edition.preheader,
        introduction=edition.introduction,
        introduction_html=edition.introduction_html,
        signoff=edition.signoff,
        signoff_html=edition.signoff_html,
        hero=_picture(edition.hero),
        sections=tuple(_section(section) for section in edition.sections.all()),
        published_at=edition.published_at,
    )


def masthead_document(masthead):
    return MastheadDoc(
        name=masthead.name,
        tagline=masthead.tagline,
        site_url=settings.SITE_URL,
        postal_address=masthead.postal_address,
        accent=masthead.accent,
        time_zone=masthead.time_zone,
        logo=_picture(masthead.logo),
    )


def item_document(item, *, wording="", wording_html=""):
    """Return the ItemDoc of `item`, a row fetched with `for_rendering()`."""
    return ItemDoc(
        body=wording or item.body,
        html=wording_html or item.body_html,
        headline=item.headline,
        label=item.label,
        dek=item.dek,
        format=item.format,
        kind=item.kind,
        id=item.pk,
        path=item.get_absolute_url(),
        credits=tuple(
            CreditDoc(source=str(credit), url=credit.url, via=credit.via, note=credit.note)
            for credit in item.shown_credits
        ),
        companies=tuple(
            CompanyDoc(
                name=company.name,
                local_name=company.local_name,
                aliases=tuple(company.other_names),
                path=company.get_absolute_url(),
            )
            for company in item.shown_companies
        ),
        markets=tuple(MarketDoc(market.name, market.get_absolute_url()) for market in item.shown_markets),
        topics=tuple(sorted(topic.name for topic in item.shown_topics)),
        deals=tuple(_deal(deal) for deal in item.shown_deals),
        byline=tuple(_contributor(byline.contributor) for byline in item.shown_bylines),
        authors_note=item.authors_note,
        event_date=item.event_date,
        image=_picture(item.image, caption=item.image_caption, credit=item.image_credit),
        follows_up=_earlier(item.follows_up),
        see_also=tuple(SeeAlsoDoc(also.title, also.url) for also in item.shown_see_also),
    )


def _earlier(item):
    """What an item follows up; a killed one is not named any more."""
    return SeeAlsoDoc(item.label, item.get_absolute_url()) if item and item.status != KILLED else None


def _section(section):
    return SectionDoc(
        heading=section.heading,
        text=section.text,
        html=section.text_html,
        layout=section.layout,
        items=tuple(
            item_document(slot.item, wording=slot.wording, wording_html=slot.wording_html)
            for slot in section.slots.all()
        ),
    )


def _deal(deal):
    return DealDoc(
        type=deal.type,
        amount=deal.amount,
        currency=deal.currency,
        usd=deal.usd,
        round=deal.round,
        counterparties=tuple(company.name for company in deal.counterparties.all()),
    )


def _contributor(contributor):
    return ContributorDoc(
        name=contributor.name,
        role=contributor.role,
        biography=contributor.biography,
        disclosure=contributor.disclosure,
    )


def _picture(picture, *, caption="", credit=""):
    return picture and PictureDoc(
        path=picture.file.url,
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        caption=caption or picture.caption,
        credit=credit or picture.credit,
        weight=picture.weight,
    )


def fill(edition, document, *, by, status="ready"):
    """Write what `document` holds into `edition`, a row without sections. Returns its items."""
    items = []
    for position, part in enumerate(document.sections):
        section = edition.sections.create(
            heading=part.heading, text=part.text, layout=part.layout, position=position
        )
        for place, entry in enumerate(part.items):
            item = store_item(entry, by=by, status=status)
            section.slots.create(item=item, position=place)
            items.append(item)
    return items


def store_item(entry, *, by, status="draft"):
    """Write one ItemDoc as a new row with its credits, companies, markets, deals and bylines."""
    item = NewsItem.objects.create(
        headline=entry.headline,
        dek=entry.dek,
        body=entry.body,
        kind=entry.kind,
        format=entry.format,
        authors_note=entry.authors_note,
        event_date=entry.event_date,
        published_at=entry.published_at,
        image_caption=entry.image.caption if entry.image else "",
        image_credit=entry.image.credit if entry.image else "",
        status=status,
        created_by=by,
    )
    store_credits(item, entry.credits)
    for position, person in enumerate(entry.byline):
        contributor = Contributor.objects.filter(name__iexact=person.name).first()
        contributor = contributor or Contributor.objects.create(name=person.name, role=person.role)
        Byline.objects.get_or_create(item=item, contributor=contributor, defaults={"position": position})
    for deal in entry.deals:
        Deal.objects.create(
            item=item,
            type=deal.type or Deal.Type.OTHER,
            amount=deal.amount,
            currency=deal.currency,
            usd=deal.usd,
            round=deal.round,
        )
    for position, also in enumerate(entry.see_also):
        SeeAlso.objects.create(item=item, title=also.title[:300], url=also.url, position=position)
    item.companies.set([_company(company) for company in entry.companies])
    item.markets.set(Market.objects.filter(name__in=[market.name for market in entry.markets]))
    item.topics.set(entry.topics)
    return item


def store_credits(item, credits):
    """Write CreditDocs as the credits of `item`, a row without any; an unknown source is made new."""
    for position, credit in enumerate(credits):
        source = Source.objects.named(credit.source) or Source.objects.create(name=credit.source)
        name = "" if credit.source == str(source) else credit.source
        Credit.objects.create(
            item=item,
            source=source,
            name=name,
            url=credit.url,
            via=credit.via,
            note=credit.note,
            position=position,
        )


def _company(entry):
    """The company of this name, made new where there is none."""
    company = Company.objects.standing().filter(name__iexact=entry.name).first()
    return company or Company.objects.create(
        name=entry.name, local_name=entry.local_name, slug=free_slug(entry.name)
    )


def free_slug(name):
    """A slug for a new company that no other has."""
    alike = Company.objects.filter(slug__startswith=permalinks.free_slug(name, ()))
    return permalinks.free_slug(name, set(alike.values_list("slug", flat=True)))


def is_address(url):
    """Whether `url` is one that a credit can hold."""
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        return False
    return len(url) <= 2000
