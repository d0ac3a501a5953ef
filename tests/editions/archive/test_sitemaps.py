"""What search engines are told of."""

from xml.etree import ElementTree

import pytest
from django.conf import settings

from tests.factories import make_company, make_item, make_published_edition

pytestmark = pytest.mark.django_db


def test_what_is_out_stands_in_the_sitemaps_that_the_index_names(client):
    item = make_item(companies=[make_company("Vivo", slug="vivo")], kind="recall")
    edition = make_published_edition(item)

    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = set()
    for place in index.findall(".//{*}loc"):
        tree = ElementTree.fromstring(client.get(place.text.removeprefix(settings.SITE_URL)).content)
        found |= {loc.text for loc in tree.findall(".//{*}loc")}

    for path in [item.get_absolute_url(), edition.get_absolute_url(), "/companies/vivo/", "/kinds/recall/"]:
        assert settings.SITE_URL + path in found


def test_robots_are_told_where_the_sitemap_is_and_what_is_not_for_them(client):
    text = client.get("/robots.txt").content.decode()

    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /search/" in text
