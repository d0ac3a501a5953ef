"""Deals as data, each with the item that reported it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from editions.archive.api import addresses, pieces, schemas
from sources.models import Deal

ORDER = (("-item__published_at", datetime), ("-pk", int))


def objects(deals, zone):
    """Return the Deals of `deals`, a list of rows; `zone` is the name of the masthead's time zone."""
    keys = [deal.pk for deal in deals]
    related = Deal.objects.select_related("item").prefetch_related(
        "counterparties__merged_into", "item__companies__merged_into", "item__markets"
    )
    found = related.in_bulk(keys)
    return [_deal(found[key], ZoneInfo(zone)) for key in keys]


def _deal(deal, zone):
    item = deal.item
    return schemas.Deal(
        **pieces.money(deal),
        api_url=addresses.api("deals", deal.pk),
        day=item.event_date or item.published_at.astimezone(zone).date(),
        companies=pieces.companies(item.companies.all()),
        counterparties=pieces.companies(deal.counterparties.all()),
        markets=[pieces.named(one) for one in item.markets.all()],
        item=pieces.item(item),
    )
