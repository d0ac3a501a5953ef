"""Topics: all of them, and each."""

import pytest

from editions.archive.listing import PART
from tests.desk import words_of
from tests.editions.test_archive import text_of, values
from tests.factories import NOON, make_item, make_masthead, make_withdrawn_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


def make_out(*topics, **facts):
    item = make_item(**{"status": "published", "published_at": NOON, **facts})
    item.topics.add(*topics)
    return item


def paths_on(client, address):
    return values(client.get(address), ".//main//a", "href")


def test_the_index_counts_what_is_out_on_each_topic(client):
    make_out("Solar", "batteries")
    make_out("Solar")
    make_out("Solar", "Secret", status="ready")

    page = words_of(client.get("/topics/"))

    assert "batteries 1 item Solar 2 items" in page
    assert "Secret" not in page


def test_without_topics_the_index_says_so(client):
    assert "Nothing that is out has a topic yet." in words_of(client.get("/topics/"))


def test_a_topic_with_a_chinese_name_has_a_page(client):
    item = make_out("动力电池", headline="A tale of cells")
    make_out("Solar", headline="A tale of the sun")
    (path,) = [path for path in paths_on(client, "/topics/") if "%E5" in path]

    answer = client.get(path)

    assert (item.label in text_of(answer), "A tale of the sun" in text_of(answer)) == (True, False)
    assert f"{path}feed.xml" in values(answer, ".//main//a", "href")
    tag = item.topics.get()
    assert f"/subscribe/?topic={tag.pk}" in values(answer, ".//main//a", "href")


def test_a_topic_goes_on_where_its_first_part_ends(client):
    for number in range(PART + 1):
        make_out("Solar", headline=f"Tale {number:02}")

    (older,) = values(client.get("/topics/solar/"), ".//a[@rel='next']", "href")

    assert "Tale 00" in text_of(client.get(older))
    assert "Tale 01" not in text_of(client.get(older))


def test_a_topic_that_was_never_out_is_not_there(client):
    make_out("Secret", status="ready")

    assert client.get("/topics/secret/").status_code == 404
    assert client.get("/topics/nothing/").status_code == 404


def test_a_topic_stays_when_what_was_out_is_gone(client):
    item = make_item("Words that were wrong.")
    item.topics.add("Solar")
    make_withdrawn_edition(item)

    assert "Nothing has run here yet." in words_of(client.get("/topics/solar/"))


def test_topics_cost_the_same_whatever_their_size(client, django_assert_max_num_queries):
    costs = set()
    client.get("/topics/")
    for _ in range(2):
        for number in range(20):
            make_out("Solar", f"Topic {number} {_}")
        with django_assert_max_num_queries(10) as ran:
            client.get("/topics/")
            client.get("/topics/solar/")
        costs.add(len(ran))

    assert len(costs) == 1
