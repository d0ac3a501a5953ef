"""Keeping the index as things stand: the rows are the truth, and each entry knows what it was made of."""

import hashlib

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from editions.archive.standing import shown
from editions.models import Entry, Snapshot
from editions.searching.terms import words
from sources.markup import to_text
from sources.models import Company, Market, NewsItem

SLICE = 500  # entries written a call, of each sort
LONGEST = 50_000  # characters of a text: PostgreSQL refuses the words of more than some 1 MB


def index_due():
    """Index what is out and not indexed as it stands, and take out what is no longer out; return how many.

    Names go first: an item holds those of its companies and markets.
    """
    named = _companies() + _markets()
    return named + _gone() + (0 if named >= SLICE else _items() + _editions())


def index_all():
    """Index all that is due, in transactions of a slice each."""
    while index_due():
        pass


def _companies():
    """Merged ones too: their items are found by either name, and only the pages are left out later."""
    rows = Company.objects.values_list("pk", "merged_into", *SAID)
    about = NewsItem.companies.through.objects.values("newsitem")
    return _names(
        "company", rows, lambda keys: about.filter(Q(company__in=keys) | Q(company__merged_into__in=keys))
    )


SAID = ("name", "local_name", "aliases", "former_names", "ticker", "summary")


def _markets():
    about = NewsItem.markets.through.objects.values("newsitem")
    rows = Market.objects.values_list("pk", "parent", "name", "local_name")
    return _names("market", rows, lambda keys: about.filter(market__in=keys))


def _names(sort, rows, items_about):
    """Index what is due of `rows` (a key, the key of another, names), and anew the items about it."""
    made = dict(Entry.objects.filter(**{f"{sort}__isnull": False}).values_list(sort, "made_of"))
    digests = ((row, hashlib.blake2b(repr(row).encode(), digest_size=16).hexdigest()) for row in rows)
    due = [(row, digest) for row, digest in digests if made.get(row[0]) != digest][:SLICE]
    if due:  # to begin a transaction is to keep others from writing, on SQLite
        with transaction.atomic():
            _write(sort, [(key, said, digest, None) for (key, _above, *said), digest in due])
            changed = [key for (key, *_said), _digest in due if key in made]
            Entry.objects.filter(item__in=items_about(changed)).update(made_of="")
    return len(due)


def _items():
    made = Entry.objects.filter(item=OuterRef("pk"), made_of=Cast(OuterRef("version"), CharField()))
    due = shown(NewsItem.objects.filter(~Exists(made))).order_by("-published_at")
    due = list(due.values_list("pk", flat=True)[:SLICE])
    items = NewsItem.objects.filter(pk__in=due).prefetch_related("companies__merged_into", "markets")
    _write("item", [(item.pk, _said_of(item), str(item.version), item.published_at) for item in items])
    return len(due)


def _said_of(item):
    named = {company for one in item.companies.all() for company in (one, one.merged_into) if company}
    said = [item.headline, item.dek, to_text(item.body_html)]
    said += [name for company in named for name in (company.name, company.local_name, *company.other_names)]
    return said + [name for market in item.markets.all() for name in (market.name, market.local_name)]


def _editions():
    newest = Snapshot.objects.newest().annotate(made=Cast("pk", CharField()))
    due = newest.filter(~Exists(Entry.objects.filter(edition=OuterRef("edition"), made_of=OuterRef("made"))))
    due = due.order_by("-pk").values_list("edition", "title", "dek", "text", "pk", "edition__published_at")
    due = list(due[:SLICE])
    _write("edition", [(pk, said, str(snapshot), at) for pk, *said, snapshot, at in due])
    return len(due)


def _gone():
    items = Entry.objects.filter(item__isnull=False).exclude(item__in=shown())
    editions = Entry.objects.filter(edition__isnull=False).exclude(edition__status="published")
    gone = [*items.values_list("pk", flat=True)[:SLICE], *editions.values_list("pk", flat=True)[:SLICE]]
    return Entry.objects.filter(pk__in=gone).delete()[0] if gone else 0


def _write(sort, facts):
    """Store entries of one sort from quadruples: key, texts, what it was made of, and when it came out."""
    entries = [
        Entry(**{f"{sort}_id": key}, words=" ".join(words("\n".join(said)[:LONGEST])), made_of=made_of, at=at)
        for key, said, made_of, at in facts
    ]
    Entry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=[sort], update_fields=["words", "made_of", "at"]
    )
