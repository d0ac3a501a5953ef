"""What the words that are being typed may become: names, topics, editions and the newest items."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from editions.archive.caching import answer
from editions.archive.gathered import name_of
from editions.archive.standing import known, shown, was_out
from editions.models import Snapshot
from editions.searching.hits import matching
from editions.searching.names import near
from editions.searching.terms import parse, words
from sources.mentions import is_chinese
from sources.models import Company, Market, NewsItem

MOST = 8  # suggestions
COMPANIES, MARKETS, TOPICS, EDITIONS = 4, 2, 2, 2  # of these; items take what is left
LOOKED_AT = 20  # companies whose names begin so, and items, before those that are not public go


@dataclass(frozen=True)
class Suggestion:
    sort: str
    name: str
    path: str
    local_name: str = ""


@require_safe
def suggest(request):
    """What is suggested for a query, as a fragment of a page."""
    found = suggested(request.GET.get("q", ""))
    context = {"suggested": found}
    build = lambda: HttpResponse(render_to_string("editions/archive/_options.html", context))  # noqa: E731
    return answer(request, found, build)


def suggested(query):
    """At most MOST Suggestions, in at most six queries. The last word may still be growing."""
    terms = [term for term in parse(query) if not term.is_excluded]
    said = [word for term in terms for word in term.words]
    letters = "".join(said)
    if not letters or (len(letters) < 2 and not is_chinese(letters)):
        return []  # one letter begins too much
    if len(terms[-1].words) == 1:
        terms[-1] = replace(terms[-1], is_beginning=True)
    names = _Names(matching(terms), said)
    found = [*names.companies(), *names.markets(), *_topics(said), *names.editions()]
    found += _items(terms, MOST - len(found))
    return found[:MOST] or _companies(dict(near([query])), COMPANIES)


class _Names:
    """What has `said`, words of which the last may go on, in one of its names."""

    def __init__(self, entries, said):
        self.said = said
        self.rows = list(
            entries.filter(item=None, company__merged_into=None).values_list(
                "edition",
                "market__name",
                "market__local_name",
                "market__slug",
                "company",
                "company__name",
                "company__local_name",
                "company__aliases",
                "company__former_names",
            )
        )

    def companies(self):
        ranks = {
            pk: (min(found), len(name), name)
            for _edition, _name, _local, _slug, pk, name, *others in self.rows
            if pk and (found := _ranks(self.said, "\n".join([name, *others]).splitlines()))
        }
        return _companies(sorted(ranks, key=ranks.get)[:LOOKED_AT], COMPANIES)

    def markets(self):
        rows = [
            Market(name=name, local_name=local_name, slug=slug)
            for _edition, name, local_name, slug, *_company in self.rows
            if slug and _ranks(self.said, [name, local_name])
        ]
        named = sorted(map(name_of, rows), key=lambda one: (len(one.name), one.name))
        return [Suggestion(_("Market"), one.name, one.path, one.also) for one in named[:MARKETS]]

    def editions(self):
        if not (keys := [edition for edition, *_rest in self.rows if edition]):
            return []
        newest = Snapshot.objects.newest().filter(edition__in=keys).order_by("-edition__number")
        titled = [
            (ranks, name, one.edition)
            for one in newest.only("title", "edition__number", "edition__slug")
            if (ranks := _ranks(self.said, [name := f"No. {one.edition.number}: {one.title}"]))
        ]
        best = sorted(titled, key=lambda one: one[0])[:EDITIONS]
        return [Suggestion(_("Edition"), name, row.get_absolute_url()) for _rank, name, row in best]


def _ranks(said, names):
    """Of each of `names` that has `said`: whether only as the beginning of a word, and whether further on."""
    asked = f" {' '.join(said)}"
    texts = [text for name in names if asked in (text := _plain(name))]
    return [(f"{asked} " not in text, not text.startswith(asked)) for text in texts]


@lru_cache(maxsize=20_000)  # some names of each company: to fold them takes longer than to read them
def _plain(name):
    return f" {' '.join(words(name))} "


def _companies(keys, limit):
    """Suggestions of those companies of `keys` that readers know, in that order."""
    there = known(Company.objects.filter(pk__in=keys)).in_bulk() if keys else {}
    rows = [there[key] for key in keys if key in there][:limit]
    return [Suggestion(_("Company"), row.name, row.get_absolute_url(), row.local_name) for row in rows]


def _topics(said):
    tagged = Exists(was_out(NewsItem.objects.filter(topics=OuterRef("pk"))))
    rows = Tag.objects.filter(tagged, name__icontains=said[0]).order_by("name")
    named = [row for row in rows if _ranks(said, [row.name])]
    return [
        Suggestion(_("Topic"), row.name, reverse("archive:topic", args=[row.slug])) for row in named[:TOPICS]
    ]


def _items(terms, limit):
    """The newest items that hold `terms`."""
    entries = matching(terms).filter(item__isnull=False).order_by("-at", "-pk")
    if limit <= 0 or not (keys := list(entries.values_list("item", flat=True)[:LOOKED_AT])):
        return []
    rows = shown(NewsItem.objects.filter(pk__in=keys)).order_by("-published_at", "-pk")
    return [Suggestion(_("Item"), row.label, row.get_absolute_url()) for row in rows[:limit]]
