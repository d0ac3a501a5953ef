"""Companies and markets as data."""

from collections import defaultdict

from django.db.models import Prefetch

from editions.archive.api import addresses, pieces, schemas
from editions.archive.gathered import Tally, Tree, facts, lasts, merged
from editions.archive.standing import known, shown
from sources.models import Company, NewsItem

ORDER = (("slug", str),)  # of one language and unique: a name may change its place in the alphabet
NOTHING = {"items": 0, "first_item_at": None, "last_item_at": None}


def companies(rows):
    """Return the Companies of `rows`, a list; of its family those that readers may know of."""
    keys = [row.pk for row in rows]
    family = known(Company.objects.standing())
    found = (
        Company.objects.select_related("parent")
        .prefetch_related("sectors", Prefetch("subsidiaries", family, to_attr="shown_subsidiaries"))
        .in_bulk(keys)
    )
    parents = set(family.filter(subsidiaries__in=keys).values_list("pk", flat=True))
    counted = _counted(keys)
    return [_company(found[key], parents, counted.get(key, NOTHING)) for key in keys]


def _company(row, parents, counted):
    return schemas.Company(
        **{name: getattr(row, name) for name in ("slug", "name", "local_name", "other_names")},
        **{name: getattr(row, name) for name in ("summary", "ticker", "headquarters", "website")},
        **counted,
        sectors=[pieces.tag(one, "archive:companies_sector") for one in row.sectors.all()],
        parent=pieces.named(row.parent) if row.parent_id in parents else None,
        subsidiaries=[pieces.named(one) for one in row.shown_subsidiaries],
        url=addresses.page(row.get_absolute_url()),
        api_url=addresses.api("companies", row.slug),
    )


def markets(rows):
    """Return the Markets of `rows`, a list."""
    tree = Tree()
    # Asked for a list of markets, SQLite would try each with each item.
    places = tree.below(rows[0].pk) if len(rows) == 1 else None
    tallies = tree.tallies(facts(places), lasts(places))
    return [_market(row, tree.rows.get(row.parent_id), tallies.get(row.pk, Tally())) for row in rows]


def _market(row, region, tally):
    return schemas.Market(
        **{name: getattr(row, name) for name in ("slug", "name", "local_name", "code")},
        region=region and pieces.named(region),
        items=len(tally.items),
        companies=len(tally.companies),
        last_item_at=tally.last,
        url=addresses.page(row.get_absolute_url()),
        api_url=addresses.api("markets", row.slug),
    )


def _counted(keys):
    """By id of a company, how many items on it and on what was merged into it are out, and since when."""
    into = merged()
    every = {*keys, *(pk for pk, end in into.items() if end in keys)}
    # Asked for both at once, SQLite would try each company with each item.
    named = list(
        NewsItem.companies.through.objects.filter(company__in=every).values_list("company", "newsitem")
    )
    out = shown(NewsItem.objects.filter(pk__in={item for _company, item in named}))
    moments = dict(out.values_list("pk", "published_at"))
    found = defaultdict(dict)  # so that an item counts once that names both the one and what it took in
    for company, item in named:
        if item in moments:
            found[into.get(company, company)][item] = moments[item]
    return {
        key: dict(zip(NOTHING, (len(dates), min(dates.values()), max(dates.values())), strict=True))
        for key, dates in found.items()
    }
