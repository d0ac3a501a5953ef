"""What an edition is, as frozen values: the one thing that every rendering reads.

Rows become an `EditionDocument` (`editions/assembly.py`); web page, email, plain text, Markdown, JSON
and the WeChat paste are functions of it alone. Paths are of the site ("/items/4-vivo/"); a form that
leaves the site makes them absolute with `masthead.site_url`. Pure.
"""

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache, partial


@dataclass(frozen=True)
class CreditDoc:
    """A source of an item; `url` is the very article where there is one."""

    source: str
    url: str = ""
    via: str = ""  # the publication that was read, when the source was second hand
    note: str = ""  # what follows the name: "citing people close to the deal"


@dataclass(frozen=True)
class CompanyDoc:
    name: str
    local_name: str = ""
    aliases: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True)
class MarketDoc:
    name: str
    path: str = ""


@dataclass(frozen=True)
class DealDoc:
    """What an item says of money. `amount` and `usd` are whole units of their currency."""

    type: str = ""
    amount: Decimal | None = None
    currency: str = ""
    usd: Decimal | None = None
    round: str = ""
    counterparties: tuple[str, ...] = ()


@dataclass(frozen=True)
class PictureDoc:
    """`weight` is for checks alone: it says nothing to a reader, so that no difference, hash or stored
    form of a document knows it."""

    path: str
    width: int = 0
    height: int = 0
    alt: str = ""
    caption: str = ""
    credit: str = ""
    weight: int = field(default=0, compare=False)  # bytes


@dataclass(frozen=True)
class ContributorDoc:
    name: str
    role: str = ""
    biography: str = ""
    disclosure: str = ""


@dataclass(frozen=True)
class SeeAlsoDoc:
    title: str
    url: str = ""


@dataclass(frozen=True)
class CorrectionDoc:
    """What was wrong, in `note`; the passage as it was and as it is now; `at` is aware."""

    note: str
    before: str = ""
    after: str = ""
    at: datetime | None = None
    item: int | None = None  # the id of the item that was wrong; None where the edition was


@dataclass(frozen=True)
class ItemDoc:
    """One item as it stands in one edition. `body` is Markdown, `html` the same, sanitised."""

    body: str = ""
    html: str = ""
    headline: str = ""
    label: str = ""  # the headline, or a name drawn from the first words of a brief
    dek: str = ""
    format: str = "brief"  # brief, story, commentary
    kind: str = ""  # a value of sources.kinds.KINDS, or nothing
    id: int | None = None
    path: str = ""
    credits: tuple[CreditDoc, ...] = ()
    companies: tuple[CompanyDoc, ...] = ()
    markets: tuple[MarketDoc, ...] = ()
    topics: tuple[str, ...] = ()
    deals: tuple[DealDoc, ...] = ()
    byline: tuple[ContributorDoc, ...] = ()
    authors_note: str = ""
    event_date: date | None = None
    published_at: datetime | None = None
    image: PictureDoc | None = None
    follows_up: SeeAlsoDoc | None = None
    see_also: tuple[SeeAlsoDoc, ...] = ()
    corrections: tuple[CorrectionDoc, ...] = ()
    removed: str = ""  # why it was taken out after publication; nothing but its id is left then
    removed_at: datetime | None = None  # aware


@dataclass(frozen=True)
class SectionDoc:
    """`layout`: briefs, single, feature, numbers, quote or sponsor. `text` is Markdown of its own."""

    heading: str = ""
    text: str = ""
    html: str = ""
    layout: str = "briefs"
    items: tuple[ItemDoc, ...] = ()


@dataclass(frozen=True)
class MastheadDoc:
    name: str = ""
    tagline: str = ""
    site_url: str = ""  # scheme and host, no slash at the end
    postal_address: str = ""
    accent: str = "#b3261e"
    time_zone: str = "UTC"
    logo: PictureDoc | None = None


@dataclass(frozen=True)
class EditionDocument:
    """`week_first` and `week_last` are days in the masthead's time zone; `published_at` is aware."""

    masthead: MastheadDoc = field(default_factory=MastheadDoc)
    number: int | None = None
    title: str = ""
    slug: str = ""
    path: str = ""
    dek: str = ""
    week_first: date | None = None
    week_last: date | None = None
    subject: str = ""
    preheader: str = ""
    introduction: str = ""
    introduction_html: str = ""
    signoff: str = ""
    signoff_html: str = ""
    hero: PictureDoc | None = None
    sections: tuple[SectionDoc, ...] = ()
    corrections: tuple[CorrectionDoc, ...] = ()  # of the edition itself; an item carries its own
    published_at: datetime | None = None

    @property
    def items(self) -> tuple[ItemDoc, ...]:
        return tuple(item for section in self.sections for item in section.items)


def skeleton(document: EditionDocument) -> list[tuple[str, ...]]:
    """Return standing texts, headings, headlines, bodies and credits in order.

    Two documents with the same skeleton say the same; the roundup text form keeps it.
    """

    def parts() -> Iterator[tuple[str, ...]]:
        yield "introduction", document.introduction
        for section in document.sections:
            yield "section", section.heading, section.layout, section.text
            for item in section.items:
                yield "item", item.headline, item.body
                for credit in item.credits:
                    yield "credit", credit.source, credit.url, credit.via, credit.note
        yield "signoff", document.signoff

    return list(parts())


def to_plain(value: object) -> typing.Any:
    """Return `value`, a document or a part of one, as what JSON can hold. Empty fields are left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    if dataclasses.is_dataclass(value):
        parts = ((name, to_plain(getattr(value, name))) for name in _names(type(value)))
        return {name: part for name, part in parts if part not in (None, "", [])}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


@lru_cache  # every version of an edition asks for some thousand objects of a dozen kinds
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.compare)


def from_plain(kind: typing.Any, plain: typing.Any) -> typing.Any:
    """Return the `kind` that `to_plain` made `plain` of. Fields it does not know are passed over,
    so that a snapshot written by a later version can still be read."""
    return None if plain is None else _reader(kind)(plain)


@cache  # a page of an edition asks for some thousand values of a dozen kinds
def _reader(kind: typing.Any) -> typing.Callable[[typing.Any], typing.Any]:
    """What makes a value of `kind` out of plain data that is not None."""
    if isinstance(kind, types.UnionType):
        return _reader(next(part for part in typing.get_args(kind) if part is not type(None)))
    if typing.get_origin(kind) is tuple:
        part_of = _reader(typing.get_args(kind)[0])
        return lambda plain: tuple([None if part is None else part_of(part) for part in plain])
    if dataclasses.is_dataclass(kind):
        readers = {name: _reader(hint) for name, hint in typing.get_type_hints(kind).items()}
        return partial(_built, kind, readers)
    if kind is Decimal:
        return Decimal
    if kind in (date, datetime):
        return kind.fromisoformat
    return lambda plain: plain


def _built(kind, readers, plain):
    return kind(
        **{
            name: None if part is None else readers[name](part)
            for name, part in plain.items()
            if name in readers
        }
    )


def content_hash(document: EditionDocument, *more: str) -> str:
    """Return the SHA-256, in hexadecimal, of what the document says and of `more`.

    The moment of publication is left out: it is not known when an edition is approved.
    """
    plain = to_plain(dataclasses.replace(document, published_at=None))
    text = json.dumps([plain, *more], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
