"""Lists of the API: which they hold, in which parts, and what wrong questions are told."""

import base64
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from sources.models import Deal
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_printed_edition,
    make_source,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def masthead():
    return make_masthead()


def make_out(body="Vivo opened a shop in Lima.", **facts):
    """An item that was published on its own at noon."""
    return make_item(body, **{"status": "published", "published_at": NOON, **facts})


def asked(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def ids(client, query, family="items"):
    return [one["id"] for one in asked(client, f"/api/v1/{family}?{query}")["results"]]


def slugs(client, query, family="companies"):
    return [one["slug"] for one in asked(client, f"/api/v1/{family}?{query}")["results"]]


def make_varied():
    """Two items that differ in all that a list may be narrowed by."""
    peru = make_market("Ruritania", slug="ruritania", parent=make_market("The Lowlands", slug="lowlands"))
    wanted = make_out(
        companies=[make_company("Vivo", slug="vivo")],
        markets=[peru],
        kind="launch",
        format="story",
        headline="Vivo in Lima",
        credit="The Paper",
        published_at=NOON + timedelta(days=400),
    )
    wanted.topics.add("Phones")
    make_out("Haier shut a plant.", companies=[make_company("Haier", slug="haier")], kind="other").topics.add(
        "Fridges"
    )
    make_source("Reuters")
    return wanted


def test_items_are_narrowed(client):
    wanted = make_varied()

    for query in (
        "company=vivo",
        "market=ruritania",
        "market=lowlands",
        "kind=launch",
        "format=story",
        "topic=phones",
        f"source={wanted.credits.get().source_id}",
        "year=2026",
        "since=2026-08-18",
        "since=2026-08-18&until=2026-08-18",
    ):
        assert ids(client, query) == [wanted.pk], query


def test_a_day_is_one_of_the_newsroom(client):
    """Shanghai's 15 July begins at 16:00 UTC of the 14th."""
    late = make_out(published_at=NOON + timedelta(hours=4))
    make_out(published_at=NOON)

    assert ids(client, "since=2025-07-15&until=2025-07-15") == [late.pk]


def test_a_year_is_one_of_the_newsroom_up_to_its_last_hour(client):
    last = make_out(published_at=datetime(2025, 12, 31, 15, 59, tzinfo=UTC))
    make_out(published_at=datetime(2025, 12, 31, 16, tzinfo=UTC))

    assert ids(client, "year=2025") == [last.pk]


def test_only_what_is_out_is_listed(client):
    make_item(companies=[make_company("Not yet")])
    make_item(status="killed", published_at=NOON)
    make_withdrawn_edition(make_item(companies=[make_company("Taken back")]))

    assert ids(client, "") == ids(client, "", "deals") == []
    assert slugs(client, "") == slugs(client, "", "markets") == []
    assert asked(client, "/api/v1/editions")["results"] == []


def test_companies_are_narrowed(client):
    deal = Deal.objects.create(item=make_varied())
    deal.counterparties.add(make_company("Temasek", slug="temasek"))
    make_company("Élan", slug="elan").sectors.add("Ski")
    company = make_out().companies.create(name="Éclair", slug="eclair")
    company.sectors.add("Phones")

    assert slugs(client, "") == ["eclair", "haier", "temasek", "vivo"]
    assert slugs(client, "letter=e") == slugs(client, "sector=phones") == ["eclair"]
    assert slugs(client, "market=lowlands") == ["vivo"]


def test_a_company_counts_what_was_merged_into_it(client):
    vivo = make_company("Vivo", slug="vivo")
    old = make_company("BBK", slug="bbk", merged_into=vivo)
    make_out(companies=[old])
    assert slugs(client, "") == ["vivo"]
    make_out(companies=[old, vivo])
    make_item("A draft.", companies=[vivo])

    (one,) = asked(client, "/api/v1/companies")["results"]

    assert (one["slug"], one["items"]) == ("vivo", 2)
    assert len(ids(client, "company=bbk")) == 2


def test_a_market_gathers_its_places(client):
    make_varied()

    found = asked(client, "/api/v1/markets")["results"]

    assert [(one["slug"], one["items"]) for one in found] == [("lowlands", 1), ("ruritania", 1)]
    assert found[1]["region"]["slug"] == "lowlands"


def test_deals_are_narrowed(client):
    wanted = Deal.objects.create(item=make_varied(), type="funding", amount=5, currency="CNY")
    other = Deal.objects.create(item=make_out(event_date=date(2024, 12, 31)), type="listing")
    other.counterparties.add(make_company("Temasek", slug="temasek"))

    for query in ("type=funding", "company=vivo", "market=lowlands", "year=2026"):
        assert ids(client, query, "deals") == [wanted.pk], query
    assert ids(client, "company=temasek", "deals") == ids(client, "year=2024", "deals") == [other.pk]
    assert ids(client, "year=2025", "deals") == []  # the other was published then, and is older


@pytest.mark.parametrize("status", ["ready", "killed"])
def test_a_deal_of_what_is_not_out_is_told_to_nobody(client, status):
    shown = Deal.objects.create(item=make_out(), type="funding")
    Deal.objects.create(item=make_item(status=status, published_at=NOON), type="funding")

    assert ids(client, "", "deals") == [shown.pk]


def test_editions_are_narrowed_by_year(client):
    make_printed_edition(number=1, week_first=date(2024, 12, 23), week_last=date(2024, 12, 29))
    make_printed_edition(number=2)

    found = asked(client, "/api/v1/editions?year=2024")["results"]

    assert [one["number"] for one in found] == [1]


def test_parts_follow_each_other_while_something_is_published(client):
    """Of five at the same moment, so that the number decides."""
    keys = [make_out().pk for _ in range(5)]
    first = asked(client, "/api/v1/items?limit=2")
    make_out(published_at=NOON + timedelta(hours=1))

    second = asked(client, first["next"])
    third = asked(client, second["next"])

    found = [one["id"] for part in (first, second, third) for one in part["results"]]
    assert found == keys[::-1]
    assert third["next"] is None


def test_the_next_part_asks_the_same(client):
    for number in range(3):
        make_out(kind="launch", published_at=NOON + timedelta(hours=number))
        make_out()

    following = asked(client, "/api/v1/items?kind=launch&limit=2")["next"]

    assert following.startswith("http")
    assert [one["kind"] for one in asked(client, following)["results"]] == ["launch"]


def test_every_list_goes_on_where_it_stopped(client):
    for number in (1, 2, 3):
        place, company = make_market(), make_company()
        item = make_item(f"Tale {number}.", companies=[company], markets=[place])
        Deal.objects.create(item=item)
        make_printed_edition(item, number=number, now=NOON + timedelta(days=number))

    for family in ("companies", "markets", "deals", "editions"):
        whole = asked(client, f"/api/v1/{family}")["results"]
        first = asked(client, f"/api/v1/{family}?limit=2")

        assert len(whole) == 3, family
        assert first["results"] + asked(client, first["next"])["results"] == whole, family


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("colour=red", "colour"),
        ("company=nobody", "company"),
        ("company=%00", "company"),
        ("market=nowhere", "market"),
        ("kind=gossip", "kind"),
        ("format=poem", "format"),
        ("topic=nothing", "topic"),
        ("source=999", "source"),
        ("source=99999999999999999999", "source"),
        ("year=0", "year"),
        ("year=99999", "year"),
        ("since=yesterday", "since"),
        ("since=0001-01-01", "since"),
        ("until=9999-12-31", "until"),
        ("cursor=abc", "cursor"),
        ("cursor=%E7%BB%B4", "cursor"),
        ("cursor=WzEsMl0", "cursor"),  # [1,2]
        ("cursor=W1tbW1tb", "cursor"),
    ],
)
def test_a_wrong_parameter_is_named_in_a_sentence(client, query, parameter):
    answer = client.get(f"/api/v1/items?{query}")

    told = json.loads(answer.content)
    assert (answer.status_code, told["parameter"]) == (422, parameter)
    beginning, words = told["error"].split(" is wrong: ")
    assert beginning == f"“{parameter}”"
    assert words[0].islower()
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("family", "values"),
    [
        ("items", ["2025-07-14T12:00:00", 1]),  # of no zone
        ("items", ["2025-07-14T12:00:00+00:00", 1, 1]),
        ("items", ["2025-07-14T12:00:00+00:00", True]),
        ("items", ["9999-12-31T23:59:59-12:00", 1]),  # in UTC no calendar has it
        ("companies", ["vivo\x00"]),
        ("companies", ["vivo\ud800"]),
    ],
)
def test_a_cursor_of_somebody_else_is_refused(client, family, values):
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()

    assert client.get(f"/api/v1/{family}", {"cursor": cursor}).status_code == 422


