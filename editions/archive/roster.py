"""All companies that readers may look up, with what is out on each: some queries, however many they are."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Max
from django.db.models.functions import Coalesce

from editions.archive.gathered import merged
from editions.archive.standing import shown
from sources.models import Company, Deal, NewsItem
from sources.permalinks import path_to

DIGITS, OTHER = "0-9", "other"
LETTERS = (*"abcdefghijklmnopqrstuvwxyz", DIGITS, OTHER)


@dataclass(frozen=True)
class Line:
    """One company; `items` of it are out, the newest on `last`, and none where it only had part in a deal."""

    pk: int
    name: str
    local_name: str
    slug: str
    letter: str
    items: int
    last: date | None

    @property
    def path(self):
        return path_to("archive:company", self.slug)


def lines(time_zone):
    """The Lines of all companies that something which is out names, by name."""
    into = merged()
    news = {}
    for pk, items, last in _news():
        had, newest = news.get(into.get(pk, pk), (0, last))
        news[into.get(pk, pk)] = (had + items, max(newest, last))
    sides = Deal.counterparties.through.objects.filter(deal__item__in=shown())
    for pk in sides.values_list("company", flat=True).distinct():
        news.setdefault(into.get(pk, pk), (0, None))
    zone, rows = ZoneInfo(time_zone), Company.objects.standing()
    found = [
        Line(pk, name, local_name, slug, letter_of(name), items, last and last.astimezone(zone).date())
        for pk, name, local_name, slug in rows.order_by("pk").values_list("pk", "name", "local_name", "slug")
        if pk in news
        for items, last in [news[pk]]
    ]
    places = {letter: place for place, letter in enumerate(LETTERS)}
    return sorted(found, key=lambda line: (places[line.letter], _plain(line.name)))


def letter_of(name):
    """The letter that a name stands under: "e" for "Élan", "0-9" for "360", "other" for "小米"."""
    first = _plain(name)[:1]
    if first.isdecimal():
        return DIGITS
    return first if first in LETTERS else OTHER


def _news():
    """Triples of a company, how many items on it are out, and when the newest came out."""
    named = NewsItem.companies.through.objects.filter(newsitem__in=shown())
    # An item that names both the one and what was merged into it counts once.
    standing = named.values_list(Coalesce("company__merged_into", "company"))
    return standing.annotate(Count("newsitem", distinct=True), Max("newsitem__published_at")).order_by()


def _plain(name):
    """Without accents and capitals, as names are put in order."""
    if name.isascii():
        return name.lower()
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign)
    )
