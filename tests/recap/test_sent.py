"""Mail as files: written where no server is configured, listed and shown at the desk."""

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.urls import reverse

from recap import mailbox
from tests.desk import address, browser_of, words_of
from tests.factories import make_edition, make_masthead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_dir(settings, tmp_path):
    settings.EMAIL_BACKEND = "recap.mailbox.Backend"
    settings.MAIL_DIR = tmp_path / "mail"
    make_masthead()
    return settings.MAIL_DIR


def send_proof(**facts):
    browser_of("editor").post(address("proof", make_edition(**facts).pk), {"to": "a@example.com"})
    return mailbox.newest()[0][0]


def send_secret():
    send_mail("Your password", "The link.", "desk@example.com", ["mei@example.com"])
    return mailbox.newest()[0][0]


def listed(browser):
    return words_of(browser.get(reverse("sent")))


def test_nothing_was_sent_at_first_and_the_page_says_so():
    assert "Nothing was sent yet." in listed(browser_of("contributor"))


def test_a_proof_is_listed_for_everyone_at_the_desk():
    send_proof(number=27, title="Shops and ships", subject="")

    page = listed(browser_of("contributor"))

    assert "[Proof] Outbound No. 27: Shops and ships" in page
    assert "a@example.com" in page


def test_a_message_is_shown_with_its_headers_and_both_its_parts():
    name = send_proof()
    reader = browser_of("contributor")

    page = reader.get(reverse("sent_message", args=[name]))
    html = reader.get(reverse("sent_html", args=[name]))

    assert "<dt>To</dt><dd>a@example.com</dd>" in page.content.decode()
    assert "Vivo opened its first shop in Lima." in words_of(page)
    assert reverse("sent_html", args=[name]) in page.content.decode()
    assert b"<table" in html.content


def test_the_html_of_a_message_runs_no_script():
    html = browser_of("editor").get(reverse("sent_html", args=[send_proof()]))

    assert "script-src 'none'" in html["Content-Security-Policy"]


def test_letters_that_are_not_ascii_are_kept():
    name = send_proof(title="小米 goes to Łódź")

    assert "小米 goes to Łódź" in words_of(browser_of("editor").get(reverse("sent_message", args=[name])))


def test_a_message_of_text_alone_has_no_frame():
    name = send_secret()
    administrator = browser_of("administrator")

    assert b"<iframe" not in administrator.get(reverse("sent_message", args=[name])).content
    assert administrator.get(reverse("sent_html", args=[name])).status_code == 404


@pytest.mark.parametrize("role", ["contributor", "editor", "publisher"])
def test_links_to_choose_a_password_are_not_for_everyone(role):
    name = send_secret()
    reader = browser_of(role)

    assert "Your password" not in listed(reader)
    assert reader.get(reverse("sent_message", args=[name])).status_code == 404
    assert reader.get(reverse("sent_html", args=[name])).status_code == 404


def test_who_may_change_people_sees_all_mail():
    name = send_secret()
    administrator = browser_of("administrator")

    assert "Your password" in listed(administrator)
    assert administrator.get(reverse("sent_message", args=[name])).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "notes",
        "20250714-120000-0123abcd",
        "..",
        "..%2Fmail",
        "..%2F..%2Fsecret-key",
        "%00",
        "x" * 300,
        "x%0A.eml",
    ],
)
def test_a_name_that_is_no_messages_is_not_found(name, mail_dir):
    mail_dir.mkdir()
    (mail_dir / "notes.eml").write_text("Subject: mine")
    (mail_dir.parent / "secret-key.eml").write_text("Subject: secret")

    assert mailbox.read("../secret-key") is None
    assert browser_of("administrator").get(f"{reverse('sent')}{name}/").status_code == 404


def test_the_newest_message_stands_first():
    for subject in ("First", "Second", "Third"):
        send_mail(subject, "Words.", "desk@example.com", ["a@example.com"])

    names = [name for name, _ in mailbox.newest()]
    assert names == sorted(names, reverse=True)
    assert [name for name, _ in mailbox.newest(limit=2)] == names[:2]


def test_a_stray_file_beside_the_mail_is_passed_over(mail_dir):
    name = send_proof()
    (mail_dir / "notes.eml").write_text("Subject: mine")

    assert [shown for shown, _ in mailbox.newest()] == [name]


def test_a_file_that_is_no_message_is_shown_as_it_is(mail_dir):
    mail_dir.mkdir()
    (mail_dir / "20250714-120000-0123abcd.eml").write_bytes(b"\xff\x00 no message at all")
    administrator = browser_of("administrator")

    assert administrator.get(reverse("sent")).status_code == 200
    assert administrator.get(reverse("sent_message", args=["20250714-120000-0123abcd"])).status_code == 200


def test_nobody_reads_mail_without_logging_in():
    name = send_proof()

    assert [
        Client().get(reverse(view, args=args)).status_code
        for view, args in (("sent", ()), ("sent_message", (name,)), ("sent_html", (name,)))
    ] == [302, 302, 302]


def test_mail_is_read_and_never_changed_here():
    editor, name = browser_of("editor"), send_proof()

    assert editor.post(reverse("sent")).status_code == 405
    assert editor.post(reverse("sent_message", args=[name])).status_code == 405
