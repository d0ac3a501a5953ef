"""The rows that readers may see and that were asked for, as querysets."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import Http404
from taggit.models import Tag

from editions.archive import moved, standing
from editions.archive.gathered import Tree, items_on, merged
from editions.archive.roster import letter_of
from editions.models import Snapshot
from sources.models import Company, Credit, Deal, Market, NewsItem, Source


class Wrong(ValueError):
    """A parameter that says nothing, with a sentence on what it should be."""

    def __init__(self, parameter, sentence):
        self.parameter = parameter
        super().__init__(f"“{parameter}” is wrong: {sentence}")


def find_editions(year=None):
    """The newest snapshots of published editions, without the forms of which the API gives none."""
    found = Snapshot.objects.newest().noting_corrections().defer("web_html", "email_html", "text")
    return found.filter(edition__week_last__year=year) if year else found


def find_items(asked, zone):
    found = standing.shown()
    if asked.company:
        found = found.filter(pk__in=_company(asked.company).every_item.values("pk"))
    if asked.market:
        found = found.filter(pk__in=items_on(_places(asked.market)).values("pk"))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.format:
        found = found.filter(format=asked.format)
    if asked.topic:
        found = found.filter(topics=_tag("topic", asked.topic))
    if asked.source:
        if not Source.objects.filter(pk=asked.source).exists():
            raise Wrong("source", f"there is no source {asked.source}.")
        found = found.filter(pk__in=Credit.objects.filter(source=asked.source).values("item"))
    if asked.year:
        found = found.filter(_published(date(asked.year, 1, 1), date(asked.year, 12, 31), zone))
    return found.filter(_published(asked.since, asked.until, zone))


def find_companies(asked):
    """Those that something which is out names, themselves or as what was merged into them.

    Their ids are read at once, so that no part of the list looks through all items again.
    """
    named = _named_in(standing.shown())
    if asked.market:
        named &= _named_in(standing.shown(items_on(_places(asked.market))), with_deals=False)
    found = Company.objects.standing().filter(pk__in=named)
    if asked.sector:
        found = found.filter(sectors=_tag("sector", asked.sector))
    if asked.letter:
        names = found.values_list("pk", "name")
        found = found.filter(pk__in=[pk for pk, name in names if letter_of(name) == asked.letter])
    return found


def _named_in(items, *, with_deals=True):
    """Ids of the companies of today that `items` name, or that have a part in their deals."""
    into = merged()
    ids = set(_of(NewsItem.companies.through.objects.filter(newsitem__in=items)))
    if with_deals:
        ids |= set(_of(Deal.counterparties.through.objects.filter(deal__item__in=items)))
    return {into.get(pk, pk) for pk in ids}


def _of(rows):
    return rows.order_by().values_list("company", flat=True).distinct()


def find_markets():
    """Those on which something is out, and the regions of such."""
    tree = Tree()
    named = NewsItem.markets.through.objects.filter(newsitem__in=standing.shown())
    places = set(named.values_list("market", flat=True).distinct())
    above = {region.pk for place in places for region in tree.above(place)}
    return Market.objects.filter(pk__in=places | above)


def find_deals(asked, zone):
    found = Deal.objects.filter(item__in=standing.shown())
    if asked.type:
        found = found.filter(type=asked.type)
    if asked.company:
        company = _company(asked.company)
        partner = Deal.counterparties.through.objects.filter(company__in=company.every_pk)
        named = company.every_item.values("pk")
        found = found.filter(Q(item__in=named) | Q(pk__in=partner.values("deal")))
    if asked.market:
        found = found.filter(item__in=items_on(_places(asked.market)).values("pk"))
    if asked.year:
        first, last = date(asked.year, 1, 1), date(asked.year, 12, 31)
        undated = Q(item__event_date=None) & _published(first, last, zone, "item__")
        found = found.filter(Q(item__event_date__range=(first, last)) | undated)
    return found


def _published(first, last, zone, prefix=""):
    """Published from the day `first` to the day `last`, either of them None where it is open."""
    found = Q()
    if first:
        found &= Q(**{f"{prefix}published_at__gte": _midnight("since", first, zone)})
    if last:
        found &= Q(**{f"{prefix}published_at__lt": _midnight("until", last, zone, days=1)})
    return found


def _midnight(parameter, day, zone, days=0):
    """The moment at which `day`, or a day after it, begins there."""
    try:
        return datetime.combine(day + timedelta(days), time.min, ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
    except OverflowError as error:
        raise Wrong(parameter, "no calendar has this day.") from error


def _places(slug):
    """The ids of a market and, of a region, of all that is in it."""
    try:
        return Tree().below(moved.current(Market.objects.all(), slug).pk)
    except Http404 as error:
        raise Wrong("market", f"there is no market “{slug}”.") from error


def _company(slug):
    try:
        return find_company(slug)
    except Http404 as error:
        raise Wrong("company", f"there is no company “{slug}”.") from error


def find_company(slug):
    """The company of today whose address is or was that of `slug`. Http404 where readers know none."""
    company = moved.current(Company.objects.all(), slug)
    if not standing.known(Company.objects.filter(pk__in=company.every_pk)).exists():
        raise Http404
    return company


def _tag(parameter, slug):
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None:
        raise Wrong(parameter, f"there is no {parameter} “{slug}”.")
    return tag
