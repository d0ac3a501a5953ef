"""What programs that follow the site are given."""

import json
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest
from django.conf import settings

from editions.corrections import correct_edition
from editions.models import Correction, Edition, Masthead
from sources.models import Byline, Contributor, NewsItem
from tests.desk import kept_for_a_module
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_picture,
    make_published_edition,
    make_superuser,
)

pytestmark = pytest.mark.django_db
FORMS = ["xml", "rss", "json"]
LATE = NOON + timedelta(days=3)
WHERE = ["editions", "latest", "companies/vivo", "markets/the-andes", "topics/phones", "kinds/market-entry"]


@pytest.fixture(scope="module")
def stored(django_db_setup, django_db_blocker):
    """The key of an item in an edition, with all that a feed tells of it, which stays for all tests here."""
    with kept_for_a_module(django_db_blocker):
        yield make_told_item().pk


@pytest.fixture
def item(db, stored):
    return NewsItem.objects.get(pk=stored)


def make_told_item():
    make_masthead(tagline="The week in companies abroad")
    andes = make_market("The Andes", slug="the-andes")
    item = make_item(
        "Vivo **opened** a shop, [as told](/items/4-told/). <script>alert(1)</script>",
        headline="Vivo in Lima",
        format="story",
        kind="market_entry",
        companies=[make_company("Vivo", slug="vivo")],
        markets=[make_market("The Coast", parent=andes)],
        image=make_picture(alt="A shop"),
        credit="The Paper",
    )
    item.topics.add("phones")
    Byline.objects.create(item=item, contributor=Contributor.objects.create(name="Mei Tan"))
    make_published_edition(item, number=27)
    return item


def html_of(client, where, form):
    answer = client.get(f"/{where}/feed.{form}")
    if form == "json":
        return answer.json()["items"][0]["content_html"]
    tree = ElementTree.fromstring(answer.content)
    return next(one.text for one in tree.iter() if one.tag.endswith(("}content", "}encoded")))


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("form", ["xml", "rss"])
def test_a_feed_is_read_without_a_warning(client, item, where, form):
    read = feedparser.parse(client.get(f"/{where}/feed.{form}").content)

    assert not read.bozo
    assert read.version == {"xml": "atom10", "rss": "rss20"}[form]
    assert len(read.entries) == 1


@pytest.mark.parametrize("where", WHERE)
def test_atom_has_what_its_standard_requires(client, item, where):
    feed = ElementTree.fromstring(client.get(f"/{where}/feed.xml").content)

    for element in [feed, feed.find("{*}entry")]:
        assert element.findtext("{*}id")
        assert element.findtext("{*}title")
        assert datetime.fromisoformat(element.findtext("{*}updated")).tzinfo
    assert feed.findtext("{*}author/{*}name") == "Outbound"
    links = {link.get("rel"): link.get("href") for link in feed.findall("{*}link")}
    assert links["self"] == f"{settings.SITE_URL}/{where}/feed.xml"
    assert links["alternate"].startswith(settings.SITE_URL)


@pytest.mark.parametrize("where", WHERE)
def test_rss_has_what_its_readers_need(client, item, where):
    channel = ElementTree.fromstring(client.get(f"/{where}/feed.rss").content).find("channel")

    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    assert channel.find("{http://www.w3.org/2005/Atom}link").get("rel") == "self"
    entry = channel.find("item")
    assert entry.find("guid").get("isPermaLink") == "false"
    assert datetime.strptime(entry.findtext("pubDate"), "%a, %d %b %Y %H:%M:%S %z") == NOON


@pytest.mark.parametrize("form", ["xml", "rss"])
def test_an_item_without_a_dek_has_no_empty_summary_beside_its_text(client, item, form):
    tree = ElementTree.fromstring(client.get(f"/latest/feed.{form}").content)
    (entry,) = [one for one in tree.iter() if one.tag.endswith(("}entry", "item"))]

    assert entry.find("{*}summary") is entry.find("description") is None


