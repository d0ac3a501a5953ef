"""A company tells the newsroom of itself."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from sources import tickets
from sources.models import Clipping, Tip
from tests.editions.test_archive import parsed, text_of
from tests.factories import make_clipping, make_masthead

pytestmark = pytest.mark.django_db
TYPED = {
    "company_name": "Lanhe Pumps",
    "story": "We open a workshop in Izmir in March.",
    "url": "https://lanhe.example/izmir?utm_source=mail#top",
    "contact_name": "Qiu Lan",
    "contact_email": "lan@lanhe.example",
}


def send(client, headers=None, **typed):
    ticket = tickets.make(tickets.TIP, timezone.now())
    return client.post("/tips/", {**TYPED, "ticket": ticket, **typed}, headers=headers or {})


def wrong(answer):
    """What the page says at a field, by the name of the field."""
    tree = parsed(answer)
    words = {one.get("id"): "".join(one.itertext()) for one in tree.findall(".//p[@class='wrong']")}
    marked = [one for one in tree.iter() if one.get("aria-invalid")]
    return {one.get("name"): words[one.get("aria-describedby").split()[0]] for one in marked}


def test_a_tip_waits_in_the_queue_and_its_sender_is_thanked(client):
    answer = send(client)

    assert (answer.status_code, answer["Location"]) == (302, "/tips/sent/")
    assert "Your tip is with the newsroom" in text_of(client.get(answer["Location"]))
    tip = Tip.objects.get()
    facts = {name: getattr(tip, name) for name in TYPED}
    assert facts == TYPED
    assert list(Clipping.objects.waiting(timezone.now())) == [tip.clipping]


def test_signs_that_nobody_sees_turn_no_words_in_the_queue(client):
    send(client, company_name="Lan\u202eeh\u200b 👩\u200d🔧\0", story="We open\x07.\nIn \u2066Izmir.")
    send(client, company_name="\u202e")

    clipping = Clipping.objects.get()
    assert clipping.title == "Tip: Laneh 👩\u200d🔧"
    assert clipping.summary.split("\n") == ["We open.", "In Izmir."]


def test_its_clipping_says_what_was_sent_and_not_who_sent_it(client):
    send(client)

    clipping = Clipping.objects.get()
    assert clipping.title == "Tip: Lanhe Pumps"
    assert clipping.summary == TYPED["story"]
    assert (clipping.url, clipping.canonical_url) == (TYPED["url"], "https://lanhe.example/izmir")
    assert "Qiu" not in f"{vars(clipping)}"


def test_what_was_clipped_before_is_not_clipped_again(client):
    known = make_clipping(canonical_url="http://lanhe.example/izmir", title="A workshop in Izmir")

    send(client), send(client, company_name="Lanhe Europe")

    assert [tip.clipping for tip in Tip.objects.all()] == [known, known]
    assert Clipping.objects.get().title == "A workshop in Izmir"


def test_a_tip_without_a_link_has_an_address_of_its_own(client):
    send(client, url=""), send(client, url="", story="We open another in Bursa.")

    own = {f"{settings.SITE_URL}/tips/#{tip.pk}" for tip in Tip.objects.all()}
    assert {clipping.canonical_url for clipping in Clipping.objects.all()} == own


@pytest.mark.parametrize("name", ["company_name", "story", "contact_name", "contact_email"])
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(client, name):
    answer = send(client, **{name: " "})

    assert answer.status_code == 422
    assert list(wrong(answer)) == [name]
    tree = parsed(answer)
    kept = {one.get("name"): one.get("value") for one in tree.findall(".//form//input")}
    kept["story"] = tree.find(".//textarea").text
    assert {**kept, name: ""} == {**kept, **TYPED, name: ""}
    assert not Tip.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("url", "ftp://lanhe.example/"),
        ("url", "nowhere"),
        ("url", "https://[lanhe/"),
        ("url", "https://lanhe.example/" + "厂" * 900),
        ("url", "https://lanhe.example/" + "a" * 1000),
        ("contact_email", "lan"),
        ("story", "long " * 1001),
        ("company_name", "\0"),
    ],
    ids=range(8),
)
def test_what_cannot_be_kept_is_said_at_its_field(client, name, typed):
    answer = send(client, **{name: typed})

    assert (answer.status_code, list(wrong(answer))) == (422, [name])


@pytest.mark.parametrize("ticket", ["", "2020-01-01.x", tickets.make("join", timezone.now())], ids=range(3))
def test_a_form_without_its_ticket_is_given_again(client, ticket):
    answer = send(client, ticket=ticket)

    assert answer.status_code == 422
    assert "press the button once more" in text_of(answer)
    assert TYPED["story"] in text_of(answer)
    assert not Tip.objects.exists()


def test_the_ticket_of_the_page_is_good(client):
    ticket = parsed(client.get("/tips/")).find(".//input[@name='ticket']").get("value")

    assert send(client, ticket=ticket).status_code == 302


def test_a_machine_that_fills_in_every_field_is_thanked_for_nothing(client):
    answer = send(client, remark="hello", contact_email="no address")

    assert answer["Location"] == "/tips/sent/"
    assert not Tip.objects.exists()
    assert not Clipping.objects.exists()


def test_what_is_sent_twice_is_one_tip(client):
    send(client, url=""), send(client, url="")

    assert Tip.objects.count() == Clipping.objects.count() == 1


def test_a_network_sends_five_tips_an_hour(client, settings):
    settings.PROXIES = 1
    for number in range(5):
        send(client, {"X-Forwarded-For": f"203.0.113.{number}"}, story=f"Shop {number}")

    sixth = send(client, {"X-Forwarded-For": "203.0.113.77"})
    other = send(client, {"X-Forwarded-For": "198.51.100.7"})

    assert (sixth.status_code, other.status_code) == (429, 302)
    assert TYPED["story"] in text_of(sixth)
    assert Tip.objects.filter(network="203.0.113.0/24").count() == 5


def test_an_hour_later_a_network_may_send_again(client):
    for number in range(5):
        send(client, story=f"Shop {number}")
    Tip.objects.update(received_at=timezone.now() - timedelta(minutes=61))

    assert send(client).status_code == 302


def test_looking_at_the_form_changes_nothing_and_sets_no_cookie(client):
    make_masthead()

    answers = [client.get("/tips/", TYPED), client.get("/tips/sent/"), send(client), send(client, story="")]

    assert [answer.cookies for answer in answers] == [{}] * 4
    assert Tip.objects.count() == 1  # the one that was sent
    assert answers[0].headers["ETag"]
    assert [answer.headers["Cache-Control"] for answer in answers[2:]] == ["private, no-store"] * 2


def test_somebody_from_another_site_needs_no_csrf_cookie_but_the_ticket():
    assert send(Client(enforce_csrf_checks=True)).status_code == 302


@pytest.mark.parametrize("path", ["/tips/", "/tips/sent/"])
def test_a_form_is_no_file(client, path):
    assert client.get(path, **{"recap.export": True}).status_code == 404


@pytest.mark.parametrize("path", ["/tips/", "/zh/tips/", "/tips/sent/"])
def test_the_pages_are_valid(client, path):
    assert len(parsed(client.get(path)).findall(".//h1")) == 1


def test_what_was_typed_is_text(client):
    answer = send(client, company_name='"><script>alert(1)</script>', story="</textarea><script>", url="x")

    assert "alert(1)" not in {script.text for script in parsed(answer).findall(".//script")}
    assert parsed(answer).find(".//textarea").text == "</textarea><script>"
