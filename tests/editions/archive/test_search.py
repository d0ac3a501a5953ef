"""The search page."""

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.models import Edition, Entry, Snapshot
from editions.searching.index import index_all, index_due
from sources.models import NewsItem, Source
from tests.factories import (
    NOON,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_masthead,
    make_printed_edition,
    make_superuser,
)

pytestmark = pytest.mark.django_db
SEARCH, SUGGEST = "/search/", "/search/suggest/"


def make_out(body, **facts):
    return make_item(body, status="published", published_at=NOON, **facts)


@pytest.mark.parametrize(
    "query", ["", "lima", '"', "a AND (b", "NEAR(", "x\0y", "'; --", "*", "-", "小", "é" * 10_000, "<b>"]
)
def test_any_query_gives_a_valid_page(client, query):
    make_out("A tale of Lima.")
    index_due()
    answer = client.get(SEARCH, {"q": query})

    assert (answer.status_code, client.get(SUGGEST, {"q": query}).status_code) == (200, 200)
    assert not answer.cookies
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "tale"},
        {"company": "x"},
        {"market": "x"},
        {"source": "x"},
        {"source": "9"},
        {"year": "x"},
        {"page": "0"},
        {"page": "2"},
        {"page": "9" * 99},
    ],
)
def test_a_wrong_filter_gets_a_sentence(client, asked):
    assert b'class="wrong"' in client.get(SEARCH, {"q": "lima", **asked}).content


def test_filters_hold(client):
    make_out("Lima gains a shop.", kind="recall")
    make_out("Lima gains a depot.", kind="legal")
    index_due()
    page = client.get(SEARCH, {"q": "lima", "kind": "legal", "year": "2025"}).content.decode()

    assert ("gains a depot" in page, "gains a shop" in page) == (True, False)


def test_a_killed_item_is_not_shown_before_the_index_knows(client):
    item = make_out("A tale of Lima.")
    index_due()
    NewsItem.objects.get(pk=item.pk).kill(by=make_superuser(), now=NOON, reason="It was untrue.")

    assert b"A tale of" not in client.get(SEARCH, {"q": "lima"}).content


def test_a_killed_item_is_not_counted_before_the_index_knows(client):
    item = make_out("A tale of Lima.")
    make_out("News of Lima.")
    index_due()
    NewsItem.objects.get(pk=item.pk).kill(by=make_superuser(), now=NOON, reason="It was untrue.")

    assert b"1 item<" in client.get(SEARCH, {"q": "lima"}).content


def test_a_query_that_only_leaves_out_is_told_to_say_what_to_find(client):
    page = client.get(SEARCH, {"q": "-xiaomi"}).content.decode()

    assert "add one to look for" in page
    assert "No item has all of these words" not in page


@pytest.mark.parametrize("typed", ["Xiaomy", "小来手机", "Mi Glabal", "Redstra"])
def test_a_company_is_meant_by_nearly_any_of_its_names(client, typed):
    names = {"local_name": "小米手机", "aliases": "Mi Global", "former_names": "Redstar"}
    make_out("It sells phones.", companies=[make_company("Xiaomi", **names)])
    index_due()

    assert b"Did you mean" in client.get(SEARCH, {"q": typed}).content


def test_a_company_that_readers_do_not_know_is_not_named(client):
    make_company("Xiaomi")
    index_due()

    assert b"Xiaomi" not in client.get(SEARCH, {"q": "Xiaomy"}).content
    assert b"<h3>" not in client.get(SEARCH, {"q": "Xiaomi"}).content


def test_words_are_marked_and_tags_are_not_let_in(client):
    make_out("They &lt;b&gt; met in Líma.", headline="Depot of <i>Lima</i>", format="story")
    index_due()
    said = client.get(SEARCH, {"q": "lima"}).content.decode()

    assert "Depot of &lt;i&gt;<mark>Lima</mark>&lt;/i&gt;" in said
    assert "They &lt;b&gt; met in <mark>Líma</mark>." in said


