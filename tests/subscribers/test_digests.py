"""The editions of a month in one mail, for those who chose it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from sources.workflow import WorkflowError
from subscribers import mailings
from subscribers.models import Mailing
from tests.factories import (
    NOON,
    make_item,
    make_masthead,
    make_published_edition,
    make_subscriber,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db
JULY = date(2025, 7, 1)
DUE = datetime(2025, 8, 1, 0, 0, tzinfo=UTC)  # eight o'clock in Shanghai


@pytest.fixture(autouse=True)
def masthead():
    return make_masthead(name="Outbound", time_zone="Asia/Shanghai", hour=time(8))


def make_month():
    """An edition of July, mailed already, and somebody who waits for the digest."""
    edition = make_published_edition(make_item(headline="Vivo opens in Lima"))
    mailings.start_due(NOON)
    return edition, make_subscriber(choice="digest")


def test_it_is_due_on_the_first_at_the_hour_of_the_masthead():
    edition, reader = make_month()

    assert mailings.start_due(DUE - timedelta(seconds=1)) == 0
    assert mailings.start_due(DUE) == 1
    assert mailings.start_due(DUE) == 0

    mailing = Mailing.objects.get(kind="digest")
    mailings.fill(mailing, DUE)
    assert (mailing.occasion, mailing.subject) == ("digest 2025-07", "Outbound: July 2025")
    assert mailing.deliveries.get().subscriber == reader
    text = mailing.renditions.get(key="digest").text
    assert edition.title in text
    assert "Vivo opens in Lima" in text


def test_none_is_sent_that_nobody_chose_or_that_would_be_empty():
    make_published_edition()
    mailings.start_due(NOON)
    make_subscriber()
    assert mailings.start_due(DUE) == 0

    make_subscriber(choice="digest")
    assert mailings.start_due(datetime(2025, 9, 1, 0, 0, tzinfo=UTC)) == 0  # nothing in August


def test_a_digest_found_late_asks_first_and_a_very_late_one_is_let_go():
    make_month()

    assert mailings.start_due(DUE + timedelta(days=1)) == 0
    assert mailings.start_due(DUE + timedelta(hours=2)) == 1

    assert Mailing.objects.get(kind="digest").state == "paused"


def test_a_month_is_counted_in_the_zone_of_the_masthead_and_without_what_was_withdrawn():
    june = make_published_edition(now=datetime(2025, 6, 30, 15, 59, tzinfo=UTC))
    july = make_published_edition(now=datetime(2025, 6, 30, 16, 0, tzinfo=UTC))
    make_withdrawn_edition(title="Gone")
    last = make_published_edition(now=datetime(2025, 7, 31, 15, 59, tzinfo=UTC))

    mailing = mailings.start_digest(JULY, None, DUE)
    mailings.fill(mailing, DUE)

    text = mailing.renditions.get().text
    assert june.title not in text.replace(july.title, "")
    assert "Gone" not in text
    assert text.index(july.title) < text.index(last.title)


def test_by_hand_it_is_one_mailing_however_often():
    make_month()

    assert mailings.start_digest(JULY, None, DUE) == mailings.start_digest(JULY, None, DUE)
    with pytest.raises(WorkflowError, match="No edition"):
        mailings.start_digest(date(2025, 5, 1), None, DUE)
