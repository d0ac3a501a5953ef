"""Which items of an edition match what people follow."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from editions.render import figures
from sources.models import Company, Market, NewsItem
from subscribers.models import Follow


def matches_of(document):
    """Return {"company": {id: {ids of items}}, "market": …, "topic": …, "kind": …} of a document.

    A market is followed with what lies in it, a company with those that were merged with it. What a
    sponsor pays for is no news, so it matches nothing.
    """
    items = {entry.id for entry in figures.news_items(document)} - {None}
    kinds = NewsItem.objects.filter(pk__in=items).exclude(kind="").values_list("kind", "pk")
    return {
        "company": _companies(items),
        "market": _markets(items),
        "topic": _topics(items),
        "kind": _grouped(kinds),
    }


def that_match(matches):
    """Return the follows that match any item of `matches`."""
    return Follow.objects.filter(
        Q(company__in=list(matches["company"]))
        | Q(market__in=list(matches["market"]))
        | Q(topic__in=list(matches["topic"]))
        | Q(kind__in=list(matches["kind"]))
    )


def sharing(matches, subscribers):
    """Return {ids of items: [ids of those of `subscribers` who follow exactly these]}.

    The rows are streamed: memory grows with the number of `subscribers`, who are a slice of all.
    """
    rows = that_match(matches).filter(subscriber__in=subscribers).order_by()
    columns = ("subscriber_id", "company_id", "market_id", "topic_id", "kind")
    wanted = defaultdict(frozenset)
    for subscriber, company, market, topic, kind in rows.values_list(*columns).iterator(chunk_size=5000):
        followed = {"company": company, "market": market, "topic": topic, "kind": kind}
        wanted[subscriber] |= next(matches[name][one] for name, one in followed.items() if one)
    return _grouped((items, subscriber) for subscriber, items in wanted.items())


def same_companies(ids):
    """Return `ids` and those of all companies merged with them, either way."""
    known, fresh = set(), set(ids)
    while fresh:
        known |= fresh
        linked = Company.objects.filter(Q(pk__in=fresh) | Q(merged_into__in=fresh))
        pairs = linked.values_list("pk", "merged_into")
        fresh = {pk for pair in pairs for pk in pair if pk} - known
    return known


def _companies(items):
    through = NewsItem.companies.through.objects.filter(newsitem__in=items)
    named = _grouped(through.values_list("company_id", "newsitem_id"))
    found = defaultdict(set)
    for company, its_items in named.items():
        for one in same_companies([company]):
            found[one] |= its_items
    return found


def _markets(items):
    parents = dict(Market.objects.values_list("pk", "parent_id"))
    through = NewsItem.markets.through.objects.filter(newsitem__in=items)
    found = defaultdict(set)
    for market, item in through.values_list("market_id", "newsitem_id"):
        while market and item not in found[market]:
            found[market].add(item)
            market = parents[market]
    return found


def _topics(items):
    of_items = ContentType.objects.get_for_model(NewsItem)
    rows = NewsItem.topics.through.objects.filter(content_type=of_items, object_id__in=items)
    return _grouped(rows.values_list("tag_id", "object_id"))


def _grouped(pairs):
    found = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found