@pytest.mark.parametrize("sign", ["-----", "- Vivo", "[1]"])
def test_a_passage_of_an_edition_is_without_the_signs_of_plain_text(sign, client):
    body = 'Vivo sells <a href="https://example.com/1">lanterns</a>.'
    make_printed_edition(make_item(body, headline="Vivo glows"), heading="Lights")
    index_due()
    said = client.get(SEARCH, {"q": "lanterns"}).content.decode()

    assert sign in Snapshot.objects.get().text
    assert "<mark>lanterns</mark>" in said
    assert sign not in said


def test_a_market_is_found_however_many_editions_tell_of_it(client):
    make_market("Lima", slug="lima")
    index_due()
    first = make_edition()
    copies = [
        Edition(number=5000 + copy, week_first=first.week_first, week_last=first.week_last)
        for copy in range(301)
    ]
    told = Edition.objects.bulk_create(copies)
    Entry.objects.bulk_create(Entry(edition=one, words="lima", at=NOON) for one in told)

    assert b"/markets/lima/" in client.get(SEARCH, {"q": "lima"}).content


def test_companies_markets_and_editions_stand_above_items(client):
    item = make_out("It sells phones.", companies=[make_company("Lima Motor", slug="lima-motor")])
    make_market("Lima", slug="lima")
    make_printed_edition(make_item(), title="From Lima with care")
    index_due()
    said = client.get(SEARCH, {"q": "lima"}).content.decode()

    places = [said.index(path) for path in ("/companies/lima-motor/", "/markets/lima/", "/editions/")]
    assert said.index("<h2") < min(places[:2])
    assert max(places[:2]) < said.rindex(item.get_absolute_url())


def test_a_region_gathers_its_countries(client):
    region = make_market("The Andes", slug="andes")
    make_out("Lima gains a shop.", markets=[make_market("Perurica", parent=region)])
    make_out("Lima gains a depot.")
    index_due()
    said = client.get(SEARCH, {"q": "lima", "market": "andes"}).content

    assert (b"gains a shop" in said, b"gains a depot" in said) == (True, False)


@pytest.mark.parametrize("said", ["vivo-mobile", "vivo", "维沃"])
def test_a_company_is_asked_for_by_slug_or_name(client, said):
    company = make_company("Vivo", local_name="维沃", slug="vivo-mobile")
    make_out("Lima gains a shop.", companies=[company])
    make_out("Lima gains a depot.")
    index_due()
    said = client.get(SEARCH, {"q": "lima", "company": said}).content

    assert (b"gains a shop" in said, b"gains a depot" in said) == (True, False)


def test_a_source_is_asked_for_by_its_number(client):
    make_out("Lima gains a shop.", credit="Harbour Post")
    make_out("Lima gains a depot.", credit="The Ledger")
    index_due()
    said = client.get(SEARCH, {"q": "lima", "source": str(Source.objects.get(name="The Ledger").pk)}).content

    assert (b"gains a shop" in said, b"gains a depot" in said) == (False, True)


def test_a_filter_needs_no_words(client):
    make_out("Lima gains a shop.", kind="recall")
    index_due()

    assert b"gains a shop" in client.get(SEARCH, {"kind": "recall"}).content


def test_as_many_queries_for_many_as_for_few(client, django_assert_max_num_queries):
    make_masthead()
    for number in range(30):
        company = make_company(f"Lima {number}")
        make_printed_edition(make_item("A shop.", companies=[company], credit="Post"), title=f"Lima {number}")
    index_all()

    with django_assert_max_num_queries(24):
        client.get(SEARCH, {"q": "lima"})
    with django_assert_max_num_queries(24):
        client.get(SEARCH, {"q": "lima", "market": "peru", "company": company.slug, "year": "2025"})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(q=st.text(max_size=40), name=st.sampled_from(["kind", "company", "market", "source", "year", "page"]))
def test_whatever_is_asked_is_answered(client, q, name):
    assert client.get(SEARCH, {"q": q, name: q}).status_code == 200


def test_more_than_a_page_is_reached_by_a_link(client):
    for number in range(21):
        make_out(f"Lima tale {number}.")
    make_masthead()
    index_due()

    assert b"page=2" in client.get(SEARCH, {"q": "lima"}).content
    assert client.get(SEARCH, {"q": "lima", "page": "2"}).content.count(b"</mark> tale") == 1
