"""A subscriber's own page: what they get, what they follow, where it goes."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from sources.models import Market
from subscribers import following, joining, letters, moving, tokens
from subscribers.models import Delivery, Letter, Subscriber, Suppression
from tests.desk import fields_of, tree_of, words_of
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_mailing,
    make_masthead,
    make_published_edition,
    make_subscriber,
)
from tests.subscribers.people import mailed, make_letter, page_of, paths_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


@pytest.fixture
def ada():
    return make_subscriber("ada@example.com")


def page(subscriber, below=""):
    return page_of(tokens.PREFERENCES, subscriber, below=below)


def fields(response):
    """What the form of the page would send; of radio buttons the chosen one."""
    [form] = [one for one in tree_of(response).iter("form") if one.get("class") == "you"]
    radio = [
        one for one in form.iter("input") if one.get("type") == "radio" and one.get("checked") is not None
    ]
    sent = {**fields_of(form), **{one.get("name"): one.get("value") for one in radio}}
    return {name: value for name, value in sent.items() if name}


def save(client, subscriber, **changes):
    return client.post(page(subscriber), {**fields(client.get(page(subscriber))), **changes}, follow=True)


def offered(response, verb):
    return [one.get("value") for one in tree_of(response).iter("button") if one.get("name") == verb]


# What they get


def test_what_is_chosen_is_kept_and_shown(client, ada):
    until = timezone.now().date() + 30 * DAY

    answer = save(client, ada, choice="digest", language="zh", paused_until=until.isoformat())
    said = [one.text for one in tree_of(answer).iter("p") if one.get("role") == "status"]

    ada.refresh_from_db()
    assert (ada.choice, ada.language, ada.paused_until) == ("digest", "zh", until)
    assert said == ["已保存。"]
    assert fields(answer) | {
        "choice": "digest",
        "language": "zh",
        "paused_until": until.isoformat(),
    } == fields(answer)


def test_a_pause_ends_by_emptying_it_and_one_that_is_over_is_not_shown(client, ada):
    Subscriber.objects.update(paused_until=timezone.now().date() + DAY * 5)
    save(client, ada, paused_until="")
    assert Subscriber.objects.get().paused_until is None

    Subscriber.objects.update(paused_until=date(2020, 1, 1))
    assert fields(client.get(page(ada)))["paused_until"] == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"paused_until": "2020-01-01"}, "Choose a day that is still to come"),
        ({"paused_until": "2999-01-01"}, "A pause lasts a year at most"),
        ({"paused_until": "soon"}, "Write the day as 2025-12-31"),
        ({"choice": ""}, "Say what you want to get."),
    ],
)
def test_what_is_wrong_is_said_once_and_nothing_is_kept(client, ada, wrong, sentence):
    answer = save(client, ada, **{"language": "zh", **wrong})

    assert answer.status_code == 422
    assert words_of(answer).count(sentence) == 1
    assert fields(answer)["language"] == "zh"
    ada.refresh_from_db()
    assert (ada.language, ada.paused_until) == ("en", None)


def test_only_what_i_follow_without_anything_followed_is_pointed_out(client, ada):
    assert "nothing would come" in words_of(save(client, ada, choice="follows"))


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_opens_every_page_changes_nothing(client, ada, method):
    letter = make_letter(ada, "move", address="new@example.com")
    before = Subscriber.objects.values().get(), Letter.objects.count()
    paths = [page(ada, below) for below in ("", "address", "kept", "take_away", "erase")]

    for path in [*paths, page_of(tokens.MOVE, ada, letter.pk)]:
        assert getattr(client, method)(path).status_code == 200

    assert (Subscriber.objects.values().get(), Letter.objects.count()) == before


# What they follow


def test_something_is_found_followed_and_no_longer_followed(client, ada):
    make_published_edition(make_item(companies=[make_company("Anker", local_name="安克", slug="anker")]))
    found = save(client, ada, q="安克", language="zh")
    assert offered(found, "follow")[:1] == ["company/anker"]
    assert fields(found)["q"] == "安克"

    followed = save(client, ada, follow="company/anker")
    assert offered(followed, "unfollow") == ["company/anker"]
    assert offered(save(client, ada, unfollow="company/anker"), "unfollow") == []
    assert Subscriber.objects.get().language == "zh"  # whatever button: what stands in the form is kept


@pytest.mark.parametrize("name", ["company/anker", "market/brazil", "topic/batteries", "kind/recall"])
def test_each_sort_of_thing_is_followed_once(client, ada, name):
    item = make_item(
        companies=[make_company("Anker", slug="anker")], markets=[Market.objects.get(slug="brazil")]
    )
    item.topics.add("Batteries")
    make_published_edition(item)

    save(client, ada, follow=name)
    save(client, ada, follow=name)

    assert [thing.name for thing in following.followed(ada)] == [name]


@pytest.mark.parametrize(
    "name", ["", "company", "company/nobody", "other/anker", "kind/gossip", "company/\0", "x" * 9000]
)
def test_what_does_not_exist_cannot_be_followed(client, ada, name):
    answer = save(client, ada, follow=name)

    assert answer.status_code in (200, 422)
    assert not ada.follows.exists()


@pytest.mark.parametrize("verb", ["follow", "unfollow"])
@pytest.mark.parametrize("sort", ["company", "topic"])
def test_nobody_learns_by_guessing_what_is_not_out_yet(client, ada, verb, sort):
    make_item(companies=[make_company("Oppo", slug="oppo")]).topics.add("oppo")

    secret, nothing = (save(client, ada, **{verb: f"{sort}/{slug}"}) for slug in ("oppo", "nobody"))

    assert secret.status_code == nothing.status_code
    assert words_of(secret) == words_of(nothing)
    assert not ada.follows.exists()


def test_what_is_in_the_news_is_suggested_and_what_is_followed_already_is_not(client, ada):
    anker, vivo = make_company("Anker", slug="anker"), make_company("Vivo", slug="vivo")
    make_company("Nobody", slug="nobody")
    item = make_item(companies=[anker, vivo], markets=[Market.objects.get(slug="brazil")])
    item.topics.add("Batteries")
    make_published_edition(item, make_item(companies=[vivo]))
    following.follow(ada, "company/anker")

    names = offered(client.get(page(ada)), "follow")

    assert names[:3] == ["company/vivo", "market/brazil", "topic/batteries"]
    assert len(names) == 3 + 12  # the kinds of news
    assert following.suggested()[0][1][0].name == "company/vivo"


def test_a_search_finds_former_names_topics_and_kinds_and_says_when_nothing_is_called_so(client, ada):
    zhongqiao = make_company("Zhongqiao", former_names="Qiaodan", slug="zhongqiao")
    item = make_item(companies=[zhongqiao])
    item.topics.add("Recalled goods")
    make_published_edition(item)

    assert [thing.name for thing in following.found("qiaodan")] == ["company/zhongqiao"]
    assert [thing.name for thing in following.found("RECALL")] == ["topic/recalled-goods", "kind/recall"]
    assert "Nothing more is called “zzz”." in words_of(save(client, ada, q="zzz"))


def test_a_search_names_no_company_that_the_newsroom_has_still_to_tell_of(ada):
    make_item(companies=[make_company("Oppo", slug="oppo")])

    assert following.found("oppo") == []


def test_a_search_names_no_topic_that_the_newsroom_has_still_to_tell_of(ada):
    make_item().topics.add("Oppo phones")

    assert following.found("oppo") == []


def test_the_page_asks_the_database_a_bounded_number_of_times(client, ada, django_assert_max_num_queries):
    companies = [make_company() for _ in range(30)]
    make_published_edition(*[make_item(companies=[company]) for company in companies])
    for company in companies[:20]:
        following.follow(ada, f"company/{company.slug}")

    with django_assert_max_num_queries(14):
        client.get(page(ada))


# Who is no subscriber now


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("pending", "Not confirmed yet"),
        ("unsubscribed", "You have left"),
        ("bounced", "came back"),
        ("complained", "marked as spam"),
    ],
)
def test_who_gets_nothing_is_told_why_and_can_ask_again(client, ada, status, sentence):
    Subscriber.objects.update(status=status)

    assert sentence in words_of(client.get(page(ada)))
    assert "Look in your mailbox" in words_of(client.post(page(ada), {"choice": "digest"}))
    assert Subscriber.objects.get().choice == "full"
    assert Letter.objects.get().kind == "confirm"


def test_who_is_suppressed_though_active_is_told_so(client, ada):
    Suppression.objects.create(fingerprint=ada.fingerprint, reason="by_hand", at=NOON)

    assert "never mailed" in words_of(client.get(page(ada)))
    client.post(page(ada))
    assert Letter.objects.get().kind == "confirm"


# Another address


def move(client, subscriber, address):
    return client.post(page(subscriber, "address"), {"address": address})


def test_a_new_address_is_written_to_and_only_a_click_there_moves_the_subscriber(client, ada):
    old = page(ada)
    move(client, ada, "Ada@New.example.com")
    [message] = mailed()
    [path] = paths_in(message)
    client.get(path)
    assert Subscriber.objects.get().address == "ada@example.com"

    answer = client.post(path)

    moved = Subscriber.objects.get()
    assert message.to == ["Ada@new.example.com"]
    assert (moved.pk, moved.address, moved.normalised) == (
        ada.pk,
        "Ada@new.example.com",
        "ada@new.example.com",
    )
    assert (moved.domain, moved.status) == ("new.example.com", "active")
    assert moved.fingerprint != ada.fingerprint
    assert "to Ada@new.example.com" in moved.consent_words
    assert "It comes here now" in words_of(answer)
    assert client.get(old).status_code == client.get(path).status_code == 404
    assert client.get(page(moved)).status_code == 200
    assert len(mail.outbox) == 1  # the old address hears nothing


def test_what_waits_in_a_mailing_goes_to_the_new_address(client, ada):
    make_mailing(ada)
    letter = make_letter(ada, "move", address="new@example.com")

    client.post(page_of(tokens.MOVE, ada, letter.pk))

    assert Delivery.objects.values_list("address", "domain").get() == ("new@example.com", "example.com")


@pytest.mark.parametrize("status", ["active", "pending", "unsubscribed", "bounced"])
def test_an_address_that_another_has_gets_the_same_answer_and_moves_nobody(client, ada, status):
    free = words_of(move(client, ada, "xyz@example.com"))
    make_subscriber("bob@example.com", status=status)
    Letter.objects.all().delete()

    answer = words_of(move(client, ada, "bob@example.com"))

    assert answer == free.replace("xyz@", "bob@")
    letter = Letter.objects.get()
    assert letter.subscriber.address == letter.address == "bob@example.com"
    assert letter.kind == ("known" if status == "active" else "confirm")


def test_an_address_that_another_took_meanwhile_moves_nobody(client, ada):
    letter = make_letter(ada, "move", address="bob@example.com")
    make_subscriber("bob@example.com")

    assert client.post(page_of(tokens.MOVE, ada, letter.pk)).status_code == 410
    assert Subscriber.objects.filter(address="ada@example.com").exists()


def test_who_bounced_is_mailed_again_at_the_new_address_and_never_at_the_old(client, ada):
    Subscriber.objects.update(status="bounced")
    letter = make_letter(ada, "move", address="new@example.com")
    Suppression.objects.create(fingerprint=ada.fingerprint, reason="bounced", at=timezone.now())

    client.post(page_of(tokens.MOVE, ada, letter.pk))

    assert Subscriber.objects.mailable(NOON.date()).exists()
    assert Suppression.objects.get().fingerprint == ada.fingerprint


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Write your email address."),
        ("new", "must have an @-sign"),
        ("ADA@example.com", "that you have already"),
    ],
)
def test_a_wrong_new_address_stays_with_one_sentence(client, ada, address, sentence):
    answer = move(client, ada, address)

    assert answer.status_code == 422
    assert words_of(answer).count(sentence) == 1
    assert f'value="{address}"'.encode() in answer.content
    assert not Letter.objects.exists()


def test_a_link_to_a_new_address_ends_after_seven_days(client, ada):
    letter = make_letter(ada, "move", address="new@example.com", at=timezone.now() - letters.GOOD_FOR)

    for answer in (
        client.get(page_of(tokens.MOVE, ada, letter.pk)),
        client.post(page_of(tokens.MOVE, ada, letter.pk)),
    ):
        assert answer.status_code == 410
    assert Subscriber.objects.get().address == "ada@example.com"


def test_a_page_is_no_way_to_flood_others_with_letters(client, ada):
    for number in range(6):
        move(client, ada, f"victim{number}@example.com")

    assert len(mailed()) == letters.AN_HOUR


def test_a_network_that_asked_too_often_waits_here_too(client, ada):
    for number in range(joining.ASKED_AN_HOUR):
        make_letter(make_subscriber(f"a{number}@example.com"))
    Letter.objects.update(network="127.0.0.0/24")

    answer = move(client, ada, "new@example.com")

    assert answer.status_code == 429
    assert 'value="new@example.com"' in answer.content.decode()


def test_a_click_at_the_new_address_lifts_its_suppression(client, ada):
    letter = make_letter(ada, "move", address="new@example.com")
    fingerprint = joining.fingerprint("new@example.com")
    Suppression.objects.create(fingerprint=fingerprint, reason="bounced", at=NOON)

    client.post(page_of(tokens.MOVE, ada, letter.pk))

    assert not Suppression.objects.exists()


def test_who_has_left_does_not_move(client, ada):
    letter = make_letter(ada, "move", address="new@example.com")
    Subscriber.objects.update(status="unsubscribed", left_at=timezone.now())

    assert client.post(page_of(tokens.MOVE, ada, letter.pk)).status_code == 410
    moving.confirm(letter, words="Yes", whence="", now=NOON)
    assert Subscriber.objects.get().address == "ada@example.com"
    assert move(client, ada, "new@example.com")["Location"] == page(ada)


# What is kept


def test_all_that_is_kept_is_read_and_taken_away(client, ada):
    Subscriber.objects.update(consent_words="Yes, send it.", consent_network="203.0.113.0", name="Ada Byron")
    following.follow(ada, "kind/recall")
    make_letter(ada)
    mailing = make_mailing(ada)
    Delivery.objects.update(state="sent", answer="250 Queued", answered_at=NOON)
    Delivery.objects.get().events.create(kind="soft", at=NOON, cause="Mailbox full")

    answer = client.get(page(ada, "take_away"))
    kept = json.loads(answer.content)

    assert answer["Content-Disposition"] == 'attachment; filename="my-subscription.json"'
    assert (kept["address"], kept["name"], kept["follows"]) == (
        "ada@example.com",
        "Ada Byron",
        ["kind/recall"],
    )
    assert kept["consent"]["words"] == "Yes, send it."
    assert kept["deliveries"][0]["subject"] == mailing.subject
    assert (len(kept["letters"]), kept["events"][0]["cause"]) == (1, "Mailbox full")
    shown = words_of(client.get(page(ada, "kept")))
    for words in (
        "Ada Byron",
        "Yes, send it.",
        "203.0.113.0",
        "kind/recall",
        "250 Queued",
        "Mailbox full",
        "20:00 CST",
    ):
        assert words in shown


def test_nothing_of_a_subscriber_s_row_is_left_out_but_their_key(client, ada):
    kept = json.loads(client.get(page(ada, "take_away")).content)
    said = {"consent_at", "consent_from", "consent_words", "consent_network"}
    names = {field.name for field in Subscriber._meta.fields} - said - {"id", "key", "normalised", "domain"}

    assert names <= set(kept)
    assert ada.key not in json.dumps(kept)


def test_the_pages_are_nobody_else_s(client, ada):
    for below in ("", "address", "kept", "take_away", "erase"):
        answer = client.get(page(ada, below))

        assert not answer.cookies
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "Content-Security-Policy" in answer
