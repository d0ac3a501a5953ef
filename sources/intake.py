"""How clippings come in: one gate for what feeds bring, what people clip and what programs send.

Each address is clipped once, whoever brings it and however many workers are at it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Lower

from sources import clusters
from sources.canonical import both, canonical_url
from sources.known import familiar_names, known_companies, names_of
from sources.mentions import suggest_companies
from sources.models import Clipping, CompanySuggestion, Market
from sources.networks import LONGEST
from sources.suggest import suggest_kind, suggest_markets, unknown_names

TOLD = ("title", "summary", "author", "image_url", "language", "published_at")
NAME = 120  # characters of the name of a company


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
            _learn(new, now)
    return new


def can_be_kept(url: str) -> bool:
    """Tell whether `url` is a web address that fits its column, and the index over it, in canonical form."""
    try:
        return len(canonical_url(url).encode()) <= LONGEST
    except ValueError:
        return False


def mend(pk, found: Found, *, source, now) -> Clipping | None:
    """Fill in what the page of a clipping tells now; what it held already stays. None where it is gone.

    One that had no words until now is put to its story, unless somebody did so by hand.
    """
    with clusters.alone():
        clipping = Clipping.objects.filter(pk=pk).first()
        if clipping is None:
            return None
        was_silent = not clipping.title
        for name in TOLD:
            setattr(clipping, name, getattr(clipping, name) or getattr(found, name))
        clipping.source = clipping.source or source
        clipping.kind = clipping.kind or _kind(clipping)
        clipping.trouble = found.trouble
        clipping.save(update_fields=[*TOLD, "source", "kind", "trouble"])
        if was_silent and clipping.title and not _is_judged(clipping):
            _learn([clipping], now)
            clipping.refresh_from_db()
    return clipping


def _stored(found, **facts):
    """The rows that were made: an address that is there already keeps the words it came with."""
    by_address = {both(_address(one)): one for one in reversed(list(found))}
    known = Clipping.objects.filter(canonical_url__in=[address for pair in by_address for address in pair])
    there = {both(address) for address in known.values_list("canonical_url", flat=True)}
    return Clipping.objects.bulk_create(
        [_row(one, **facts) for pair, one in reversed(by_address.items()) if pair not in there]
    )


def _address(found):
    return canonical_url(found.canonical or found.url) + (f"#{found.part}" if found.part else "")


def _row(found, *, source, now, feed, by):
    return Clipping(
        url=found.url,
        canonical_url=_address(found),
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
        kind=_kind(found),
    )


def _kind(found):
    return suggest_kind(found.summary, found.title) if found.title else ""


def _is_judged(clipping):
    is_placed = clipping.cluster_id or clipping.followers.exists() or clipping.judgements.exists()
    return bool(is_placed) or clipping.state != Clipping.State.NEW


def _learn(clippings, now):
    """Note what the words of new clippings tell, and put each to its story."""
    _suggest(clippings)
    _suggest_new_companies(clippings, now)
    clusters.place(clippings)


def _suggest(clippings):
    """Note the companies and markets that their words name."""
    names, markets = names_of(known_companies()), dict(Market.objects.values_list("slug", "pk"))
    companies_of, markets_of = Clipping.companies.through, Clipping.markets.through
    words = _words(clippings)
    named = (
        companies_of(clipping_id=pk, company_id=company)
        for pk, text in words.items()
        for company in suggest_companies(text, names)
    )
    companies_of.objects.bulk_create(named, ignore_conflicts=True)
    placed = (
        markets_of(clipping_id=pk, market_id=markets[slug])
        for pk, text in words.items()
        for slug in suggest_markets(text)
        if slug in markets
    )
    markets_of.objects.bulk_create(placed, ignore_conflicts=True)


def _suggest_new_companies(clippings, now):
    """Note the names of companies that nobody has entered, but for those that somebody said are none."""
    familiar, named = familiar_names(), {}
    for pk, text in _words(clippings).items():
        for name in unknown_names(text, familiar):
            if len(name) <= NAME:
                named.setdefault(name.lower(), (name, set()))[1].add(pk)
    if not named:
        return
    CompanySuggestion.objects.bulk_create(
        (CompanySuggestion(name=name, first_seen_at=now, last_seen_at=now) for name, _ in named.values()),
        ignore_conflicts=True,
    )
    same = CompanySuggestion.objects.annotate(small=Lower("name")).filter(small__in=named, dismissed_at=None)
    same.update(last_seen_at=now)
    holding = CompanySuggestion.clippings.through
    linked = (
        holding(companysuggestion_id=suggestion, clipping_id=pk)
        for suggestion, name in same.values_list("pk", "small")
        for pk in named[name][1]
    )
    holding.objects.bulk_create(linked, ignore_conflicts=True)


def _words(clippings):
    return {one.pk: f"{one.title}\n{one.summary}" for one in clippings}
