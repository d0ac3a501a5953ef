"""When a page says that it was changed: never before what it shows came, ran in an edition or was corrected.

The pages are asked for as files, which have no form that is of the day.
"""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from editions.models import Correction, Snapshot
from sources.models import NewsItem
from tests.desk import kept_for_a_module
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_published_edition,
    make_snapshot,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=5)
LISTS = {
    "home": "/",
    "latest": "/latest/",
    "kind": "/kinds/recall/",
    "market": "/markets/the-andes/",
    "topic": "/topics/phones/",
    "source": "/sources/{source}-the-paper/",
}
COUNTS = {"markets": "/markets/", "sources": "/sources/"}


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """An item that stands in an edition of noon."""
    with kept_for_a_module(django_db_blocker):
        item = make_item(
            kind="recall",
            companies=[make_company("Vivo", slug="vivo")],
            markets=[make_market("The Andes", slug="the-andes")],
            credit="The Paper",
        )
        item.topics.add("phones")
        make_published_edition(item, number=1, slug="shops")
        item.refresh_from_db()
        yield item


def told_on(client, path, item):
    source = item.credits.get().source_id
    moment = client.get(path.format(source=source), **{"recap.export": True}).headers.get("Last-Modified")
    return moment and parsedate_to_datetime(moment)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_as_new_as_its_newest_item_and_the_last_correction(name, client, told):
    assert told_on(client, LISTS[name], told) == NOON
    Correction.objects.create(item=told, note="It was Cusco.", at=LATER)
    assert told_on(client, LISTS[name], told) == LATER


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_as_new_as_the_edition_that_it_names(name, client, told):
    make_published_edition(told, number=2, now=LATER)

    assert told_on(client, LISTS[name], told) == LATER


@pytest.mark.parametrize("number", [1, 2])
def test_the_front_page_is_as_new_as_the_editions_on_it(number, client, told):
    make_published_edition(number=2)
    (printed,) = Snapshot.objects.filter(edition__number=number)
    make_snapshot(printed.edition, sequence=2, document=printed.document, taken_at=LATER)

    assert told_on(client, "/", told) == LATER


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_is_as_new_as_the_newest_that_it_counts(name, client, told):
    before = told_on(client, COUNTS[name], told)
    NewsItem.objects.update(published_at=LATER)

    assert (before, told_on(client, COUNTS[name], told)) == (NOON, LATER)


def test_an_item_is_as_new_as_its_correction(client, told):
    before = told_on(client, told.get_absolute_url(), told)
    Correction.objects.create(item=told, note="It was Cusco.", at=LATER)

    assert (before, told_on(client, told.get_absolute_url(), told)) == (NOON, LATER)


def test_an_item_is_as_new_as_what_came_of_it(client, told):
    make_published_edition(make_item(follows_up=told), number=2, now=LATER)

    assert told_on(client, told.get_absolute_url(), told) == LATER


def test_an_item_is_as_new_as_the_edition_that_printed_it(client, told):
    make_published_edition(told, number=2, now=LATER)

    assert told_on(client, told.get_absolute_url(), told) == LATER


def test_the_archive_is_as_new_as_its_last_edition(client, told):
    before = told_on(client, "/editions/", told)
    make_published_edition(number=2, now=LATER)

    assert (before, told_on(client, "/editions/", told)) == (NOON, LATER)


@pytest.mark.parametrize("path", ["/companies/vivo/", "/companies/", "/deals/", "/entries/", "/about/"])
def test_what_has_no_moment_names_none(path, client, told):
    assert told_on(client, path, told) is None


def test_a_part_that_counts_what_came_after_it_names_none(client, told):
    newer = make_item(published_at=LATER, status="published")

    assert told_on(client, f"/sources/{{source}}-the-paper/before/{newer.pk}/", told) is None
