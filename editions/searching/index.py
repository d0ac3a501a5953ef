"""Keeping the index as things stand: the rows are the truth, and each entry knows what it was made of."""

import hashlib

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from editions.archive.standing import shown
from editions.models import Entry, Snapshot
from editions.searching.terms import words
from sources.markup import to_text
from sources.models import Company, NewsItem

SLICE = 500  # entries written a call, of each sort
LONGEST = 100_000  # characters of a text: PostgreSQL indexes no more than some 1 MB


def index_due():
    """Index what is out and not indexed as it stands, and take out what is no longer out; return how many."""
    return _companies() + _items() + _editions() + _gone()


def _companies():
    made = dict(Entry.objects.filter(company__isnull=False).values_list("company", "made_of"))
    due = []
    for company in Company.objects.standing().order_by("pk"):
        digest = hashlib.blake2b(repr(_said_of(company)).encode(), digest_size=16).hexdigest()
        if made.get(company.pk) != digest:
            due.append((company, digest))
    for company, digest in due[:SLICE]:
        with transaction.atomic():
            _write(_said_of(company), digest, None, company=company)
            Entry.objects.filter(item__companies=company).update(made_of="")
    return len(due[:SLICE])


def _items():
    due = shown(NewsItem.objects.filter(~_made("item", "version")))
    due = list(due.order_by("-published_at", "-pk").prefetch_related("companies", "markets")[:SLICE])
    for item in due:
        said = [item.headline, item.dek, to_text(item.body_html)]
        said += [name for company in item.companies.all() for name in _names(company)]
        said += [name for market in item.markets.all() for name in (market.name, market.local_name)]
        _write(said, str(item.version), item.published_at, item=item)
    return len(due)


def _editions():
    newest = Snapshot.objects.newest().annotate(made=Cast("pk", CharField()))
    due = newest.filter(~Exists(Entry.objects.filter(edition=OuterRef("edition"), made_of=OuterRef("made"))))
    due = list(due.order_by("-pk").defer("document", "web_html", "email_html")[:SLICE])
    for snapshot in due:
        said = [snapshot.title, snapshot.dek, snapshot.text]
        _write(said, str(snapshot.pk), snapshot.edition.published_at, edition=snapshot.edition)
    return len(due)


def _gone():
    items = Entry.objects.filter(item__isnull=False).exclude(item__in=shown())
    editions = Entry.objects.filter(edition__isnull=False).exclude(edition__status="published")
    companies = Entry.objects.filter(company__merged_into__isnull=False)
    return sum(found.delete()[0] for found in (items, editions, companies))


def _made(name, version):
    return Exists(
        Entry.objects.filter(**{name: OuterRef("pk")}, made_of=Cast(OuterRef(version), CharField()))
    )


def _names(company):
    return [company.name, company.local_name, *company.other_names]


def _said_of(company):
    return [*_names(company), company.ticker, company.summary]


def _write(said, made_of, at, **thing):
    facts = {"words": " ".join(words("\n".join(said)[:LONGEST])), "made_of": made_of, "at": at}
    Entry.objects.update_or_create(defaults=facts, **thing)
