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
    """The Facts about `markets`, ids, or about all. It takes three queries."""
    into, placed = merged(), _placed(markets)
    named, links = defaultdict(list), NewsItem.companies.through.objects.all()
    if _is_one(markets):
        links = links.filter(newsitem__in=placed.values("newsitem"))
    for item, company in links.values_list("newsitem", "company"):
        named[item].append(into.get(company, company))
    return [
        Fact(market, item, company)
        for market, item in placed.values_list("market", "newsitem")
        if markets is None or market in markets
        for company in named.get(item, (None,))
    ]


def lasts(markets=None):
    """When the newest item about each of `markets`, or of all, was published, by id."""
    found = _placed(markets).values_list("market").annotate(Max("newsitem__published_at"))
    return {market: last for market, last in found if markets is None or market in markets}


def _placed(markets):
    """The links of items that are out to the one of `markets`, or to all.

    Asked for several markets, SQLite looks each of them up for each item, which takes ten times as long as
    to read all links.
    """
    links = NewsItem.markets.through.objects.filter(newsitem__in=shown())
    return links.filter(market__in=markets) if _is_one(markets) else links


def _is_one(markets):
    return markets is not None and len(markets) == 1


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


def local_names():
    """The names of markets by the addresses of their pages, where the language in force has others."""
    if not (get_language() or "").startswith("zh"):
        return {}
    stem = Market(slug="-").get_absolute_url().removesuffix("-/")
    named = Market.objects.exclude(local_name="").values_list("slug", "local_name")
    return {f"{stem}{slug}/": name for slug, name in named.order_by("slug")}


def name_of(market):
    if (get_language() or "").startswith("zh") and market.local_name:
        return Name(market.local_name, market.name, "en", market.get_absolute_url())
    return Name(market.name, market.local_name, "zh", market.get_absolute_url())
