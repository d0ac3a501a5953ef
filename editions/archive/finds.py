"""What a search found, as the page shows it, with the words that were searched for marked."""

import re
from dataclasses import dataclass, replace

from django.db.models import F
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editions.archive import listing
from editions.archive.gathered import name_of
from editions.archive.standing import known
from editions.models import Snapshot
from editions.searching.hits import matching
from editions.searching.marking import mark, snippet
from editions.searching.names import near
from editions.searching.terms import words
from sources.markup import to_text
from sources.models import Company, Market, NewsItem

# Lines under headings, bullets, numbers of links and the links, in the text of an edition.
SIGNS = re.compile(r"^[-=]{3,}$|^- | ?\[\d+\]( https?://\S+)?", re.MULTILINE)
LOOKED_AT = 300  # companies and markets that hold the words
SHOWN = 5  # of each
LENGTH, LENGTH_OF_BRIEF = 240, 500  # characters of a snippet: under a headline, and in place of one


@dataclass(frozen=True)
class Thing:
    """A company, market or edition that answers to the words; `name` and `text` are HTML."""

    sort: str
    name: SafeString
    local_name: SafeString
    text: SafeString
    path: str


def things(terms):
    """The Things that hold `terms`, those with them in their names first."""
    found = matching(terms).filter(item=None)
    named = found.filter(edition=None).order_by(F("company").asc(nulls_first=True), "market")
    keys = list(named.values_list("company", "market")[:LOOKED_AT])
    companies, markets = ({row[place] for row in keys if row[place]} for place in range(2))
    editions = found.exclude(edition=None).order_by("-edition").values_list("edition", flat=True)[: 2 * SHOWN]
    return [
        *_companies(companies, terms),
        *(_market(row, terms) for row in Market.objects.filter(pk__in=markets)[:SHOWN]),
        *_editions(editions, terms),
    ]


def _companies(keys, terms):
    rows = Company.objects.standing().filter(pk__in=keys).defer("headquarters", "website")
    asked = {word for term in terms if not term.is_excluded for word in term.words}
    ranked = sorted(rows, key=lambda row: (len(asked - set(words(_names(row)))), len(row.name), row.name))
    there = known(Company.objects.filter(pk__in=[row.pk for row in ranked[: 5 * SHOWN]]))
    there = set(there.values_list("pk", flat=True))
    for row in [row for row in ranked if row.pk in there][:SHOWN]:
        others = snippet(", ".join(row.other_names), terms, LENGTH)
        text = others or snippet(row.summary, terms, LENGTH)
        yield Thing(
            _("Company"), mark(row.name, terms), mark(row.local_name, terms), text, row.get_absolute_url()
        )


def _names(company):
    return " ".join([company.name, company.local_name, *company.other_names])


def _market(row, terms):
    name = name_of(row)
    return Thing(_("Market"), mark(name.name, terms), mark(name.also, terms), SafeString(), name.path)


def _editions(keys, terms):
    newest = Snapshot.objects.newest().filter(edition__in=list(keys))
    for row in newest.order_by("-edition__number").defer("document", "web_html", "email_html")[:SHOWN]:
        number = _("No. %(number)s") % {"number": row.edition.number}
        name = mark(f"{number}: {row.title}", terms)
        text = snippet(row.dek, terms, LENGTH) or snippet(SIGNS.sub("", row.text), terms, LENGTH)
        yield Thing(_("Edition"), name, SafeString(), text, row.get_absolute_url())


def rows(keys, terms, time_zone):
    """The Rows of the items `keys` that are out, newest first."""
    items = NewsItem.objects.filter(pk__in=keys)
    texts = {pk: (dek, html) for pk, dek, html in items.values_list("pk", "dek", "body_html")}
    found = listing.rows(listing.newest_first(items), time_zone)
    return tuple(_row(row, *texts[row.id], terms) for row in found)


def _row(row, dek, html, terms):
    text = "\n".join(filter(None, (dek, to_text(html)))).replace("\n", " ")
    length = LENGTH if row.title else LENGTH_OF_BRIEF
    return replace(
        row, title=mark(row.title, terms), text=snippet(text, terms, length) or mark(row.text, terms)
    )


def meant(query):
    """Refs of the searches that were perhaps meant: with the name of a company that is nearly so."""
    names = dict(near(dict.fromkeys([query, *query.replace('"', " ").split()])))
    there = set(known(Company.objects.filter(pk__in=names)).values_list("pk", flat=True))
    spelled = dict.fromkeys(name for pk, name in names.items() if pk in there)
    return [listing.Ref(name, f"{reverse('archive:search')}?{urlencode({'q': name})}") for name in spelled]
