"""Segments: put together by ticks, counted as they are, kept as a rule."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from editions.models import Segment
from sources.models import Market
from subscribers.models import Follow
from tests.desk import browser_of, fields_of, tree_of, words_of
from tests.factories import make_company, make_item, make_masthead, make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    make_masthead()
    return browser_of("publisher")


@pytest.fixture
def anker():
    return make_company("Anker", slug="anker")


def test_what_is_ticked_becomes_a_rule(publisher, anker):
    make_item().topics.add("Batteries")
    posted = {
        "name": "Anker in Chinese",
        "languages": ["zh"],
        "choices": ["full", "headlines"],
        "company": [anker.pk],
        "market": [Market.objects.get(slug="brazil").pk],
        "topic": "batteries",
        "kind": ["recall"],
        "joined_before": "2025-07-01",
    }

    publisher.post(reverse("segment_add"), posted)

    assert Segment.objects.values_list("name", "rule").get() == (
        "Anker in Chinese",
        "language:zh choice:full choice:headlines follows:company/anker follows:kind/recall"
        " follows:market/brazil follows:topic/batteries joined-before:2025-07-01",
    )


def test_saved_again_unchanged_it_is_the_same(publisher, anker):
    make_item().topics.add("Batteries")
    rule = "language:zh choice:full follows:company/anker follows:topic/batteries joined-before:2025-07-01"
    segment = Segment.objects.create(name="Anker", rule=rule)
    address = reverse("segment", args=[segment.pk])
    form = next(one for one in tree_of(publisher.get(address)).iter("form") if one.get("id") == "segment")

    publisher.post(address, fields_of(form))

    assert Segment.objects.get().rule == rule


def test_it_is_counted_while_it_is_put_together(publisher, anker):
    chinese, _ = make_subscriber(language="zh"), make_subscriber()
    Follow.objects.create(subscriber=chinese, company=anker)
    make_subscriber(language="zh", status="pending")

    words = words_of(
        publisher.get(reverse("segment_reach"), {"languages": "zh", "company": anker.pk, "name": ""})
    )

    assert words == "1 reader now Chinese-language readers who follow Anker."


def test_the_list_says_who_they_are_and_how_many(publisher):
    Segment.objects.create(name="Of old", rule="joined-before:2025-07-01")
    make_subscriber(joined_at=datetime(2025, 6, 1, tzinfo=UTC))
    make_subscriber()

    words = words_of(publisher.get(reverse("segments")))

    assert "Of oldReaders who joined before 1 July 20251 now" in words


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"name": "of OLD"}, "A segment is called that already; find another name."),
        ({"name": "New", "topic": "weather"}, "No item has the topic “weather”."),
        ({"name": "New", "joined_before": "yesterday"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(publisher, posted, said):
    Segment.objects.create(name="Of old", rule="joined-before:2025-07-01")

    answer = publisher.post(reverse("segment_add"), posted)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert Segment.objects.count() == 1


def test_a_rule_that_can_be_read_no_more_hinders_nothing(publisher):
    segment = Segment.objects.create(name="Broken", rule="those of old")

    assert "cannot be read" in words_of(publisher.get(reverse("segments")))
    assert publisher.get(reverse("segment", args=[segment.pk])).status_code == 200