@pytest.mark.parametrize("where", WHERE)
def test_json_feed_has_what_its_version_requires(client, item, where):
    answer = client.get(f"/{where}/feed.json")

    feed = json.loads(answer.content)
    assert answer.headers["Content-Type"].startswith("application/feed+json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{settings.SITE_URL}/{where}/feed.json"
    (entry,) = feed["items"]
    assert isinstance(entry["id"], str)
    assert entry["content_html"]
    assert datetime.fromisoformat(entry["date_published"]) == NOON


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("form", FORMS)
def test_the_text_of_an_entry_works_anywhere(client, item, where, form):
    text = html5lib.parse(html_of(client, where, form), namespaceHTMLElements=False)

    addresses = [one.get(name) for one in text.iter() for name in ("href", "src") if one.get(name)]
    assert f"{settings.SITE_URL}/items/4-told/" in addresses
    assert [address for address in addresses if not address.startswith("http")] == []
    assert text.find(".//script") is None


def test_an_entry_tells_who_wrote_it_whence_and_on_what(client, item):
    entry = client.get("/latest/feed.json").json()["items"][0]

    assert entry["authors"] == [{"name": "Mei Tan"}]
    assert entry["tags"] == ["Market entry", "phones"]
    assert entry["attachments"][0]["url"].startswith(f"{settings.SITE_URL}/media/pictures/")
    assert "The Paper" in entry["content_html"]


@pytest.mark.parametrize("form", ["xml", "rss"])
def test_a_picture_is_enclosed(client, item, form):
    (entry,) = feedparser.parse(client.get(f"/latest/feed.{form}").content).entries

    assert [one.type for one in entry.enclosures] == ["image/png"]


def test_what_was_printed_is_what_the_feed_says(client, item):
    NewsItem.objects.update(headline="Changed", body_html="Changed")

    assert client.get("/latest/feed.json").json()["items"][0]["title"] == "Vivo in Lima"


def test_a_correction_moves_the_day_of_an_entry_and_not_its_id(client, item):
    before = client.get("/latest/feed.json").json()["items"][0]
    Correction.objects.create(item=item, note="It was Cusco.", at=LATE)

    after = client.get("/latest/feed.json").json()["items"][0]

    assert after["id"] == before["id"]
    assert datetime.fromisoformat(after["date_modified"]) == LATE
    assert "It was Cusco." in after["content_html"]


def since(client, where):
    return parsedate_to_datetime(client.get(f"/{where}/feed.xml").headers["Last-Modified"])


@pytest.mark.parametrize("where", WHERE)
def test_a_feed_says_when_it_last_changed(client, item, where):
    assert since(client, where) == NOON


def test_a_correction_moves_the_day_of_a_feed(client, item):
    Correction.objects.create(item=item, note="It was Cusco.", at=LATE)

    assert since(client, "latest") == LATE


@pytest.mark.parametrize("where", ["editions", "latest"])
def test_a_correction_of_an_edition_moves_its_day(client, item, where):
    edition = Edition.objects.get(number=27)
    correct_edition(edition, {"title": "Lima"}, note="It was Lima.", by=make_superuser(), now=LATE)

    assert since(client, where) == LATE


@pytest.mark.parametrize("where", ["editions", "latest"])
def test_what_is_taken_back_moves_the_day_of_a_feed(client, item, where):
    other = make_published_edition(make_item("Oppo sails."), number=28)
    other.withdraw(by=make_superuser(), now=LATE, reason="It was not so.")

    assert since(client, where) == LATE


def test_a_killed_item_moves_the_day_of_a_feed(client, item):
    item.kill(by=make_superuser(), now=LATE, reason="It was not so.")

    assert since(client, "latest") == LATE


def test_a_killed_item_leaves(client, item):
    item.kill(by=make_superuser(), now=NOON, reason="It was not so.")

    assert client.get("/latest/feed.json").json()["items"] == []


def test_what_was_paid_for_is_in_no_feed_of_items(client, item):
    item.slots.get().section.edition.sections.update(layout="sponsor")

    assert client.get("/latest/feed.json").json()["items"] == []


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("form", FORMS)
def test_an_unchanged_feed_is_not_sent_again(client, item, where, form, django_assert_max_num_queries):
    name = client.get(f"/{where}/feed.{form}").headers["ETag"]

    with django_assert_max_num_queries(14):
        answer = client.get(f"/{where}/feed.{form}", headers={"If-None-Match": name})

    assert (answer.status_code, answer.content) == (304, b"")


def test_a_new_item_is_sent_to_who_had_the_feed(client, item):
    name = client.get("/latest/feed.xml").headers["ETag"]
    make_item("Oppo sails.", status="published", published_at=NOON)

    assert client.get("/latest/feed.xml", headers={"If-None-Match": name}).status_code == 200


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("form", FORMS)
def test_the_feed_of_a_new_name_is_sent_again(client, item, where, form):
    name = client.get(f"/{where}/feed.{form}").headers["ETag"]
    Masthead.objects.update(name="Inbound")

    assert client.get(f"/{where}/feed.{form}", headers={"If-None-Match": name}).status_code == 200


@pytest.mark.parametrize("where", WHERE)
def test_the_feeds_that_a_page_names_answer(client, item, where):
    tree = html5lib.parse(client.get(f"/{where}/").content, namespaceHTMLElements=False)

    named = [
        one.get("href")
        for one in tree.findall(".//link[@rel='alternate']")
        if one.get("type", "").endswith(("+xml", "+json"))
    ]
    assert named
    assert {client.get(path).status_code for path in named} == {200}
