"""The table of deals."""

import csv
import io
import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from editions.archive import dealings
from editions.models import Edition, Section, Slot
from sources.models import Company, Deal, Market, NewsItem
from tests.editions.test_archive import parsed, text_of, values
from tests.factories import NOON, make_company, make_item, make_market, make_masthead, make_published_edition

pytestmark = pytest.mark.django_db


def make_deal(*companies, type="funding", markets=(), headline="Money for a shop", at=NOON, **facts):
    item_facts = {"event_date": facts.pop("event_date", None), "status": facts.pop("status", "published")}
    item = make_item(headline=headline, companies=companies, markets=markets, published_at=at, **item_facts)
    return Deal.objects.create(item=item, type=type, **facts)


def shown(client, query="", address="/deals/"):
    """The titles of the items in the table, in its order."""
    return [a.text for a in parsed(client.get(address + query)).findall(".//td[@class='item']/a[1]")]


def test_a_deal_is_told_with_all_that_is_known_of_it(client):
    vivo, fund = make_company("Vivo"), make_company("Lantern Fund")
    deal = make_deal(vivo, markets=[make_market("Andes")], round="Series A", amount=20, currency="CNY", usd=3)
    deal.counterparties.add(fund)

    (row,) = parsed(client.get("/deals/")).findall(".//tbody/tr/td[@class='item']/..")

    cells = [" ".join("".join(cell.itertext()).split()) for cell in row]
    assert cells == [
        *("14 Jul 2025", "Vivo", "Funding round · Series A", "CNY 20", "USD 3", "Lantern Fund", "Andes"),
        "Money for a shop",
    ]


@pytest.mark.parametrize("type", ["contract", "fine", "price", "other"])
def test_other_money_is_no_deal(type, client):
    make_deal(type=type)

    assert shown(client) == []


def test_the_deal_of_an_item_that_is_not_out_is_not_shown(client):
    make_deal(status="ready")

    assert "No deal has been reported yet." in text_of(client.get("/deals/"))


def test_a_deal_has_the_day_of_its_event_or_else_that_of_publication_in_the_newsroom(client):
    make_masthead(time_zone="Asia/Shanghai")
    make_deal(event_date=date(2024, 5, 1))
    make_deal(at=datetime(2025, 7, 14, 20, tzinfo=UTC))

    days = values(client.get("/deals/"), ".//td[@class='day']/time", "datetime")

    assert days == ["2025-07-15", "2024-05-01"]


def test_the_table_is_sorted_by_what_is_asked(client):
    make_deal(make_company("beta"), headline="B", usd=5, at=NOON)
    make_deal(make_company("Alpha"), headline="A", usd=9, at=NOON - timedelta(1))
    make_deal(headline="None", at=NOON - timedelta(2))

    assert shown(client) == ["B", "A", "None"]
    assert shown(client, "?sort=company") == ["A", "B", "None"]
    assert shown(client, "?sort=-company") == ["B", "A", "None"]
    assert shown(client, "?sort=-usd") == ["A", "B", "None"]
    assert shown(client, "?sort=usd") == ["B", "A", "None"]


def test_deals_are_chosen_by_type_company_market_and_year(client):
    region = make_market("The Andes")
    peru = make_market("Peru 2", parent=region)
    vivo = make_company("Vivo", local_name="维沃")
    old = make_company("Vivo Mobile", merged_into=vivo)
    make_deal(old, headline="One", markets=[peru])
    make_deal(headline="Two", type="listing", event_date=date(2023, 1, 1)).counterparties.add(vivo)
    make_deal(headline="Three", type="acquisition", event_date=date(2024, 12, 31))

    assert shown(client, "?type=listing") == ["Two"]
    for name in (vivo.slug, "vivo", "维沃", "Vivo Mobile"):
        assert shown(client, f"?company={name}") == ["One", "Two"]
    assert shown(client, f"?market={region.slug}") == shown(client, "?market=the andes") == ["One"]
    assert shown(client, "?year=2024") == shown(client, address="/deals/2024/") == ["Three"]


@pytest.mark.parametrize(
    "query", ["type=fine", "company=Nobody", "market=Nowhere", "year=20", "sort=x", "page=x"]
)
def test_what_is_not_to_be_had_is_said_and_a_table_of_it_refused(query, client):
    make_deal()

    page = client.get(f"/deals/?{query}")

    assert page.status_code == 200
    assert (
        len(parsed(page).findall(".//*[@class='wrong']") + parsed(page).findall(".//*[@class='wrong ui']"))
        == 1
    )
    assert client.get(f"/deals/deals.csv?{query}").status_code == 400


def test_a_year_without_deals_is_not_there(client):
    make_deal()

    assert [client.get(f"/deals/{year}/").status_code for year in (2025, 2024)] == [200, 404]


def test_dollars_are_added_by_quarter_as_they_were_reported():
    make_masthead()
    make_deal(event_date=date(2025, 1, 1), usd=5)
    make_deal(event_date=date(2025, 3, 31), amount=7, currency="USD")
    make_deal(event_date=date(2025, 7, 1), amount=100, currency="CNY")

    totals = dealings.totals(dealings.facts("UTC"))

    assert (totals.number, totals.known, totals.usd) == (3, 2, Decimal(12))
    assert [(label, number, int(usd)) for label, number, usd in totals.quarters] == [
        ("2025 Q1", 2, 12),
        ("2025 Q2", 0, 0),
        ("2025 Q3", 1, 0),
    ]


