"""The search page."""

import html5lib
import pytest

from editions.searching.index import index_due
from sources.models import NewsItem
from tests.factories import NOON, make_company, make_item, make_masthead, make_superuser

pytestmark = pytest.mark.django_db
SEARCH, SUGGEST = "/search/", "/search/suggest/"


def make_out(body, **facts):
    return make_item(body, status="published", published_at=NOON, **facts)


@pytest.mark.parametrize(
    "query", ["", "lima", '"', "a AND (b", "NEAR(", "x\0y", "'; --", "*", "-", "小", "é" * 10_000, "<b>"]
)
def test_any_query_gives_a_valid_page(client, query):
    make_out("A tale of Lima.")
    index_due()
    answer = client.get(SEARCH, {"q": query})

    assert (answer.status_code, client.get(SUGGEST, {"q": query}).status_code) == (200, 200)
    assert not answer.cookies
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())


@pytest.mark.parametrize("asked", [{"kind": "tale"}, {"year": "x"}, {"page": "0"}, {"page": "9" * 99}])
def test_a_wrong_filter_gets_a_sentence(client, asked):
    assert b'class="wrong"' in client.get(SEARCH, {"q": "lima", **asked}).content


def test_filters_hold(client):
    make_out("Lima gains a shop.", kind="recall")
    make_out("Lima gains a depot.", kind="legal")
    index_due()
    page = client.get(SEARCH, {"q": "lima", "kind": "legal", "year": "2025"}).content.decode()

    assert ("gains a depot" in page, "gains a shop" in page) == (True, False)


def test_a_killed_item_is_not_shown_before_the_index_knows(client):
    item = make_out("A tale of Lima.")
    index_due()
    NewsItem.objects.get(pk=item.pk).kill(by=make_superuser(), now=NOON, reason="It was untrue.")

    assert b"A tale of" not in client.get(SEARCH, {"q": "lima"}).content


@pytest.mark.parametrize("address", [SEARCH, SUGGEST])
def test_a_mistyped_company_is_suggested(client, address):
    make_company("Xiaomi", slug="xiaomi")
    index_due()

    assert b"/companies/xiaomi/" in client.get(address, {"q": "Xiaomy"}).content


def test_more_than_a_page_is_reached_by_a_link(client):
    for number in range(21):
        make_out(f"Lima tale {number}.")
    make_masthead()
    index_due()

    assert b"page=2" in client.get(SEARCH, {"q": "lima"}).content
    assert client.get(SEARCH, {"q": "lima", "page": "2"}).content.count(b"Lima tale") == 1
