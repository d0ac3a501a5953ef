"""What a mail that came back tells: of whom, of which class, about which delivery."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subscribers import verp
from subscribers.bounces import read

SAMPLES = Path(__file__).parents[1] / "samples/bounces"
SECRET = b"secret of the tests"
DELIVERY = 11
TOKEN = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA7"

# File, then for each recipient: kind, recipient, class, code; all are about the delivery.
REPORTS = {
    "base64-status": [("bounce", "读者@shop.example", "hard", "5.1.1")],
    "barracuda": [("bounce", "reader@shop.example", "block", "5.3.0")],
    "exchange-no-diagnostic": [("bounce", "full@shop.example", "soft", "5.0.0")],
    "exchange-online-access-denied": [("bounce", "gone@shop.example", "hard", "5.4.1")],
    "exchange-online-not-found": [("bounce", "gone@shop.example", "hard", "5.1.10")],
    "exim": [("bounce", "gone@shop.example", "hard", "")],
    "exim-delayed": [("auto", "", "", "")],
    "exim-spam": [("bounce", "reader@shop.example", "block", "")],
    "forwarded-elsewhere": [("bounce", "reader@shop.example", "hard", "5.1.1")],
    "gmail-no-such-user": [("bounce", "gone@gmail.example", "hard", "5.1.1")],
    "gmail-over-quota": [("bounce", "full@gmail.example", "soft", "5.2.2")],
    "gmx-policy": [("bounce", "reader@gmx.example", "block", "")],
    "icloud-over-quota": [("bounce", "full@icloud.example", "soft", "5.2.2")],
    "netease": [("bounce", "full@163.example", "soft", "")],
    "outlook-block-list": [("bounce", "reader@hotmail.example", "block", "5.7.1")],
    "postfix-delayed": [("auto", "reader@shop.example", "", "")],
    "postfix-no-host": [("bounce", "gone@nowhere.example", "hard", "5.4.4")],
    "postfix-timed-out": [("bounce", "reader@shop.example", "soft", "4.4.1")],
    "postfix-two-recipients": [
        ("bounce", "gone@shop.example", "hard", "5.1.1"),
        ("bounce", "full@shop.example", "soft", "5.2.2"),
        ("auto", "there@shop.example", "", ""),
    ],
    "postfix-unknown-user": [("bounce", "gone@shop.example", "hard", "5.1.1")],
    "qmail": [
        ("bounce", "full@shop.example", "soft", "5.2.2"),
        ("bounce", "gone@shop.example", "hard", "5.1.1"),
    ],
    "qq": [("bounce", "gone@qq.example", "hard", "")],
    "sendmail-unknown-user": [("bounce", "gone@shop.example", "hard", "5.1.1")],
    "sina": [("bounce", "gone@sina.example", "hard", "5.1.0")],
    "status-contradicts-words": [("bounce", "reader@shop.example", "block", "5.1.1")],
    "utf8-address": [("bounce", "读者@例子.example", "hard", "5.1.1")],
    "yahoo": [("bounce", "gone@yahoo.example", "hard", "")],
    "arf-abuse": [("complaint", "reader@mailbox.example", "", "")],
    "arf-auth-failure": [("other", "", "", "")],
    "arf-not-spam": [("auto", "reader@mailbox.example", "", "")],
    "leave-by-header": [("leave", "", "", "")],
    "leave-in-chinese": [("leave", "", "", "")],
    "letter": [("other", "", "", "")],
    "out-of-office": [("auto", "", "", "")],
    "out-of-office-chinese": [("auto", "", "", "")],
    "read-receipt": [("auto", "", "", "")],
}


def sample(name, delivery=DELIVERY):
    address = verp.address("bounces@example.com", delivery, SECRET)
    text = (SAMPLES / f"{name}.eml").read_text()
    return text.replace("{verp}", address).replace("{token}", TOKEN).encode()


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_tells_whom_how_and_of_which_delivery(name):
    told = read(sample(name), SECRET)

    assert [(one.kind, one.recipient, one.bounce, one.code) for one in told] == REPORTS[name]
    assert {one.delivery for one in told} == {DELIVERY}


def test_a_report_without_our_envelope_sender_still_names_the_link_to_leave():
    told = read(sample("arf-redacted"), SECRET)[0]

    assert (told.kind, told.delivery, told.tokens) == ("complaint", None, (TOKEN,))


def test_a_reply_that_asks_to_leave_names_its_sender():
    told = read(sample("leave-by-reply"), SECRET)[0]

    assert (told.kind, told.sender, told.delivery) == ("leave", "reader@shop.example", None)


def test_a_reply_names_the_delivery_by_the_message_it_answers():
    answered = verp.address("recap.3@example.com", DELIVERY, SECRET)
    raw = sample("leave-by-reply").replace(b"edition27.11@example.com", answered.encode())

    assert read(raw, SECRET)[0].delivery == DELIVERY


def test_an_envelope_sender_that_somebody_else_signed_names_no_delivery():
    assert read(sample("postfix-unknown-user"), b"another secret")[0].delivery is None


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("unsubscribe", "", "leave"),
        ("Re: Unsubscribe!", "", "leave"),
        ("退订", "", "leave"),
        ("Re: Shops", "Please unsubscribe me", "leave"),
        ("Re: Shops", "\n\nremove me from this list, thanks", "leave"),
        ("Re: Shops", "取消订阅", "leave"),
        ("How to unsubscribe", "Is there a way?", "other"),
        ("Re: Shops", "> unsubscribe", "other"),
        ("Re: Shops", "Stop writing about unsubscribe links", "other"),
        ("Out of office: Shops", "unsubscribe", "auto"),
    ],
)
def test_who_asks_to_leave_is_told_from_who_writes_of_it(subject, text, kind):
    fields = f"From: reader@shop.example\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8"
    mail = f"{fields}\r\n\r\n{text}"

    assert read(mail.encode(), SECRET)[0].kind == kind


def nested(times):
    lines = [f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}" for number in range(times)]
    return "\n".join(lines).encode()


BOUNCED = b"From: mailer-daemon@x.example\nSubject: failure notice\n"
HOSTILE = {
    "empty": b"",
    "zeros": b"\0" * 100_000,
    "huge": b"Subject: failure notice\nFrom: mailer-daemon@x.example\n\n"
    + b"a@b.example failed\n" * 3_000_000,
    "one line": BOUNCED + b"\n" + b"a" * 50_000_000,
    "deep": nested(5000),
    "deep messages": b"Content-Type: message/rfc822\n\n" * 5000,
    "parts without end": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 50_000,
    "headers": b"To: <a@b.example>\n" * 100_000,
    "folded": b"To:\n" + b" <a@b.example>\n" * 100_000,
    "encoded words": b"Subject: " + b"=?utf-8?q?=ff?= " * 60 + b"\n\nunsubscribe?",
    "a charset that is none": b"Subject: x\nContent-Type: text/plain; charset=nothing\n\nunsubscribe",
    "users": b"From: mailer-daemon@x.example\nSubject: failure notice\n\n"
    + b"user address user no " * 10_000,
    "openings": b"From: mailer-daemon@x.example\nSubject: failed\nContent-Type: text/html\n\n"
    + b"<style><" * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_costs_little_and_raises_nothing(name):
    raw = HOSTILE[name]
    began = time.process_time()

    assert read(raw, SECRET)
    assert time.process_time() - began < 5


def test_a_mail_that_is_nested_too_deep_is_not_taken_apart():
    assert read(nested(100), SECRET)[0].why == "It has too many parts."


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_can_be_read(raw):
    assert read(raw, SECRET)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(REPORTS)), st.data())
def test_a_damaged_report_can_be_read(name, data):
    raw = bytearray(sample(name))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=12))

    assert read(bytes(raw), SECRET)
