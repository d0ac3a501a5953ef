"""The archive for measuring: the same each time, and as large as it says."""

import random
import sys

import pytest

from editions.models import Edition
from sources.models import Deal, NewsItem
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "bench")
    import ten_years

    yield ten_years.fill
    sys.modules.pop("ten_years")


def test_ten_years_can_be_made_a_hundred_times_smaller(fill, client):
    counts = fill(random.Random(1), 100)

    assert counts["editions"] == counts["snapshots"] == 5
    assert (counts["news items"], counts["companies"], counts["clippings"]) == (100, 30, 1000)
    assert client.get(Edition.objects.last().get_absolute_url()).status_code == 200


def test_the_years_are_the_same_each_time(fill):
    fill(random.Random(1), 200)

    first = NewsItem.objects.order_by("pk").first()
    assert [first.headline, Deal.objects.count()] == ["Weilanrui Toys opens in Pakistan", 26]