def test_a_cursor_has_only_the_signs_of_one(client):
    make_out(), make_out()
    cursor = asked(client, "/api/v1/items?limit=1")["next"].split("cursor=")[1]

    assert len(ids(client, f"cursor={cursor}")) == 1
    assert client.get(f"/api/v1/items?cursor=****{cursor}").status_code == 422


def test_a_company_of_a_draft_is_not_known(client):
    make_item(companies=[make_company("Stealth", slug="stealth")])

    assert client.get("/api/v1/items?company=stealth").status_code == 422
    assert client.get("/api/v1/companies/stealth").status_code == 404


MOST = {"editions": 2, "items": 16, "companies": 11, "markets": 8, "deals": 8}


def test_a_list_takes_as_many_queries_for_many(client, django_assert_max_num_queries):
    for number in range(12):
        item = make_item(
            f"Tale {number}.",
            companies=[make_company(parent=make_company())],
            markets=[make_market()],
            credit="Reuters",
        )
        item.topics.add(f"topic {number}")
        Deal.objects.create(item=item).counterparties.add(make_company())
        make_printed_edition(item, now=NOON + timedelta(days=number))

    for family, most in MOST.items():
        with django_assert_max_num_queries(most, info=family):
            assert len(asked(client, f"/api/v1/{family}")["results"]) >= 12
