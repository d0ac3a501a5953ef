from datetime import timedelta

import pytest

from editions.checking import facts_of
from editions.links import want_links_of_open_editions
from sources import links
from sources.fetch import Fetched
from sources.models import Link
from tests.factories import (
    NOON,
    make_approved_edition,
    make_edition,
    make_item,
    make_masthead,
    make_published_edition,
)

pytestmark = pytest.mark.django_db
PAGE = "https://paper.example/a"


def linking():
    return make_item(f"[Vivo]({PAGE}) opened a shop.")


def test_the_links_of_open_editions_are_wanted_once():
    make_masthead()
    make_edition(linking())
    make_approved_edition(make_item("[Oppo](https://oppo.example/b) closed one."))

    assert [want_links_of_open_editions(NOON), want_links_of_open_editions(NOON)] == [2, 0]
    assert set(Link.objects.values_list("address", flat=True)) == {PAGE, "https://oppo.example/b"}


def test_those_of_an_edition_that_is_out_are_not():
    make_published_edition(linking())

    assert want_links_of_open_editions(NOON) == 0


def test_what_is_known_of_a_link_is_told_by_its_address():
    make_masthead()
    document = make_edition(linking()).document()
    assert facts_of(document) == {}

    want_links_of_open_editions(NOON)
    assert facts_of(document)[PAGE].state == "new"

    links.check_next(lambda: NOON, lambda address, **options: Fetched(address, 410, {}, b"", ()))
    facts = facts_of(document)[PAGE]
    assert (facts.state, facts.status, facts.checked_at) == ("dead", 410, NOON)


def test_wanting_costs_no_query_an_edition(django_assert_max_num_queries):
    make_masthead()
    for _ in range(5):
        make_edition(linking())
    want_links_of_open_editions(NOON)

    with django_assert_max_num_queries(25):
        want_links_of_open_editions(NOON + timedelta(seconds=30))
