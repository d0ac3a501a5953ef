"""Sources: what we credited to whom, and how often."""

from datetime import timedelta

import pytest

from editions.archive.listing import PART
from tests.desk import words_of
from tests.editions.test_archive import parsed, text_of, values
from tests.factories import NOON, make_item, make_masthead, make_source, make_withdrawn_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


def make_out(*sources, at=NOON, **facts):
    item = make_item(**{"status": "published", "published_at": at, **facts})
    for source in sources:
        item.credits.create(source=source)
    return item


def table(client):
    rows = parsed(client.get("/sources/")).findall(".//tbody/tr")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def test_the_table_is_sorted_by_how_often_a_source_is_credited(client):
    paper = make_source("The Paper", kind="outlet", language="zh")
    wire = make_source("Reuters", kind="wire", language="en")
    for day in (0, 1, 40):
        make_out(paper, at=NOON + timedelta(days=day))
    make_out(paper, wire)

    assert table(client) == [
        ["The Paper", "4", "14 Jul 2025", "23 Aug 2025", "Outlet", "Chinese"],
        ["Reuters", "1", "14 Jul 2025", "14 Jul 2025", "Wire", "English"],
    ]


def test_a_source_credited_twice_in_one_item_counts_once(client):
    source = make_source()
    make_out(source, source)

    assert table(client)[0][1] == "1"


def test_a_source_of_what_is_not_out_is_not_told(client):
    source = make_source("Secret")
    make_out(source, status="ready")

    assert "Nothing that is out credits a source yet." in words_of(client.get("/sources/"))
    assert client.get(source.get_absolute_url()).status_code == 404


def test_a_language_without_a_name_here_is_its_code(client):
    make_out(make_source(language="xx"))

    assert table(client)[0][-1] == "xx"


def test_a_source_has_a_page_of_what_we_credited_to_it(client):
    source = make_source("晚点 LatePost", home_page="https://late.example/", paywalled=True)
    make_out(source, headline="A late tale")
    make_out(make_source(), headline="Another tale")

    answer = client.get(source.get_absolute_url())

    assert ("A late tale" in text_of(answer), "Another tale" in text_of(answer)) == (True, False)
    assert "Credited in 1 item Outlet English Behind a paywall" in " ".join(words_of(answer).split())
    assert "https://late.example/" in values(answer, ".//main//a", "href")


@pytest.mark.parametrize("language", ["", "/zh"])
def test_a_wrong_slug_leads_to_the_right_one(language, client):
    source = make_source("晚点")
    make_out(source)

    answer = client.get(f"{language}/sources/{source.pk}-old/")

    assert (answer.status_code, answer["Location"]) == (301, language + source.get_absolute_url())


def test_a_source_goes_on_where_its_first_part_ends(client):
    source = make_source()
    for number in range(PART + 1):
        make_out(source, headline=f"Tale {number:02}")

    (older,) = values(client.get(source.get_absolute_url()), ".//a[@rel='next']", "href")

    assert "Tale 00" in text_of(client.get(older))


def test_a_source_stays_when_what_was_out_is_gone(client):
    source = make_source()
    item = make_item("Words that were wrong.")
    item.credits.create(source=source)
    make_withdrawn_edition(item)

    assert "Nothing has run here yet." in words_of(client.get(source.get_absolute_url()))


def test_sources_cost_the_same_whatever_their_number(client, django_assert_max_num_queries):
    costs = set()
    for _ in range(2):
        for _number in range(20):
            make_out(first := make_source(), make_source())
        with django_assert_max_num_queries(14) as ran:
            client.get("/sources/")
            client.get(first.get_absolute_url())
        costs.add(len(ran))

    assert len(costs) == 1
