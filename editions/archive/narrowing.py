"""What narrows a search: kind, company, market, source and year, as the address asks for them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editions.archive import gathered
from editions.archive.standing import company_called
from editions.models import Entry
from sources.kinds import KINDS
from sources.models import Credit, NewsItem, Source

NAMES = ("kind", "company", "market", "source", "year")
LONGEST = 120  # characters of a value


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    is_chosen: bool


class Filters:
    """What was asked for; `wrong` has a sentence for each value that is of nothing and is passed over."""

    def __init__(self, asked, time_zone):
        self.asked = {name: asked.get(name, "").replace("\0", "").strip()[:LONGEST] for name in NAMES}
        self.zone, self.tree, self.wrong = ZoneInfo(time_zone), gathered.Tree(), []
        self.rules = [
            rule
            for name in NAMES
            if self.asked[name] and (rule := getattr(self, f"_{name}")(self.asked[name])) is not None
        ]

    def narrow(self, entries):
        """Those of `entries` that stand for items as they were asked for."""
        for rule in self.rules:
            entries = entries.filter(rule)
        return entries.filter(item__isnull=False)

    def choices(self):
        """The Choices of a form, by name. A company is typed: there are too many to choose from."""
        credited = Source.objects.filter(Exists(Credit.objects.filter(source=OuterRef("pk"))))
        first = Entry.objects.filter(item__isnull=False).aggregate(Min("at"))["at__min"] or timezone.now()
        years = range(timezone.now().astimezone(self.zone).year, first.astimezone(self.zone).year - 1, -1)
        found = {
            "kind": [(kind, _(words)) for kind, words in KINDS.items()],
            "market": [(row.slug, _name(row)) for row in self.tree.rows.values()],
            "source": [(str(source.pk), str(source)) for source in credited.order_by("name")],
            "year": [(str(year), str(year)) for year in years],
        }
        return {
            name: [Choice(value, words, value == self.asked[name]) for value, words in pairs]
            for name, pairs in found.items()
        }

    def _kind(self, kind):
        if kind in KINDS:
            return Q(item__kind=kind)
        return self._refuse(_("There is no such kind, so items of every kind are shown."))

    def _company(self, said):
        if company := company_called(said):
            about = NewsItem.companies.through.objects.filter(company__in=company.every_pk)
            return Q(item__in=about.values("newsitem"))
        return self._refuse(_("We know no company of this name, so items on every company are shown."))

    def _market(self, slug):
        """A region gathers its places."""
        for row in self.tree.rows.values():
            if row.slug == slug:
                return Q(item__in=gathered.items_on(self.tree.below(row.pk)).values("pk"))
        return self._refuse(_("There is no such market, so items on every market are shown."))

    def _source(self, key):
        if key.isascii() and key.isdecimal() and len(key) < 10 and Source.objects.filter(pk=key).exists():
            return Q(item__in=Credit.objects.filter(source=key).values("item"))
        return self._refuse(_("There is no such source, so items of every source are shown."))

    def _year(self, year):
        if year.isascii() and year.isdecimal() and 1900 <= int(year) < 3000:
            begins, ends = (datetime(int(year) + more, 1, 1, tzinfo=self.zone) for more in (0, 1))
            return Q(at__gte=begins, at__lt=ends)
        return self._refuse(_("A year is written as 2025, so items of every year are shown."))

    def _refuse(self, sentence):
        self.wrong.append(sentence)


def _name(market):
    return (market.local_name if (get_language() or "").startswith("zh") else "") or market.name
