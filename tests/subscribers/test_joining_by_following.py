"""From "Follow by email" on a page of the archive to a subscriber who gets what they follow."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from taggit.models import Tag

from subscribers import following, joining
from subscribers.models import Letter, Subscriber
from tests.desk import form_on, words_of
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_published_edition,
    make_subscriber,
)
from tests.subscribers.people import ask, mailed, paths_in

pytestmark = pytest.mark.django_db
SORTS = ["company", "market", "topic", "kind"]


@pytest.fixture(autouse=True)
def news(db):
    """An item that is out, on a company, in a market, with a topic and of a kind."""
    make_masthead()
    companies, markets = [make_company("Vivo", slug="vivo")], [make_market("The Andes", slug="the-andes")]
    item = make_item(companies=companies, markets=markets, kind="recall")
    item.topics.add("电池")
    make_published_edition(item, number=7)
    return {
        "company": (companies[0].pk, "Vivo", "company/vivo"),
        "market": (markets[0].pk, "The Andes", "market/the-andes"),
        "topic": (Tag.objects.get().pk, "电池", f"topic/{Tag.objects.get().slug}"),
        "kind": ("recall", "Recall", "kind/recall"),
    }


def names_followed(subscriber):
    return [thing.name for thing in following.followed(subscriber)]


def confirm(client):
    """Press the button on the page that the newest letter leads to."""
    path = paths_in(mailed()[-1])[0]
    shown = words_of(client.get(path))
    return shown, words_of(client.post(path))


# The form


@pytest.mark.parametrize("sort", SORTS)
def test_the_form_says_what_will_be_followed_and_sends_it(sort, client, news):
    value, label, name = news[sort]

    answer = client.get("/subscribe/", {sort: value})

    assert f"You will follow {label}" in words_of(answer)
    assert form_on(answer, "/subscribe/")["follow"] == name


@pytest.mark.parametrize(
    "query",
    [
        "company=999",
        "company=x",
        "company=٣",
        "company=" + "9" * 30,
        "kind=gossip",
        "topic=-1",
        "market=",
        "x=1",
    ],
)
def test_what_is_not_there_is_ignored(query, client):
    answer = client.get(f"/subscribe/?{query}")

    assert answer.status_code == 200
    assert "You will follow" not in words_of(answer)
    assert "follow" not in form_on(answer, "/subscribe/")


def test_a_company_of_which_nothing_is_out_is_not_told_by_its_number(client):
    secret = make_company("Secret Motors", slug="secret")
    make_item(companies=[secret], status="ready")

    assert b"Secret" not in client.get("/subscribe/", {"company": secret.pk}).content
    assert ask(client, "ada@example.com", follow="company/secret").status_code == 200
    assert Letter.objects.get().follows == ""


def test_a_mistake_in_the_form_keeps_what_is_to_be_followed(client):
    answer = ask(client, "ada", follow="company/vivo")

    assert answer.status_code == 422
    assert form_on(answer, "/subscribe/")["follow"] == "company/vivo"


@pytest.mark.parametrize("name", ["company/nobody", "gossip/x", "company", "topic/\0", "x" * 500])
def test_a_name_of_nothing_is_ignored(name, client):
    assert ask(client, "ada@example.com", follow=name).status_code == 200
    assert Letter.objects.get().follows == ""


# What comes of it


@pytest.mark.parametrize("sort", SORTS)
def test_a_new_subscriber_gets_only_what_they_came_to_follow(sort, client, news):
    _value, label, name = news[sort]
    ask(client, "ada@example.com", follow=name)

    shown, said = confirm(client)

    ada = Subscriber.objects.get()
    assert (ada.status, ada.choice, names_followed(ada)) == ("active", "follows", [name])
    assert ada.consent_words in shown
    assert f"what Outbound reports on {label} by email" in ada.consent_words
    assert f"You follow {label}" in said


def test_a_subscriber_gains_the_follow_and_keeps_all_else(client):
    make_subscriber("ada@example.com", choice="headlines", consent_at=NOON)
    before = Subscriber.objects.values().get()
    ask(client, "ada@example.com", follow="company/vivo")

    shown, said = confirm(client)

    assert "Yes, add Vivo to what I follow." in shown
    assert "You follow Vivo" in said
    assert Subscriber.objects.values().get() == before
    assert names_followed(Subscriber.objects.get()) == ["company/vivo"]


@pytest.mark.parametrize("status", ["pending", "active", "unsubscribed"])
def test_nothing_is_followed_until_the_button_is_pressed(status, client):
    ada = make_subscriber("ada@example.com", status=status)
    ask(client, "ada@example.com", follow="company/vivo")

    client.get(paths_in(mailed()[-1])[0])

    assert names_followed(ada) == []
    assert Subscriber.objects.get().choice == "full"


def test_the_button_pressed_twice_follows_once(client):
    ask(client, "ada@example.com", follow="company/vivo")
    confirm(client)

    shown, _said = confirm(client)

    assert "You follow Vivo" in shown
    assert names_followed(Subscriber.objects.get()) == ["company/vivo"]


def test_what_is_gone_when_the_letter_is_confirmed_leaves_a_subscriber_to_all(client):
    ask(client, "ada@example.com", follow="company/vivo")
    Letter.objects.update(follows="company/gone")

    confirm(client)

    ada = Subscriber.objects.get()
    assert (ada.status, ada.choice, names_followed(ada)) == ("active", "full", [])


def test_a_link_that_has_ended_brings_a_letter_for_the_same_follow(client):
    ask(client, "ada@example.com", follow="company/vivo")
    path = paths_in(mailed()[-1])[0]
    Letter.objects.update(asked_at=NOON)

    assert client.post(path).status_code == 200

    assert Letter.objects.latest("pk").follows == "company/vivo"


# What nobody is told


def test_who_asks_to_follow_is_told_the_same_after_the_same_work():
    seen = set()
    for status in ("nobody", "pending", "active", "unsubscribed"):
        if status != "nobody":
            make_subscriber("ada@example.com", status=status)
        with CaptureQueriesContext(connection) as queries:
            facts = {"language": "en", "whence": "", "page": "/", "follows": "company/vivo"}
            joining.ask("ada@example.com", now=timezone.now(), **facts)
        seen.add(tuple(re.sub(r"\d|'[^']*'", "", query["sql"])[:60] for query in queries))
        Subscriber.objects.all().delete()

    assert len(seen) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("status", ["pending", "active"])
def test_the_letter_names_what_is_followed_in_text_and_html(language, status, client):
    make_subscriber("ada@example.com", status=status, language=language)
    ask(client, "ada@example.com", language=language, follow="company/vivo")

    [message] = mailed()

    assert "Vivo" in message.body
    assert "Vivo" in message.alternatives[0].content
