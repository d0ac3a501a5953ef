"""The page about the API."""

import re

import html5lib
import pytest
from django.conf import settings

from editions.archive.api import service
from tests.factories import make_masthead, make_published_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    make_masthead()
    make_published_edition(number=27)
    return client.get("/api/")


def parsed(answer):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(answer.content.decode())


def test_it_is_a_page_of_the_site(page):
    tree = parsed(page)

    assert len(tree.findall(".//h1")) == 1
    assert page["ETag"]
    assert [script.get("src") for script in tree.findall(".//script")] == ["/static/js/api.js"]
    assert "style=" not in page.content.decode()


def test_it_names_every_address_with_what_narrows_it(page):
    rows = {
        row.find("th").find(".//code").text: {code.text for code in row.findall("td[2]/code")}
        for row in parsed(page).findall(".//tbody/tr")
    }

    paths = service.api.get_openapi_schema(path_prefix="api/v1/")["paths"]
    described = {
        path: {one["name"] for one in about["get"]["parameters"] if one["in"] == "query"}
        - {"limit", "cursor"}
        for path, about in paths.items()
    }
    assert rows == described


def test_its_examples_work(client, page):
    shown = "".join(parsed(page).find(".//main").itertext())

    examples = set(re.findall(rf'"{settings.SITE_URL}(/api/v1/[^"]*)"', shown))

    assert len(examples) == 4
    assert {client.get(address).status_code for address in examples} == {200}


def test_an_empty_site_names_no_edition(client):
    make_masthead()

    assert "/api/v1/editions/" not in client.get("/api/").content.decode().replace("/api/v1/editions/{", "")


def test_it_stands_below_the_chinese_site_too(client):
    make_masthead()

    assert client.get("/zh/api/").status_code == 200
