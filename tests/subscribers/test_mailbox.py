"""The mailbox in which bounces, complaints and replies arrive, and what they do."""

import pytest

from editions.models import Notice
from subscribers import mailbox, reports, tasks, tokens, verp
from subscribers.models import Delivery, DeliveryEvent, Report, Subscriber, Suppression
from tests.factories import NOON, make_person, make_subscriber
from tests.subscribers.imap import serving
from tests.subscribers.test_bounces import SAMPLES
from tests.subscribers.test_events import make_delivery

pytestmark = pytest.mark.django_db
BASE = "bounces@example.com"


@pytest.fixture
def secret(settings):
    return settings.SECRET_KEY.encode()


def sample(name, delivery, secret):
    """A report as it comes to the envelope sender of `delivery`, with its link to leave."""
    token = tokens.make(
        tokens.LEAVE, delivery.subscriber_id, delivery.mailing_id, delivery.subscriber.key, secret
    )
    text = (SAMPLES / f"{name}.eml").read_text().replace("{token}", token)
    return text.replace("{verp}", verp.address(BASE, delivery.pk, secret)).encode()


def taken_in(name, delivery, secret):
    return reports.take_in(sample(name, delivery, secret), NOON)


def status_of(subscriber):
    return Subscriber.objects.get(pk=subscriber.pk).status


def test_a_bounce_in_the_mailbox_suppresses_and_is_marked(settings, secret):
    delivery = make_delivery(make_subscriber("gone@shop.example"))
    with serving(sample("postfix-unknown-user", delivery, secret)) as box:
        settings.BOUNCE_MAILBOX = box.url()

        assert tasks.read_mailbox() == 1
        assert tasks.read_mailbox() == 0

    assert box.seen == {1}
    assert status_of(delivery.subscriber) == "bounced"
    event = DeliveryEvent.objects.get()
    assert (event.kind, event.code, event.report) == ("hard", "5.1.1", Report.objects.get())


def test_a_mail_that_was_read_and_not_marked_counts_once(settings, secret):
    delivery = make_delivery(make_subscriber("full@gmail.example"))
    with serving(sample("gmail-over-quota", delivery, secret)) as box:
        settings.BOUNCE_MAILBOX = box.url()
        tasks.read_mailbox()
        box.seen.clear()  # the connection broke before it was marked
        tasks.read_mailbox()

    assert DeliveryEvent.objects.count() == 1


def test_a_huge_mail_is_not_fetched_whole(settings):
    with serving(b"Subject: hello\r\n\r\n" + b"x" * 50_000_000) as box:
        settings.BOUNCE_MAILBOX = box.url()
        tasks.read_mailbox()

    assert box.handed == mailbox.MOST_BYTES
    assert Report.objects.get().set_aside == "Nobody could tell what it is about."


def test_a_run_is_bounded_and_the_next_goes_on():
    found = []
    with serving(*(f"Subject: {number}\r\n\r\n".encode() for number in range(mailbox.BATCH + 3))) as box:
        assert mailbox.read(box.url(), found.append) == mailbox.BATCH
        assert mailbox.read(box.url(), found.append) == 3


