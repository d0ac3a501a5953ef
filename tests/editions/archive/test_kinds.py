"""What was published of one kind."""

import re

import pytest

from editions.archive.listing import PART
from sources.kinds import KINDS
from tests.editions.test_archive import parsed, text_of
from tests.factories import NOON, make_item

pytestmark = pytest.mark.django_db


def test_a_kind_shows_its_items_and_no_other(client):
    for kind in ("market_entry", "recall"):
        make_item(headline=f"About {kind}", kind=kind, status="published", published_at=NOON)

    page = text_of(client.get("/kinds/market-entry/"))

    assert re.findall(r"About \w+", page) == ["About market_entry"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_page_before_anything_ran(kind, client):
    answer = client.get(f"/kinds/{kind.replace('_', '-')}/")

    assert [heading.text for heading in parsed(answer).findall(".//h1")] == [KINDS[kind]]
    assert "Nothing has run here yet." in text_of(answer)


@pytest.mark.parametrize("slug", ["rumour", "market_entry", "Recall"])
def test_what_is_no_kind_has_no_page(slug, client):
    assert client.get(f"/kinds/{slug}/").status_code == 404


def test_a_kind_can_be_followed_by_email_and_by_feed(client):
    page = parsed(client.get("/kinds/market-entry/"))

    ways = {link.text: link.get("href") for link in page.findall(".//div[@class='act']/a")}
    assert ways == {
        "Feed": "/kinds/market-entry/feed.xml",
        "Follow by email": "/subscribe/?kind=market_entry",
    }


def test_a_kind_goes_on_where_its_first_part_ends(client):
    for number in range(PART + 2):
        make_item(f"Tale {number}.", kind="recall", status="published", published_at=NOON)

    first = text_of(client.get("/kinds/recall/"))
    [older] = re.findall(r'href="(/kinds/recall/before/\d+/)"', first)

    assert re.findall(r"Tale (\d+)", text_of(client.get(older))) == ["1", "0"]
