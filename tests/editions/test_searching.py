"""What is found by which words, on either database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.searching.hits import matching
from editions.searching.index import index_due
from editions.searching.terms import parse, words
from sources.models import Company, NewsItem
from tests.factories import NOON, make_company, make_item, make_published_edition, make_superuser


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
