"""An address of nothing: the page says so, and leads to what its reader may have come for."""

import pytest

from editions.searching.index import index_due
from tests.editions.test_archive import parsed
from tests.factories import make_company, make_item, make_published_edition

pytestmark = pytest.mark.django_db


def make_site():
    company = make_company("Luckin Coffee", local_name="瑞幸咖啡", slug="luckin-coffee")
    item = make_item("It opened a shop.", headline="Luckin opens in Lima", companies=[company])
    make_published_edition(item, number=27, title="Ports", heading="Ports")
    index_due()


def offered(answer):
    assert answer.status_code == 404
    return [link.get("href") for link in parsed(answer).iterfind(".//ul[@class='rows lines found']//a")]


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/companies/luckin/", "/companies/luckin-coffee/"),
        ("/companies/luckin-tea/", "/companies/luckin-coffee/"),
        ("/companies/lukcin-coffe/", "/companies/luckin-coffee/"),
        ("/editions/26-ports/", "/editions/27-ports/"),
        ("/items/9-luckin-sued-over-a-logo/", "/companies/luckin-coffee/"),
        ("/luckin-coffee", "/companies/luckin-coffee/"),
        ("/zh/companies/瑞幸/", "/zh/companies/luckin-coffee/"),
    ],
)
def test_what_has_a_like_name_is_offered(client, address, first):
    make_site()

    assert offered(client.get(address))[0] == first


@pytest.mark.parametrize(
    "address",
    [
        "/luckin.php",
        "/wp-admin/luckin/",
        "/companies/%22-%22/",
        "/luckin" * 50,
        "/%F0%9F%98%80",
    ],
)
def test_other_addresses_are_answered_without_a_guess(client, address, django_assert_max_num_queries):
    make_site()
    with django_assert_max_num_queries(8):
        answer = client.get(address)

    assert offered(answer) == []
    assert parsed(answer).find(".//form[@role='search']//input[@name='q']") is not None


def test_a_guess_costs_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    make_site()
    with django_assert_max_num_queries(20):
        client.get("/companies/nothing-of-the-sort/")


def test_a_guess_names_nothing_that_is_not_out(client):
    make_item(companies=[make_company("Oppo", slug="oppo-phones")])
    index_due()

    assert offered(client.get("/companies/oppo/")) == []
