"""The desk of an edition as a page: what it costs, where it leads, and what it says of its hour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editions.models import Masthead
from sources.models import NewsItem
from tests.desk import address, browser_of, words_of
from tests.factories import (
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_published_edition,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 60])
def test_it_opens_with_fifteen_queries_whatever_it_holds(count, django_assert_max_num_queries):
    make_masthead()
    edition = make_edition(
        *(make_item(f"Shop {n}.", companies=[make_company()], credit="36Kr") for n in range(count))
    )
    NewsItem.objects.bulk_create(NewsItem(body=f"Ready {n}.", status="ready") for n in range(50))
    browser = browser_of("editor")

    with django_assert_max_num_queries(15):
        assert browser.get(address("desk", edition.pk)).status_code == 200


def test_what_is_out_has_its_sheet_and_no_desk():
    edition = make_published_edition()

    assert browser_of("editor").get(address("desk", edition.pk)).url == address("sheet", edition.pk)


def test_an_hour_before_its_time_it_says_that_nobody_approved_it():
    now = timezone.now()
    edition = make_edition(week_last=now.date() - timedelta(days=1))
    soon = now + timedelta(minutes=40)
    make_masthead(time_zone="UTC", weekday=soon.weekday(), hour=soon.time().replace(second=0, microsecond=0))
    page = words_of(browser_of("editor").get(address("desk", edition.pk)))

    assert "is not approved" in page
    Masthead.objects.update(weekday=(soon.weekday() + 3) % 7)
    assert "is not approved" not in words_of(browser_of("editor").get(address("desk", edition.pk)))
