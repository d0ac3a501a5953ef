"""Facts of a document, and how numbers, weeks and amounts are written in the language in force. Pure.

What a sponsor pays for is no news: sponsored sections count in none of these.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editions.document import CompanyDoc, DealDoc, EditionDocument, ItemDoc, SectionDoc
from editions.render import bodies
from sources import markup
from sources.kinds import KINDS

LATIN_WORD = re.compile(r"[^\W㐀-鿿]+(?:[.,’'-][^\W㐀-鿿]+)*")
CHINESE = re.compile(r"[㐀-鿿]")
LATIN_A_MINUTE, CHINESE_A_MINUTE = 230, 400
SCALES = [(10**12, "tn"), (10**9, "bn"), (10**6, "m")]
CHINESE_SCALES = [(10**12, "万亿"), (10**8, "亿"), (10**4, "万")]

# What the page shell or the rail calls its own parts; a heading "Companies" must not take the name.
RESERVED = frozenset(
    ["content", "corrections", "earlier", "join", "main", "rail", "ran", "search", "toc", "top"]
)


@dataclass(frozen=True)
class Counts:
    items: int
    companies: int
    sources: int


@dataclass(frozen=True)
class KindCount:
    """`share` is in percent of the kind that occurs most: the length of its bar."""

    kind: str
    name: str
    count: int
    share: int


@dataclass(frozen=True)
class Entry:
    anchor: str
    title: str


def news_sections(document: EditionDocument) -> tuple[SectionDoc, ...]:
    return tuple(section for section in document.sections if section.layout != "sponsor")


def news_items(document: EditionDocument) -> tuple[ItemDoc, ...]:
    return tuple(item for part in news_sections(document) for item in part.items if not item.removed)


def word_count(document: EditionDocument) -> int:
    """Latin words and Chinese characters together, standing texts included."""
    return words_in(_text(document))


def reading_minutes(document: EditionDocument) -> int:
    return minutes_of(_text(document))


def words_in(text: str) -> int:
    """Latin words and Chinese characters together."""
    return len(LATIN_WORD.findall(text)) + len(CHINESE.findall(text))


def minutes_of(text: str) -> int:
    """Whole minutes that reading it takes, one at least."""
    minutes = len(LATIN_WORD.findall(text)) / LATIN_A_MINUTE + len(CHINESE.findall(text)) / CHINESE_A_MINUTE
    return max(1, math.ceil(minutes))


def counts(document: EditionDocument) -> Counts:
    items = news_items(document)
    sources = {credit.source.casefold() for item in items for credit in item.credits}
    return Counts(len(items), len(companies(document)), len(sources))


def companies(document: EditionDocument) -> list[CompanyDoc]:
    """The companies named in the news, each once, in alphabetical order."""
    named = {
        company.path or company.name: company for item in news_items(document) for company in item.companies
    }
    return sorted(named.values(), key=lambda company: company.name.casefold())


def by_kind(document: EditionDocument) -> list[KindCount]:
    """How often each kind occurs, most first, and as often in the order of the kinds."""
    found = Counter(item.kind for item in news_items(document) if item.kind in KINDS)
    most = max(found.values(), default=1)
    order = sorted(found, key=lambda kind: (-found[kind], list(KINDS).index(kind)))
    return [KindCount(kind, KINDS[kind], found[kind], round(100 * found[kind] / most)) for kind in order]


def item_anchors(document: EditionDocument) -> list[str]:
    """The anchors of the items in order: "item-412", or "item-3" for the third when it has no id."""
    wanted = (f"item-{item.id or place}" for place, item in enumerate(document.items, start=1))
    return list(_unique(wanted, set()))


def contents(document: EditionDocument) -> list[Entry]:
    """An anchor and a title for every section, in order. A title may be empty, an anchor never is."""
    titles = [section_title(section) for section in document.sections]
    slugs = (
        slugify(title, allow_unicode=True) or f"section-{place}"
        for place, title in enumerate(titles, start=1)
    )
    anchors = _unique(slugs, set(RESERVED) | set(item_anchors(document)))
    return [Entry(anchor, title) for anchor, title in zip(anchors, titles, strict=True)]


def section_title(section: SectionDoc) -> str:
    """The heading; for a single story without one, its headline."""
    alone = section.items[0].headline if section.layout in ("single", "feature") and section.items else ""
    return section.heading or alone


def week(first: date | None, last: date | None) -> str:
    """ "7–13 July 2025", "28 July – 3 August 2025"; nothing when no day is known."""
    first, last = first or last, last or first
    if first is None or last is None:
        return ""
    if first == last:
        form = _("{last.day} {last:%B %Y}")
    elif (first.year, first.month) == (last.year, last.month):
        form = _("{first.day}–{last.day} {last:%B %Y}")
    elif first.year == last.year:
        form = _("{first.day} {first:%B} – {last.day} {last:%B %Y}")
    else:
        form = _("{first.day} {first:%B %Y} – {last.day} {last:%B %Y}")
    return form.format(first=first, last=last)


def moment_text(moment: datetime, time_zone: str) -> str:
    """ "Mon 14 July 2025, 08:00 CST"; UTC when the zone has no meaning here."""
    local = _local(moment, time_zone)
    zone = local.tzname() or ""
    zone = f"UTC{zone}" if zone[:1] in ("+", "-") else zone
    return _("{at:%a} {at.day} {at:%B %Y, %H:%M} {zone}").format(at=local, zone=zone)


def day_text(moment: datetime, time_zone: str) -> str:
    """ "14 July 2025", the day that it was there; in UTC when the zone has no meaning here."""
    local = _local(moment, time_zone)
    return _("{last.day} {last:%B %Y}").format(last=local)


def _local(moment: datetime, time_zone: str) -> datetime:
    try:
        return moment.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(ZoneInfo("UTC"))


def amount_text(amount: Decimal | None, currency: str) -> str:
    """ "USD 3 bn", "USD 799", "CNY 20 bn"; three figures past a million, every one below.

    In Chinese "USD 30 亿", and three figures past ten thousand.
    """
    if amount is None:
        return ""
    is_chinese = (get_language() or "").startswith("zh")
    for scale, name in CHINESE_SCALES if is_chinese else SCALES:
        if abs(amount) >= scale * Decimal("0.9995"):
            return f"{currency} {_plain(Decimal(f'{amount / scale:.3g}'))} {name}".strip()
    return f"{currency} {_plain(amount)}".strip()


def deal_text(deal: DealDoc) -> str:
    """What the chip of a deal says: the round, the amount, and US dollars where they were reported."""
    amount = amount_text(deal.amount, deal.currency)
    dollars = amount_text(deal.usd, "USD")
    if amount and dollars and dollars != amount:
        amount = f"{amount} ({dollars})"
    return " · ".join(part for part in (deal.round, amount or dollars) if part)


def number_and_week(document: EditionDocument) -> str:
    """ "No. 27 · Week of 7–13 July 2025", or what is known of it."""
    number = _("No. %(number)s") % {"number": document.number} if document.number is not None else ""
    days = week(document.week_first, document.week_last)
    return " · ".join(
        part for part in (number, _("Week of %(days)s") % {"days": days} if days else "") if part
    )


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text and number == number.to_integral() else text


def _unique(names: Iterator[str], used: set[str]) -> Iterator[str]:
    for name in names:
        unique, copy = name, 2
        while unique in used:
            unique, copy = f"{name}-{copy}", copy + 1
        used.add(unique)
        yield unique


def _text(document: EditionDocument) -> str:
    parts = [document.title, document.dek, markup.to_text(bodies.introduction(document))]
    for section in news_sections(document):
        parts += [section.heading, markup.to_text(bodies.lead_in(section))]
        for item in section.items:
            parts += [item.headline, item.dek, markup.to_text(bodies.item(item)), item.authors_note]
    return "\n".join([*parts, markup.to_text(bodies.signoff(document))])
