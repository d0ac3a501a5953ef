"""Leaving: by a button, or by the one click of a mail program; and coming back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from subscribers import leaving, tokens
from subscribers.models import Delivery, DeliveryEvent, Letter, Subscriber, Suppression
from tests.desk import words_of
from tests.factories import NOON, make_mailing, make_masthead, make_subscriber
from tests.subscribers.people import page_of

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


@pytest.fixture
def ada():
    return make_subscriber("ada@example.com")


def page(subscriber, mailing=None, *, below=""):
    return page_of(tokens.LEAVE, subscriber, mailing.pk if mailing else 0, below=below)


def status():
    return Subscriber.objects.values_list("status", flat=True).get()


# One click (RFC 8058)


@pytest.mark.parametrize(
    "body",
    [
        {"data": ONE_CLICK},  # multipart, as the test client sends it
        {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
    ],
    ids=["multipart", "urlencoded"],
)
def test_a_mail_program_takes_somebody_off_without_cookie_or_redirect(ada, body):
    mailing = make_mailing(ada)

    answer = Client(enforce_csrf_checks=True).post(page(ada, mailing), **body)

    assert answer.status_code == 200
    assert not answer.cookies
    ada.refresh_from_db()
    assert (ada.status, ada.left_from) == ("unsubscribed", mailing)
    assert timezone.now() - ada.left_at < timedelta(minutes=1)


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_follows_the_links_takes_nobody_off(client, ada, method):
    for path in (page(ada), page(ada, below="less"), page(ada, below="back")):
        assert getattr(client, method)(path).status_code == 200

    assert status() == "active"
    assert not DeliveryEvent.objects.exists()


def test_the_button_on_the_page_does_the_same(client, ada):
    shown = client.get(page(ada))
    answer = client.post(page(ada))

    assert "Unsubscribe from Outbound?" in words_of(shown)
    assert "ada@example.com" in words_of(shown)
    assert "You have left" in words_of(answer)
    assert status() == "unsubscribed"


def test_leaving_twice_is_leaving_once(client, ada):
    mailing = make_mailing(ada)
    client.post(page(ada, mailing))
    first = Subscriber.objects.get().left_at
    client.post(page(ada, mailing), ONE_CLICK)
    client.post(page(ada, make_mailing(ada)), ONE_CLICK)

    assert Subscriber.objects.get().left_at == first
    assert DeliveryEvent.objects.count() == 1
    assert "You have left" in words_of(client.get(page(ada)))


def test_it_is_an_event_of_the_delivery_with_which_the_link_came(client, ada):
    make_mailing(ada)
    mailing = make_mailing(ada, make_subscriber("bob@example.com"))

    client.post(page(ada, mailing))

    event = DeliveryEvent.objects.get()
    assert (event.kind, event.subscriber) == ("left", ada)
    assert event.delivery == Delivery.objects.get(mailing=mailing, subscriber=ada)


@pytest.mark.parametrize("number", [0, 999_999, 2**40 - 1])
def test_a_link_of_no_mailing_or_of_one_that_is_gone_takes_off_too(client, ada, number):
    client.post(page_of(tokens.LEAVE, ada, number))

    assert (status(), DeliveryEvent.objects.count()) == ("unsubscribed", 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("pending", "unsubscribed"),
        ("bounced", "unsubscribed"),
        ("complained", "complained"),
    ],
)
def test_whoever_may_be_mailed_again_may_leave(ada, before, after):
    Subscriber.objects.update(status=before)

    leaving.leave(ada, NOON)

    assert status() == after


def test_a_link_of_many_years_ago_still_takes_off(client, ada):
    Subscriber.objects.update(joined_at=NOON - timedelta(days=9000))

    assert client.post(page(ada), ONE_CLICK).status_code == 200
    assert status() == "unsubscribed"


def test_leaving_is_no_suppression_and_spares_no_other(client, ada):
    bob = make_subscriber("bob@example.com")

    client.post(page(ada))

    assert not Suppression.objects.exists()
    assert list(Subscriber.objects.mailable(NOON.date())) == [bob]


# Fewer mails, and coming back


@pytest.mark.parametrize(
    ("choice", "field", "value"),
    [
        ("headlines", "choice", "headlines"),
        ("digest", "choice", "digest"),
        ("pause", "paused_until", (timezone.now() + timedelta(weeks=4)).date()),
    ],
)
@pytest.mark.parametrize("left", [False, True])
def test_fewer_mails_is_one_click_too(client, ada, choice, field, value, left):
    if left:
        client.post(page(ada))

    answer = client.post(page(ada, below="less"), {"choice": choice})

    ada.refresh_from_db()
    assert (answer.status_code, ada.status, getattr(ada, field)) == (200, "active", value)
    assert not mail.outbox


def test_a_mistake_is_taken_back_with_a_click(client, ada):
    mailing = make_mailing(ada)
    client.post(page(ada, mailing))

    answer = client.post(page(ada, mailing, below="back"))

    back = Subscriber.objects.get()
    assert "It is done" in words_of(answer)
    assert (back.status, back.left_at, back.left_from, back.consent_at) == (
        "active",
        None,
        None,
        ada.consent_at,
    )
    assert not DeliveryEvent.objects.exists()


@pytest.mark.parametrize("why", ["later", "suppressed", "bounced", "never agreed"])
def test_otherwise_who_comes_back_confirms_by_a_letter(client, ada, why):
    client.post(page(ada))
    if why == "later":
        Subscriber.objects.update(left_at=timezone.now() - leaving.UNDO)
    if why == "suppressed":
        Suppression.objects.create(fingerprint=ada.fingerprint, reason="by_hand", at=NOON)
    if why == "bounced":
        Subscriber.objects.update(status="complained")
    if why == "never agreed":
        Subscriber.objects.update(consent_at=None)

    answer = client.post(page(ada, below="back"))

    assert "Look in your mailbox" in words_of(answer)
    assert status() != "active"
    assert Letter.objects.get().kind == "confirm"


def test_a_choice_that_is_none_changes_nothing(client, ada):
    client.post(page(ada, below="less"), {"choice": "everything"})

    ada.refresh_from_db()
    assert (ada.status, ada.choice, ada.paused_until) == ("active", "full", None)
