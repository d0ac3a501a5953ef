"""Which of the market entries a reader asked for, in the order asked for."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from editions.archive import entered, gathered
from editions.archive.digests import of_items
from editions.archive.listing import ref
from editions.archive.standing import company_called
from editions.archive.tables import Asked
from sources.models import NewsItem


@dataclass
class Book:
    """All entries, and those that were asked for; companies are Firms by id."""

    asked: Asked
    entries: list
    companies: dict
    tree: gathered.Tree
    chosen: list = field(default_factory=list)

    @property
    def markets(self):
        return {pk: ref(row) for pk, row in self.tree.rows.items()}

    @property
    def years(self):
        return sorted({entry.day.year for entry in self.entries}, reverse=True)

    def rows(self, first=0, length=None):
        """The Rows of what was asked for, or `length` of them from `first`, which counts from 0."""
        part = self.chosen[first:] if length is None else self.chosen[first : first + length]
        return entered.rows(part, self.companies, self.markets)

    def state(self):
        """What changes when a Row of what was asked for does: far less work than these. Three queries."""
        firms, places = self.companies, self.tree.rows
        told = [
            (
                one.day.isoformat(),
                one.item,
                one.company and firms[one.company].name,
                one.market and places[one.market].name,
            )
            for one in self.chosen
        ]
        return [told, *of_items(NewsItem.objects.filter(kind="market_entry").values("pk"))]


def open_at(asked, zone):
    """The Book of what is asked; in `asked.wrong` stands what is not to be had. It takes five queries."""
    book = Book(asked, entered.entries(zone), entered.firms(), gathered.Tree())
    firms, places, year = _firms(book), _places(book), _year(book)
    book.chosen = [
        entry
        for entry in book.entries
        if (firms is None or entry.company in firms)
        and (places is None or entry.market in places)
        and (year is None or entry.day.year == year)
    ]
    _sort(book)
    return book


def _firms(book):
    """The ids of the companies of the name that was typed or, if there is none, of those it is a part of.

    None where nothing was typed.
    """
    said = book.asked.filters["company"]
    if not said:
        return None
    named = {entry.company for entry in book.entries} & book.companies.keys()
    names = {pk: book.companies[pk] for pk in named}
    company, typed = company_called(said), said.casefold()
    found = ({company.pk} & named if company else set()) or {
        pk for pk, one in names.items() if typed in f"{one.name} {one.local_name}".casefold()
    }
    if not found:
        book.asked.wrong["company"] = _("We reported no market entry of a company of that name.")
    return found


def _places(book):
    """The ids of the market that was asked for and of all in it, or None for all."""
    slug = book.asked.filters["market"]
    for pk, row in book.tree.rows.items():
        if row.slug == slug:
            return book.tree.below(pk)
    if slug:
        book.asked.wrong["market"] = _("There is no such market; choose one of the list.")
    return set() if slug else None


def _year(book):
    """The year that was asked for, or None for all."""
    text = book.asked.filters["year"]
    if text and not (text.isascii() and text.isdecimal() and len(text) == 4):
        book.asked.wrong["year"] = _("A year has four digits, such as 2025.")
    return (0 if "year" in book.asked.wrong else int(text)) if text else None


def _sort(book):
    """By date they are sorted already, the newest first; within a company or market they stay so."""
    column, back = book.asked.sort.removeprefix("-"), book.asked.sort.startswith("-")
    if column == "date":
        book.chosen = book.chosen if back else book.chosen[::-1]
    else:
        named = book.companies if column == "company" else book.markets
        names = {pk: one.name.casefold() for pk, one in named.items()}
        book.chosen.sort(key=lambda entry: names.get(getattr(entry, column), ""), reverse=back)
