import email.policy
from email import message_from_bytes
from email.utils import parseaddr

import pytest
from django.core import mail

from editions.proof import send_proof
from recap.mailbox import newest
from tests.factories import make_edition, make_item, make_masthead

pytestmark = pytest.mark.django_db
TO = ["lin@newsroom.example", "ana@newsroom.example"]


def make_proof(*, masthead=None, **facts):
    masthead = masthead or make_masthead(name="Outbound", sender_address="desk@outbound.example")
    edition = make_edition(make_item("维沃 (Vivo) **opened** a shop."), title="Shops and ships", **facts)
    send_proof(edition, masthead, to=TO)
    return edition


def sent():
    """The one message, as a mail server would get it, read back."""
    (message,) = mail.outbox
    return message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def test_a_proof_is_the_edition_in_both_its_parts():
    make_proof()

    text, html = sent().iter_parts()

    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert sent().get_content_type() == "multipart/alternative"
    assert "维沃 (Vivo) opened a shop." in text.get_content()
    assert "维沃 (Vivo) <strong" in html.get_content()
    assert "Shops and ships" in text.get_content()


def test_it_says_that_it_is_a_proof_and_goes_to_those_named():
    make_proof(number=27)

    assert sent()["Subject"].startswith("[Proof] ")
    assert "Shops and ships" in sent()["Subject"]
    assert sent()["To"] == ", ".join(TO)
    assert sent()["X-Recap-Kind"] == "proof"


def test_it_carries_the_subject_line_of_the_edition():
    make_proof(subject="Lima gains a shop: 小米 waits")

    assert sent()["Subject"] == "[Proof] Lima gains a shop: 小米 waits"


@pytest.mark.parametrize(
    ("facts", "sender"),
    [
        ({"sender_name": "The Desk, 小米"}, ("The Desk, 小米", "desk@outbound.example")),
        ({}, ("Outbound", "desk@outbound.example")),
        ({"sender_address": ""}, ("Outbound", "newsroom@localhost")),
    ],
)
def test_it_comes_from_the_sender_of_the_masthead(facts, sender, settings):
    settings.DEFAULT_FROM_EMAIL = "newsroom@localhost"
    make_proof(masthead=make_masthead(**{"sender_address": "desk@outbound.example", **facts}))

    assert parseaddr(str(sent()["From"])) == sender


@pytest.mark.parametrize("reply_to", ["tips@outbound.example", ""])
def test_answers_go_to_the_address_of_the_masthead(reply_to):
    make_proof(masthead=make_masthead(reply_to=reply_to))

    assert (sent()["Reply-To"] or "") == reply_to


def test_a_draft_is_proofed_as_it_stands_now():
    edition = make_proof()
    edition.subject = "Another subject"
    edition.save()
    mail.outbox.clear()

    send_proof(edition, make_masthead(), to=TO)

    assert "Another subject" in sent()["Subject"]
    assert edition.status == "draft"


def test_without_a_mail_server_it_lands_as_a_file_that_can_be_read(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "recap.mailbox.Backend", tmp_path / "mail"
    make_proof()

    ((name, message),) = newest()

    assert [path.name for path in settings.MAIL_DIR.iterdir()] == [f"{name}.eml"]
    assert message["Subject"].startswith("[Proof] ")
    assert "opened a shop" in message.get_body("plain").get_content()
    assert not message.defects
