"""All that named a company which was merged shows under the other, wherever readers and editors look."""

import pytest
from django.urls import reverse

from editions.searching.index import index_all
from editions.writing import item_from_clipping
from sources import merging
from tests.desk import browser_of, words_of
from tests.factories import (
    NOON,
    make_clipping,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(db):
    """Vivo, which nothing names itself; Weiwo, which was merged into it, had a story in Peru."""
    make_masthead()
    kept, old = make_company("Vivo", slug="vivo"), make_company("Weiwo", slug="weiwo")
    facts = {"status": "published", "published_at": NOON, "headline": "A shop in Lima"}
    make_item(companies=[old], markets=[make_market("Lima Province")], **facts)
    merging.merge(old.pk, kept.pk, was_renamed=False)
    index_all()
    return kept


@pytest.mark.parametrize(
    "address",
    ["/companies/vivo/", "/search/?q=weiwo", "/search/?q=vivo", "/search/?q=shop&company=weiwo"],
    ids=["page", "old-name", "name", "narrowed"],
)
def test_its_stories_are_found_under_the_other(kept, client, address):
    assert "A shop in Lima" in words_of(client.get(address))


@pytest.mark.parametrize("address", ["/search/?q=weiwo", "/search/?q=vivo"], ids=["old-name", "name"])
def test_the_search_leads_to_the_page_of_the_other(kept, client, address):
    assert "/companies/vivo/" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/companies/weiwo/", "/companies/vivo/"),
        ("/zh/companies/weiwo/", "/zh/companies/vivo/"),
        ("/companies/weiwo/feed.xml", "/companies/vivo/feed.xml"),
        ("/companies/wei/", "/companies/vivo/"),
    ],
    ids=["page", "chinese", "feed", "former"],
)
def test_its_addresses_lead_to_the_other_for_good(kept, client, old, new):
    kept.merged.get().keep_address("wei")
    answer = client.get(old)

    assert (answer.status_code, answer.get("Location")) == (301, new)


def test_its_page_stands_again_once_they_are_parted(kept, client):
    merging.unmerge(kept.merged.get().pk)

    assert "A shop in Lima" in words_of(client.get("/companies/weiwo/"))
    assert client.get("/companies/vivo/").status_code == 404


def test_its_clippings_wait_under_the_other_and_are_taken_for_it(kept):
    clipping = make_clipping(title="A factory in Hungary")
    clipping.companies.add(kept.merged.get())

    assert "A factory in Hungary" in words_of(browser_of("editor").get(reverse("queue"), {"company": "vivo"}))
    item = item_from_clipping(clipping.pk, by=make_person("editor"), now=NOON)
    assert item.companies.get() == kept
