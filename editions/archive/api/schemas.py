"""The objects that the API gives, each of which validates itself. Pure.

A key is never left out: what is not known is "", null or an empty list. Days are "2025-07-14", moments carry
their zone, amounts are decimal strings in whole units of their currency, addresses are absolute.
"""

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


def example(**facts):
    """The configuration of a schema that shows such an object."""
    return ConfigDict(json_schema_extra={"examples": [facts]})


class Named(BaseModel):
    """A company, market, topic or sector, where another object names it."""

    slug: str
    name: str
    local_name: str = ""
    url: str = Field("", description="Its page; empty where it has none.")

    model_config = example(
        slug="vivo", name="Vivo", local_name="维沃", url="https://news.example.com/companies/vivo/"
    )


class Credit(BaseModel):
    """A source of an item; `url` is the very article where it is known."""

    source_id: int | None = None
    source: str
    url: str = ""
    via: str = ""
    note: str = ""

    model_config = example(
        source_id=4, source="The Paper", url="https://paper.example/1", via="", note="citing two people"
    )


class Money(BaseModel):
    """What an item says of money. `usd` is what was reported, and not converted by us."""

    id: int | None = None
    deal_type: str
    round: str
    amount: Decimal | None
    currency: str
    usd: Decimal | None

    model_config = example(
        id=7, deal_type="funding", round="Series B", amount="300000000.00", currency="CNY", usd=None
    )


class Person(BaseModel):
    """Who signs an item."""

    name: str
    role: str
    biography: str
    disclosure: str


class Image(BaseModel):
    url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str


class Link(BaseModel):
    title: str
    url: str


class ItemRef(BaseModel):
    id: int
    label: str
    url: str
    api_url: str


class EditionRef(BaseModel):
    number: int
    url: str
    api_url: str


class Correction(BaseModel):
    """What was wrong; the passage as it was and as it is now."""

    note: str
    before: str
    after: str
    at: datetime


class Item(BaseModel):
    """One story as we tell it, in the words of the newest edition in which it ran.

    `label` is the headline, or the first words of a brief that has none. `text` is Markdown, `html` the same.
    """

    id: int
    url: str
    api_url: str
    published_at: datetime
    event_date: date | None
    format: str
    kind: str
    label: str
    headline: str
    dek: str
    text: str
    html: str
    credits: list[Credit]
    companies: list[Named]
    markets: list[Named]
    topics: list[Named]
    deals: list[Money]
    byline: list[Person]
    authors_note: str
    image: Image | None
    see_also: list[Link]
    follows_up: ItemRef | None
    editions: list[EditionRef] = Field(description="Those in which it ran, newest first.")
    corrections: list[Correction] = Field(description="Oldest first.")

    model_config = example(
        id=412,
        url="https://news.example.com/items/412-vivo-opened-its-first-shop-in-lima/",
        api_url="https://news.example.com/api/v1/items/412",
        published_at="2025-07-14T12:00:00Z",
        event_date="2025-07-09",
        format="brief",
        kind="market_entry",
        label="Vivo opened its first shop in Lima.",
        headline="",
        dek="",
        text="Vivo opened its first shop in Lima.",
        html="<p>Vivo opened its first shop in Lima.</p>",
        credits=[Credit.model_config["json_schema_extra"]["examples"][0]],
        companies=[Named.model_config["json_schema_extra"]["examples"][0]],
        markets=[],
        topics=[],
        deals=[],
        byline=[],
        authors_note="",
        image=None,
        see_also=[],
        follows_up=None,
        editions=[
            {
                "number": 27,
                "url": "https://news.example.com/editions/27-shops-and-ships/",
                "api_url": "https://news.example.com/api/v1/editions/27",
            }
        ],
        corrections=[],
    )


class Deal(Money):
    """A deal with the item that reported it. `day` is that of the event, or else of publication."""

    id: int
    api_url: str
    day: date
    companies: list[Named]
    counterparties: list[Named]
    markets: list[Named]
    item: ItemRef


class Company(BaseModel):
    """A company that something published names; `items` counts what was."""

    slug: str
    name: str
    local_name: str
    other_names: list[str]
    summary: str
    ticker: str
    headquarters: str
    website: str
    sectors: list[Named]
    parent: Named | None
    subsidiaries: list[Named]
    items: int
    first_item_at: datetime | None
    last_item_at: datetime | None
    url: str
    api_url: str


class Market(BaseModel):
    """A country or a region. `items` and `companies` count what is out; a region gathers, each once."""

    slug: str
    name: str
    local_name: str
    code: str = Field(description="ISO 3166-1 alpha-2; empty for a region.")
    region: Named | None
    items: int
    companies: int
    last_item_at: datetime | None
    url: str
    api_url: str


class Printed(BaseModel):
    """An item as an edition printed it; of one that was taken out since, only why and when (`removed`)."""

    id: int | None
    url: str
    api_url: str
    label: str
    headline: str
    dek: str
    format: str
    kind: str
    text: str
    html: str
    credits: list[Credit]
    companies: list[str]
    markets: list[str]
    corrections: list[Correction]
    removed: str
    removed_at: datetime | None


class Section(BaseModel):
    """`layout` is briefs, single, feature, numbers, quote or sponsor: a sponsor's items are no news."""

    heading: str
    layout: str
    text: str
    html: str
    items: list[Printed]


class EditionSummary(BaseModel):
    """An edition, as lists show it."""

    number: int
    title: str
    dek: str
    week_first: date
    week_last: date
    published_at: datetime
    is_corrected: bool
    url: str
    api_url: str

    model_config = example(
        number=27,
        title="Shops and ships",
        dek="Lima gains a shop",
        week_first="2025-07-07",
        week_last="2025-07-13",
        published_at="2025-07-14T12:00:00Z",
        is_corrected=False,
        url="https://news.example.com/editions/27-shops-and-ships/",
        api_url="https://news.example.com/api/v1/editions/27",
    )


class Edition(EditionSummary):
    """An edition as it went out, or as it was last corrected."""

    introduction: str
    introduction_html: str
    signoff: str
    signoff_html: str
    hero: Image | None
    sections: list[Section]
    corrections: list[Correction] = Field(description="Those of the edition itself; an item has its own.")

    model_config = ConfigDict(json_schema_extra={})


class Problem(BaseModel):
    """Why there is no answer: one sentence, and the parameter that was wrong, or why it was withdrawn."""

    error: str
    parameter: str = ""
    reason: str = ""

    model_config = example(
        error="“limit” is wrong: input should be less than or equal to 100.", parameter="limit", reason=""
    )


class Part(BaseModel):
    """A part of a list. `next` is the address of the part after it, or null at the end."""

    next: str | None


class Items(Part):
    results: list[Item]


class Deals(Part):
    results: list[Deal]


class Companies(Part):
    results: list[Company]


class Markets(Part):
    results: list[Market]


class Editions(Part):
    results: list[EditionSummary]


class Start(BaseModel):
    """Where everything is."""

    name: str
    description: str
    documentation: str
    openapi: str
    editions: str
    items: str
    companies: str
    markets: str
    deals: str
    everything: str
