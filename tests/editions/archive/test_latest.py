"""The wire: items as they are published."""

import re
from datetime import timedelta

import pytest

from editions.archive.latest import PART
from sources.models import Byline, Contributor, Deal
from tests.editions.test_archive import linked, parsed, text_of, values
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_picture,
    make_published_edition,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db


def make_out(body="Vivo opened a shop in Lima.", **facts):
    """An item that was published on its own."""
    return make_item(body, **{"status": "published", "published_at": NOON, **facts})


def tales(answer):
    told = parsed(answer).findall(".//div[@class='text']")
    return re.findall(r"Tale (\d+)\.", " ".join(words(one) for one in told))


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_what_is_out_is_shown_newest_first_and_nothing_else(client):
    for number in range(3):
        make_out(f"Tale {number}.", published_at=NOON + timedelta(hours=number))
    make_item("Tale 8.")
    make_item("Tale 9.", status="killed", published_at=NOON)

    assert tales(client.get("/latest/")) == ["2", "1", "0"]


def test_what_went_with_its_edition_is_not_shown(client):
    make_withdrawn_edition(make_item("Tale 1."))

    assert tales(client.get("/latest/")) == []


def test_a_site_without_items_says_so(client):
    assert "Nothing has been published yet." in text_of(client.get("/latest/"))


def test_items_stand_under_the_day_and_the_hour_of_the_newsroom(client):
    make_masthead(time_zone="Asia/Shanghai")
    make_out(published_at=NOON + timedelta(hours=5))  # past midnight in Shanghai
    make_out()

    page = parsed(client.get("/latest/"))

    days = [heading.text for heading in page.findall(".//main//h2")]
    assert days == ["Tuesday 15 July 2025", "Monday 14 July 2025"]
    assert [time.text for time in page.findall(".//main//time")] == ["01:00", "20:00"]


def test_a_brief_is_told_whole_with_its_source(client):
    sentence = "It sold power banks there too, one by one. "
    make_out(sentence * 20 + "That was all.", credit="The Paper")

    [text] = parsed(client.get("/latest/")).findall(".//div[@class='text']")

    assert words(text).endswith("That was all. —The Paper")
    assert "Read on" not in text_of(client.get("/latest/"))


def test_a_story_is_told_by_its_dek_and_leads_on(client):
    item = make_out("It opened. " * 100, format="story", headline="Lima gains a shop", dek="A first one.")

    page = parsed(client.get("/latest/"))

    assert words(page.find(".//div[@class='text']")) == "A first one."
    links = [link.get("href") for link in page.findall(".//main//a") if link.text == "Read on"]
    assert links == [item.get_absolute_url()]


def test_a_story_without_a_dek_is_told_by_its_beginning(client):
    make_out("word " * 80, format="story", headline="Lima gains a shop")

    assert words(parsed(client.get("/latest/")).find(".//div[@class='text']")) == "word " * 60 + "…"


def test_a_story_that_is_shown_whole_leads_nowhere(client):
    make_out("It opened.", format="story", headline="Lima gains a shop")

    assert "Read on" not in text_of(client.get("/latest/"))


def test_a_commentary_is_marked_and_signed(client):
    item = make_out(format="commentary", headline="Why Lima")
    person = Contributor.objects.create(name="Rosa Quispe", role="Port analyst")
    Byline.objects.create(item=item, contributor=person)

    page = parsed(client.get("/latest/"))

    [entry] = page.findall(".//li[@class='commentary']")
    assert words(entry.find(".//p[@class='byline ui']")) == "Rosa Quispe Port analyst"
    assert entry.find(".//p[@class='kicker ui']").text == "Commentary"


def test_a_picture_stands_with_its_caption_and_credit(client):
    picture = make_picture(alt="A shop front", caption="The shop", credit="Vivo")
    make_out(image=picture, image_caption="On the first day")

    page = parsed(client.get("/latest/"))

    [image] = page.findall(".//main//img")
    assert (image.get("src"), image.get("alt"), image.get("width")) == (
        picture.file.url,
        "A shop front",
        "40",
    )
    assert words(page.find(".//figcaption")) == "On the first day · Vivo"


