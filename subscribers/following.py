"""What a subscriber follows, by name: "company/anker", "market/brazil", "topic/batteries", "kind/recall"."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext, gettext_lazy
from taggit.models import Tag

from editions.archive.standing import known, shown, was_out
from sources.kinds import KINDS
from sources.models import Company, Market, NewsItem
from subscribers.matching import same_companies
from subscribers.models import Follow

RECENT = 200  # items, of which suggestions are made
SUGGESTED = 8  # of a sort
FOUND = 12
SORTS = {
    "company": gettext_lazy("Company"),
    "market": gettext_lazy("Market"),
    "topic": gettext_lazy("Topic"),
    "kind": gettext_lazy("Kind of news"),
}


@dataclass(frozen=True)
class Thing:
    """Something that can be followed; `name` is that of the rule of who gets an edition."""

    sort: str
    slug: str
    label: str

    @property
    def name(self):
        return f"{self.sort}/{self.slug}"

    @property
    def sort_label(self):
        return SORTS[self.sort]


def followed(subscriber):
    """The things that somebody follows, sort by sort."""
    rows = subscriber.follows.select_related("company__merged_into", "market", "topic")
    things = {_of_row(row) for row in rows}  # two companies that are one now are followed once
    return sorted(things, key=lambda thing: (list(SORTS).index(thing.sort), thing.label.casefold()))


def suggested():
    """(sort, things) of what was lately in the news, the most frequent first; and every kind."""
    recent = list(shown().order_by("-published_at").values_list("pk", flat=True)[:RECENT])
    often = {"times": Count("items", filter=Q(items__in=recent))}
    companies = Company.objects.standing().annotate(**often).filter(times__gt=0).order_by("-times", "name")
    markets = Market.objects.annotate(**often).filter(times__gt=0).order_by("-times", "name")
    topics = NewsItem.topics.through.objects.filter(
        content_type__app_label="sources", content_type__model="newsitem", object_id__in=recent
    )
    often = topics.values("tag").annotate(times=Count("pk")).order_by("-times", "tag")[:SUGGESTED]
    tags = Tag.objects.in_bulk([row["tag"] for row in often])
    return [
        ("company", [_company(row) for row in companies[:SUGGESTED]]),
        ("market", [_market(row) for row in markets[:SUGGESTED]]),
        ("topic", [_topic(tags[row["tag"]]) for row in often]),
        ("kind", [_kind(kind) for kind in KINDS]),
    ]


def found(words):
    """The things whose names hold `words`; none for none."""
    words = words.strip()
    if not words:
        return []
    named = Q(name__icontains=words) | Q(local_name__icontains=words)
    others = Q(aliases__icontains=words) | Q(former_names__icontains=words)
    tags = Tag.objects.filter(Exists(was_out(NewsItem.objects.filter(topics=OuterRef("pk")))))
    folded = words.casefold()
    things = [
        *(_company(row) for row in known(Company.objects.standing()).filter(named | others)[:FOUND]),
        *(_market(row) for row in Market.objects.filter(named)[:FOUND]),
        *(_topic(row) for row in tags.filter(name__icontains=words).order_by("name")[:FOUND]),
        *(thing for thing in map(_kind, KINDS) if folded in thing.label.casefold()),
    ]
    return things[:FOUND]


def asked(query):
    """The Thing that a page of the archive asks to follow, such as {"company": "3"}, or None.

    Only what readers know of, so that no number tells what the newsroom is about to publish.
    """
    sort = next((sort for sort in SORTS if sort in query), "")
    value = query.get(sort, "")
    if sort == "kind":
        return named(f"kind/{value}")
    return _first(sort, pk=int(value)) if value.isascii() and value.isdecimal() else None


def named(name):
    """The Thing of this name, where readers know of it, or None."""
    sort, _, slug = name.partition("/")
    if sort == "kind":
        return _kind(slug) if slug in KINDS else None
    return None if "\0" in slug else _first(sort, slug=slug)


def _first(sort, **facts):
    if sort == "company":
        row = known(Company.objects.filter(**facts)).select_related("merged_into").first()
        return row and _company(row)
    if sort == "market":
        row = Market.objects.filter(**facts).first()
        return row and _market(row)
    row = Tag.objects.filter(**facts).first() if sort == "topic" else None
    there = row and was_out(NewsItem.objects.filter(topics__in=[row])).exists()
    return _topic(row) if there else None


def follow(subscriber, name):
    """Follow what `name` names; twice is once. Raises ValueError where readers know of no such thing.

    What is not out yet is answered as what is not there: no guess tells whom the newsroom writes about.
    """
    found = named(name)
    if found is None:
        raise ValueError(gettext("There is nothing of this name to follow."))
    Follow.objects.get_or_create(subscriber=subscriber, **_fields(found.name))


def unfollow(subscriber, name):
    """Follow it no longer; what is not followed is answered alike, whether or not it is there."""
    fields = _fields(name)
    if fields and "company" in fields:
        subscriber.follows.filter(company__in=same_companies([fields["company"].pk])).delete()
    elif fields:
        subscriber.follows.filter(**fields).delete()


def _fields(name):
    """The fields of a Follow of what `name` names, or None where there is no such thing."""
    sort, _, slug = name.partition("/")
    if sort == "kind":
        return {"kind": slug} if slug in KINDS else None
    models = {"company": Company, "market": Market, "topic": Tag}
    row = models[sort].objects.filter(slug=slug).first() if sort in models and "\0" not in slug else None
    return row and {sort: row}


def _of_row(row):
    if row.company:
        return _company(row.company)
    if row.market:
        return _market(row.market)
    return _topic(row.topic) if row.topic else _kind(row.kind)


def _kind(kind):
    return Thing("kind", kind, gettext(KINDS[kind]))


def _company(row):
    """As the one it is now, where it was merged."""
    row = row.merged_into or row
    return Thing("company", row.slug, str(row))


def _market(row):
    return Thing("market", row.slug, row.name)


def _topic(row):
    return Thing("topic", row.slug, row.name)
