"""Asking for the newsletter: the form on every page, and what it never tells."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sources import tickets
from subscribers import joining, letters, tasks
from subscribers.models import Import, Letter, Subscriber, Suppression
from tests.desk import form_on, words_of
from tests.factories import make_masthead, make_published_edition, make_subscriber
from tests.subscribers.people import ask, mailed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STATES = ["nobody", "pending", "active", "unsubscribed", "bounced", "complained"]


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


def somebody(state, address="ada@example.com"):
    """Somebody in this state, or nobody."""
    if state != "nobody":
        consent = None if state == "pending" else timezone.now() - DAY
        make_subscriber(address, status=state, joined_at=timezone.now() - DAY, consent_at=consent)


# Asking


def test_who_asks_is_kept_as_pending_and_written_to(client):
    answer = ask(client, "Ada@Example.com", language="zh", page="/companies/vivo/")

    ada = Subscriber.objects.get()
    assert (answer.status_code, ada.address, ada.normalised) == (200, "Ada@example.com", "ada@example.com")
    assert (ada.status, ada.language, ada.consent_at, ada.consent_from) == (
        "pending",
        "zh",
        None,
        "/companies/vivo/",
    )
    [letter] = ada.letters.all()
    assert (letter.kind, letter.address, letter.network) == ("confirm", "Ada@example.com", "203.0.113.0/24")
    assert [message.to for message in mailed()] == [["Ada@example.com"]]


def test_who_mails_letters_is_woken_at_once(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as calls:
        ask(client, "ada@example.com")

    assert len(calls) == 1


@pytest.mark.parametrize("state", STATES)
def test_a_known_active_address_gets_its_page_and_any_other_a_confirmation(client, state):
    somebody(state)

    ask(client, "ADA@example.com")

    assert Letter.objects.get().kind == ("known" if state == "active" else "confirm")
    assert Subscriber.objects.get().status == ("pending" if state == "nobody" else state)


def test_an_active_address_that_is_suppressed_must_confirm_again(client):
    ada = make_subscriber("ada@example.com")
    Suppression.objects.create(fingerprint=ada.fingerprint, reason="by_hand", at=timezone.now())

    ask(client, "ada@example.com")

    assert Letter.objects.get().kind == "confirm"


def test_a_stranger_changes_nothing_of_who_is_subscribed(client):
    ada = make_subscriber("ada@example.com", language="en")

    ask(client, "ada@example.com", language="zh", page="/elsewhere/")

    ada.refresh_from_db()
    assert (ada.language, ada.consent_from, ada.status) == ("en", "/subscribe/", "active")


# What nobody is told


def test_the_answer_is_the_same_whoever_is_known(client):
    answers = {}
    for state in STATES:
        somebody(state, f"{state:_<12}@example.com")
        answer = ask(client, f"{state:_<12}@example.com")
        answers[state] = (
            answer.status_code,
            answer.content.decode().replace(f"{state:_<12}", ""),
            sorted(answer.headers),
        )

    assert len(set(map(str, answers.values()))) == 1


def test_the_work_is_the_same_whoever_is_known():
    seen = set()
    for state in STATES:
        somebody(state)
        with CaptureQueriesContext(connection) as queries:
            joining.ask("ada@example.com", language="en", whence="", page="/", now=timezone.now())
        seen.add(
            tuple(
                re.sub(r"\d|'[^']*'", "", query["sql"])[:60]
                for query in queries
                if "SAVEPOINT" not in query["sql"]
            )
        )
        Subscriber.objects.all().delete()

    assert len(seen) == 1


def test_a_machine_that_fills_in_the_trap_is_told_the_same_and_nothing_is_kept(client):
    honest = words_of(ask(client, "ada@example.com"))
    Subscriber.objects.all().delete()

    assert words_of(ask(client, "ada@example.com", remark="Buy now")) == honest
    assert not Subscriber.objects.exists()


# How often


def test_a_person_gets_three_letters_an_hour_and_is_told_the_same(client):
    answers = {words_of(ask(client, "ada@example.com")) for _ in range(5)}

    assert len(answers) == 1
    assert len(mailed()) == 3
    assert Letter.objects.filter(due_at=None, sent_at=None).count() == 2


def test_the_limit_is_of_an_hour_and_what_was_not_sent_does_not_count():
    now = timezone.now()
    for minute in (0, 1, 2, 30, 50):
        joining.ask(
            "ada@example.com", language="en", whence="", page="/", now=now + timedelta(minutes=minute)
        )

    letter = joining.ask("ada@example.com", language="en", whence="", page="/", now=now + letters.HOUR)

    assert letter.due_at == now + letters.HOUR


def test_a_network_asks_so_often_an_hour_and_is_told(client):
    for number in range(joining.ASKED_AN_HOUR):
        joining.ask(
            f"a{number}@example.com", language="en", whence="203.0.113.0/24", page="/", now=timezone.now()
        )

    refused = ask(client, "ada@example.com", whence="203.0.113.250")

    assert refused.status_code == 429
    assert "Your network has asked for many letters" in words_of(refused)
    assert form_on(refused, "/subscribe/")["address"] == "ada@example.com"
    assert ask(client, "ada@example.com", whence="203.0.114.1").status_code == 200
    with pytest.raises(joining.TooMany):
        joining.wants_few("203.0.113.0/24", timezone.now())
    joining.wants_few("203.0.113.0/24", timezone.now() + letters.HOUR)


def test_behind_a_proxy_the_network_is_the_reader_s(client, settings):
    settings.PROXIES = 1
    client.post(
        "/subscribe/",
        {"address": "ada@example.com", "ticket": tickets.make("join", timezone.now())},
        headers={"X-Forwarded-For": "192.0.2.1, 2001:db8::7"},
    )

    assert Letter.objects.get().network == "2001:db8::/64"


# What is wrong with a form


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Write your email address."),
        ("ada", "An email address must have an @-sign."),
        ("ada@", "There must be something after the @-sign."),
        ("a" * 400, "Ensure this value has at most 320 characters (it has 400)."),
    ],
)
def test_a_wrong_address_stays_with_one_sentence_at_its_field(client, address, sentence):
    answer = ask(client, address, language="zh")

    assert answer.status_code == 422
    assert words_of(answer).count(sentence) == 1
    fields = form_on(answer, "/subscribe/")
    assert (fields["address"], fields["language"], fields["page"]) == (address, "zh", "/editions/")
    assert b'aria-describedby="join_wrong"' in answer.content
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "ticket",
    ["", "2020-01-01.x", pytest.param(tickets.make("join", timezone.now() - 2 * DAY), id="two days old")],
)
def test_a_form_from_an_old_copy_of_a_page_comes_back_filled_in_and_is_good_then(client, ticket):
    answer = ask(client, "ada@example.com", language="zh", ticket=ticket)

    assert answer.status_code == 422
    assert "press the button once more" in words_of(answer)
    fields = form_on(answer, "/subscribe/")
    assert (fields["address"], fields["language"]) == ("ada@example.com", "zh")
    assert not Subscriber.objects.exists()
    assert client.post("/subscribe/", fields).status_code == 200
    assert Subscriber.objects.get().language == "zh"


def test_a_language_that_is_none_is_refused(client):
    assert ask(client, "ada@example.com", language="xx").status_code == 422
    assert not Subscriber.objects.exists()


# The form on every page


def test_the_form_of_any_page_works_as_it_is_sent(client):
    edition = make_published_edition()
    for path in ("/", "/editions/", edition.get_absolute_url(), "/nothing/here/", "/subscribe/"):
        fields = form_on(client.get(path), "/subscribe/")

        answer = client.post("/subscribe/", {**fields, "address": f"ada{len(path)}@example.com"})

        assert answer.status_code == 200
        assert Subscriber.objects.latest("pk").consent_from == path
    assert len(mailed()) == 5


@pytest.mark.parametrize(
    ("page", "kept"),
    [("/review/proof/secret/web/", "/subscribe/"), ("", "/subscribe/"), ("/" + "x" * 300, "/" + "x" * 199)],
)
def test_a_page_that_is_secret_or_long_is_not_kept_as_it_is(client, page, kept):
    ask(client, "ada@example.com", page=page)

    assert Subscriber.objects.get().consent_from == kept


def test_the_form_costs_a_page_no_query_and_its_bytes_stay_the_same(client, django_assert_num_queries):
    address = make_published_edition().get_absolute_url()
    first = client.get(address).content

    with django_assert_num_queries(2):
        assert client.get(address).content == first


def test_asking_sets_no_cookie_and_is_kept_by_no_cache(client):
    for answer in (client.get("/subscribe/"), ask(client, "ada@example.com"), ask(client, "")):
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "no-store" in answer["Cache-Control"]


def test_a_browser_that_checks_forgery_is_not_asked_for_a_cookie():
    from django.test import Client

    assert ask(Client(enforce_csrf_checks=True), "ada@example.com").status_code == 200


# Who never confirmed


def test_who_never_confirmed_is_forgotten_after_a_month():
    now = timezone.now()
    old = {"status": "pending", "consent_at": None, "joined_at": now - joining.UNCONFIRMED}
    make_subscriber("ada@example.com", **old)
    make_subscriber("new@example.com", **{**old, "joined_at": now - DAY})
    make_subscriber("import@example.com", **old, imported=Import.objects.create(name="x", created_at=now))
    asked_again = make_subscriber("again@example.com", **old)
    asked_again.letters.create(kind="confirm", address=asked_again.address, asked_at=now - DAY)
    make_subscriber("active@example.com", joined_at=now - joining.UNCONFIRMED)

    assert tasks.forget_unconfirmed() == 1
    assert not Subscriber.objects.filter(address="ada@example.com").exists()
    assert Subscriber.objects.count() == 4
