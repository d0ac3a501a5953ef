"""The message of a mailing: made once, filled for each recipient, valid in every encoding."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import SMTP, strict
from email.utils import parseaddr

import pytest
from django.conf import settings
from django.urls import reverse

from subscribers import mail
from subscribers.message import END, Letterhead, envelope_address, prepare, stuffed
from subscribers.tokens import LEAVE_PLACE, PREFERENCES_PLACE

HEAD = Letterhead(
    sender="newsroom@news.example.com",
    sender_name="Outbound 出海",
    reply_to="editor@news.example.com",
    list_name="Outbound",
    leave_url=f"https://news.example.com/leave/{LEAVE_PLACE}/",
    feedback="edition-27",
    date=datetime(2025, 7, 14, 12, tzinfo=UTC),
    takes_bounces=True,
)
HTML = f'<p>小米 in Lima</p><a href="https://news.example.com/leave/{LEAVE_PLACE}/">Leave</a>'
TEXT = f"小米 in Lima\nhttps://news.example.com/you/{PREFERENCES_PLACE}/\n"
ADA = {
    "address": "ada@inbox.example.com",
    "name": "",
    "message_id": "recap.1.2@news.example.com",
    "leave": "L" * 36,
    "preferences": "P" * 36,
    "return_path": "bounces+2@news.example.com",
}


def made(html=HTML, text=TEXT, head=HEAD, eight_bit=True, on_the_wire=False, **facts):
    prepared = prepare(head, "Lima", html, text, eight_bit=eight_bit, on_the_wire=on_the_wire)
    return prepared.fill(**{**ADA, **facts})


def parsed(message):
    return message_from_bytes(message, policy=SMTP + strict)


@pytest.mark.parametrize("eight_bit", [True, False])
def test_both_parts_carry_their_content_with_the_links_of_the_recipient(eight_bit):
    message = parsed(made(eight_bit=eight_bit))
    text, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())

    assert html == HTML.replace(LEAVE_PLACE, "L" * 36) + "\n"
    assert text == TEXT.replace(PREFERENCES_PLACE, "P" * 36)
    link = f"<https://news.example.com/leave/{'L' * 36}/>"
    assert message["List-Unsubscribe"] == f"{link}, <mailto:bounces+2@news.example.com?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_headers_say_who_sends_and_what_it_is():
    message = parsed(made())

    assert message["From"].addresses[0].display_name == "Outbound 出海"
    assert message["Message-ID"] == "<recap.1.2@news.example.com>"
    assert message["List-Id"] == "Outbound <newsletter.news.example.com>"
    assert message["Precedence"] == "bulk"
    assert message["Feedback-ID"] == "edition-27:mailing:recap:news.example.com"
    assert message["Date"].datetime == HEAD.date
    assert message["Return-Path"] is None


@pytest.mark.parametrize("before", range(0, 80, 3))
def test_no_soft_break_cuts_a_placeholder(before):
    html = "é" * (before // 2) + "x" * (before % 2) + LEAVE_PLACE + "y" * 90
    body = made(html=html, text="Lima\n", eight_bit=False)

    assert b"L" * 36 in body
    assert max(map(len, body.split(b"\r\n"))) <= 200
    assert parsed(body).get_body("html").get_content().rstrip() == html.replace(LEAVE_PLACE, "L" * 36)


def test_lines_of_quoted_printable_are_short_and_end_in_no_space():
    lines = made(html="<p>a = b</p> \n" + "word " * 500, text="x\n", eight_bit=False).split(b"\r\n")
    body = lines[lines.index(b"") :]

    assert max(map(len, body)) <= 76
    assert [line for line in body if line.endswith((b" ", b"\t"))] == []


@pytest.mark.parametrize(
    ("text", "eight_bit", "encoding"),
    [
        ("Lima\n", True, "7bit"),
        ("Lima\n", False, "7bit"),
        ("小米\n", True, "8bit"),
        ("小米\n", False, "quoted-printable"),
        ("x" * 999 + "\n", True, "quoted-printable"),
        ("小" * 400 + "\n", True, "quoted-printable"),  # 1,200 octets
    ],
)
def test_the_encoding_is_what_server_and_lines_allow(text, eight_bit, encoding):
    body = made(html="<p>Lima</p>", text=text, eight_bit=eight_bit)

    assert parsed(body).get_body("plain")["Content-Transfer-Encoding"] == encoding
    assert max(map(len, body.split(b"\r\n"))) <= 998


def test_on_the_wire_the_dots_are_doubled_once_and_the_end_is_there():
    dots = {"html": ".a\n..b\n", "text": ".\nc.\n"}

    assert made(**dots, on_the_wire=True) == stuffed(made(**dots))
    assert b"\r\n..\r\nc.\r\n" in made(**dots, on_the_wire=True)
    assert made(**dots, on_the_wire=True).endswith(b"--\r\n" + END)


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", 'Ada "the first", Countess', "李雷", "李" * 120, "Ada.Lovelace"]
)
def test_a_name_arrives_as_it_is(name):
    message = made(name=name)

    found, address = parseaddr(message_from_bytes(message)["To"])
    assert str(make_header(decode_header(found))) == name
    assert address == "ada@inbox.example.com"
    assert max(map(len, message.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 200


@pytest.mark.parametrize(
    "poison",
    [
        {"name": "Ada\r\nBcc: all@inbox.example.com"},
        {"name": "Ada\0"},
        {"address": "ada@inbox.example.com>\r\nDATA"},
        {"address": "ada@inbox.example.com> SIZE=1"},
        {"leave": "L" * 35},
        {"preferences": "é" * 36},
        {"message_id": "a\n@b"},
    ],
)
def test_what_would_break_a_message_is_refused(poison):
    with pytest.raises(ValueError):
        made(**poison)


def test_a_text_with_a_nul_is_refused():
    with pytest.raises(ValueError, match="NUL"):
        made(text="\0")


def test_an_address_with_other_letters_goes_to_a_server_that_takes_it_or_is_refused():
    assert envelope_address("ada@bücher.example", utf8=False) == "ada@xn--bcher-kva.example"
    assert envelope_address("李@bücher.example", utf8=True) == "李@xn--bcher-kva.example"
    assert "To: 李@xn--bcher-kva.example\r\n".encode() in made(address="李@xn--bcher-kva.example")
    with pytest.raises(ValueError, match="SMTPUTF8"):
        envelope_address("李@bücher.example", utf8=False)


def test_without_an_address_for_bounces_leaving_is_by_link_alone():
    message = parsed(made(head=replace(HEAD, takes_bounces=False)))

    assert message["List-Unsubscribe"] == f"<https://news.example.com/leave/{'L' * 36}/>"


def test_the_link_to_leave_is_the_page_that_takes_the_click():
    assert settings.SITE_URL + reverse("subscribers:leave", args=[LEAVE_PLACE]) == mail.LEAVE_URL
