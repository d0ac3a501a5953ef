"""One connection to the mail server: what is written, and what each answer, or none, means."""

import time

import pytest

from subscribers.sending import Connection, Files, Kind, Unreachable
from tests.subscribers.conversation import authority
from tests.subscribers.relay import CLOSE, DRIP, FEATURES, SILENCE, TAKE_AND_CLOSE, TAKE_AND_SILENCE, Relay

ADA, BEN = "ada@inbox.example.com", "ben@inbox.example.com"
MESSAGE = b"Subject: Lima\r\n\r\nVivo\r\n.\r\n"
ANSWERED = {"450 4.2.1 Later": Kind.TEMPORARY, "550 5.1.1 Nobody": Kind.PERMANENT, "421 Bye": Kind.CLOSING}


@pytest.fixture
def relay():
    with Relay() as relay:
        yield relay


def connected(relay, **facts):
    config = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": relay.port, **facts}
    connection = Connection(config, "news.example.com", time.monotonic() + 60)
    connection.open()
    return connection


def send(connection, to=ADA, message=MESSAGE):
    return connection.send("newsroom@example.com", to, message)


@pytest.mark.parametrize("features", [FEATURES, ("SIZE 1000000",), ()])
def test_messages_follow_each_other_over_one_connection(features):
    with Relay(features=features) as relay:
        connection = connected(relay)
        answers = [send(connection, to) for to in (ADA, BEN)]
        connection.close()

        assert [answer.kind for answer in answers] == [Kind.ACCEPTED] * 2
        assert relay.copies() == {ADA: 1, BEN: 1}
        assert (len(relay.connections), relay.offences) == (1, [])


@pytest.mark.parametrize(("words", "kind"), ANSWERED.items())
@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "MESSAGE"])
@pytest.mark.parametrize("features", [FEATURES, ()])
def test_a_refusal_is_of_one_message_alone(features, stage, words, kind):
    with Relay(features=features) as relay:
        connection = connected(relay)
        send(connection)
        relay.when(stage, words, to=BEN if stage != "MAIL" else None, times=1)

        assert send(connection, BEN).kind is kind
        if not connection.is_open:
            connection.open()
        assert send(connection, "eve@inbox.example.com").kind is Kind.ACCEPTED
        assert relay.copies() == {ADA: 1, "eve@inbox.example.com": 1}


def test_a_server_that_waits_for_a_message_to_nobody_gets_an_empty_one():
    with Relay(generous=True) as relay:
        connection = connected(relay)
        relay.when("RCPT", "550 5.1.1 Nobody", to=BEN)

        answer = send(connection, BEN)

        assert (answer.kind, answer.words, answer.code) == (Kind.PERMANENT, "550 5.1.1 Nobody", "550")
        assert send(connection).kind is Kind.ACCEPTED
        assert relay.copies() == {ADA: 1}


@pytest.mark.parametrize(
    ("stage", "act", "kind"),
    [
        ("RCPT", CLOSE, Kind.LOST),
        ("DATA", SILENCE, Kind.LOST),
        ("MESSAGE", TAKE_AND_CLOSE, Kind.UNKNOWN),
        ("MESSAGE", TAKE_AND_SILENCE, Kind.UNKNOWN),
    ],
)
def test_a_connection_lost_before_the_end_was_for_nothing_and_after_it_nobody_knows(
    relay, settings, stage, act, kind
):
    settings.MAIL_TIMEOUT = 0.5
    connection = connected(relay)
    send(connection)
    relay.when(stage, act, to=BEN)

    assert send(connection, BEN).kind is kind
    assert not connection.is_open


def test_a_server_that_drips_holds_nobody_past_the_deadline(relay, settings):
    settings.MAIL_TIMEOUT = 0.5
    connection = connected(relay)
    relay.drip = 0.1
    relay.when("RCPT", DRIP, to=ADA)
    began = time.monotonic()

    assert send(connection).kind is Kind.LOST
    assert time.monotonic() - began < 2


def test_no_answer_is_awaited_past_the_end_of_the_lane(relay):
    connection = connected(relay)
    connection.smtp.lane_ends = time.monotonic() + 0.3
    relay.when("MESSAGE", SILENCE, to=ADA)
    began = time.monotonic()

    assert send(connection).kind is Kind.UNKNOWN
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("stage", ["CONNECT", "EHLO", "MAIL"])
@pytest.mark.parametrize("act", ["421 4.3.2 Out of order", CLOSE])
def test_a_server_that_takes_nothing_from_us_is_unreachable(relay, stage, act):
    relay.when(stage, act)

    with pytest.raises(Unreachable):
        send(connected(relay))


def test_a_server_that_is_not_there_is_unreachable(relay):
    relay.close()

    with pytest.raises(Unreachable, match="refused"):
        connected(relay)


def test_what_should_be_encrypted_never_goes_in_the_clear(relay):
    with pytest.raises(Unreachable, match="STARTTLS"):
        connected(relay, EMAIL_USE_TLS=True)

    assert relay.commands["MAIL"] == 0


@pytest.mark.parametrize(("offered", "asked"), [("starttls", "EMAIL_USE_TLS"), ("tls", "EMAIL_USE_SSL")])
def test_where_encryption_is_asked_for_password_and_message_are_encrypted(
    monkeypatch, tmp_path, offered, asked
):
    authority().cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))  # where OpenSSL finds whom to trust
    with Relay(login=("newsroom", "right"), **{offered: True}) as relay:
        connection = connected(
            relay, **{asked: True}, EMAIL_HOST_USER="newsroom", EMAIL_HOST_PASSWORD="right"
        )

        assert [send(connection, to).kind for to in (ADA, BEN)] == [Kind.ACCEPTED] * 2
        assert connection.smtp.sock.version().startswith("TLS")
        assert (relay.copies(), relay.offences) == ({ADA: 1, BEN: 1}, [])


@pytest.mark.parametrize(("offered", "asked"), [("starttls", "EMAIL_USE_TLS"), ("tls", "EMAIL_USE_SSL")])
def test_a_server_whose_certificate_nobody_vouches_for_is_sent_nothing(offered, asked):
    with Relay(**{offered: True}) as relay:
        with pytest.raises(Unreachable, match="certificate"):
            connected(relay, **{asked: True})

        assert relay.commands["MAIL"] == 0


def test_a_wrong_password_is_told_in_the_words_of_the_server():
    with Relay(login=("newsroom", "right")) as relay, pytest.raises(Unreachable, match="535"):
        connected(relay, EMAIL_HOST_USER="newsroom", EMAIL_HOST_PASSWORD="wrong")


def test_eight_bit_is_announced_where_it_is_offered(relay):
    send(connected(relay))

    assert "BODY=8BITMIME" in relay.handed[0].parameters
    assert f"SIZE={len(MESSAGE)}" in relay.handed[0].parameters


def test_without_a_server_each_message_is_a_file(settings, tmp_path):
    settings.MAILINGS_DIR = tmp_path
    files = Files(3)
    files.open()

    answer = send(files, "../ada@inbox.example.com", b"Subject: Lima\r\n")

    assert answer.kind is Kind.ACCEPTED
    assert [path.name for path in (tmp_path / "3").iterdir()] == [".._ada@inbox.example.com.eml"]
