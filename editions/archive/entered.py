"""The market entries that are out: one for each market and company that such an item names."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from editions.archive import paths
from editions.archive.gathered import merged
from editions.archive.listing import Ref, editions_of
from editions.archive.standing import shown
from editions.archive.tables import slices
from sources.models import Company, NewsItem


@dataclass(frozen=True)
class Entry:
    """`day` is that of the event or, where nobody gave one, of publication; the others are ids."""

    day: date
    item: int
    company: int | None
    market: int | None


@dataclass(frozen=True)
class Row:
    """An Entry as a table shows it."""

    day: date
    company: Ref | None
    market: Ref | None
    item: Ref
    edition: Ref | None


def entries(zone, markets=None):
    """Return the Entries about `markets`, ids, or about all, the newest first. It takes two queries.

    An item that names neither company nor market has one all the same, so that none is lost.
    """
    into = merged()
    items = NewsItem.objects.filter(kind="market_entry")
    if markets is not None and len(markets) == 1:  # of several, SQLite would look each up for each item
        items = items.filter(markets__in=markets)
    facts = shown(items).values_list("pk", "event_date", "published_at", "companies", "markets")
    found = {
        Entry(event or moment.astimezone(ZoneInfo(zone)).date(), item, into.get(company, company), market)
        for item, event, moment, company, market in facts
        if markets is None or market in markets
    }
    return sorted(found, key=lambda one: (one.day, one.item, one.company or 0, one.market or 0), reverse=True)


class Firm(NamedTuple):
    """A company in what it is looked for and sorted by; only what is shown wants its path."""

    name: str
    local_name: str
    slug: str


def firms():
    """A Firm for every company, by id."""
    return {pk: Firm(*names) for pk, *names in Company.objects.values_list("pk", *Firm._fields)}


def rows(entries, firms, markets):
    """Return the Rows of `entries`, in their order, with Firms and Refs by id. Two queries for each slice."""
    return tuple(row for some in slices(entries) for row in _rows(some, firms, markets))


def _rows(entries, firms, markets):
    path_of = paths.of_named(Company)
    companies = {
        pk: Ref(firms[pk].name, path_of(firms[pk].slug), firms[pk].local_name)
        for pk in {entry.company for entry in entries} & firms.keys()
    }
    wanted = {entry.item for entry in entries}
    items, ran = paths.refs_of(wanted), editions_of(wanted)
    for one in entries:
        company, market = companies.get(one.company), markets.get(one.market)
        yield Row(one.day, company, market, items[one.item], ran[one.item])
