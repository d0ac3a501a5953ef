"""Letters: what they say, in two languages, and that each is sent once."""

import email.policy
import re
from datetime import timedelta

import html5lib
import pytest
from django.core import mail
from django.utils import timezone

from subscribers import letters, tasks
from subscribers.letters import LATE, WAITS
from subscribers.models import Letter
from tests.editions.smtp import BREAK_OFF, mail_server
from tests.editions.test_publishing import at_once
from tests.factories import NOON, make_masthead, make_subscriber
from tests.subscribers.people import make_letter, page_of, paths_in

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=1)
KINDS = ("confirm", "known", "move")
WORDS = {("confirm", "en"): "Confirm your subscription to Outbound", ("known", "zh"): "您的 Outbound 订阅"}


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead(sender_address="desk@outbound.example.com", reply_to="lin@outbound.example.com")


def write(kind="confirm", now=NOON, **facts):
    ada = make_subscriber("ada@example.com", **facts)
    return letters.write(kind, ada, ada.address, whence="203.0.113.0/24", now=now)


def row():
    return Letter.objects.values_list("sent_at", "due_at", "error").get()


# What they say


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_the_same_as_text_and_as_html(kind, language):
    message = letters.compose(write(kind, language=language))

    [(html, _)] = message.alternatives
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    links = [link.get("href") for link in tree.iter("a")]
    for path in paths_in(message):
        assert any(link.endswith(path) for link in links)
    words = re.sub(r"\s", "", "".join(tree.find("body").itertext()))
    for line in message.body.splitlines():
        if line.endswith((".", "。")):
            assert re.sub(r"\s", "", line) in words
    assert tree.get("lang") == language
    assert "ada@example.com" in message.body
    assert (language == "zh") == bool(re.search("[一-鿿]", message.subject))


@pytest.mark.parametrize(
    ("kind", "pages"),
    [
        ("confirm", ["confirm", "preferences"]),
        ("known", ["preferences", "leave"]),
        ("move", ["move"]),
    ],
)
def test_a_letter_leads_to_its_pages(kind, pages):
    letter = write(kind)
    numbers = {"confirm": letter.pk, "move": letter.pk}

    expected = [page_of(page, letter.subscriber, numbers.get(page, 0)) for page in pages]

    assert paths_in(letters.compose(letter)) == expected


def test_a_letter_is_a_whole_mail_from_the_masthead():
    message = letters.compose(write())
    raw = message.message().as_bytes()
    read = email.message_from_bytes(raw, policy=email.policy.strict)

    assert (read["From"], read["Reply-To"]) == (
        "Outbound <desk@outbound.example.com>",
        "lin@outbound.example.com",
    )
    assert (read["To"], read["Auto-Submitted"]) == ("ada@example.com", "auto-generated")
    assert read["Message-ID"].endswith("@outbound.example.com>")
    assert read["Subject"] == WORDS["confirm", "en"]
    assert max(map(len, raw.splitlines())) <= 998
    assert b"<script" not in raw
    assert b"<img" not in raw


def test_a_name_with_signs_of_html_is_said_as_it_is(masthead):
    make_masthead(name="Ships & <Shops>")

    message = letters.compose(write())

    assert "asked for Ships & <Shops> to be sent" in message.body
    assert "Ships &amp; &lt;Shops&gt;" in message.alternatives[0][0]


# Once


def test_a_letter_is_mailed_once(settings):
    write()

    assert [letters.mail_due(now=SOON), letters.mail_due(now=SOON)] == [1, 0]
    assert row() == (SOON, None, "")
    assert len(mail.outbox) == 1


def test_the_task_mails_what_is_due_and_the_clock_calls_it(settings):
    write(now=timezone.now())

    assert tasks.send_letters() == 1
    assert settings.CELERY_BEAT_SCHEDULE["subscribers.tasks.send_letters"]["schedule"] == 30


def test_what_is_more_than_a_day_late_is_mailed_no_more():
    write()

    assert letters.mail_due(now=NOON + LATE) == 0
    assert row() == (None, None, "It was more than a day late, so it was not mailed.")


@pytest.mark.django_db(transaction=True)
def test_four_workers_mail_each_letter_once():
    make_masthead()
    for number in range(12):
        make_letter(make_subscriber(f"ada{number}@example.com"), at=NOON)
    Letter.objects.update(due_at=NOON)

    assert sum(at_once(*[lambda: letters.mail_due(now=SOON)] * 4)) == 12
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 12


@pytest.fixture
def smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.EMAIL_PORT = "127.0.0.1", 10, 9  # nobody is there
    return settings


def test_a_server_that_is_down_is_asked_twice_again(smtp):
    write()
    due = []
    for now in (SOON, SOON + WAITS[0], SOON + WAITS[0] + WAITS[1]):
        assert letters.mail_due(now=now) == 0
        due.append(Letter.objects.get().due_at)

    assert due == [SOON + WAITS[0], SOON + WAITS[0] + WAITS[1], None]
    assert Letter.objects.get().error.startswith("The mail server could not be reached")


def test_what_the_server_refused_is_sent_again(smtp):
    write()
    with mail_server(RCPT="450 4.2.0 Try later.") as (port, _):
        smtp.EMAIL_PORT = port
        assert letters.mail_due(now=SOON) == 0

    assert row() == (None, SOON + WAITS[0], "The mail server did not take it: 450 4.2.0 Try later.")


def test_what_the_server_may_have_taken_is_not_sent_again(smtp):
    write()
    with mail_server(MESSAGE=BREAK_OFF) as (port, taken):
        smtp.EMAIL_PORT = port
        assert [letters.mail_due(now=SOON), letters.mail_due(now=SOON + WAITS[1])] == [0, 0]

    assert len(taken) == 1
    assert row()[:2] == (SOON, None)


def test_an_address_that_no_mail_can_go_to_does_not_hold_up_the_others(smtp):
    letter = write()
    Letter.objects.filter(pk=letter.pk).update(address="a b@@example\n")
    good = make_letter(make_subscriber(), at=NOON)
    Letter.objects.filter(pk=good.pk).update(due_at=SOON)
    with mail_server() as (port, taken):
        smtp.EMAIL_PORT = port
        assert letters.mail_due(now=SOON) == 1

    assert len(taken) == 1
    assert Letter.objects.get(pk=letter.pk).error
