"""Clipping from the command line."""

import io
from functools import partial

import pytest
from django.core.management import CommandError, call_command

from sources.management.commands.clip import Command
from sources.models import Clipping
from sources.visits import visit
from tests.factories import make_clipping, make_person
from tests.sources.test_visits import Clock
from tests.sources.web import Reply

pytestmark = pytest.mark.django_db
INSIDE = "http://127.0.0.1/story"


def run(*words, visit=None):
    out, clock = io.StringIO(), Clock()
    command = Command(stdout=out, stderr=out)
    if visit:
        command.visit = partial(visit, clock=clock, wait=clock.wait)
    try:
        call_command(command, *words)
    except CommandError as error:
        out.write(f"failed: {error}")
    return out.getvalue().splitlines()


def test_a_page_is_clipped_in_somebodys_name(web):
    web.site("paper.example")["/vivo"] = Reply("<title>Vivo opens a plant</title>")
    ada = make_person("editor")

    said = run("paper.example/vivo", "--by", ada.username, visit=partial(visit, fetch=web.fetch))

    assert said == ["https://paper.example/vivo: clipped"]
    assert Clipping.objects.get(clipped_by=ada).title == "Vivo opens a plant"


def test_it_says_what_became_of_each():
    known = make_clipping(state="taken")

    assert run(INSIDE, known.url) == [
        f"{INSIDE}: clipped; not read: “127.0.0.1” is no address of the public internet.",
        f"{known.url}: clipped already, taken",
    ]


def test_what_is_no_address_fails_after_the_others_are_clipped():
    said = run("nothing", INSIDE)

    assert said[0] == "“nothing” is no web address."
    assert said[-1] == "failed: 1 of these is no web address."
    assert Clipping.objects.count() == 1


def test_addresses_are_read_from_a_pipe(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{INSIDE}\n\n{INSIDE}/2\n"))

    assert len(run("-")) == Clipping.objects.count() == 2


def test_nobody_of_that_name_clips_nothing():
    assert run(INSIDE, "--by", "nobody") == ["failed: Nobody is called “nobody” here."]
    assert Clipping.objects.count() == 0
