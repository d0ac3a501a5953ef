"""What is suggested while words are typed."""

import html5lib
import pytest
from django.contrib.contenttypes.models import ContentType

from editions.archive.suggesting import suggested
from editions.searching.index import index_due
from sources.models import NewsItem
from tests.factories import NOON, make_company, make_item, make_market, make_printed_edition, make_superuser

pytestmark = pytest.mark.django_db
SUGGEST = "/search/suggest/"


def make_out(body="It sells phones.", **facts):
    return make_item(body, status="published", published_at=NOON, **facts)


def names(query):
    return [one.name for one in suggested(query)]


@pytest.mark.parametrize(
    "query", ["hua", "huawei tech", "Technol", "华", "华为", "devi", "harbour", "-lima hua"]
)
def test_a_company_is_suggested_by_the_beginning_of_any_of_its_names(query):
    facts = {"local_name": "华为", "aliases": "Huawei Devices", "former_names": "Harbour Phones"}
    make_out(companies=[make_company("Huawei Technologies", **facts)])
    index_due()

    assert names(query)[:1] == ["Huawei Technologies"]


@pytest.mark.parametrize("query", ["j&t", "J&T Exp", "j t"])
def test_a_name_may_begin_with_a_word_of_one_letter(query):
    make_out(companies=[make_company("J&T Express")])
    index_due()

    assert names(query)[:1] == ["J&T Express"]


@pytest.mark.parametrize("query", ["", "h", '"', "-huawei", "uaw", "\0", "NEAR(", "小"])
def test_nothing_is_suggested_for_what_begins_no_name(query):
    make_out(companies=[make_company("Huawei")])
    index_due()

    assert names(query) == []


def test_a_name_that_is_nearly_so_is_suggested_where_nothing_begins_so():
    make_out(companies=[make_company("Xiaomi")])
    index_due()

    assert names("Xiomi") == ["Xiaomi"]


@pytest.mark.parametrize("query", ["secre", "Secrit"])
def test_a_company_that_readers_do_not_know_is_not_suggested(query):
    make_item(companies=[make_company("Secret")])
    index_due()

    assert names(query) == []


def test_markets_topics_editions_and_items_are_suggested_beside():
    item = make_item("Vivo opened in Atlantis.", markets=[make_market("Atlantis")])
    item.topics.add("Atlantic trade")
    make_printed_edition(item, title="Atlantic sails")
    index_due()

    assert [one.sort for one in suggested("atlant")] == ["Market", "Topic", "Edition", "Item"]


def test_a_topic_of_a_draft_is_not_suggested():
    make_item().topics.add("Atlantic trade")

    assert names("atlant") == []


def test_an_item_is_not_suggested_once_it_is_killed():
    item = make_out("A tale of Lima.")
    index_due()
    NewsItem.objects.get(pk=item.pk).kill(by=make_superuser(), now=NOON, reason="It was untrue.")

    assert names("lima") == []


def test_an_edition_is_found_by_its_whole_number_first():
    for number in (27, 270, 279):
        make_printed_edition(number=number, title="Shops and ships")
    index_due()

    assert names("27")[0] == "No. 27: Shops and ships"


@pytest.mark.parametrize("query", ["lima", "limaa"])
def test_many_rows_cost_the_queries_of_few(query, django_assert_max_num_queries):
    ContentType.objects.get_for_model(NewsItem)  # read once in a process
    for number in range(9):
        item = make_out("In Lima.", companies=[make_company(f"Lima {number}")])
        item.topics.add(f"Lima {number}")
        make_market(f"Lima {number}")
        make_printed_edition(title=f"Lima {number}")
    index_due()

    with django_assert_max_num_queries(6):
        assert 3 <= len(suggested(query)) <= 8


def test_the_answer_is_a_valid_list_that_caches_may_keep(client):
    make_out(companies=[make_company("<b>Huawei", local_name="华为")])
    index_due()
    answer = client.get(SUGGEST, {"q": "huawei"})

    html5lib.HTMLParser(strict=True).parseFragment(answer.content.decode().strip())
    assert b'role="listbox"' in answer.content
    assert b"&lt;b&gt;Huawei" in answer.content
    assert answer["Cache-Control"].startswith("public")
    assert not answer.cookies
    assert client.get(SUGGEST, {"q": "huawei"}, headers={"if-none-match": answer["ETag"]}).status_code == 304
