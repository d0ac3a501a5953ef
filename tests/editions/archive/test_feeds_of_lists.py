"""What feeds hold where there is more than one item, or none."""

from datetime import timedelta

import feedparser
import pytest

from tests.factories import NOON, make_company, make_item, make_market, make_masthead

pytestmark = pytest.mark.django_db
FORMS = ["xml", "rss", "json"]


def test_a_feed_holds_the_thirty_newest_at_the_price_of_one(client, django_assert_max_num_queries):
    make_masthead()
    for minute in range(33):
        make_item(f"Ship {minute}.", status="published", published_at=NOON + timedelta(minutes=minute))

    with django_assert_max_num_queries(18):
        titles = [one["title"] for one in client.get("/latest/feed.json").json()["items"]]

    assert (len(titles), titles[0], titles[-1]) == (30, "Ship 32.", "Ship 3.")


@pytest.mark.parametrize("where", ["companies/nobody", "markets/nowhere", "topics/none", "kinds/none"])
def test_a_feed_of_nothing_known_is_not_there(client, where):
    assert client.get(f"/{where}/feed.xml").status_code == 404


def test_the_feed_of_a_region_holds_what_its_page_does_however_deep(client):
    make_masthead()
    region = place = make_market("The Andes", slug="the-andes")
    for name in ("The Coast", "The Delta", "The Port"):
        place = make_market(name, parent=place)
    make_item("A ship sails.", markets=[place], status="published", published_at=NOON)

    assert "A ship sails." in client.get(region.get_absolute_url()).content.decode()
    assert len(client.get("/markets/the-andes/feed.json").json()["items"]) == 1


def test_the_feed_of_a_merged_company_leads_to_that_of_the_other(client):
    whole = make_company("BBK", slug="bbk")
    make_company("Vivo", slug="vivo", merged_into=whole)

    answer = client.get("/companies/vivo/feed.rss")

    assert (answer.status_code, answer["Location"]) == (301, "/companies/bbk/feed.rss")


@pytest.mark.parametrize("form", FORMS)
def test_what_xml_cannot_hold_is_left_out(client, form):
    make_masthead()
    make_item("A\x08 ship\x0b sails.", headline="A\x08 ship", status="published", published_at=NOON)

    assert not feedparser.parse(client.get(f"/latest/feed.{form}").content).bozo or form == "json"
    assert client.get(f"/latest/feed.{form}").status_code == 200