def test_a_mail_that_somebody_removed_meanwhile_is_passed_over():
    found = []
    with serving(b"Subject: 1\r\n\r\n", b"Subject: 2\r\n\r\n", gone={1}) as box:
        mailbox.read(box.url(), found.append)

    assert found == [b"Subject: 2\r\n\r\n"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("imap://bounces:wrong@127.0.0.1:{port}/INBOX", "wrong user or password"),
        ("imap://bounces:secret@127.0.0.1:{port}/Elsewhere", "there is no such folder"),
        ("imap://bounces:secret@127.0.0.1:1/INBOX", "refused"),
        ("imap://bounces:secret@imap.example.com/INBOX", "for this machine alone"),
        ("https://imap.example.com/", "is not like"),
        ("imaps://imap.example.com/", "is not like"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why(url, why):
    with serving() as box, pytest.raises(mailbox.Unreachable, match=why):
        mailbox.read(url.format(port=box.port), pytest.fail)


def test_those_who_may_send_are_told_once_a_day_that_it_cannot_be_read(settings):
    publisher = make_person("publisher")
    settings.BOUNCE_MAILBOX = "imap://bounces:secret@127.0.0.1:1/INBOX"

    tasks.read_mailbox()
    tasks.read_mailbox()

    assert "cannot be read" in Notice.objects.get(person=publisher).text


@pytest.mark.parametrize(
    ("name", "address", "kind", "status"),
    [
        ("postfix-unknown-user", "gone@shop.example", "hard", "bounced"),
        ("utf8-address", "读者@例子.example", "hard", "bounced"),
        ("postfix-two-recipients", "full@shop.example", "soft", "active"),
        ("outlook-block-list", "reader@hotmail.example", "block", "active"),
        ("arf-abuse", "reader@mailbox.example", "complaint", "complained"),
        ("arf-redacted", "reader@mailbox.example", "complaint", "complained"),
        ("leave-by-header", "reader@shop.example", "left", "unsubscribed"),
        ("leave-in-chinese", "reader@qq.example", "left", "unsubscribed"),
    ],
)
def test_what_comes_back_is_an_event_of_its_delivery(name, address, kind, status, secret):
    delivery = make_delivery(make_subscriber(address))

    report = taken_in(name, delivery, secret)

    event = DeliveryEvent.objects.get()
    assert (event.kind, event.delivery, event.report) == (kind, delivery, report)
    assert status_of(delivery.subscriber) == status
    assert report.set_aside == ""


@pytest.mark.parametrize("name", ["postfix-unknown-user", "arf-redacted"])
def test_what_was_signed_with_a_former_key_is_still_believed(name, settings, secret):
    delivery = make_delivery(make_subscriber("gone@shop.example"))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    taken_in(name, delivery, secret)

    assert DeliveryEvent.objects.get().delivery == delivery


@pytest.mark.parametrize("name", ["out-of-office", "postfix-delayed", "exim-delayed", "arf-not-spam"])
def test_what_a_machine_answers_by_itself_is_dropped(name, secret):
    delivery = make_delivery()

    report = taken_in(name, delivery, secret)

    assert (report.kind, report.set_aside, report.raw) == ("auto", "", "")
    assert DeliveryEvent.objects.count() == 0


def test_a_forged_bounce_suppresses_nobody():
    delivery = make_delivery(make_subscriber("gone@shop.example"))

    report = taken_in("postfix-unknown-user", delivery, b"a secret of somebody else")

    assert report.set_aside == "It fits no delivery of ours."
    assert status_of(delivery.subscriber) == "active"
    assert Suppression.objects.count() == 0


def test_a_bounce_from_where_a_mailbox_passes_on_to_is_soft(secret):
    delivery = make_delivery(make_subscriber("ada@university.example"))

    taken_in("postfix-unknown-user", delivery, secret)

    assert DeliveryEvent.objects.get().kind == "soft"


def test_a_reply_that_asks_to_leave_takes_its_sender_off():
    reader = make_subscriber("reader@shop.example")

    reports.take_in((SAMPLES / "leave-by-reply.eml").read_bytes(), NOON)

    assert status_of(reader) == "unsubscribed"


def test_a_mail_read_again_does_not_take_off_who_came_back(secret):
    delivery = make_delivery(make_subscriber("reader@shop.example"))
    taken_in("leave-by-header", delivery, secret)
    Subscriber.objects.update(status="active")

    taken_in("leave-by-header", delivery, secret)

    assert status_of(delivery.subscriber) == "active"


def test_a_reply_from_another_address_takes_off_whose_delivery_it_answers(secret):
    delivery = make_delivery(make_subscriber("work@company.example"))

    taken_in("leave-by-header", delivery, secret)

    assert status_of(delivery.subscriber) == "unsubscribed"


def test_a_reply_of_somebody_unknown_is_set_aside():
    report = reports.take_in((SAMPLES / "leave-by-reply.eml").read_bytes(), NOON)

    assert report.set_aside == "Nobody with this address is subscribed."


def test_a_letter_is_set_aside_for_a_person(secret):
    report = taken_in("letter", make_delivery(), secret)

    assert report.kind == "other"
    assert "I liked the piece" in report.raw


def test_zeros_in_a_mail_are_no_hindrance():
    assert "\0" not in reports.take_in(b"Subject: a\0b\r\n\r\n\0", NOON).raw


def test_a_bounce_after_an_erasure_is_kept_without_an_address(secret):
    delivery = make_delivery(make_subscriber("gone@shop.example"))
    raw = sample("postfix-unknown-user", delivery, secret)
    Delivery.objects.update(address="", subscriber=None)
    Subscriber.objects.all().delete()

    reports.take_in(raw, NOON)

    assert DeliveryEvent.objects.get().delivery == delivery
    assert Suppression.objects.count() == 0
