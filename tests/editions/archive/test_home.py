"""The front page."""

from datetime import timedelta
from decimal import Decimal

import pytest

from sources.models import Deal
from tests.editions.test_archive import linked, parsed, text_of, values
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_printed_edition,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db


def words(element):
    return " ".join("".join(element.itertext()).split())


def front(client, path="/"):
    return parsed(client.get(path))


def shown_figures(client):
    """What the page counts, by name."""
    cells = front(client).findall(".//dl[@class='figures']/div")
    return {words(cell.find("dt")): words(cell.find("dd")) for cell in cells}


def make_deal(item, **facts):
    return Deal.objects.create(item=item, **{"type": "funding", "currency": "USD", **facts})


def test_the_head_is_that_of_the_latest_edition(client):
    make_printed_edition(number=26)
    edition = make_printed_edition(number=27, title="Shops and ships", dek="Lima gains a shop")

    head = front(client).find(".//div[@class='head']")

    assert words(head.find("p[@class='kicker ui']")) == "No. 27 · Week of 7–13 July 2025"
    assert words(head.find("p[@class='dek']")) == "Lima gains a shop"
    [title] = head.findall("h1/a")
    assert (title.text, title.get("href")) == ("Shops and ships", edition.get_absolute_url())


def test_a_withdrawn_edition_is_not_on_it(client):
    make_printed_edition(number=1, title="First")
    make_withdrawn_edition(number=2, title="Second")

    assert words(front(client).find(".//h1")) == "First"
    assert "Second" not in text_of(client.get("/"))


def test_the_contents_lead_into_the_edition(client):
    edition = make_printed_edition(heading="Shops abroad")

    [link] = front(client).findall(".//ol[@class='contents']//a")

    assert (link.text, link.get("href")) == ("Shops abroad", edition.get_absolute_url() + "#shops-abroad")
    assert 'id="shops-abroad"' in text_of(client.get(edition.get_absolute_url()))


def test_the_week_is_counted(client):
    vivo, peru = make_company("Vivo"), make_market("Peru 2")
    one = make_item(companies=[vivo, make_company("Anker")], markets=[peru])
    two = make_item(companies=[vivo], markets=[peru, make_market("Chile 2")])
    make_printed_edition(one, two)

    assert shown_figures(client) == {"Items": "2", "Companies": "2", "Markets": "2"}


def test_money_is_added_up_in_the_dollars_that_were_reported(client):
    item = make_item()
    make_deal(item, amount=Decimal(2_000_000))
    make_deal(item, amount=Decimal(70_000_000), currency="CNY", usd=Decimal(10_000_000))
    make_deal(item, amount=Decimal(5_000_000), currency="EUR")  # nobody said what that is in dollars
    make_deal(item, amount=Decimal(799), type="price")
    make_printed_edition(item)

    assert shown_figures(client)["Deals, reported"] == "USD 12 m"


def test_the_kinds_of_the_week_lead_to_their_pages(client):
    kinds = ("recall", "launch", "launch")
    make_printed_edition(*(make_item(f"About {place}.", kind=kind) for place, kind in enumerate(kinds)))

    rows = front(client).findall(".//ul[@class='kinds']/li")

    assert [words(row) for row in rows] == ["Product launch2", "Recall1"]
    assert [row.find("a").get("href") for row in rows] == ["/kinds/launch/", "/kinds/recall/"]


def test_the_latest_items_are_there_also_before_they_stand_in_an_edition(client):
    make_printed_edition(make_item(headline="In print"))
    later = NOON + timedelta(days=1)
    make_item(headline="On the wire", status="published", published_at=later)

    titles = [words(link) for link in front(client).findall(".//ul[@class='rows']//h3/a")]

    assert titles == ["On the wire", "In print"]


def test_ten_items_are_shown_and_the_wire_leads_on(client):
    for number in range(12):
        make_item(headline=f"Tale {number}", status="published", published_at=NOON)

    assert len(front(client).findall(".//ul[@class='rows']//h3/a")) == 10
    assert "/latest/" in values(client.get("/"), ".//main//a", "href")


def test_four_earlier_editions_are_shown_newest_first(client):
    for number in range(1, 7):
        make_printed_edition(number=number, title=f"Title {number}")

    links = front(client).findall(".//ul[@class='earlier']//a")

    assert [link.text for link in links] == ["Title 5", "Title 4", "Title 3", "Title 2"]


def test_before_the_first_edition_the_items_are_shown(client):
    make_masthead(name="Outbound")
    make_item(headline="On the wire", status="published", published_at=NOON)

    assert words(front(client).find(".//h1")) == "Outbound"
    assert "The first edition is being written" in text_of(client.get("/"))
    assert "On the wire" in text_of(client.get("/"))


def test_it_is_the_page_of_the_site_and_of_no_edition(client):
    make_printed_edition()

    [canonical] = values(client.get("/"), ".//link[@rel='canonical']", "href")
    [chinese] = values(client.get("/zh/"), ".//link[@rel='canonical']", "href")
    assert canonical.count("/") == 3
    assert chinese == canonical + "zh/"


def test_the_form_to_subscribe_stands_once_on_it(client):
    make_printed_edition()

    assert len(front(client).findall(".//form[@action='/subscribe/']")) == 1


def test_it_lists_what_it_leads_to_to_machines(client):
    make_printed_edition(number=1, title="First")
    make_printed_edition(make_item(headline="Lima gains a shop"), number=2, title="Second")

    names = [entry["name"] for entry in linked(client.get("/"))["itemListElement"]]

    assert names[:2] == ["Second", "Lima gains a shop"]
    assert names[-1] == "First"


def test_in_chinese_every_address_stays_there(client):
    make_printed_edition(number=1)
    make_printed_edition(make_item(kind="recall", markets=[make_market()]), number=2)

    found = values(client.get("/zh/"), ".//main//a", "href")

    assert [path for path in found if not path.startswith("/zh/")] == []


def test_who_has_the_page_is_told_so_until_something_comes_out(client):
    make_printed_edition()
    name = client.get("/").headers["ETag"]

    assert client.get("/", headers={"If-None-Match": name}).status_code == 304
    make_printed_edition()
    assert client.get("/", headers={"If-None-Match": name}).status_code == 200
