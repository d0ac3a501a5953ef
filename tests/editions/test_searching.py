"""What is found by which words, on either database."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from editions.searching.hits import matching
from editions.searching.index import index_all, index_due
from editions.searching.terms import parse, words
from sources.models import Company, Market, NewsItem
from tests.factories import NOON, make_company, make_item, make_market, make_published_edition, make_superuser


def make_out(body, **facts):
    return make_item(body, status="published", published_at=NOON, **facts)


def found(query):
    return set(matching(parse(query)).filter(item__isnull=False).values_list("item", flat=True))


def test_chinese_becomes_pairs_and_its_last_character():
    assert words("小米 Café手机壳") == ["小米", "米", "cafe", "手机", "机壳", "壳"]


@given(st.text(max_size=300))
def test_any_query_is_read(query):
    assert len(parse(query)) <= 12


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["lima", "OPENED Lima", '"first shop"', "首家门店", "门店", "店"])
def test_an_item_is_found_by_its_words(query):
    item = make_out("Vivo opened its first shop in Líma, 首家门店.")
    make_out("Nothing of the kind.")
    index_due()

    assert found(query) == {item.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["limas", '"shop first"', "店门", "-vivo", '"', "OR", "*", ""])
def test_an_item_is_not_found_by_other_words(query):
    make_out("Vivo opened its first shop in Lima, 首家门店.")
    index_due()

    assert found(query) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["xiaomi", "小米", "mi global", "redstar"])
def test_an_item_is_found_by_every_name_of_its_company(query):
    names = {"local_name": "小米", "aliases": "Mi Global", "former_names": "Redstar"}
    item = make_out("It sells phones.", companies=[make_company("Xiaomi", **names)])
    index_due()

    assert found(query) == {item.pk}


@pytest.mark.django_db
def test_what_stands_as_it_was_is_not_indexed_again():
    make_published_edition(make_item(companies=[make_company()]))

    assert index_due() > 0
    assert index_due() == 0


@pytest.mark.django_db
def test_the_items_of_a_renamed_company_are_indexed_anew():
    company = make_company("Old Name")
    item = make_out("It sells phones.", companies=[company])
    index_due()

    Company.objects.filter(pk=company.pk).update(name="Brightness")
    index_due()

    assert (found("brightness"), found('"old name"')) == ({item.pk}, set())


@pytest.mark.django_db
def test_what_was_killed_is_taken_out():
    item = make_out("A tale of Lima.")
    index_due()

    NewsItem.objects.get(pk=item.pk).kill(by=make_superuser(), now=NOON, reason="It was untrue.")
    index_due()

    assert found("lima") == set()


@pytest.mark.django_db
def test_the_items_of_a_renamed_market_are_indexed_anew():
    market = make_market("Old Land")
    item = make_out("It sells phones.", markets=[market])
    index_due()

    Market.objects.filter(pk=market.pk).update(name="Brightland")
    index_due()

    assert (found("brightland"), found('"old land"')) == ({item.pk}, set())


@pytest.mark.django_db
def test_the_items_of_a_merged_company_are_found_by_the_name_of_the_other():
    company, other = make_company("Redstar"), make_company("Xiaomi")
    item = make_out("It sells phones.", companies=[company])
    index_due()

    Company.objects.filter(pk=company.pk).update(merged_into=other)
    index_due()
    Company.objects.filter(pk=other.pk).update(name="Brightness")
    index_due()

    assert (found("redstar"), found("brightness"), found("xiaomi")) == ({item.pk}, {item.pk}, set())


@pytest.mark.django_db
def test_looking_for_what_is_due_reads_no_texts(django_assert_max_num_queries):
    make_published_edition(make_item(companies=[make_company()]))
    index_all()

    with django_assert_max_num_queries(10), CaptureQueriesContext(connection) as asked:
        index_due()

    assert not [one for one in asked if '"body_html"' in one["sql"] or '"words"' in one["sql"]]


@pytest.mark.django_db
def test_a_word_in_a_text_that_is_changed_is_found_no_more():
    item = make_out("A tale of Lima.")
    index_due()

    NewsItem.objects.filter(pk=item.pk).update(body_html="<p>A tale of Cusco.</p>", version=9)
    index_due()

    assert (found("lima"), found("cusco")) == (set(), {item.pk})


@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_gets_its_triggers_back():
    with connection.cursor() as cursor:
        for name in ("added", "gone", "changed") if connection.vendor == "sqlite" else ():
            cursor.execute(f"DROP TRIGGER editions_entry_{name}")  # as SQLite does when it alters a table

    call_command("migrate", verbosity=0)
    item = make_out("A tale of Lima.")
    index_due()

    assert found("lima") == {item.pk}
