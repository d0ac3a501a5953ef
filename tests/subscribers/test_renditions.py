"""What a mailing says, rendered once for all who get the same."""

import pytest

from editions.models import Snapshot
from subscribers import mailings
from subscribers.models import Rendition
from subscribers.tokens import LEAVE_PLACE, PREFERENCES_PLACE
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_published_edition,
    make_subscriber,
)

pytestmark = pytest.mark.django_db


def mail(*items):
    """An edition of `items`, mailed."""
    mailing = mailings.start_edition(make_published_edition(*items), "everyone", None, NOON)
    while not mailings.fill(mailing, NOON):
        pass
    return mailing


def follower(**follow):
    person = make_subscriber(choice="follows")
    person.follows.create(**follow)
    return person


def items_of(mailing, person):
    rendition = mailing.deliveries.get(subscriber=person).rendition
    return set(rendition.items)


def test_each_part_holds_the_places_of_both_links():
    mailing = mail()

    for rendition in mailing.renditions.all():
        for part in (rendition.html, rendition.text):
            assert part.count(f"/leave/{LEAVE_PLACE}/") == 1
            assert part.count(f"/you/{PREFERENCES_PLACE}/") == 1


def test_but_for_the_foot_it_is_what_the_archive_shows():
    mailing = mail()
    full, snapshot = mailing.renditions.get(key="full"), Snapshot.objects.get()

    assert mailing.snapshot == full.snapshot == snapshot
    assert full.html.partition("You get ")[0] == snapshot.email_html.partition("You get ")[0]
    assert full.text.partition("You get ")[0] == snapshot.text.partition("You get ")[0]


def test_those_who_follow_the_same_items_share_a_rendition():
    vivo, oppo = make_company("Vivo"), make_company("Oppo")
    one, two = make_item(companies=[vivo]), make_item(companies=[oppo])
    people = [follower(company=vivo) for _ in range(3)]
    people[0].follows.create(kind="recall")  # of which there is nothing
    both = follower(company=vivo)
    both.follows.create(company=oppo)

    mailing = mail(one, two)

    assert [items_of(mailing, person) for person in [*people, both]] == [{one.pk}] * 3 + [{one.pk, two.pk}]
    assert mailing.renditions.exclude(items=[]).count() == 2


def test_who_matches_nothing_is_sent_nothing():
    follower(company=make_company())
    make_subscriber(choice="follows")

    assert not mail(make_item(companies=[make_company()])).deliveries.exists()


def test_a_region_is_followed_with_what_lies_in_it():
    asia = make_market("Asia far and wide")
    region = make_market("The south-east of it", parent=asia)
    country, other = make_market("A country", parent=region), make_market("Elsewhere")
    there, away = make_item(markets=[country]), make_item(markets=[other, region])
    far, near, abroad = follower(market=asia), follower(market=country), follower(market=other)

    mailing = mail(there, away)

    assert items_of(mailing, far) == {there.pk, away.pk}
    assert items_of(mailing, near) == {there.pk}
    assert items_of(mailing, abroad) == {away.pk}


def test_a_company_is_followed_with_those_that_were_merged_with_it():
    new = make_company()
    old, older = make_company(merged_into=new), make_company()
    type(older).objects.filter(pk=older.pk).update(merged_into=old)
    of_old, of_new = make_item(companies=[old]), make_item(companies=[new])
    people = [follower(company=company) for company in (new, old, older)]

    mailing = mail(of_old, of_new)

    assert all(items_of(mailing, person) == {of_old.pk, of_new.pk} for person in people)


def test_topics_and_kinds_are_followed_too():
    green, recall = make_item(), make_item(kind="recall")
    green.topics.add("batteries")
    topic, kind = follower(topic=green.topics.get()), follower(kind="recall")

    mailing = mail(green, recall, make_item())

    assert items_of(mailing, topic) == {green.pk}
    assert items_of(mailing, kind) == {recall.pk}


def test_what_a_sponsor_pays_for_matches_nobody():
    company = make_company()
    follower(company=company)
    edition = make_published_edition(make_item(companies=[company]))
    edition.sections.update(layout="sponsor")
    Snapshot.objects.take(edition, edition.document(), now=NOON)

    mailing = mailings.start_edition(edition, "everyone", None, NOON)
    mailings.fill(mailing, NOON)

    assert not mailing.deliveries.exists()


def test_a_content_is_rendered_once_however_often_it_is_filled():
    company = make_company()
    for _ in range(4):
        follower(company=company)
    edition = make_published_edition(make_item(companies=[company]))
    mailing = mailings.start_edition(edition, "everyone", None, NOON)

    while not mailings.fill(mailing, NOON, 1):
        pass

    assert Rendition.objects.count() == 3
    assert mailing.deliveries.values("rendition").distinct().count() == 1


def test_whoever_is_sent_the_rest_gets_what_was_corrected_meanwhile():
    edition = make_published_edition()
    make_subscriber()
    mailing = mailings.start_edition(edition, "everyone", None, NOON)
    mailings.fill(mailing, NOON)
    mailing.cancel(None, NOON)
    Snapshot.objects.take(edition, edition.document(), now=NOON, reason="correction")

    mailings.send_to_the_rest(mailing, None, NOON)
    mailings.fill(mailing, NOON)

    assert mailing.deliveries.get().rendition.snapshot.sequence == 2
    assert mailing.renditions.filter(key="full of 2").exists()
