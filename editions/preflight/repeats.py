"""Did we already run this? Items of the edition beside what was published, and beside one another. Pure.

One finding an item and past item, with the strongest reason: the item itself, then the same address (of a
credit, or of a link in the body), then a near-same headline, then the same company and kind within eight
weeks. Paid items are left out: an advertisement runs again on purpose.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from urllib.parse import urlsplit

from editions.document import EditionDocument, ItemDoc
from editions.preflight.context import Context, PastItem
from editions.preflight.findings import WARNING, Earlier, Finding, Place, item_of, rule
from sources.canonical import canonical_url
from sources.headlines import near_same_pairs
from sources.kinds import KINDS

RECENT = timedelta(weeks=8)
MOST = 3  # findings an item: the third tells what a tenth would
LONGEST_ADDRESS = 500  # Credit.canonical_url holds no more

SAME_ITEM, SAME_ADDRESS, NEAR_SAME_HEADLINE, SAME_COMPANY_AND_KIND = range(4)  # the strongest first

_LINK = re.compile(r"https?://[^\s<>\"“”]+")


@dataclass(frozen=True)
class Repeat:
    """A past item that may be the story of the item at `place`; `words` are the reason for a person."""

    place: Place
    past: PastItem
    reason: int
    words: str
    passage: str = ""
    url: str = ""


@rule(
    "repeats.same-item",
    WARNING,
    "Item that ran before",
    example="An item is placed again that stood in No. 25.",
)
def same_item(document: EditionDocument, context: Context) -> Iterator[Finding]:
    return _findings(document, context, SAME_ITEM)


@rule(
    "repeats.same-address",
    WARNING,
    "Address of an earlier item",
    example="An item credits the very article that one of No. 25 was written from.",
)
def same_address(document: EditionDocument, context: Context) -> Iterator[Finding]:
    return _findings(document, context, SAME_ADDRESS)


@rule(
    "repeats.near-same-headline",
    WARNING,
    "Headline much like an earlier one",
    example="“BYD opens its first Hungarian plant”, weeks after “BYD opens first factory in Hungary”.",
)
def near_same_headline(document: EditionDocument, context: Context) -> Iterator[Finding]:
    return _findings(document, context, NEAR_SAME_HEADLINE)


@rule(
    "repeats.same-company-and-kind",
    WARNING,
    "Company and kind of a recent item",
    example="A recall by Anker, five weeks after a recall by Anker.",
)
def same_company_and_kind(document: EditionDocument, context: Context) -> Iterator[Finding]:
    return _findings(document, context, SAME_COMPANY_AND_KIND)


@rule(
    "repeats.twice",
    WARNING,
    "Story told twice in the edition",
    example="Two items that credit the same article, in two sections.",
)
def twice(document: EditionDocument, context: Context) -> Iterator[Finding]:
    stories = list(placed(document))
    near = _near_same_within([item for *_, item in stories])
    seen: dict[tuple[str, object], list[ItemDoc]] = {}
    for number, (section, place, item) in enumerate(stories):
        marks = list(_marks(item, document.masthead.site_url))
        twins = [
            (other, field, reason) for reason, field, mark in marks for other in seen.get((reason, mark), ())
        ]
        twins += [(stories[other][2], "headline", "near-same headline") for other in near.get(number, ())]
        for other, field, reason in twins:
            if not _is_settled(item, other, context.distinct):
                sentence = f"“{other.label or other.headline}” stands in this edition, too: {reason}."
                yield Finding(Place(field, section, place), sentence)
                break
        for reason, _, mark in marks:
            seen.setdefault((reason, mark), []).append(item)


def placed(document: EditionDocument) -> Iterator[tuple[int, int, ItemDoc]]:
    """Yield the items that nobody paid for, each after its section and its place there."""
    for number, section in enumerate(document.sections):
        if section.layout != "sponsor":
            yield from ((number, place, item) for place, item in enumerate(section.items))


@lru_cache(maxsize=1024)  # an editor changes one item at a time
def addresses(item: ItemDoc, site_url: str = "") -> Mapping[str, tuple[str, str]]:
    """Return the articles that the item credits or links to: canonical address -> (field, as written).

    A bare home page is nobody's article, and the pages of `site_url` are our own.
    """
    links = (("body", _without_bracket(found[0])) for found in _LINK.finditer(item.body))
    written = [*(("credits", credit.url) for credit in item.credits if credit.url), *links]
    canonical = {_canonical(url): (field, url) for field, url in reversed(written)}
    return {
        address: found
        for address, found in canonical.items()
        if address and not (site_url and address.startswith(f"{site_url}/"))
    }


def _findings(document: EditionDocument, context: Context, reason: int) -> Iterator[Finding]:
    for repeat in _repeats(document, context.past, context.distinct, document.week_first or context.day):
        if repeat.reason == reason:
            past = repeat.past
            ran = f"ran in No. {past.number}" if past.number is not None else "was published"
            yield Finding(
                repeat.place,
                f"“{past.label}” {ran} on {past.date.day} {past.date:%B %Y}: {repeat.words}.",
                passage=repeat.passage,
                url=repeat.url,
                earlier=Earlier(past.id, past.label, past.path, past.date, past.number),
            )


@lru_cache(maxsize=4)
def _repeats(
    document: EditionDocument,
    past: tuple[PastItem, ...],
    distinct: frozenset[tuple[int, int]],
    day: date | None,
) -> tuple[Repeat, ...]:
    """Return at most three repeats an item: the strongest reason first, then the newest."""
    others = [one for one in past if one.number is None or one.number != document.number]
    found: dict[tuple[int | None, int | None], dict[int, Repeat]] = {}
    for repeat in chain(
        _same_items(document, others),
        _same_addresses(document, others),
        _near_same_headlines(document, others),
        _same_companies_and_kinds(document, others, day),
    ):
        place, item = repeat.place, item_of(document, repeat.place)
        if item and not _is_settled(item, repeat.past, distinct):
            found.setdefault((place.section, place.item), {}).setdefault(repeat.past.id, repeat)
    strongest = (sorted(of_item.values(), key=_strength)[:MOST] for of_item in found.values())
    return tuple(chain.from_iterable(strongest))


def _strength(repeat: Repeat) -> tuple[int, int]:
    return repeat.reason, -repeat.past.date.toordinal()


def _is_settled(item: ItemDoc, earlier: PastItem | ItemDoc, distinct: frozenset[tuple[int, int]]) -> bool:
    """Tell whether an editor has decided: it follows that one up, or is not the same."""
    follows_up = item.follows_up and item.follows_up.url == earlier.path != ""
    return bool(follows_up) or (item.id, earlier.id) in distinct or (earlier.id, item.id) in distinct


def _same_items(document: EditionDocument, past: list[PastItem]) -> Iterator[Repeat]:
    ran = {one.id: one for one in past if one.number is not None}
    for section, place, item in placed(document):
        if document.number is not None and item.id in ran:  # alone, an item is no repeat of itself
            yield Repeat(Place("headline", section, place), ran[item.id], SAME_ITEM, "the same item")


def _same_addresses(document: EditionDocument, past: list[PastItem]) -> Iterator[Repeat]:
    bearers: dict[str, list[PastItem]] = {}
    for one in past:
        for address in one.addresses:
            bearers.setdefault(address, []).append(one)
    for section, place, item in placed(document):
        for address, (field, url) in addresses(item, document.masthead.site_url).items():
            for one in bearers.get(address, ()):
                if one.id != item.id:
                    yield Repeat(Place(field, section, place), one, SAME_ADDRESS, "same address", url=url)


def _near_same_headlines(document: EditionDocument, past: list[PastItem]) -> Iterator[Repeat]:
    ours = [one for one in placed(document) if one[2].headline]
    theirs = [one for one in past if one.headline]
    pairs = near_same_pairs([item.headline for *_, item in ours], [one.headline for one in theirs])
    for our_number, their_number in pairs:
        (section, place, item), one = ours[our_number], theirs[their_number]
        if one.id != item.id and not _of_others(_names(item), _folded(one.companies)):
            our_place = Place("headline", section, place)
            yield Repeat(our_place, one, NEAR_SAME_HEADLINE, "near-same headline", item.headline)


def _same_companies_and_kinds(
    document: EditionDocument, past: list[PastItem], day: date | None
) -> Iterator[Repeat]:
    bearers: dict[str, list[PastItem]] = {}
    for one in past:
        if day and abs(one.date - day) <= RECENT:
            bearers.setdefault(one.kind, []).append(one)
    for section, place, item in placed(document):
        for one in bearers.get(item.kind, ()) if item.kind not in ("", "other") else ():
            theirs = _folded(one.companies)
            shared = _names(item) & theirs
            if one.id != item.id and shared and 2 * len(shared) >= max(len(_names(item)), len(theirs)):
                companies = " and ".join(sorted(name for name in one.companies if name.casefold() in shared))
                words = f"same company and kind ({companies}, {KINDS[item.kind].lower()})"
                yield Repeat(Place("kind", section, place), one, SAME_COMPANY_AND_KIND, words)


def _marks(item: ItemDoc, site_url: str) -> Iterator[tuple[str, str, object]]:
    """Yield what no two stories have in common: its name for a person, the field, and the thing itself."""
    if item.id is not None:
        yield "the same item", "headline", item.id
    if item.body.strip():
        yield "the same text", "body", " ".join(item.body.split())
    for address, (field, _) in addresses(item, site_url).items():
        yield "same address", field, address


def _near_same_within(items: list[ItemDoc]) -> dict[int, list[int]]:
    """Return the places of items, each with those before it that have a near-same headline."""
    headlines = [item.headline for item in items]
    near: dict[int, list[int]] = {}
    for one, other in sorted(near_same_pairs(headlines, headlines)):
        if one < other and not _of_others(_names(items[one]), _names(items[other])):
            near.setdefault(other, []).append(one)
    return near


def _names(item: ItemDoc) -> frozenset[str]:
    return _folded(company.name for company in item.companies)


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)


def _of_others(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Tell whether both are about companies, and none of them the same."""
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _canonical(url: str) -> str:
    try:
        address = canonical_url(url)
    except ValueError:
        return ""
    return address[:LONGEST_ADDRESS] if urlsplit(address)[2:4] != ("/", "") else ""


def _without_bracket(link: str) -> str:
    """Return a link without what closes it in the text; "…/Neta_(car)" keeps its own bracket."""
    bare = link.rstrip(".,;:!?*_")
    return _without_bracket(bare[:-1]) if bare.endswith(")") and bare.count(")") > bare.count("(") else bare


CHECKS = (same_item, same_address, near_same_headline, same_company_and_kind, twice)
