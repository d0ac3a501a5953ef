"""How clippings come in: one gate for what feeds bring, what people clip and what programs send.

Each address is clipped once, whoever brings it and however many workers are at it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sources import clusters
from sources.canonical import canonical_url
from sources.known import known_companies, names_of
from sources.mentions import suggest_companies
from sources.models import Clipping, Market
from sources.suggest import suggest_kind, suggest_markets


@dataclass(frozen=True)
class Found:
    """An article as its page or feed tells it."""

    url: str
    canonical: str = ""  # where the page names another address as its own
    part: str = ""  # where it has no address of its own: what tells it from others at `url`
    title: str = ""
    summary: str = ""
    author: str = ""
    image_url: str = ""
    language: str = ""
    published_at: datetime | None = None
    trouble: str = ""  # why its page could not be read


def keep(found: Iterable[Found], *, source, now, feed=None, by=None) -> list[Clipping]:
    """Store what is not clipped yet, with what its words suggest, each put to its story; return the new ones.

    Raises ValueError where an address is no web address.
    """
    with clusters.alone():
        new = _stored(found, source=source, now=now, feed=feed, by=by)
        if new:
            _suggest(new)
            clusters.place(new)
    return new


def _stored(found, **facts):
    """The rows that were made: an address that is there already keeps the words it came with."""
    by_address = {_address(one): one for one in reversed(list(found))}
    there = set(Clipping.objects.filter(canonical_url__in=by_address).values_list("canonical_url", flat=True))
    return Clipping.objects.bulk_create(
        [_row(address, one, **facts) for address, one in reversed(by_address.items()) if address not in there]
    )


def _address(found):
    return canonical_url(found.canonical or found.url) + (f"#{found.part}" if found.part else "")


def _row(address, found, *, source, now, feed, by):
    return Clipping(
        url=found.url,
        canonical_url=address,
        title=found.title,
        summary=found.summary,
        author=found.author,
        image_url=found.image_url,
        language=found.language,
        published_at=found.published_at,
        trouble=found.trouble,
        clipped_at=now,
        clipped_by=by,
        source=source,
        feed=feed,
        kind=suggest_kind(found.summary, found.title) if found.title else "",
    )


def _suggest(clippings):
    """Note the companies and markets that their words name."""
    names, markets = names_of(known_companies()), dict(Market.objects.values_list("slug", "pk"))
    companies_of, markets_of = Clipping.companies.through, Clipping.markets.through
    words = {one.pk: f"{one.title}\n{one.summary}" for one in clippings}
    companies_of.objects.bulk_create(
        companies_of(clipping_id=pk, company_id=company)
        for pk, text in words.items()
        for company in suggest_companies(text, names)
    )
    markets_of.objects.bulk_create(
        markets_of(clipping_id=pk, market_id=markets[slug])
        for pk, text in words.items()
        for slug in suggest_markets(text)
        if slug in markets
    )