def test_an_item_leads_to_its_kind_market_edition_and_what_it_follows(client):
    market = make_market("Peru 2")
    earlier = make_out("Vivo looked for a shop.", published_at=NOON - timedelta(days=1))
    item = make_item(markets=[market], kind="market_entry", follows_up=earlier)
    edition = make_published_edition(item, number=7)

    chips = values(client.get("/latest/"), ".//a[@class='chip']", "href")
    follows = values(client.get("/latest/"), ".//a[@class='chip follows']", "href")

    assert chips == ["/kinds/market-entry/", market.get_absolute_url(), edition.get_absolute_url()]
    assert follows == [earlier.get_absolute_url()]


@pytest.mark.parametrize("status", ["draft", "killed"])
def test_an_item_that_readers_cannot_see_is_not_led_to(status, client):
    make_out(follows_up=make_item("A tale of old.", status=status, published_at=NOON))

    assert "A tale of old" not in text_of(client.get("/latest/"))


def test_paging_does_not_shift_when_something_new_comes_out(client):
    for number in range(PART + 2):
        make_out(f"Tale {number}.", published_at=NOON + timedelta(minutes=number))
    [older] = values(client.get("/latest/"), ".//a[@rel='next']", "href")
    make_out("Tale 99.", published_at=NOON + timedelta(days=1))

    answer = client.get(older)

    assert tales(answer) == ["1", "0"]
    assert values(answer, ".//a[@rel='next']", "href") == []


def test_items_of_one_moment_are_each_shown_once(client):
    for number in range(PART + 3):
        make_out(f"Tale {number}.")

    [older] = values(client.get("/latest/"), ".//a[@rel='next']", "href")

    assert len({*tales(client.get("/latest/")), *tales(client.get(older))}) == PART + 3


def test_the_end_says_so(client):
    item = make_out()

    assert "Nothing was published before that." in text_of(client.get(f"/latest/before/{item.pk}/"))


@pytest.mark.parametrize("before", ["999", "9223372036854775808", "x"])
def test_a_part_after_no_item_is_not_there(before, client):
    assert client.get(f"/latest/before/{before}/").status_code == 404


def test_the_wire_has_feeds_in_three_forms(client):
    found = values(client.get("/latest/"), ".//link[@rel='alternate']", "href")

    assert {"/latest/feed.xml", "/latest/feed.rss", "/latest/feed.json"} <= set(found)


def test_the_wire_lists_its_items_to_machines(client):
    item = make_out(headline="Lima gains a shop")

    [entry] = linked(client.get("/latest/"))["itemListElement"]

    assert (entry["name"], entry["url"][-len(item.get_absolute_url()) :]) == (
        "Lima gains a shop",
        item.get_absolute_url(),
    )


def test_in_chinese_every_address_stays_there(client):
    item = make_out(kind="recall", companies=[make_company("Vivo")])

    found = values(client.get("/zh/latest/"), ".//main//a", "href")

    assert f"/zh/items/{item.pk}-vivo-opened-a-shop-in-lima/" in found
    assert [path for path in found if not path.startswith("/zh/")] == []


def test_the_wire_costs_the_same_whatever_is_on_it(client, django_assert_max_num_queries):
    costs = []
    for size in (2, PART):
        for _ in range(size):
            item = make_out(companies=[make_company()], markets=[make_market()], credit="The Paper")
            Deal.objects.create(item=item, type="funding", amount=5, currency="USD")
        with django_assert_max_num_queries(13) as ran:
            client.get("/latest/")
        costs.append(len(ran))

    assert costs[0] == costs[1]


def test_who_has_the_wire_is_told_so(client):
    make_out()
    name = client.get("/latest/").headers["ETag"]

    assert client.get("/latest/", headers={"If-None-Match": name}).status_code == 304
    make_out("Another came out.")
    assert client.get("/latest/", headers={"If-None-Match": name}).status_code == 200
