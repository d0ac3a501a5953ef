"""A company that is typed to filter a page, by any of its names."""

from datetime import date

import pytest

from editions.searching.index import index_due
from sources.models import Deal, FormerSlug
from tests.factories import NOON, make_company, make_item

pytestmark = pytest.mark.django_db
PAGES = ["/deals/", "/entries/", "/search/"]
SAID = ["vivo-group", "Vivo Group", "维沃", "iqoo", "BBK Phones", "bbk", "Old Vivo", "old-vivo", "jovi"]


def make_vivo():
    names = {"local_name": "维沃", "aliases": "Neo\niQOO", "former_names": "BBK Phones"}
    vivo = make_company("Vivo Group", slug="vivo-group", **names)
    FormerSlug.objects.create(slug="bbk", company=vivo)
    make_company("Old Vivo", slug="old-vivo", aliases="Jovi", merged_into=vivo)
    return vivo


def make_news(headline, company, **facts):
    facts = {"kind": "market_entry", "companies": [company], "event_date": date(2025, 7, 1), **facts}
    item = make_item(headline=headline, status="published", published_at=NOON, **facts)
    Deal.objects.create(item=item, type="funding")


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("address", PAGES)
def test_a_company_is_asked_for_by_every_name_it_has_or_had(address, said, client):
    make_news("A shop in Lima", make_vivo())
    make_news("A shop in Cusco", make_company("Oppo"))
    index_due()

    shown = client.get(address, {"company": said}).text

    assert "A shop in Lima" in shown
    assert "A shop in Cusco" not in shown


@pytest.mark.parametrize("address", PAGES)
def test_a_company_of_a_draft_is_as_unknown_as_none(address, client):
    make_news("A shop in Cusco", make_company("Oppo"))
    make_item(companies=[make_company("Stealth", slug="secret")])
    index_due()

    secret, none = (client.get(address, {"company": said}).text for said in ("secret", "nobody"))

    assert secret.replace("secret", "nobody") == none
