"""The demo's data, stored through the same verbs that the newsroom uses."""

from dataclasses import replace
from datetime import timedelta

from django.utils.text import slugify

from editions import roundup
from editions.assembly import fill as fill_edition
from editions.assembly import store_item
from editions.desk.understanding import House, understand
from editions.document import ContributorDoc, MarketDoc
from editions.models import Edition, Masthead, Notice
from editions.searching.index import index_all
from editions.versions import keep_edition, keep_item
from recap.demo import feeds, masthead, readers, waiting
from recap.demo.clippings import CLIPPINGS
from recap.demo.companies import COMPANIES
from recap.demo.contributors import CONTRIBUTORS
from recap.demo.editions import EDITIONS
from recap.demo.sources import SOURCES
from recap.demo.topics import topics_of
from sources import intake
from sources.markup import to_html
from sources.mentions import is_chinese
from sources.models import Clipping, Company, Contributor, Market, Source


def fill(*, writer, publisher, now):
    """Store the whole newsroom; `writer` writes and `publisher` publishes."""
    _masthead()
    Source.objects.bulk_create(Source(**vars(source)) for source in SOURCES)
    Contributor.objects.bulk_create(Contributor(**vars(person)) for person in CONTRIBUTORS)
    _companies()
    _clippings(now)
    feeds.fill(now)
    house = House.read()
    for demo in EDITIONS:
        _edition(demo, house, writer=writer, publisher=publisher, now=now)
    _waiting(house, writer=writer, now=now)
    readers.fill(publisher=publisher, now=now)
    index_all()
    Notice.objects.update(read_at=now, mail_due_at=None)  # what they tell of is long done


def _masthead():
    the = Masthead.objects.the()
    Masthead.objects.filter(pk=the.pk).update(
        name=masthead.NAME,
        tagline=masthead.TAGLINE,
        introduction=masthead.INTRODUCTION,
        signoff=masthead.SIGNOFF,
        about=masthead.ABOUT,
        about_html=to_html(masthead.ABOUT, top_heading=2),
        sender_name=masthead.SENDER_NAME,
        sender_address=masthead.SENDER_ADDRESS,
        reply_to=masthead.REPLY_TO,
        postal_address=masthead.POSTAL_ADDRESS,
        time_zone=masthead.TIME_ZONE,
        accent=masthead.ACCENT,
        four_eyes=False,
    )


def _companies():
    rows = {}
    for demo in COMPANIES:
        rows[demo.name] = Company.objects.create(
            name=demo.name,
            local_name=demo.local_name,
            aliases="\n".join(demo.aliases),
            former_names="\n".join(demo.former_names),
            ambiguous_name=demo.ambiguous_name,
            slug=slugify(demo.name),
            ticker=demo.ticker,
            headquarters=demo.headquarters,
            website=demo.website,
            summary=demo.summary,
        )
        rows[demo.name].markets.set(Market.objects.filter(slug__in=demo.markets))
        rows[demo.name].sectors.set(demo.sectors)
    for demo in COMPANIES:
        if demo.parent:
            Company.objects.filter(name=demo.name).update(parent=rows[demo.parent])


def _clippings(now):
    for demo in reversed(CLIPPINGS):  # as they came, so that one may follow another of the same story
        at = now - timedelta(hours=demo.hours_ago)
        found = intake.Found(
            url=demo.url,
            title=demo.title,
            summary=demo.summary,
            author=demo.author,
            language="zh" if any(map(is_chinese, demo.title)) else "en",
            published_at=at,
        )
        [clipping] = intake.keep([found], source=Source.objects.named(demo.source), now=at)
        if demo.state != Clipping.State.NEW:
            until = now + timedelta(hours=demo.held_for_hours) if demo.held_for_hours else None
            Clipping.objects.filter(pk=clipping.pk).update(
                state=demo.state, held_until=until, reason=demo.reason
            )


def _edition(demo, house, *, writer, publisher, now):
    parsed = roundup.parse(demo.text, introduction=masthead.INTRODUCTION, signoff=masthead.SIGNOFF)
    facts = iter(demo.facts)
    sections = tuple(
        replace(
            section,
            items=tuple(_settled(item, next(facts), house, today=demo.week_last) for item in section.items),
        )
        for section in parsed.document.sections
    )
    edition = Edition.objects.create(
        number=demo.number,
        title=demo.title,
        dek=demo.dek,
        subject=demo.subject,
        preheader=demo.preheader,
        week_first=demo.week_first,
        week_last=demo.week_last,
        introduction=parsed.document.introduction,
        signoff=parsed.document.signoff,
        mail_to=Edition.MailTo.NOBODY,
        created_by=writer,
    )
    moment = min(demo.publish_at, now)
    items = fill_edition(edition, replace(parsed.document, sections=sections), by=writer)
    keep_edition(edition, by=writer, now=moment)
    for item in items:
        keep_item(item, by=writer, now=moment)
    if demo.published:
        edition.submit(by=writer, now=moment)
        edition.approve(by=publisher, now=moment)
        edition.publish(by=publisher, now=moment)


def _waiting(house, *, writer, now):
    """What is written for the draft and not placed yet."""
    items = roundup.parse(waiting.TEXT).document.items
    ready = len(items) - waiting.DRAFTS
    for place, (item, facts) in enumerate(zip(items, waiting.FACTS, strict=True)):
        status = "ready" if place < ready else "draft"
        settled = _settled(item, facts, house, today=EDITIONS[-1].week_last)
        keep_item(store_item(settled, by=writer, status=status), by=writer, now=now)


def _settled(item, facts, house, *, today):
    """The item with what the rules suggest, and with what an editor settled."""
    suggested = understand(item, house, today=today)
    return replace(
        suggested,
        kind=facts.kind,
        markets=tuple(MarketDoc(house.markets[slug].name) for slug in facts.markets),
        topics=topics_of(item.body),
        deals=facts.deals,
        format="commentary" if facts.byline else item.format,
        byline=(ContributorDoc(facts.byline),) if facts.byline else (),
    )
