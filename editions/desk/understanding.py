"""What is suggested for a pasted item, from the rows at hand: companies, kind, markets, money, date."""

import re
from dataclasses import dataclass, replace
from datetime import date

from editions.document import CompanyDoc, DealDoc, ItemDoc, MarketDoc
from editions.preflight.context import KnownCompany
from sources.known import known_companies, names_of
from sources.mentions import Names, suggest_companies
from sources.models import Deal, Market
from sources.suggest import (
    suggest_amounts,
    suggest_date,
    suggest_kind,
    suggest_markets,
    suggest_round,
)

YEAR = re.compile(r"\b(20\d\d)\b")
DEAL_OF_KIND = {"funding": "funding", "acquisition": "acquisition", "listing": "listing", "launch": "price"}


@dataclass(frozen=True)
class House:
    """The names the newsroom knows."""

    names: Names
    companies: dict[int, KnownCompany]
    markets: dict[str, Market]

    @classmethod
    def read(cls):
        known = known_companies()
        markets = {market.slug: market for market in Market.objects.all()}
        return cls(names_of(known), {company.id: company for company in known}, markets)


def understand(item: ItemDoc, house: House, *, today: date) -> ItemDoc:
    """Return `item` with what its own words suggest; `today` is where dates without a year are near."""
    text = f"{item.headline}\n{item.body}" if item.headline else item.body
    kind = item.kind or suggest_kind(item.body, item.headline)
    return replace(
        item,
        kind=kind,
        companies=tuple(
            CompanyDoc(house.companies[key].name, house.companies[key].local_name)
            for key in suggest_companies(text, house.names)
        ),
        markets=tuple(
            MarketDoc(house.markets[slug].name) for slug in suggest_markets(text) if slug in house.markets
        ),
        deals=_deal(text, kind),
        event_date=suggest_date(text, around=item.published_at.date() if item.published_at else today),
    )


def near(text: str, today: date) -> date:
    """The day near which dates without a year are meant: `today`, or in the last year the text names."""
    years = [int(year) for year in YEAR.findall(text) if int(year) <= today.year]
    return today.replace(year=max(years), day=min(today.day, 28)) if years else today


def _deal(text: str, kind: str) -> tuple[DealDoc, ...]:
    # A figure finer than cents is the price of a share, not the sum of a deal.
    amounts = [amount for amount in suggest_amounts(text) if amount.amount == round(amount.amount, 2)]
    if not amounts or kind not in DEAL_OF_KIND:
        return ()
    first = amounts[0]
    usd = first.usd if first.currency != "USD" else first.amount
    kind_of_deal = Deal.Type(DEAL_OF_KIND[kind])
    return (DealDoc(kind_of_deal, first.amount, first.currency, usd, suggest_round(text)),)
