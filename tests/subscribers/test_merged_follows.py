"""Who followed a company that was merged follows the one it is now."""

import pytest

from sources import merging
from subscribers import following
from subscribers.matching import matches_of, sharing
from tests.factories import NOON, make_company, make_edition, make_item, make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    old, kept = make_company("Weiwo", slug="weiwo"), make_company("Vivo", slug="vivo")
    for company in (old, kept):
        make_item(companies=[company], status="published", published_at=NOON)
    return old, kept


@pytest.fixture
def ada(pair):
    """Follows what is to be merged."""
    ada = make_subscriber()
    following.follow(ada, "company/weiwo")
    merging.merge(*(one.pk for one in pair), was_renamed=False)
    return ada


def names(subscriber):
    return [thing.name for thing in following.followed(subscriber)]


def test_it_is_shown_as_the_other_and_once(ada):
    assert names(ada) == ["company/vivo"]
    following.follow(ada, "company/vivo")
    assert names(ada) == ["company/vivo"]


def test_to_stop_following_the_one_is_to_stop_following_both(ada):
    following.follow(ada, "company/vivo")
    following.unfollow(ada, "company/vivo")

    assert names(ada) == []


def test_an_old_letter_or_link_follows_the_other(ada, pair):
    bob = make_subscriber()
    following.follow(bob, "company/weiwo")

    assert bob.follows.get().company == pair[1]
    assert following.asked({"company": str(pair[0].pk)}).name == "company/vivo"


def test_news_of_the_other_matches(ada, pair):
    item = make_item(companies=[pair[1]])
    edition = make_edition(item)

    matches = matches_of(edition.reading())
    assert sharing(matches, [ada.pk]) == {frozenset({item.pk}): {ada.pk}}


def test_a_company_is_followed_that_news_named_only_before_the_merger():
    old, kept = make_company(), make_company("Vivo", slug="vivo")
    make_item(companies=[old], status="published", published_at=NOON)
    assert following.named("company/vivo") is None

    merging.merge(old.pk, kept.pk, was_renamed=False)
    assert following.named("company/vivo").label == "Vivo"
