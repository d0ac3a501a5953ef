"""The left pane: what may be placed, what is known of it, and what waits to be written from."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from sources.models import Credit
from tests.desk import ROLES, address, browser_of, tree_of, words_of
from tests.factories import (
    make_clipping,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_masthead,
    make_published_edition,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    make_masthead()
    return make_edition(
        make_item("Placed already."), week_first=date(2025, 7, 14), week_last=date(2025, 7, 20)
    )


@pytest.fixture
def pane(edition):
    """Look for something in the left pane of a draft."""
    browser = browser_of("editor")
    return lambda **wanted: browser.get(address("ready", edition.pk), wanted)


def items_on(response):
    return [int(card.get("data-item")) for card in tree_of(response).iter("li") if card.get("data-item")]


def clippings_on(response):
    return [
        int(card.get("data-clipping")) for card in tree_of(response).iter("li") if card.get("data-clipping")
    ]


def card_of(response, item):
    card = next(card for card in tree_of(response).iter("li") if card.get("data-item") == str(item.pk))
    return " ".join("".join(card.itertext()).split())


def test_what_is_ready_and_not_placed_stands_there_the_newest_first(pane):
    first, second = make_item(), make_item()
    make_item(status="draft")

    assert items_on(pane()) == [second.pk, first.pk]


@pytest.mark.parametrize("state", ["draft", "killed"])
def test_what_is_not_ready_is_shown_when_asked_for(pane, state):
    item = make_item(status=state)

    assert items_on(pane(state=state)) == [item.pk]


@pytest.mark.parametrize("words", ["quito", "小米", "mi group", "the paper", "quito 小米"])
def test_words_are_found_in_text_names_and_sources(pane, words):
    company = make_company("Xiaomi", local_name="小米", aliases="Mi Group")
    item = make_item("A shop in Quito.", companies=[company], credit="The Paper")
    make_item("A shop in Lima.")

    assert items_on(pane(q=words)) == [item.pk]


def test_a_chinese_headline_is_found_by_two_characters(pane):
    item = make_item(headline="比亚迪巴西工厂投产")

    assert items_on(pane(q="巴西")) == [item.pk]


def test_items_are_narrowed_by_kind_company_market_and_source(pane):
    company, market, source = make_company(), make_market(), make_source("36Kr")
    item = make_item(kind="recall", companies=[company], markets=[market], credit="36Kr")
    make_item(kind="launch")

    for narrowed in (
        {"kind": "recall"},
        {"company": company.pk},
        {"market": market.pk},
        {"source": source.pk},
    ):
        assert items_on(pane(**narrowed)) == [item.pk]


@pytest.mark.parametrize(
    ("week", "day"), [("this", 14), ("this", 20), ("last", 13), ("last", 7), ("older", 6)]
)
def test_items_are_narrowed_by_the_week_of_the_edition(pane, week, day):
    item = make_item(event_date=date(2025, 7, day))
    make_item(event_date=date(2025, 7, 20) if week != "this" else date(2025, 7, 21))

    assert items_on(pane(week=week)) == [item.pk]


def test_what_cannot_be_read_narrows_nothing(pane):
    item = make_item()

    assert items_on(pane(kind="nonsense", company="9999", week="x", show="1e9")) == [item.pk]


def test_a_card_says_that_a_credit_is_missing_or_has_no_link(pane):
    bare, unlinked = make_item(), make_item(credit="36Kr")
    linked = make_item()
    Credit.objects.create(item=linked, source=make_source("Yicai"), url="https://example.com/a")

    assert "no credit" in card_of(pane(), bare)
    assert "no link" in card_of(pane(), unlinked)
    assert "no" not in card_of(pane(), linked).split("Yicai")[1]


def test_a_card_says_where_its_item_stands(pane, edition):
    [here] = [slot.item for slot in edition.sections.get().slots.all()]
    other = make_edition(number=900)
    there = other.sections.get().slots.get().item

    assert "placed here" in card_of(pane(state="all"), here)
    assert "placed in No. 900" in card_of(pane(), there)


def test_a_card_says_in_which_edition_its_item_ran(pane):
    ran = make_item()
    make_published_edition(ran, number=800)

    assert "ran in No. 800" in card_of(pane(state="published"), ran)


def ran(edition, *items):
    return browser_of("editor").get(address("ran", edition.pk), {"item": [one.pk for one in items]}).json()


def test_an_item_is_marked_whose_story_ran_before(edition):
    company = make_company("Romoss")
    before, again = (make_item(f"Romoss stops, {n}.", companies=[company], kind="recall") for n in "ab")
    for item in (before, again):
        source = make_source(f"Paper {item.pk}")
        Credit.objects.create(item=item, source=source, url="https://paper.example/romoss")
    make_published_edition(before, number=700)

    assert ran(edition, again, make_item()) == {str(again.pk): [["dup", "same link as in No. 700"]]}


def test_what_ran_before_is_asked_of_items_that_are_there(edition):
    browser = browser_of("editor")

    assert browser.get(address("ran", edition.pk), {"item": ["x", "99999", "-1"]}).json() == {}


def test_what_ran_before_takes_few_queries(edition, django_assert_max_num_queries):
    before = [make_item(companies=[make_company()], kind="launch") for _ in range(3)]
    make_published_edition(*before, number=700)
    items = [make_item(companies=one.companies.all(), kind="launch") for one in before * 10]
    browser = browser_of("editor")

    with django_assert_max_num_queries(17):
        found = browser.get(address("ran", edition.pk), {"item": [one.pk for one in items]}).json()
    assert len(found) == 30


def test_a_follow_up_says_in_which_edition_the_earlier_item_ran(pane):
    ran, waits = make_item("Romoss stops."), make_item("Anker stops.")
    make_published_edition(ran, number=700)
    after, other = make_item(follows_up=ran), make_item(follows_up=waits)

    assert "follows No. 700" in card_of(pane(), after)
    assert "follows “Anker stops.”" in card_of(pane(), other)


def test_an_item_without_words_goes_by_its_slug_line(pane):
    item = make_item("", slugline="byd-brazil", status="draft")

    assert "byd-brazil" in card_of(pane(state="draft"), item)


def test_a_card_says_that_its_item_is_under_embargo(pane):
    item = make_item(embargo_until=timezone.now() + timedelta(days=2))

    assert "embargo until" in card_of(pane(), item)


def test_what_was_killed_cannot_be_picked_up(pane):
    make_item(status="killed")
    [card] = [one for one in tree_of(pane(state="killed")).iter("li") if one.get("data-item")]

    assert card.get("data-killed") is not None
    assert [one for one in card.iter("button") if one.get("class") == "grip"] == []


def test_waiting_clippings_stand_below_and_are_searched_too(pane):
    source = make_source("界面新闻", credit_line="Jiemian")
    found = make_clipping(title="比亚迪巴西工厂投产", source=source)
    make_clipping(title="Something else")
    make_clipping(title="巴西", state="taken")

    assert clippings_on(pane(q="巴西")) == [found.pk]
    assert clippings_on(pane(q="界面")) == [found.pk]
    assert clippings_on(pane(q="jiemian")) == [found.pk]


def test_kind_and_market_narrow_the_clippings_too(pane):
    lima = make_market("Lima")
    found = make_clipping(kind="recall")
    found.markets.add(lima)
    make_clipping(kind="funding").markets.add(lima)
    make_clipping(kind="recall")

    assert clippings_on(pane(kind="recall", market=lima.pk)) == [found.pk]


def test_a_tip_without_a_page_is_read_where_it_is_kept(pane):
    make_clipping(url=f"{settings.SITE_URL}/tips/#12")

    assert "/admin/sources/tip/12/change/" in [link.get("href") for link in tree_of(pane()).iter("a")]


def test_one_clipping_a_story_is_listed(pane):
    lead = make_clipping()
    make_clipping(cluster=lead)

    assert clippings_on(pane()) == [lead.pk]


def test_the_markets_offered_are_those_of_items(pane):
    there, unused = make_market(), make_market()
    make_item(markets=[there])
    offered = next(one for one in tree_of(pane()).iter("select") if one.get("name") == "market")

    assert [option.get("value") for option in offered.iter("option")] == ["", str(there.pk)]
    assert unused.name not in "".join(offered.itertext())


def test_more_cards_are_shown_on_demand(pane):
    for number in range(45):
        make_item(f"Shop {number}.")

    assert len(items_on(pane())) == 40
    assert len(items_on(pane(show=80))) == 45


def test_more_clippings_are_shown_on_demand(pane):
    for number in range(45):
        make_clipping(title=f"Shop {number}")

    assert len(clippings_on(pane())) == 40
    assert "Show more clippings" in words_of(pane())
    assert len(clippings_on(pane(clips=80))) == 45
    assert "Show more clippings" not in words_of(pane(clips=80))


def test_the_queries_do_not_grow_with_the_cards(pane, django_assert_max_num_queries):
    earlier = make_item(status="draft")
    for _ in range(30):
        item = make_item(
            companies=[make_company()], markets=[make_market()], credit="36Kr", follows_up=earlier
        )
        make_clipping(source=item.credits.get().source)

    with django_assert_max_num_queries(15):
        pane()


def test_nothing_ready_and_nothing_found_each_say_so(pane):
    assert "Nothing is ready." in pane().content.decode()
    assert "Clear the search." in pane(q="zebra").content.decode()


def test_everybody_of_the_newsroom_may_look(edition):
    for role in ROLES:
        assert browser_of(role).get(address("ready", edition.pk)).status_code == 200
