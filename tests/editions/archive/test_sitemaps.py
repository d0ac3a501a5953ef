"""What search engines are told of."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings

from editions.models import Correction, Edition
from sources.models import NewsItem
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_published_edition,
    make_source,
    make_superuser,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?")  # W3C Datetime


def locations(client, path):
    tree = ElementTree.fromstring(client.get(path).content)
    return [one.text.removeprefix(settings.SITE_URL) for one in tree.iter(f"{SPACE}loc")]


def everything(client):
    return [path for place in locations(client, "/sitemap.xml") for path in locations(client, place)]


@pytest.fixture
def item():
    """An item of 2025 in an edition, with all that has a page."""
    make_masthead()
    item = make_item(
        companies=[make_company("Vivo", slug="vivo")],
        markets=[
            make_market("The Coast", slug="the-coast", parent=make_market("The Andes", slug="the-andes"))
        ],
        kind="market_entry",
        credit="The Paper",
    )
    item.topics.add("shops")
    item.deals.create(type="funding", amount=5, currency="USD")
    make_published_edition(item)
    return NewsItem.objects.get(pk=item.pk)


def test_what_is_out_stands_in_the_sitemaps_in_each_language(client, item):
    source = item.credits.get().source
    edition = item.slots.get().section.edition
    paths = {item.get_absolute_url(), edition.get_absolute_url(), source.get_absolute_url()}
    paths |= {
        "/companies/vivo/",
        "/markets/the-coast/",
        "/markets/the-andes/",
        "/kinds/market-entry/",
        "/topics/shops/",
    }
    paths |= {"/editions/2025/", "/deals/2025/", "/entries/2025/", "/", "/about/"}

    found = set(everything(client))

    assert paths - found == set()
    assert {f"/zh{path}" for path in paths} - found == set()


def test_every_address_is_named_once_and_answers(client, item):
    make_item("A tale.", kind="gossip", status="published", published_at=NOON)  # of a kind that was given up

    found = everything(client)

    assert len(found) == len(set(found))
    assert {path for path in found if client.get(path).status_code != 200} == set()


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/2025.xml"])
def test_a_sitemap_is_made_by_the_rules(client, item, path):
    """Source: https://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd and siteindex.xsd."""
    root = ElementTree.fromstring(client.get(path).content)

    kind = {"sitemapindex": "sitemap", "urlset": "url"}[root.tag.removeprefix(SPACE)]
    assert {one.tag for one in root} == {SPACE + kind}
    for entry in root:
        own = [one.tag.removeprefix(SPACE) for one in entry if one.tag.startswith(SPACE)]
        assert own in (["loc"], ["loc", "lastmod"])
        assert entry.findtext("{*}loc").startswith(f"{settings.SITE_URL}/")
        assert len(entry.findtext("{*}loc")) < 2048
        assert MOMENT.fullmatch(entry.findtext("{*}lastmod", "2025-01-01"))
        languages = [one.get("hreflang") for one in entry.iter("{http://www.w3.org/1999/xhtml}link")]
        assert languages == (["en", "zh-Hans"] if kind == "url" else [])


def test_what_is_not_out_is_told_to_nobody(client, item):
    hidden = [
        make_item("A draft.", companies=[make_company("Oppo", slug="oppo")], credit="The Post"),
        make_item("A tale.", status="killed", published_at=NOON),
    ]
    withdrawn = make_withdrawn_edition()
    nobody = make_source("Nobody")

    found = set(everything(client))

    assert not {one.get_absolute_url() for one in [*hidden, withdrawn, nobody]} & found
    assert "/companies/oppo/" not in found
    assert not [path for path in found if "the-post" in path]


def test_a_year_without_rows_has_no_page_and_no_sitemap(client):
    make_masthead()

    assert locations(client, "/sitemap.xml") == ["/sitemaps/pages.xml"]
    assert not [path for path in locations(client, "/sitemaps/pages.xml") if re.search(r"\d{4}", path)]


def test_a_year_of_editions_without_items_of_its_own_has_a_sitemap(client):
    edition = make_published_edition(now=NOON.replace(year=2026))  # of a week in 2025

    assert "/sitemaps/2025.xml" in locations(client, "/sitemap.xml")
    assert edition.get_absolute_url() in locations(client, "/sitemaps/2025.xml")


