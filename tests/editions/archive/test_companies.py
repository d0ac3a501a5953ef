"""The index of companies and the page of one."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from sources.models import NewsItem
from tests.desk import words_of
from tests.editions.test_archive import parsed, text_of, values
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_published_edition,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


def make_out(*companies, at=NOON, **facts):
    return make_item(companies=companies, status="published", published_at=at, **facts)


def named(answer):
    """The names in the index, in order."""
    return re.findall(r'<li><a href="/companies/(?!letter/|sector/)[^"]+"[^>]*>([^<]+)</a>', text_of(answer))


def figures(answer):
    """The key facts of a company, by their head."""
    return {
        "".join(cell.find("dt").itertext()): " ".join("".join(cell.find("dd").itertext()).split())
        for cell in parsed(answer).findall(".//dl/div")
    }


def linked(answer):
    scripts = parsed(answer).findall(".//script[@type='application/ld+json']")
    return {facts["@type"]: facts for facts in (json.loads(script.text) for script in scripts)}


# The index


def test_the_index_names_companies_from_a_to_z_with_their_chinese_names(client):
    for name in ("Vivo", "360 Security", "Élan", "anker", "比亚迪"):
        make_out(make_company(name, local_name="本地"))

    answer = client.get("/companies/")

    assert named(answer) == ["anker", "Élan", "Vivo", "360 Security", "比亚迪"]
    assert text_of(answer).count('<span lang="zh">本地</span>') == 5


def test_the_index_counts_what_is_out_and_dates_the_newest(client):
    company = make_company("Vivo")
    for day in range(3):
        make_out(company, at=NOON + timedelta(days=day))
    make_item(companies=[company])

    assert "Vivo 3 items · 16 Jul 2025" in words_of(client.get("/companies/"))


def test_the_index_leaves_out_whom_nothing_that_is_out_names(client):
    make_item(companies=[make_company("Ready")])
    make_withdrawn_edition(make_item(companies=[make_company("Withdrawn")]))
    make_out(make_company("Old", merged_into=make_company("New")))

    assert named(client.get("/companies/")) == ["New"]


def test_an_item_on_a_company_and_what_was_merged_into_it_counts_once(client):
    vivo = make_company("Vivo")
    make_out(vivo, make_company("Vivo Mobile", merged_into=vivo))

    assert "Vivo 1 item" in words_of(client.get("/companies/"))


def test_the_other_side_of_a_deal_is_in_the_index(client):
    make_out(make_company("Vivo")).deals.create(type="funding").counterparties.add(make_company("Tencent"))

    assert named(client.get("/companies/")) == ["Tencent", "Vivo"]


def test_of_many_companies_the_index_shows_those_lately_in_the_news(client):
    for number in range(151):
        make_out(make_company(f"Acme {number:03}"), at=NOON + timedelta(days=number))

    answer = client.get("/companies/")

    assert named(answer)[:2] == ["Acme 150", "Acme 149"]
    assert len(named(answer)) == 30
    assert "/companies/letter/a/" in values(answer, ".//nav//a", "href")


def test_letters_without_companies_lead_nowhere(client):
    make_out(make_company("Vivo"))

    paths = values(client.get("/companies/"), ".//nav//a", "href")

    assert [path for path in paths if "/letter/" in path] == ["/companies/letter/v/"]


@pytest.mark.parametrize(
    ("letter", "there"), [("v", ["Vivo"]), ("0-9", ["7-Up"]), ("other", ["小米"]), ("q", [])]
)
def test_a_letter_has_a_page(letter, there, client):
    for name in ("Vivo", "7-Up", "小米"):
        make_out(make_company(name))

    answer = client.get(f"/companies/letter/{letter}/")

    assert named(answer) == there
    assert ("No company stands here yet" in words_of(answer)) is not bool(there)


@pytest.mark.parametrize("letter", ["vv", "é", "0", "%00"])
def test_what_is_no_letter_has_no_page(letter, client):
    assert client.get(f"/companies/letter/{letter}/").status_code == 404


def test_a_capital_letter_leads_to_the_page(client):
    answer = client.get("/zh/companies/letter/V/")

    assert (answer.status_code, answer["Location"]) == (301, "/zh/companies/letter/v/")


def test_a_sector_has_its_companies(client):
    for name, sector in (("Vivo", "手机"), ("BYD", "Cars")):
        company = make_company(name)
        company.sectors.add(sector)
        make_out(company)

    (path,) = [path for path in values(client.get("/companies/"), ".//main//a", "href") if "%E6" in path]

    assert named(client.get(path)) == ["Vivo"]


def test_a_sector_of_which_nothing_is_out_is_not_there(client):
    make_company().sectors.add("Secret")
    make_out(make_company()).topics.add("Batteries")

    assert "Secret" not in text_of(client.get("/companies/"))
    assert client.get("/companies/sector/secret/").status_code == 404
    assert client.get("/companies/sector/batteries/").status_code == 404


def test_the_index_costs_the_same_for_three_and_for_three_hundred(client, django_assert_max_num_queries):
    costs = set()
    for size in (3, 300):
        for _ in range(size):
            make_out(make_company())
        with django_assert_max_num_queries(7) as ran:
            client.get("/companies/letter/c/")
        costs.add(len(ran))

    assert len(costs) == 1


# A company


def test_a_company_of_which_nothing_was_ever_out_is_not_there(client):
    company = make_company("Secret Motors")
    make_item(companies=[company], status="ready")

    assert client.get(company.get_absolute_url()).status_code == 404


def test_a_company_stays_when_what_was_out_is_gone(client):
    company = make_company("Vivo")
    make_withdrawn_edition(make_item("Words that were wrong.", companies=[company]))

    answer = client.get(company.get_absolute_url())

    assert "Nothing on Vivo is out at present." in words_of(answer)
    assert "Words that were wrong" not in text_of(answer)


def test_a_company_shows_its_facts(client):
    parent, secret = make_company("BBK"), make_company("Secret")
    company = make_company(
        "Vivo", aliases="BBK Mobile\nvivo", former_names="Weiwo", ticker="SZSE 1", headquarters="Dongguan",
        parent=parent, website="https://www.vivo.example/en",
    )  # fmt: skip
    child = make_company("iQOO", parent=company)
    for one in (parent, company, child):
        make_out(one)
    secret.parent = company
    secret.save()

    answer = client.get(company.get_absolute_url())

    assert figures(answer) == {
        "Items": "1",
        "Ticker": "SZSE 1",
        "Headquarters": "Dongguan",
        "Also known as": "BBK Mobile · vivo",
        "Formerly": "Weiwo",
        "Belongs to": "BBK",
        "Subsidiaries": "iQOO",
    }
    assert "https://www.vivo.example/en" in values(answer, ".//main//a", "href")


def test_items_stand_under_their_years_in_the_newsroom_s_time(client):
    company = make_company("Vivo")
    for at in (datetime(2024, 12, 31, 15, 59, tzinfo=UTC), datetime(2024, 12, 31, 16, tzinfo=UTC)):
        make_out(company, at=at, headline=f"Tale of {at:%H}")

    page = words_of(client.get(company.get_absolute_url()))

    assert "2025 1 Jan Tale of 16" in page
    assert "2024 31 Dec Tale of 15" in page


def test_items_go_on_after_fifty_and_none_is_lost(client):
    company = make_company("Vivo")
    for number in range(60):
        make_out(company, headline=f"Tale {number:02}")

    first = client.get(company.get_absolute_url())
    (older,) = values(first, ".//a[@rel='next']", "href")
    second = client.get(older)

    tales = re.findall(r"Tale \d\d", text_of(first) + text_of(second))
    assert tales == [f"Tale {number:02}" for number in reversed(range(60))]


def test_what_was_merged_into_a_company_is_on_its_page(client):
    vivo = make_company("Vivo")
    middle = make_company("Weiwo", merged_into=vivo)
    make_out(make_company("Wei", merged_into=middle), headline="An old tale")

    answer = client.get(vivo.get_absolute_url())

    assert "An old tale" in text_of(answer)
    assert figures(answer)["Items"] == "1"


def test_markets_entered_have_their_earliest_day(client):
    company, peru, chile = make_company(), make_market("Peru 2"), make_market("Chile 2")
    make_out(company, kind="market_entry", markets=[peru, chile], event_date="2019-05-02")
    make_out(company, kind="market_entry", markets=[peru], at=NOON - timedelta(days=3000))
    make_out(company, kind="recall", markets=[make_market("Bolivia 2")])

    answer = client.get(company.get_absolute_url())

    assert "Markets entered Peru 2 Apr 2017 Chile 2 May 2019" in words_of(answer)
    assert figures(answer)["Markets"] == "3"


def test_what_was_raised_is_the_sum_of_funding_and_listings_as_known(client):
    company, other = make_company(), make_company()
    item = make_out(company, other)
    item.deals.create(type="funding", round="series A", amount=10**7, currency="CNY", usd=2 * 10**6)
    item.deals.create(type="listing", amount=3 * 10**6, currency="USD")
    item.deals.create(type="funding", amount=5 * 10**6, currency="EUR")
    item.deals.create(type="acquisition", amount=10**9, currency="USD")
    item.deals.create(type="funding", amount=10**9, currency="USD").counterparties.add(company)

    answer = client.get(company.get_absolute_url())

    assert figures(answer)["Raised, reported"] == "USD 5 m"
    assert "Funding round · series A CNY 10 m" in words_of(answer)


def test_the_part_a_company_had_in_a_deal_is_on_its_page(client):
    tencent = make_company("Tencent")
    item = make_out(make_company("Vivo"), headline="Vivo takes money")
    item.deals.create(type="funding", amount=10**7, currency="USD").counterparties.add(tencent)

    page = words_of(client.get(tencent.get_absolute_url()))

    assert "Vivo takes money Funding round, as a party USD 10 m" in page


def test_the_deals_of_what_is_not_out_are_not_shown(client):
    company = make_company()
    make_out(company)
    item = make_item(companies=[company], status="ready")
    item.deals.create(type="funding", amount=77 * 10**6, currency="USD").counterparties.add(company)

    assert "USD 77 m" not in text_of(client.get(company.get_absolute_url()))


def test_of_many_deals_the_newest_are_listed_and_the_others_counted(client):
    company = make_company()
    for number in range(1, 16):
        make_out(company).deals.create(type="contract", amount=number, currency="USD")

    page = words_of(client.get(company.get_absolute_url()))

    assert page.count("Contract USD") == 12
    assert "3 more stand in the timeline." in page


@pytest.mark.parametrize(
    ("days", "title", "labels"),
    [
        (200, "Items by quarter", ["2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3"]),
        (1200, "Items by year", ["2022", "2023", "2024", "2025"]),
    ],
)
def test_a_chart_counts_items_by_quarter_or_over_a_long_time_by_year(days, title, labels, client):
    company = make_company()
    for at in (NOON, NOON - timedelta(days=days)):
        make_out(company, at=at)

    answer = client.get(company.get_absolute_url())

    assert title in words_of(answer)
    rows = parsed(answer).findall(".//figure//tbody/tr/th")
    assert [row.text for row in rows] == labels


@pytest.mark.parametrize(("years", "ends"), [(5, ["2020 – 2025"]), (7, ["2018", "2025"])])
def test_the_last_column_of_a_short_chart_is_not_named_far_from_it(years, ends, client):
    company = make_company()
    for at in (NOON, NOON - timedelta(days=366 * years)):
        make_out(company, at=at)

    answer = client.get(company.get_absolute_url())

    assert [end.text for end in parsed(answer).findall(".//p[@class='ends ui']/span")] == ends


def test_a_page_says_to_machines_what_company_it_is_of(client):
    company = make_company("Vivo", local_name="维沃", ticker="SZSE 1")
    company.sectors.add("Phones")
    make_out(company)

    facts = linked(client.get(company.get_absolute_url()))

    assert facts["Corporation"]["alternateName"] == ["维沃"]
    trail = [
        step["item"].removeprefix(settings.SITE_URL) for step in facts["BreadcrumbList"]["itemListElement"]
    ]
    assert trail == ["/companies/", "/companies/sector/phones/", company.get_absolute_url()]


def test_a_page_leads_to_its_feed_and_to_following(client):
    company = make_company("Vivo", slug="vivo")
    make_out(company)

    answer = client.get(company.get_absolute_url())

    paths = values(answer, ".//main//a", "href")
    assert {"/companies/vivo/feed.xml", f"/subscribe/?company={company.pk}"} <= set(paths)
    announced = values(answer, ".//link[@type='application/feed+json']", "href")
    assert announced == ["/editions/feed.json", "/companies/vivo/feed.json"]


def test_a_company_with_five_hundred_items_costs_no_more_queries(client, django_assert_max_num_queries):
    company, market = make_company(slug="vivo"), make_market()
    for size in (1, 60):
        items = [
            make_item(companies=[company], markets=[market], kind="market_entry") for _ in range(size)
        ]  # fmt: skip
        items[0].deals.create(type="funding", usd=5)
        make_published_edition(*items)
    newest = NewsItem.objects.latest("pk").pk
    client.get("/companies/vivo/")

    with django_assert_max_num_queries(14):
        client.get("/companies/vivo/")
    with django_assert_max_num_queries(14):
        client.get(f"/companies/vivo/before/{newest}/")
