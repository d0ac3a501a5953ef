"""Clipping by a program, with a token."""

import json
from functools import partial

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from sources import tokens, write_api
from sources.models import AccessToken, Clipping
from sources.visits import visit
from tests.factories import NOON, make_clipping, make_person, make_source
from tests.sources.test_visits import Clock
from tests.sources.web import Reply

pytestmark = pytest.mark.django_db
API = "/api/clippings/"
INSIDE = "http://127.0.0.1/story"  # which is refused before anybody is asked
PAGE = "<title>Vivo opens a plant in Lima</title><meta name=description content='With 300 jobs.'>"


@pytest.fixture
def token():
    return tokens.make(make_person("contributor"), "Laptop", "clip", now=NOON)[1]


def asked(method, token, **request):
    return getattr(Client(enforce_csrf_checks=True), method)(
        API, headers={"Authorization": f"Bearer {token}"}, **request
    )


def post(token, said, kind="application/json"):
    body = said if isinstance(said, (str, bytes)) else json.dumps(said)
    return asked("post", token, data=body, content_type=kind)


def get(token, **query):
    return asked("get", token, data=query)


def test_a_page_is_read_and_kept(web, token):
    web.site("paper.example")["/vivo"] = Reply(PAGE)
    clock = Clock()
    ask = partial(visit, clock=clock, fetch=web.fetch, wait=clock.wait)
    body = json.dumps({"url": "https://paper.example/vivo"})
    headers = {"Authorization": f"Bearer {token}"}

    request = RequestFactory().post(API, body, content_type="application/json", headers=headers)
    answer = write_api.api(request, visit=ask)

    said = json.loads(answer.content)
    assert answer.status_code == 201
    assert (said["title"], said["summary"]) == ("Vivo opens a plant in Lima", "With 300 jobs.")
    assert (said["source"], said["state"], said["trouble"]) == ("paper.example", "new", "")
    assert Clipping.objects.get(pk=said["id"]).clipped_by == AccessToken.objects.get().person


def test_a_page_that_cannot_be_read_is_kept_with_what_was_sent(token):
    said = post(token, {"url": INSIDE, "title": "Vivo\0 in \ud800Lima", "summary": "A <b>plant</b>."}).json()

    assert (said["title"], said["summary"]) == ("Vivo in Lima", "A plant.")
    assert "no address of the public internet" in said["trouble"]


def test_a_page_that_is_known_is_told_as_it_stands(token):
    there = make_clipping(state="dismissed", reason="Too small")

    answer = post(token, {"url": there.url + "?utm_source=x"})

    assert (answer.status_code, answer.json()["id"]) == (200, there.pk)
    assert answer.json()["reason"] == "Too small"


WRONG = {
    "no JSON": ("{", "", "no JSON"),
    "not in UTF-8": (b'{"url": "\xff"}', "", "no JSON"),
    "deep": ("[" * 30_000, "", "no JSON"),
    "a list": ([INSIDE], "", "an object"),
    "no address": ({}, "url", "missing"),
    "a number": ({"url": 7}, "url", "no text"),
    "another name": ({"url": INSIDE, "titel": "x"}, "titel", "nothing else"),
    "not of the web": ({"url": "ftp://paper.example/"}, "url", "no web address"),
    "unpaired": ({"url": "https://paper.example/\ud800"}, "url", "no web address"),
    "long": ({"url": "https://paper.example/" + "x" * 2000}, "url", "no web address"),
}


@pytest.mark.parametrize(("said", "parameter", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_in_a_sentence(token, said, parameter, words):
    answer = post(token, said)

    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
    assert words in answer.json()["error"]
    assert Clipping.objects.count() == 0


def test_only_json_is_taken(token):
    assert post(token, "url=x", kind="application/x-www-form-urlencoded").status_code == 415


def test_more_than_64_kilobytes_are_not_read(token):
    assert post(token, {"url": INSIDE, "title": "x" * 65_536}).status_code == 413


def test_who_sends_no_token_or_a_revoked_one_is_told_the_same(token):
    AccessToken.objects.update(revoked_at=NOON)
    person = make_person("editor")
    signed_in = Client()
    signed_in.force_login(person, "django.contrib.auth.backends.ModelBackend")

    answers = [post(token, {"url": INSIDE}), post("recap_x", {}), signed_in.post(API), signed_in.get(API)]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["WWW-Authenticate"] == "Bearer"
    assert Clipping.objects.count() == 0


@pytest.mark.parametrize("lost", ["account", "role"])
def test_who_may_clip_no_more_cannot_with_a_token_either(token, lost):
    person = AccessToken.objects.get().person
    if lost == "account":
        person.is_active = False
        person.save()
    else:
        person.groups.clear()

    assert post(token, {"url": INSIDE}).status_code == 403
    assert Clipping.objects.count() == 0


def test_a_token_for_clipping_does_not_read_the_queue(token):
    assert get(token).status_code == 403


def test_sixty_pages_a_minute_are_enough(token):
    person, now = AccessToken.objects.get().person, timezone.now()
    for _ in range(write_api.A_MINUTE):
        make_clipping(clipped_by=person, clipped_at=now)

    answer = post(token, {"url": INSIDE})

    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_other_methods_are_refused(token):
    answer = asked("delete", token)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


# Reading the queue


@pytest.fixture
def reader():
    return tokens.make(make_person("editor"), "Screen", "queue", now=NOON)[1]


def test_the_queue_comes_in_parts_newest_first_each_clipping_once(reader, django_assert_max_num_queries):
    rows = [make_clipping(source=make_source()) for _ in range(write_api.PART + 3)]
    make_clipping(state="taken")
    first = get(reader).json()
    with django_assert_max_num_queries(5):
        second = Client().get(first["next"], headers={"Authorization": f"Bearer {reader}"}).json()

    told = [one["id"] for one in (*first["clippings"], *second["clippings"])]
    assert told == [one.pk for one in reversed(rows)]
    assert second["next"] is None


def test_another_state_is_asked_for(reader):
    make_clipping()
    held = make_clipping(state="held", held_until=NOON)

    assert [one["id"] for one in get(reader, state="held").json()["clippings"]] == [held.pk]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"},
        {"after": "x"},
        {"after": "2025-02-31T00:00:00Z_1"},
        {"after": "0001-01-01T00:00:00+14:00_1"},
        {"after": "2025-02-01T00:00:00Z_²"},
    ],
    ids=["state", "no cursor", "no day", "before all time", "no number"],
)
def test_a_wrong_parameter_is_named(reader, query):
    answer = get(reader, **query)

    assert (answer.status_code, answer.json()["parameter"]) == (422, *query)
