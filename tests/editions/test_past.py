from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions.document import CompanyDoc, CreditDoc
from editions.past import past_items
from sources.models import Credit, NewsItem
from tests.editions.documents import make_document, make_item, make_section
from tests.factories import (
    NOON,
    make_company,
    make_edition,
    make_published_edition,
    make_source,
    make_withdrawn_edition,
)
from tests.factories import make_item as make_row

pytestmark = pytest.mark.django_db
TODAY = date(2025, 7, 14)
URL = "https://paper.example/power-banks"
CREDITED = {"credits": (CreditDoc("The Paper", f"{URL}?utm_source=mail"),)}
RECALL = {"kind": "recall", "companies": (CompanyDoc("Anker"),)}


def make_ran(*, url="", published_at=NOON, **facts):
    """An item that was published on its own."""
    item = make_row(status="published", published_at=published_at, **facts)
    if url:
        Credit.objects.create(item=item, source=make_source(), url=url)
    return item


def past_of(**fields):
    """The past items of an edition of one item."""
    return past_items(make_document(make_section(make_item(**fields)), number=999), day=TODAY)


def test_an_item_with_the_same_address_is_past():
    row = make_ran(url=f"{URL}#top", headline="Anker recalls power banks", companies=[make_company("Anker")])
    make_ran(url="https://paper.example/other")

    (past,) = past_of(**CREDITED)

    assert (past.id, past.label, past.path) == (row.pk, row.headline, row.get_absolute_url())
    assert (past.addresses, past.companies) == ({URL}, {"Anker"})
    assert (past.number, past.date) == (None, date(2025, 7, 14))


def test_an_item_that_was_not_published_is_not_past():
    for status in ("draft", "ready", "killed"):
        Credit.objects.create(item=make_row(status=status), source=make_source(), url=URL)

    assert past_of(**CREDITED) == ()


def test_an_item_with_a_near_same_headline_is_past():
    row = make_ran(headline="Anker recalls power banks")
    make_ran(headline="Romoss recalls power banks")

    assert [past.id for past in past_of(headline="Anker recalls its power banks")] == [row.pk]


def test_news_of_the_same_company_and_kind_within_weeks_is_past():
    anker, vivo = make_company("Anker"), make_company("Vivo")
    row = make_ran(kind="recall", companies=[anker], published_at=datetime(2025, 5, 12, 1, tzinfo=UTC))
    make_ran(kind="recall", companies=[anker], published_at=datetime(2025, 5, 1, tzinfo=UTC))
    make_ran(kind="launch", companies=[anker])
    make_ran(kind="recall", companies=[vivo])

    assert [past.id for past in past_of(**RECALL)] == [row.pk]


def test_a_kind_of_one_company_is_not_looked_for_with_another():
    make_ran(kind="launch", companies=[make_company("Anker")])
    vivo = make_item(kind="launch", companies=(CompanyDoc("Vivo"),))

    assert past_items(make_document(make_section(make_item(**RECALL), vivo)), day=TODAY) == ()


def test_the_newest_published_edition_is_named_with_its_day_in_the_newsroom():
    row = make_row(kind="recall", companies=[make_company("Anker")])
    make_published_edition(row, number=24, now=NOON - timedelta(weeks=2))
    make_published_edition(row, number=25, now=datetime(2025, 7, 6, 23, tzinfo=UTC))
    make_withdrawn_edition(row, number=26)
    make_edition(row, number=28)

    (past,) = past_of(**RECALL)

    assert (past.number, past.date) == (25, date(2025, 7, 7))  # it was Monday in Shanghai


def test_an_item_of_the_edition_is_past_where_it_ran_in_another():
    again, fresh = make_row(), make_row("BYD opened a plant in Hungary.")
    make_published_edition(again, number=25)
    edition = make_published_edition(again, fresh, number=27)

    past = past_items(edition.document(), day=TODAY)

    assert [(one.id, one.number) for one in past] == [(again.pk, 25)]


def test_paid_items_are_not_looked_for():
    make_ran(url=URL)
    section = make_section(make_item(**CREDITED), layout="sponsor")

    assert past_items(make_document(section), day=TODAY) == ()


def test_an_empty_edition_repeats_nothing():
    assert past_items(make_document(make_section()), day=TODAY) == ()


def queries_among(count):
    """How many queries find the past of an edition in an archive of `count` items, all of them alike."""
    anker = make_company(f"Anker {count}")
    rows = [
        make_ran(url=URL, headline="Anker recalls power banks", kind="recall", companies=[anker])
        for _ in range(count)
    ]
    make_published_edition(*rows)
    item = {**CREDITED, "kind": "recall", "companies": (CompanyDoc(anker.name),)}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        past = past_of(headline="Anker recalls its power banks", **item)
    assert len(past) == count
    return len(queries)


@pytest.mark.parametrize("count", [10, 200])
def test_the_past_costs_as_many_queries_however_long_it_is(count):
    assert queries_among(count) == 8


def test_headlines_that_are_kept_follow_the_archive():
    row = make_ran(headline="Anker recalls power banks")
    assert past_of(headline="Anker recalls more power banks")

    NewsItem.objects.filter(pk=row.pk).update(headline="Vivo opens in Lima", version=row.version + 1)
    assert not past_of(headline="Anker recalls more power banks")

    make_ran(headline="Anker recalls its power banks")
    assert past_of(headline="Anker recalls more power banks")
