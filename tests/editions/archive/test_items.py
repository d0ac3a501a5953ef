"""An item's own page: what goes with it."""

from datetime import timedelta

import pytest

from sources.models import Byline, Contributor, Deal, NewsItem
from tests.editions.test_archive import parsed, text_of, values
from tests.factories import (
    NOON,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_masthead,
    make_published_edition,
    make_superuser,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db


def make_out(headline="Lima gains a shop", *, days=0, **facts):
    """An item that was published on its own, so many days after the first noon."""
    moment = NOON + timedelta(days=days)
    return make_item(headline=headline, **{"status": "published", "published_at": moment, **facts})


def listed(client, item, part):
    """The titles under the heading with the id `part`, in order."""
    page = parsed(client.get(item.get_absolute_url()))
    return [link.text for link in page.findall(f".//section[@aria-labelledby='{part}']//h3/a")]


def make_chain(length):
    """So many items, a day apart, each following up the one before it."""
    items = []
    for day in range(length):
        items.append(make_out(f"Step {day}", days=day, follows_up=items[-1] if items else None))
    return items


# What happened before and next


def test_an_item_stands_between_what_happened_before_and_next(client):
    items = make_chain(5)

    assert listed(client, items[2], "before") == ["Step 0", "Step 1"]
    assert listed(client, items[2], "next") == ["Step 3", "Step 4"]


def test_a_long_chain_is_told_as_far_as_it_is_near(client):
    items = make_chain(12)

    assert listed(client, items[6], "before") == ["Step 2", "Step 3", "Step 4", "Step 5"]
    assert listed(client, items[6], "next") == ["Step 7", "Step 8", "Step 9", "Step 10"]


def test_two_items_may_follow_up_one(client):
    item = make_out()
    for day in (2, 1):
        make_out(f"Step {day}", days=day, follows_up=item)

    assert listed(client, item, "next") == ["Step 1", "Step 2"]


@pytest.mark.parametrize("status", ["draft", "killed"])
def test_what_readers_cannot_see_is_not_in_the_chain(status, client):
    first, hidden, last = make_chain(3)
    NewsItem.objects.filter(pk=hidden.pk).update(status=status)

    assert listed(client, last, "before") == ["Step 0"]
    assert listed(client, first, "next") == ["Step 2"]


def test_what_went_with_its_edition_is_not_in_the_chain(client):
    item = make_item(headline="Gone since")
    make_withdrawn_edition(item)

    assert listed(client, make_out("Step 1", follows_up=item), "before") == []


def test_two_items_that_follow_each_other_up_are_told_once(client):
    one, two = make_chain(2)
    NewsItem.objects.filter(pk=one.pk).update(follows_up=two)

    assert listed(client, one, "before") == ["Step 1"]
    assert listed(client, one, "next") == []


def test_what_an_item_follows_up_is_named_once(client):
    first, second = make_chain(2)
    make_published_edition(second)

    assert (
        values(client.get(second.get_absolute_url()), ".//main//a", "href").count(first.get_absolute_url())
        == 1
    )


# Related


def test_what_names_the_same_company_comes_before_what_happened_in_the_same_market(client):
    company, market = make_company("Vivo"), make_market("Peru 2")
    item = make_out(companies=[company], markets=[market], kind="launch")
    make_out("Same market and kind", days=9, markets=[market], kind="launch")
    make_out("Same market alone", days=9, markets=[market], kind="recall")
    make_out("Same kind alone", days=9, kind="launch")
    make_out("Same company, older", days=-2, companies=[company])
    make_out("Same company", days=-1, companies=[company], markets=[market], kind="launch")

    assert listed(client, item, "related") == ["Same company", "Same company, older", "Same market and kind"]


def test_five_are_related_at_most_and_the_newest(client):
    company = make_company()
    item = make_out(companies=[company])
    for day in range(7):
        make_out(f"Tale {day}", days=day, companies=[company])

    assert listed(client, item, "related") == [f"Tale {day}" for day in (6, 5, 4, 3, 2)]


def test_the_chain_is_not_told_again_as_related(client):
    items = make_chain(3)
    company = make_company()
    for item in items:
        item.companies.add(company)

    assert listed(client, items[1], "related") == []


def test_items_without_a_kind_are_not_alike_for_that(client):
    market = make_market()
    make_out("Another", markets=[market])

    assert listed(client, make_out(markets=[market]), "related") == []


# What it is about, and how to pass it on


def test_an_item_leads_to_its_companies_markets_kind_topics_and_edition(client):
    company, market = make_company("Vivo", local_name="维沃"), make_market("Peru 2")
    item = make_item(companies=[company], markets=[market], kind="launch")
    item.topics.add("Power banks", "手机")
    edition = make_published_edition(item, number=7)

    found = values(client.get(item.get_absolute_url()), ".//main//a", "href")

    slugs = dict(item.topics.values_list("name", "slug"))
    wanted = [company.get_absolute_url(), market.get_absolute_url(), "/kinds/launch/"]
    wanted += [f"/topics/{slugs['Power banks']}/", edition.get_absolute_url() + f"#item-{item.pk}"]
    assert set(wanted) <= set(found)
    assert len([path for path in found if path.startswith("/topics/")]) == 2


def test_an_item_tells_when_it_came_out_in_the_time_of_the_newsroom(client):
    make_masthead(time_zone="Asia/Shanghai")

    page = parsed(client.get(make_out().get_absolute_url()))

    assert page.find(".//div[@class='meta ui']//time").text == "Mon 14 July 2025, 20:00 CST"


def test_a_commentary_has_its_byline_biography_and_disclosure(client):
    item = make_out("Why Lima", format="commentary")
    facts = {"role": "Port analyst", "biography": "Rosa Quispe counts ships.", "disclosure": "She owns one."}
    Byline.objects.create(item=item, contributor=Contributor.objects.create(name="Rosa Quispe", **facts))

    page = "".join(parsed(client.get(item.get_absolute_url())).itertext())

    assert "By Rosa Quispe, Port analyst" in page
    assert "Rosa Quispe counts ships. She owns one." in page


def test_an_item_can_be_passed_on_and_asks_no_other_host(client):
    answer = client.get(make_out().get_absolute_url())

    [address] = values(answer, ".//link[@rel='canonical']", "href")
    [button] = parsed(answer).findall(".//button[@data-copy]")
    assert (button.get("data-copy"), button.get("hidden")) == (address, "")
    hosts = {
        link.split("/")[2] for link in values(answer, ".//div[@class='told']//a", "href") if "//" in link
    }
    assert hosts == {"x.com", "www.linkedin.com"}
    assert len(parsed(answer).findall(".//details//{http://www.w3.org/2000/svg}svg")) == 1


@pytest.mark.parametrize(("dek", "said"), [("Three shops.", "Three shops."), ("", "Vivo opened. And rests.")])
def test_an_item_is_described_by_its_dek_or_its_text_and_not_by_its_title_again(dek, said, client):
    item = make_out(body="Vivo **opened**.\n\nAnd rests.", dek=dek)

    page = client.get(item.get_absolute_url())

    assert values(page, ".//meta[@property='og:description']", "content") == [said]


# Its address


def test_in_chinese_a_wrong_slug_leads_to_the_chinese_page(client):
    make_published_edition(item := make_item())

    answer = client.get(f"/zh/items/{item.pk}-old/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/zh" + item.get_absolute_url())
    assert client.get(answer.headers["Location"]).status_code == 200


def test_in_chinese_an_item_of_an_edition_leads_to_chinese_pages(client):
    item = make_item("Vivo opened a shop.", companies=[make_company("Vivo")], markets=[make_market()])
    make_published_edition(item)

    found = values(client.get(f"/zh{item.get_absolute_url()}"), ".//main//a", "href")

    assert [path for path in found if path.startswith("/") and not path.startswith("/zh/")] == []


def test_who_has_an_item_is_told_so_until_something_follows_it_up(client):
    item = make_out()
    name = client.get(item.get_absolute_url()).headers["ETag"]

    assert client.get(item.get_absolute_url(), headers={"If-None-Match": name}).status_code == 304
    make_out("Step 1", follows_up=item)
    assert client.get(item.get_absolute_url(), headers={"If-None-Match": name}).status_code == 200


# What it costs


def make_full(number, company, market):
    """An item that has all an item can have, and that stands between others."""
    before = make_out(f"Before {number}")
    item = make_item(
        companies=[company], markets=[market], kind="launch", follows_up=before, credit="Reuters"
    )
    make_out(f"After {number}", follows_up=item)
    item.topics.add(f"topic {number}")
    Deal.objects.create(item=item, type="funding", amount=5, currency="USD")
    return item


def publish_alone(item):
    item.publish(by=make_superuser(), now=NOON, check=lambda item: [])


@pytest.mark.parametrize(("publish", "most"), [(make_published_edition, 7), (publish_alone, 14)])
def test_an_item_costs_the_same_in_any_archive(publish, most, client, django_assert_max_num_queries):
    make_masthead()
    company, market = make_company(), make_market()
    publish(make_full(0, company, market))
    costs = []
    for size in (1, 40, 80):
        for number in range(size):
            make_out(f"Tale {number}", companies=[company], markets=[market], kind="launch")
        item = make_full(size, company, market)
        publish(item)
        with django_assert_max_num_queries(most) as ran:
            assert client.get(item.get_absolute_url(), follow=True).status_code == 200
        costs.append(len(ran))

    assert costs[1] == costs[2] <= costs[0]  # where little is related, the market is asked for more


def test_an_item_of_a_draft_edition_is_shown_as_it_came_out(client):
    item = make_out(body="Vivo opened a shop.")
    make_edition(item)

    assert "Vivo opened a shop." in text_of(client.get(item.get_absolute_url()))
