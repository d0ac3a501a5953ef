"""What the front page and items tell machines of the site, and the way back that items show."""

import json

import pytest
from django.conf import settings

from tests.editions.test_archive import parsed
from tests.factories import make_item, make_published_edition

pytestmark = pytest.mark.django_db


def told(answer, sort):
    blocks = parsed(answer).iterfind(".//script[@type='application/ld+json']")
    return next((facts for one in blocks if (facts := json.loads(one.text))["@type"] == sort), None)


@pytest.mark.parametrize("prefix", ["", "/zh"])
def test_the_front_page_says_how_the_site_is_searched(client, prefix):
    make_published_edition(make_item())

    site = told(client.get(f"{prefix}/"), "WebSite")

    assert site["url"] == f"{settings.SITE_URL}{prefix}/"
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == f"{settings.SITE_URL}{prefix}/search/?q={{search_term_string}}"


def test_a_site_of_files_offers_no_search(client):
    make_published_edition(make_item())

    assert "potentialAction" not in told(client.get("/", **{"recap.export": True}), "WebSite")


@pytest.mark.parametrize(("kind", "crumbs"), [("recall", ["Latest", "Recall"]), ("", ["Latest"])])
def test_an_item_shows_the_way_to_it_and_tells_machines_the_same(client, kind, crumbs):
    item = make_item(headline="Vivo opens", kind=kind)
    make_published_edition(item)
    item.refresh_from_db()
    answer = client.get(item.get_absolute_url())

    shown = [link.text for link in parsed(answer).iterfind(".//nav[@class='crumbs ui']/a")]
    trail = told(answer, "BreadcrumbList")["itemListElement"]

    assert shown == crumbs
    assert [one["name"] for one in trail] == [*crumbs, "Vivo opens"]
    assert trail[-1]["item"] == settings.SITE_URL + item.get_absolute_url()
