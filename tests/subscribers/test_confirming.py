"""Double opt-in: only a click on the page of a fresh letter makes a subscriber."""

from datetime import timedelta

import pytest
from django.utils import timezone

from subscribers import letters, tokens
from subscribers.models import Letter, Subscriber, Suppression
from tests.desk import words_of
from tests.factories import make_masthead, make_subscriber
from tests.subscribers.people import ask, mailed, make_letter, page_of, paths_in

pytestmark = pytest.mark.django_db
AGO = timedelta(hours=2)


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


def make_pending(status="pending", **facts):
    consent_at = None if status == "pending" else timezone.now() - 2 * AGO
    return make_subscriber("ada@example.com", status=status, consent_at=consent_at, **facts)


def page_for(subscriber, letter=None):
    return page_of(tokens.CONFIRM, subscriber, (letter or make_letter(subscriber)).pk)


def suppress(subscriber, at):
    return Suppression.objects.create(fingerprint=subscriber.fingerprint, reason="bounced", at=at)


def state():
    return Subscriber.objects.values().get(), Suppression.objects.count(), Letter.objects.count()


def test_from_the_form_to_a_subscriber(client):
    ask(client, "ada@example.com", page="/companies/vivo/")
    path = paths_in(mailed()[0])[0]
    shown = words_of(client.get(path))
    answer = client.post(path, REMOTE_ADDR="203.0.113.99")

    ada = Subscriber.objects.get()
    assert (answer.status_code, ada.status, ada.consent_from) == (200, "active", "/companies/vivo/")
    assert ada.consent_words == (
        "Yes, send Outbound by email to ada@example.com. I can leave at any time with one click."
    )
    assert ada.consent_words in shown
    assert ada.consent_network == "203.0.113.0"
    assert timezone.now() - ada.consent_at < timedelta(minutes=1)


def test_the_words_are_in_the_language_of_who_agrees(client):
    ada = make_pending(language="zh")
    path = page_for(ada)

    shown = words_of(client.get(path))
    client.post(path)

    ada.refresh_from_db()
    assert ada.consent_words == "是的，请将 Outbound 发送到 ada@example.com。我可以随时一键退订。"
    assert ada.consent_words in shown


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("status", Subscriber.Status.values)
def test_a_scanner_that_follows_the_link_confirms_nobody(client, method, status):
    ada = make_pending(status)
    suppress(ada, timezone.now() - AGO)
    paths = [page_for(ada), page_of(tokens.CONFIRM, ada, 99)]
    before = state()

    for path in paths:
        assert getattr(client, method)(path).status_code in (200, 410)

    assert state() == before
    assert not mailed()


@pytest.mark.parametrize("status", ["pending", "unsubscribed", "bounced", "complained"])
def test_a_click_makes_them_active_and_lifts_the_suppression(client, status):
    ada = make_pending(status, left_at=timezone.now() - AGO)
    suppress(ada, timezone.now() - AGO)

    client.post(page_for(ada))

    ada.refresh_from_db()
    assert (ada.status, ada.left_at) == ("active", None)
    assert not Suppression.objects.exists()
    assert ada.consent_from == "/subscribe/"


def test_a_second_click_changes_nothing(client):
    ada = make_pending()
    path = page_for(ada)
    client.post(path)
    before = state()

    assert "You are subscribed" in words_of(client.post(path))
    assert "You are subscribed" in words_of(client.get(path))
    assert state() == before


@pytest.mark.parametrize("happened", ["time passed", "left since", "bounced since", "letter is gone"])
def test_an_old_link_confirms_nobody_and_offers_a_new_letter(client, happened):
    ada = make_pending()
    age = letters.GOOD_FOR if happened == "time passed" else AGO
    letter = make_letter(ada, at=timezone.now() - age)
    path = page_for(ada, letter)
    if happened == "left since":
        Subscriber.objects.update(status="unsubscribed", left_at=timezone.now())
    if happened == "bounced since":
        suppress(ada, timezone.now())
    if happened == "letter is gone":
        letter.delete()

    page = client.get(path)
    answer = client.post(path)

    assert page.status_code == 410
    assert "This link has ended" in words_of(page)
    assert "Look in your mailbox" in words_of(answer)
    ada.refresh_from_db()
    assert ada.status != "active"
    new = Letter.objects.latest("pk")
    assert new.kind == "confirm"
    client.post(paths_in(mailed()[0])[0])
    assert Subscriber.objects.get().status == "active"


def test_a_link_is_good_just_before_its_seven_days_are_over(client):
    ada = make_pending()
    letter = make_letter(ada, at=timezone.now() - letters.GOOD_FOR + timedelta(minutes=5))

    client.post(page_for(ada, letter))

    assert Subscriber.objects.get().status == "active"


def test_the_letter_of_another_person_or_purpose_confirms_nobody(client):
    ada = make_pending()
    bob = make_subscriber("bob@example.com")
    for letter in (make_letter(bob), make_letter(ada, "move", address="new@example.com")):
        assert client.get(page_for(ada, letter)).status_code == 410


def test_new_letters_are_not_asked_for_without_end(client):
    ada = make_pending()
    path = page_of(tokens.CONFIRM, ada, 99)
    for _ in range(6):
        client.post(path)

    assert len(mailed()) == letters.AN_HOUR


def test_the_pages_are_nobody_else_s(client):
    path = page_for(make_pending())
    for answer in (client.get(path), client.post(path)):
        assert not answer.cookies
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert path.encode() not in answer.content  # as a canonical address it would be shared
