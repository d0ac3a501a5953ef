import pytest

from subscribers import mailings
from tests.factories import NOON, make_published_edition, make_subscriber

pytestmark = pytest.mark.django_db


def filled(mailing, now=NOON):
    while not mailings.fill(mailing, now):
        assert mailing.state == "filling"
    return mailing


def send(mailing, state="sent", **rows):
    """What a lane would write."""
    mailing.deliveries.filter(**rows).update(state=state)


def start(rule="everyone", edition=None, now=NOON):
    return mailings.start_edition(edition or make_published_edition(), rule, None, now)


def test_an_edition_reaches_everybody_once():
    one, two = make_subscriber(), make_subscriber(choice="headlines")

    mailing = filled(start())

    assert mailing.state == "queued"
    assert mailing.audience == 2
    assert {row.subscriber: row.rendition.key for row in mailing.deliveries.all()} == {
        one: "full",
        two: "headlines",
    }
    assert {row.address for row in mailing.deliveries.all()} == {one.address, two.address}
