"""What was searched for, marked in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.searching.marking import hits, mark, snippet
from editions.searching.terms import parse


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("lima", "A shop in LÍMA.", "A shop in <mark>LÍMA</mark>."),
        ("cafe", "Cafe\u0301 au lait", "<mark>Cafe</mark>\u0301 au lait"),
        ("fine", "a ﬁne day", "a <mark>ﬁne</mark> day"),
        ("家门店", "首家门店开业", "首<mark>家门店</mark>开业"),
        ("门", "首家门店", "首家<mark>门</mark>店"),
        ('"first shop"', "Its first shop, first of all", "Its <mark>first shop</mark>, first of all"),
        ("first shop", "shop, first", "<mark>shop</mark>, <mark>first</mark>"),
        ("lima -shop", "A shop in Lima", "A shop in <mark>Lima</mark>"),
        ("b", "<b> & b", "&lt;<mark>b</mark>&gt; &amp; <mark>b</mark>"),
        ("lim", "Lima", "Lima"),
    ],
)
def test_terms_are_marked_where_the_index_finds_them(query, text, marked):
    assert mark(text, parse(query)) == marked


def test_a_snippet_is_cut_between_words_around_the_first_hit():
    text = "word " * 100 + "Lima " + "word " * 100

    said = snippet(text, parse("lima"), 120)

    assert (said[:6], said[-6:]) == ("… word", "word …")
    assert "<mark>Lima</mark>" in said
    assert len(said) < 150


def test_a_text_without_a_hit_has_no_snippet():
    assert snippet("A shop in Lima", parse("cusco"), 120) == ""


@given(st.text(max_size=200), st.text(max_size=20))
def test_hits_are_in_order_and_within_the_text(text, query):
    found = hits(text, parse(query))

    ends = [place for spot in found for place in spot]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(text) for place in ends)
