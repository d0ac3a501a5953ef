"""Signed links: what they name, and what they are not good for."""

import pytest
from django.urls import reverse

from sources import tickets
from subscribers import links, tokens
from subscribers.models import Subscriber
from tests.factories import NOON, make_subscriber
from tests.subscribers.people import page_of

SECRET, KEY = b"secret", "k" * 22
PURPOSES = (tokens.LEAVE, tokens.PREFERENCES, tokens.CONFIRM, tokens.MOVE)


def make(purpose=tokens.LEAVE, subscriber=7, mailing=3, key=KEY, secret=SECRET):
    return tokens.make(purpose, subscriber, mailing, key, secret)


def test_a_token_names_a_subscriber_and_a_mailing():
    assert tokens.read(make()) == tokens.Named(7, 3)


@pytest.mark.parametrize(("subscriber", "mailing"), [(1, 0), (2**56 - 1, 2**40 - 1)])
def test_every_token_has_the_length_of_its_place(subscriber, mailing):
    token = make(subscriber=subscriber, mailing=mailing)

    assert len(token) == len(tokens.LEAVE_PLACE) == len(tokens.PREFERENCES_PLACE) == tokens.LENGTH
    assert token.replace("-", "").replace("_", "").isalnum()
    tokens.check(token, tokens.LEAVE, KEY, [SECRET])


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_token_is_good_for_one_purpose(purpose):
    for other in PURPOSES:
        if other != purpose:
            with pytest.raises(tokens.BadToken):
                tokens.check(make(other), purpose, KEY, [SECRET])


@pytest.mark.parametrize("change", [{"key": "other"}, {"secret": b"other"}])
def test_a_token_of_another_key_is_none(change):
    with pytest.raises(tokens.BadToken):
        tokens.check(make(**change), tokens.LEAVE, KEY, [SECRET])


def test_a_token_that_was_changed_anywhere_is_none():
    token = make()
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(tokens.BadToken):
            tokens.check(changed, tokens.LEAVE, KEY, [SECRET])


@pytest.mark.parametrize(
    "text", ["", "x", "A" * 35, "A" * 37, "A" * 40, "é" * 36, "=" * 36, "*" * 36, "\0" * 36]
)
def test_what_is_no_token_says_so(text):
    with pytest.raises(tokens.BadToken):
        tokens.read(text)


def test_a_token_of_a_former_secret_still_fits():
    tokens.check(make(secret=b"old"), tokens.LEAVE, KEY, [SECRET, b"old"])


def test_keys_of_subscribers_differ():
    assert len({tokens.new_key() for _ in range(100)}) == 100
    assert {len(tokens.new_key()) for _ in range(100)} == {22}


# Links


@pytest.mark.django_db
def test_a_link_leads_back_to_its_subscriber(settings):
    ada = make_subscriber()

    found = links.read(links.token(tokens.LEAVE, ada, 5), tokens.LEAVE)

    assert (found.subscriber, found.number) == (ada, 5)
    assert links.address(tokens.LEAVE, ada, 5) == settings.SITE_URL + page_of(tokens.LEAVE, ada, 5)


@pytest.mark.django_db
def test_a_link_of_a_former_secret_key_still_leads_there(settings):
    ada = make_subscriber()
    token = links.token(tokens.LEAVE, ada)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    assert links.read(token, tokens.LEAVE).subscriber == ada


@pytest.mark.django_db
def test_a_link_of_somebody_erased_or_with_a_new_key_has_ended():
    ada, bob = make_subscriber(), make_subscriber()
    old = [links.token(tokens.LEAVE, one) for one in (ada, bob)]
    ada.delete()
    Subscriber.objects.update(key=tokens.new_key())

    for token in old:
        with pytest.raises(links.BadLink):
            links.read(token, tokens.LEAVE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["leave", "less", "back", "you", "address", "kept", "take_away", "erase", "confirm", "move"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_altered_gets_a_page_with_the_form(client, name, method):
    token = links.token("another purpose", make_subscriber())

    answer = getattr(client, method)(reverse(f"subscribers:{name}", args=[token]))

    assert answer.status_code == 404
    assert b"This link leads nowhere" in answer.content
    assert b'action="/subscribe/"' in answer.content
    assert token.encode() not in answer.content


# Tickets of public forms


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_ticket_is_good_until_the_end_of_the_next_day(days, good):
    ticket = tickets.make(tickets.JOIN, NOON)

    assert tickets.is_good(ticket, tickets.JOIN, NOON.replace(day=NOON.day + days)) is good


def test_a_ticket_is_the_same_all_day_so_that_a_page_may_be_cached():
    assert tickets.make("join", NOON) == tickets.make("join", NOON.replace(hour=1))


@pytest.mark.parametrize(
    "ticket",
    ["", "x", "2025-07-14", "2025-07-14.AAAA", pytest.param(tickets.make("other", NOON), id="another's")],
)
def test_a_ticket_that_was_not_made_for_this_is_none(ticket):
    assert not tickets.is_good(ticket, tickets.JOIN, NOON)