def test_the_page_says_of_how_many_deals_the_dollars_are_known(client):
    make_deal(usd=5)
    make_deal(amount=100, currency="CNY")

    assert "US dollars are known of 1 of 2." in text_of(client.get("/deals/"))


def test_a_long_table_is_shown_in_parts(client):
    for number in range(51):
        make_deal(headline=f"Tale {number}", at=NOON + timedelta(minutes=number))

    assert len(shown(client)) == 50
    assert values(client.get("/deals/"), ".//a[@rel='next']", "href") == ["?page=2"]
    assert shown(client, "?page=2") == ["Tale 0"]
    assert "The table has no such part" in text_of(client.get("/deals/?page=3"))


def test_csv_and_json_have_exactly_what_is_shown_in_its_order(client):
    for number in range(51):
        make_deal(headline=f"Tale {number}", usd=number + 1, type="listing")
    make_deal(headline="Another")
    query = "?type=listing&sort=usd"

    page = client.get(f"/deals/{query}")
    answers = {form: client.get(f"/deals/deals.{form}{query}") for form in ("csv", "json")}

    rows = list(csv.DictReader(io.StringIO(answers["csv"].content.decode("utf-8-sig"))))
    assert [row["item"] for row in rows] == shown(client, query) + shown(client, f"{query}&page=2")
    assert [row["item"] for row in json.loads(answers["json"].content)["deals"]] == [
        row["item"] for row in rows
    ]
    assert 'href="/deals/deals.csv?type=listing&amp;sort=usd"' in text_of(page)
    assert answers["csv"].headers["Content-Disposition"] == 'attachment; filename="deals.csv"'


def test_a_file_has_all_deals_of_a_year_and_nothing_to_ask(client):
    for number in range(51):
        make_deal(headline=f"Tale {number}")
    make_deal(headline="Older", event_date=date(2023, 1, 1))

    page = client.get("/deals/", **{"recap.export": True})

    assert len(parsed(page).findall(".//td[@class='item']")) == 51
    assert parsed(page).findall(".//form") == []
    assert [path for path in values(page, ".//a", "href") if "?" in path] == []
    assert 'href="/deals/2023/"' in text_of(page)


@pytest.mark.parametrize("number", [3, 90])
def test_the_table_costs_the_same_whatever_its_size(number, client, django_assert_max_num_queries):
    for _ in range(number):
        deal = make_deal(make_company(), markets=[make_market()], usd=1)
        deal.counterparties.add(make_company())

    with django_assert_max_num_queries(11):
        client.get("/deals/?type=funding")
    with django_assert_max_num_queries(20):
        client.get("/deals/deals.csv")


def test_who_has_the_page_and_the_table_is_told_so(client):
    make_deal()

    for address in ("/deals/", "/deals/deals.csv"):
        name = client.get(address).headers["ETag"]
        assert client.get(address, headers={"if-none-match": name}).status_code == 304


CHANGES = {
    "a renamed company": lambda deal: deal.item.companies.update(name="Vivo Mobile"),
    "a moved market": lambda deal: deal.item.markets.update(name="The Andes"),
    "a headline": lambda deal: NewsItem.objects.update(headline="More money"),
    "a round": lambda deal: Deal.objects.update(round="Series C"),
    "a sum": lambda deal: Deal.objects.update(usd=4),
    "a day": lambda deal: NewsItem.objects.update(event_date=date(2020, 1, 1)),
    "a counterparty": lambda deal: deal.counterparties.add(Company.objects.get(name="Oppo")),
    "another company": lambda deal: deal.item.companies.add(Company.objects.get(name="Oppo")),
    "another market": lambda deal: deal.item.markets.add(Market.objects.get(name="Pampas")),
    "a merger": lambda deal: deal.item.companies.update(merged_into=Company.objects.get(name="Oppo")),
    "an edition": lambda deal: make_published_edition(deal.item, number=74),
    "another number of its edition": lambda deal: Edition.objects.filter(number=71).update(number=73),
    "a move to another edition": lambda deal: Slot.objects.filter(item=deal.item).update(
        section=Section.objects.get(edition__number=72)
    ),
    "another deal": lambda deal: make_deal(),
    "one that is killed": lambda deal: NewsItem.objects.update(status="killed"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_has_the_table_gets_another_when_a_row_is_another(change, client):
    make_company("Oppo"), make_market("Pampas")
    deal = make_deal(make_company("Vivo"), markets=[make_market("Andes")], usd=3)
    make_published_edition(deal.item, number=71), make_published_edition(number=72)
    before = client.get("/deals/deals.csv")
    CHANGES[change](deal)

    after = client.get("/deals/deals.csv", headers={"if-none-match": before.headers["ETag"]})

    assert (after.status_code, after.content == before.content) == (200, False)


def test_a_table_is_as_long_as_it_takes():
    """SQLite has a limit of values in one query, here a lower one."""
    item = make_item(status="published", published_at=NOON)
    Deal.objects.bulk_create(Deal(item=item, type="funding") for _ in range(1201))
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        most = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 1200)
    try:
        rows = dealings.rows(dealings.facts("UTC"))
    finally:
        if connection.vendor == "sqlite":
            connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, most)

    assert len(rows) == 1201
