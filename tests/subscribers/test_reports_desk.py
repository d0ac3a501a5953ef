"""The pages of what came back and nobody could make anything of."""

import base64

import pytest

from subscribers import reports
from subscribers.models import Report
from tests.desk import browser_of, words_of
from tests.factories import NOON
from tests.subscribers.test_events import make_report

pytestmark = pytest.mark.django_db
LETTER = b"From: Reader <reader@shop.example>\r\nSubject: A <b>word</b>\r\n\r\n<script>alert(1)</script>"


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_who_may_not_see_reports_is_refused(role):
    report = make_report(set_aside="It is damaged.")
    browser = browser_of(role)

    assert browser.get("/admin/reports/").status_code == 403
    assert browser.get(f"/admin/reports/{report.pk}/").status_code == 403


def test_what_is_set_aside_is_listed_with_its_reason():
    reports.take_in(LETTER, NOON)
    make_report("2", raw="Subject: A bounce that was read")

    said = words_of(browser_of("publisher").get("/admin/reports/"))

    assert "A <b>word</b>" in said
    assert "Reader <reader@shop.example>" in said
    assert "Nobody could tell what it is about." in said
    assert "A bounce that was read" not in said


def test_a_report_is_shown_as_text():
    report = reports.take_in(LETTER, NOON)

    page = browser_of("publisher").get(f"/admin/reports/{report.pk}/").content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_list_says_when_it_is_empty():
    assert "Nothing is set aside." in words_of(browser_of("publisher").get("/admin/reports/"))


def test_a_long_list_goes_on_with_older_ones():
    Report.objects.bulk_create(
        Report(
            source="mailbox",
            kind="other",
            digest=str(number),
            received_at=NOON,
            raw=f"Subject: letter {number}.",
            set_aside="?",
        )
        for number in range(51)
    )
    browser = browser_of("publisher")
    oldest = Report.objects.order_by("pk").first()

    assert "letter 0." not in words_of(browser.get("/admin/reports/"))
    assert "letter 0." in words_of(browser.get(f"/admin/reports/?before={oldest.pk + 1}"))


def test_an_encoded_letter_can_be_read():
    body = base64.encodebytes("请问下一期什么时候来？".encode())
    letter = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body
    report = reports.take_in(letter, NOON)

    assert "请问下一期" in words_of(browser_of("publisher").get(f"/admin/reports/{report.pk}/"))


@pytest.mark.parametrize("raw", ["", "\n\n", "Content-Type: multipart/mixed; boundary=a\n" * 90, "é: �"])
def test_any_report_can_be_shown(raw):
    report = make_report(raw=raw, set_aside="It is damaged.")
    browser = browser_of("publisher")

    assert browser.get("/admin/reports/").status_code == 200
    assert browser.get(f"/admin/reports/{report.pk}/").status_code == 200