def test_a_merged_company_stands_under_what_it_is_now(client):
    now = make_company("Oppo", slug="oppo")
    make_item(
        "A ship.",
        status="published",
        published_at=NOON,
        companies=[make_company(slug="bbk", merged_into=now)],
    )

    found = locations(client, "/sitemaps/pages.xml")

    assert "/companies/oppo/" in found
    assert "/companies/bbk/" not in found


@pytest.mark.parametrize("year", ["2024", "0", "1", "9999", "99999999999"])
def test_a_year_of_nothing_is_not_there(client, item, year):
    assert client.get(f"/sitemaps/{year}.xml").status_code == 404


def test_a_year_begins_where_the_newsroom_is(client):
    make_masthead(time_zone="Asia/Shanghai")
    eve = datetime(2024, 12, 31, 17, tzinfo=UTC)  # one in the morning there
    item = make_item("It is January.", status="published", published_at=eve)

    assert "/sitemaps/2025.xml" in locations(client, "/sitemap.xml")
    assert "/sitemaps/2024.xml" not in locations(client, "/sitemap.xml")
    assert item.get_absolute_url() in locations(client, "/sitemaps/2025.xml")
    item = make_item("A year on.", status="published", published_at=eve.replace(year=2025))
    assert item.get_absolute_url() not in locations(client, "/sitemaps/2025.xml")


def test_a_correction_moves_the_day_of_an_item(client, item):
    late = NOON.replace(day=20)
    Correction.objects.create(item=item, note="It was Cusco.", at=late)

    tree = ElementTree.fromstring(client.get("/sitemaps/2025.xml").content)

    moments = {one.findtext("{*}loc"): one.findtext("{*}lastmod") for one in tree}
    assert datetime.fromisoformat(moments[settings.SITE_URL + item.get_absolute_url()]) == late


def test_an_unchanged_year_is_not_written_again(client, item, django_assert_max_num_queries):
    name = client.get("/sitemaps/2025.xml").headers["ETag"]

    with django_assert_max_num_queries(4):
        assert client.get("/sitemaps/2025.xml", headers={"If-None-Match": name}).status_code == 304


@pytest.mark.parametrize("change", ["kill", "add", "correct", "rename", "move", "zone"])
def test_a_changed_year_is_written_again(client, item, change):
    name = client.get("/sitemaps/2025.xml").headers["ETag"]
    if change == "kill":
        item.kill(by=make_superuser(), now=NOON, reason="It was not so.")
    elif change == "add":
        make_item("A ship.", status="published", published_at=NOON)
    elif change == "correct":
        Correction.objects.create(item=item, note="It was Cusco.", at=NOON.replace(day=20))
    elif change == "rename":
        NewsItem.objects.update(headline="Vivo in Cusco", version=item.version + 1)
    elif change == "move":
        Edition.objects.update(slug="moved")
    else:
        make_masthead(time_zone="America/Lima")

    assert client.get("/sitemaps/2025.xml", headers={"If-None-Match": name}).status_code == 200


@pytest.mark.parametrize(
    ("path", "queries"), [("/sitemap.xml", 3), ("/sitemaps/pages.xml", 15), ("/sitemaps/2025.xml", 5)]
)
def test_a_sitemap_costs_the_same_for_any_number(client, path, queries, django_assert_max_num_queries):
    make_masthead()
    for number in range(20):
        companies, markets = [make_company()], [make_market()]
        facts = {"credit": f"Paper {number}", "companies": companies, "markets": markets}
        make_item(f"Ship {number}.", status="published", published_at=NOON, kind="market_entry", **facts)
    client.get(path)

    with django_assert_max_num_queries(queries):
        client.get(path)


def test_robots_are_told_where_the_sitemap_is_and_what_is_not_for_them(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    private = ("search", "confirm", "move", "leave", "you", "to")
    closed = {"/admin/", "/review/", *(f"{way}/{name}/" for name in private for way in ("", "/zh"))}
    assert {line.removeprefix("Disallow: ") for line in lines if line.startswith("Dis")} == closed
