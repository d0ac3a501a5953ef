"""Addresses that companies and markets gave up."""

import pytest
from django.urls import reverse

from editions.archive import moved
from sources.models import FormerSlug, Market
from tests.factories import NOON, make_company, make_item, make_market

pytestmark = pytest.mark.django_db


@pytest.fixture
def rename(admin_client):
    """Give a row another slug on its page in the admin."""

    def save(row, slug):
        name = row._meta.model_name
        empty = {"aliases": "", "former_names": "", "summary": "", "sectors": "", "markets": []}
        answer = admin_client.post(
            reverse(f"admin:sources_{name}_change", args=[row.pk]), {**empty, "name": row.name, "slug": slug}
        )
        assert answer.status_code == 302
        row.refresh_from_db()

    return save


def leads(client, path):
    answer = client.get(path)
    return answer.status_code, answer.get("Location", "")


@pytest.mark.parametrize("language", ["", "/zh"])
def test_an_address_that_was_changed_leads_to_the_new_one(language, rename, client):
    row = make_company(slug="old")
    path = language + row.get_absolute_url()

    rename(row, "new")

    assert leads(client, path) == (301, language + row.get_absolute_url())


def test_every_address_it_had_leads_to_that_of_today(rename, client):
    row = make_company(slug="first")
    for slug in ("second", "third"):
        rename(row, slug)

    assert leads(client, "/companies/first/") == leads(client, "/companies/second/")
    assert leads(client, "/companies/first/") == (301, "/companies/third/")


def test_a_slug_taken_again_is_of_who_has_it_now(rename, client):
    one, two = make_company("Vivo", slug="old"), make_company("Oppo", slug="two")
    make_item(companies=[two], status="published", published_at=NOON)
    rename(one, "new")
    rename(two, "old")

    assert client.get("/companies/old/").status_code == 200
    assert list(FormerSlug.objects.values_list("slug", "company")) == [("two", two.pk)]


def test_a_slug_that_two_gave_up_leads_to_the_later(rename, client):
    one, two = make_company(slug="old"), make_company(slug="two")
    rename(one, "new")
    rename(two, "old")
    rename(two, "newer")

    assert leads(client, "/companies/old/") == (301, "/companies/newer/")


def test_a_market_is_found_by_a_slug_it_gave_up(rename):
    market = make_market(slug="old")
    rename(market, "new")

    assert moved.current(Market.objects.all(), "old") == market


def test_the_slug_of_a_market_is_not_that_of_a_company(rename, client):
    rename(make_market(slug="old"), "new")

    assert client.get("/companies/old/").status_code == 404


def test_a_company_merged_twice_leads_to_the_last(rename, client):
    last = make_company(slug="last")
    middle = make_company(slug="middle", merged_into=last)
    first = make_company(slug="first", merged_into=middle)
    first.keep_address("before")

    assert leads(client, "/companies/first/") == leads(client, "/companies/before/")
    assert leads(client, "/companies/first/") == (301, "/companies/last/")


def test_companies_merged_in_a_circle_lead_nowhere(client):
    one = make_company(slug="one")
    one.merged_into = make_company(slug="two", merged_into=one)
    one.save()

    assert client.get("/companies/one/").status_code == 404
