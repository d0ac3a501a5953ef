"""Markets as a tree, and what was published on each: a region gathers the items of its places, each once."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max
from django.utils.translation import get_language

from editions.archive.standing import shown
from sources.models import Company, Market, NewsItem


@dataclass
class Tally:
    """What is out on a market: the ids of its items and companies, and when the newest item was published."""

    items: set[int] = field(default_factory=set)
    companies: set[int] = field(default_factory=set)
    last: datetime | None = None


class Tree:
    """Every market with what is above and below it. It takes one query."""

    def __init__(self):
        self.rows = {row.pk: row for row in Market.objects.order_by("name", "pk")}
        self.children = defaultdict(list)
        for row in self.rows.values():
            self.children[row.parent_id].append(row)

    def above(self, market):
        """The regions that `market`, an id, is in, from the nearest outwards."""
        found, row = [], self.rows[market]
        while (row := self.rows.get(row.parent_id)) and row not in found and row.pk != market:
            found.append(row)
        return found

    def below(self, market):
        """The ids of `market` and of all that is in it."""
        found, waiting = set(), [market]
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                waiting += [row.pk for row in self.children[place]]
        return found

    def tallies(self, facts, lasts):
        """Return, by id, the Tally of every market that `facts`, a list of Facts, are about.

        `lasts` are the days of the newest items, as `lasts()` has them.
        """
        own = defaultdict(Tally)
        for fact in facts:
            own[fact.market].items.add(fact.item)
            if fact.company:
                own[fact.market].companies.add(fact.company)
        found = defaultdict(Tally)
        for place, tally in own.items():
            for pk in (place, *(row.pk for row in self.above(place))):
                found[pk].items |= tally.items
                found[pk].companies |= tally.companies
                found[pk].last = max(found[pk].last or lasts[place], lasts[place])
        return dict(found)


class Fact(NamedTuple):
    """That an item, which is out, names a market and a company, or no company."""

    market: int
    item: int
    company: int | None


def facts(markets=None):
    """The Facts about `markets`, ids, or about all. It takes two queries."""
    into = merged()
    rows = _naming(markets).values_list("markets", "pk", "companies")
    return [Fact(market, item, into.get(company, company)) for market, item, company in rows]


def lasts(markets=None):
    """When the newest item about each of `markets`, or of all, was published, by id."""
    return dict(_naming(markets).values_list("markets").annotate(Max("published_at")))


def _naming(markets):
    """What is out and names one of `markets`, or any; once for each that it names."""
    named = {"markets__isnull": False} if markets is None else {"markets__in": markets}
    return shown(NewsItem.objects.filter(**named))


def merged():
    """The id of the company that each merged one is now, by its own."""
    into = dict(Company.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    return {one: _end(into, one) for one in into}


def _end(into, one):
    seen = set()
    while one in into and one not in seen:
        seen.add(one)
        one = into[one]
    return one


def items_on(markets):
    """The items that name one of `markets`, ids, each once."""
    named = NewsItem.markets.through.objects.filter(market__in=markets)
    return NewsItem.objects.filter(pk__in=named.values("newsitem"))


@dataclass(frozen=True)
class Name:
    """A market as a page names it: first in the language of the page, where it has a name in that."""

    name: str
    also: str
    also_lang: str
    path: str


def name_of(market):
    if (get_language() or "").startswith("zh") and market.local_name:
        return Name(market.local_name, market.name, "en", market.get_absolute_url())
    return Name(market.name, market.local_name, "zh", market.get_absolute_url())
