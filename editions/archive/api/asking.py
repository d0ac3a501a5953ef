"""What may be asked of the API, as its parameters. One that is None was not asked."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from editions.archive.roster import LETTERS
from sources.kinds import KINDS
from sources.models import Deal, NewsItem

Slug = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x20/]+$")]
Year = Annotated[int, Field(ge=1, le=9998)]
Kind = Literal[*KINDS]
Format = Literal[*NewsItem.Format.values]
Letter = Literal[*LETTERS]
DealType = Literal[*Deal.Type.values]

COMPANY = "Slug of a company: the last part of the address of its page, such as vivo."
MARKET = "Slug of a market, such as peru; a region gathers its countries."


class Part(BaseModel):
    limit: int = Field(50, ge=1, le=100, description="How many at most.")
    cursor: str = Field(
        "", max_length=500, description="Where the part begins; follow `next` instead of making one."
    )


class OfEditions(Part):
    year: Year = Field(None, description="The year in which its week ends.")


class OfItems(Part):
    company: Slug = Field(None, description=COMPANY)
    market: Slug = Field(None, description=MARKET)
    kind: Kind = Field(None, description="What kind of news it is.")
    format: Format = Field(None, description="Brief, story or commentary.")
    topic: Slug = Field(None, description="Slug of a topic.")
    source: int = Field(
        None, ge=1, description="Number of a source that is credited: `source_id` of a credit."
    )
    year: Year = Field(None, description="Year of publication, in the newsroom’s time zone.")
    since: date = Field(None, description="First day of publication, such as 2025-07-01.")
    until: date = Field(None, description="Last day of publication, such as 2025-07-31.")


class OfCompanies(Part):
    sector: Slug = Field(None, description="Slug of a sector.")
    letter: Letter = Field(None, description="What its name begins with.")
    market: Slug = Field(
        None,
        description="Slug of a market in which news of it was; a region gathers its countries.",
    )


class OfMarkets(Part):
    pass


class OfDeals(Part):
    type: DealType = Field(None, description="What the money was for: `deal_type`.")
    company: Slug = Field(None, description=COMPANY + " It may be the counterparty.")
    market: Slug = Field(None, description=MARKET)
    year: Year = Field(None, description="Year of the deal’s `day`.")
