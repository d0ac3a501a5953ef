"""The one address of what is shown, however it was asked for."""

import pytest
from django.conf import settings

from editions.searching.index import index_all
from sources.models import Deal, NewsItem
from tests.desk import kept_for_a_module
from tests.editions.test_archive import values
from tests.factories import NOON, make_company, make_item, make_market

pytestmark = pytest.mark.django_db
QUERIES = {
    "page=2": "?page=2",
    "page=1&sort=-date&x=y": "",
    "page=2&sort=date&company=Vivo": "?company=Vivo&sort=date&page=2",
    "market=atlantis&sort=colour&page=99": "",
}


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup, django_db_blocker):
    """As many deals, market entries and items as two parts hold."""
    with kept_for_a_module(django_db_blocker):
        facts = {"companies": [make_company("Vivo")], "markets": [make_market("Lima", slug="lima")]}
        for _ in range(51):
            item = make_item(kind="market_entry", status="published", published_at=NOON, **facts)
            Deal.objects.create(item=item, type="funding")
        index_all()
        yield


def canonical(client, address):
    [found] = values(client.get(address), ".//link[@rel='canonical']", "href")
    return found.removeprefix(settings.SITE_URL)


@pytest.mark.parametrize("path", ["/deals/", "/entries/", "/zh/deals/", "/deals/2025/", "/entries/2025/"])
@pytest.mark.parametrize("query", QUERIES)
def test_a_part_of_a_table_names_itself_by_what_decides_it(path, query, client):
    assert canonical(client, f"{path}?{query}") == path + QUERIES[query]


@pytest.mark.parametrize("path", ["/deals/", "/entries/"])
def test_a_year_that_was_chosen_in_the_form_is_the_page_of_that_year(path, client):
    assert canonical(client, f"{path}?year=2025&page=2") == f"{path}2025/?page=2"
    assert canonical(client, f"{path}?year=1999") == f"{path}?year=1999"


def test_a_search_names_what_was_asked_and_its_page(client):
    assert canonical(client, "/search/?page=2&kind=market_entry&q=lima&year=") == (
        "/search/?q=lima&kind=market_entry&page=2"
    )
    assert canonical(client, "/search/?page=1") == "/search/"


def test_a_map_names_what_it_is_shaded_by(client):
    assert canonical(client, "/markets/?by=companies") == "/markets/?by=companies"
    assert canonical(client, "/markets/?by=items") == canonical(client, "/markets/?by=x") == "/markets/"


def test_a_topic_in_chinese_has_one_spelling_of_its_address(client):
    NewsItem.objects.first().topics.add("电动车")
    page = "/topics/%E7%94%B5%E5%8A%A8%E8%BD%A6/"

    assert canonical(client, page) == page
    assert canonical(client, f"/zh{page}") == f"/zh{page}"
    assert client.get(f"{page}feed.json").json()["feed_url"] == f"{settings.SITE_URL}{page}feed.json"


def test_the_other_language_keeps_what_was_asked(client):
    found = values(client.get("/search/?q=lima&page=2"), ".//a[@hreflang='zh-Hans']", "href")

    assert found == ["/zh/search/?q=lima&page=2"]
