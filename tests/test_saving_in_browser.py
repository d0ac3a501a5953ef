"""Nothing that is typed at the desk is lost: before a real server, which is killed and started again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from editions import saving
from editions.fields import EDITION, ITEM, stamp
from editions.models import Edition, Version
from editions.saving import Typed
from sources.models import NewsItem
from tests.browsing import faults
from tests.desk import address
from tests.editions.test_killed_publisher import address_of_the_database
from tests.factories import make_approved_edition, make_edition, make_item, make_masthead, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[1]
SAVED = re.compile(r"^Saved \d\d:\d\d$")


class Server:
    """The web server of `make run`, a process on the database of the tests."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "recap.settings",
            "RECAP_MODE": "development",
            "RECAP_VAR": str(settings.VAR),
            "DATABASE_URL": address_of_the_database(),
        }
        command = f"granian --interface wsgi --host 127.0.0.1 --port {self.port} --blocking-threads 2 --no-ws"
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command.split(), "recap.wsgi:application"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while not self.answers():
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)

    def answers(self):
        try:
            return urllib.request.urlopen(f"{self.url}/admin/login/", timeout=10).status == 200
        except OSError:
            return False

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)  # and the worker that it started
        self.process.wait()


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        server = Server()
        server.start()
        yield server
        server.kill()


@pytest.fixture
def at_desk(browser, server):
    """A function that opens the desk of an edition before a new colleague."""
    contexts = []

    def open_desk(edition, role="editor", **facts):
        person = make_person(role, **facts)
        client = Client()
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}]
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(server.url + address("desk", edition.pk))
        return page

    make_masthead()
    yield open_desk
    for context in contexts:
        context.close()


def words_of(page):
    """The form of the edition's own words, opened."""
    page.locator("#words-of summary").first.click()
    return page.locator("#words")


def text_of_item(page):
    """The text of the first item of the outline, its card opened."""
    page.locator("li.slot [data-open]").first.click()
    field = page.locator("li.slot.open [name=body]")
    field.wait_for()
    return field


def change(row, fields, save, name, text):
    """A colleague, Lin, saves `name` of the row."""
    row.refresh_from_db()
    lin = User.objects.filter(first_name="Lin").first() or make_person("editor", first_name="Lin")
    save(row.pk, {name: Typed(text, stamp(fields[name].read(row)))}, by=lin, now=timezone.now())


def until(holds):
    deadline = time.monotonic() + 10
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert holds()


def no_saves(page):
    """Saves do not reach the server, as on a train."""
    page.route("**/save/", lambda route: route.abort())


def test_what_is_typed_is_saved_within_two_seconds_and_a_page_just_opened_says_nothing(at_desk):
    edition = make_edition()
    page = at_desk(edition)
    page.clock.install()
    subject = words_of(page).locator("[name=subject]")
    assert page.locator("#saved").inner_text() == ""

    subject.press("End")
    subject.press_sequentially(" and more")
    with page.expect_request("**/save/"):
        page.clock.run_for(2000)

    expect(page.locator("#saved")).to_have_text(SAVED)
    assert Edition.objects.get().subject == f"{edition.subject} and more"


@pytest.mark.parametrize("first", [0, 1], ids=["the one wins", "the other wins"])
def test_of_two_browsers_on_one_item_both_texts_are_kept(at_desk, first):
    edition = make_edition(item := make_item("It opened."))
    pages = [at_desk(edition, first_name=name) for name in ("Mei", "Lin")]
    fields = [text_of_item(page) for page in pages]
    winner, loser = pages[first], pages[1 - first]
    fields[first].fill("Vivo opened its first shop.")
    expect(winner.locator("#saved")).to_have_text(SAVED)
    fields[1 - first].fill("It opened. Then it rained.")

    view = loser.get_by_role("group", name="changed the text too")
    expect(view).to_contain_text("Vivo opened its first shop.")
    expect(view).to_contain_text("Then it rained.")
    aside = item.versions.get(kind=Version.Kind.ASIDE)
    assert aside.content["aside"]["texts"] == {"body": "It opened. Then it rained."}

    view.get_by_role("textbox").fill("Vivo opened its first shop. Then it rained.")
    view.get_by_role("button", name="Save as it stands").click()
    expect(loser.locator("#saved")).to_have_text(SAVED)
    assert NewsItem.objects.get().body == "Vivo opened its first shop. Then it rained."


def test_a_colleague_who_saves_again_while_two_texts_are_merged_is_merged_too(at_desk):
    edition = make_edition(item := make_item("It opened."))
    page = at_desk(edition)
    field = text_of_item(page)
    change(item, ITEM, saving.save_item, "body", "It closed.")
    field.fill("It opened again.")
    page.get_by_text("Lin changed the text too").wait_for()
    assert faults(page) == []
    expect(page.get_by_role("toolbar", name="Marks of the text")).to_be_hidden()
    page.set_viewport_size({"width": 1440, "height": 900})
    change(item, ITEM, saving.save_item, "body", "It closed for good.")
    page.get_by_role("button", name="Take mine").click()

    expect(page.locator(".theirs")).to_contain_text("for good")
    page.get_by_role("button", name="Take theirs").click()
    expect(field).to_have_value("It closed for good.")
    expect(page.locator("#saved")).to_have_text("")
    aside = item.versions.get(kind=Version.Kind.ASIDE)
    assert aside.content["aside"]["texts"]["body"] == "It opened again."


def test_nothing_typed_is_lost_while_the_server_is_killed_and_started_again(at_desk, server):
    edition = make_edition(make_item("It opened."))
    page = at_desk(edition)
    field = text_of_item(page)
    field.press("End")
    field.press_sequentially(" One.")
    expect(page.locator("#saved")).to_have_text(SAVED)
    server.kill()
    field.press_sequentially(" Two.")
    expect(page.locator("#saved")).to_contain_text("The server does not answer. What you type is kept")
    field.press_sequentially(" Three.")
    server.start()
    field.press_sequentially(" Four.")

    expect(page.locator("#saved")).to_have_text(SAVED, timeout=30000)
    until(lambda: NewsItem.objects.get().body == "It opened. One. Two. Three. Four.")
    assert field.input_value() == "It opened. One. Two. Three. Four."
    assert not Version.objects.filter(kind=Version.Kind.ASIDE).exists()


def test_a_server_killed_at_every_moment_of_a_save_neither_loses_nor_doubles_a_word(at_desk, server):
    edition = make_edition()
    page = at_desk(edition)
    field = words_of(page).locator("[name=introduction]")
    field.focus()
    for number in range(2):
        field.press_sequentially(f"Word {number}. ")
        field.press("Tab")  # which saves at once
        time.sleep(0.05 * number)
        server.kill()
        server.start()
        field.focus()
        field.press("Control+End")

    expect(page.locator("#saved")).to_have_text(SAVED, timeout=30000)
    assert Edition.objects.get().introduction == "Word 0. Word 1. "
    assert not Version.objects.filter(kind=Version.Kind.ASIDE).exists()


def test_a_page_loaded_again_before_the_server_had_the_text_still_has_it(at_desk):
    edition = make_edition(introduction="It opened.")
    page = at_desk(edition)
    no_saves(page)
    words_of(page).locator("[name=introduction]").fill("It opened. A paragraph.")
    expect(page.locator("#saved")).to_contain_text("What you type is kept in this browser.")
    page.reload()
    expect(words_of(page).locator("[name=introduction]")).to_have_value("It opened. A paragraph.")

    page.unroute("**/save/")
    expect(page.locator("#saved")).to_have_text(SAVED, timeout=10000)
    assert Edition.objects.get().introduction == "It opened. A paragraph."


def test_text_kept_since_before_a_colleagues_save_is_merged_and_not_put_over_it(at_desk):
    edition = make_edition(introduction="It opened.")
    page = at_desk(edition)
    no_saves(page)
    words_of(page).locator("[name=introduction]").fill("It opened. A paragraph.")
    expect(page.locator("#saved")).to_contain_text("kept in this browser")
    change(edition, EDITION, saving.save_edition, "introduction", "Vivo opened.")
    page.unroute("**/save/")
    page.reload()

    words_of(page).get_by_text("Lin changed the introduction too").wait_for()
    assert page.locator("[data-merged]").input_value() == "Vivo opened. A paragraph."
    assert page.locator("#words [name=introduction]").input_value() == "Vivo opened."


def test_text_of_an_item_whose_card_is_closed_after_a_reload_is_sent_all_the_same(at_desk):
    edition = make_edition(make_item("It opened."))
    page = at_desk(edition)
    no_saves(page)
    text_of_item(page).fill("It opened. A paragraph.")
    expect(page.locator("#saved")).to_contain_text("kept in this browser")
    page.unroute("**/save/")
    page.reload()

    expect(page.locator("#saved")).to_have_text(SAVED)
    assert NewsItem.objects.get().body == "It opened. A paragraph."


def test_a_page_left_right_after_the_last_key_has_saved(at_desk, server):
    edition = make_edition()
    page = at_desk(edition)
    words_of(page).locator("[name=introduction]").press_sequentially("The last words")
    page.goto(f"{server.url}/admin/password_change/")

    until(lambda: Edition.objects.get().introduction == "The last words")


def test_what_can_no_longer_be_saved_is_said_and_stays_to_be_copied(at_desk):
    edition = make_edition()
    page = at_desk(edition)
    edition.sections.all().delete()
    page.locator(".sec .h").fill("Shops of my own")

    note = page.get_by_role("group", name="Text that could not be saved")
    expect(note).to_contain_text("This was deleted meanwhile")
    expect(note.get_by_label("What you typed")).to_have_value("Shops of my own")
    note.get_by_role("button", name="Let it go").click()
    page.reload()
    expect(page.locator("#outline")).to_be_visible()
    expect(page.get_by_role("group", name="Text that could not be saved")).to_have_count(0)


def test_a_sentence_stands_at_the_field_that_is_wrong(at_desk):
    page = at_desk(make_edition())
    title = words_of(page).locator("[name=title]")
    title.fill("")
    title.press("Tab")

    expect(page.get_by_role("alert")).to_have_text("This cannot be empty.")
    assert title.get_attribute("aria-invalid") == "true"
    title.fill("Shops")
    expect(page.locator("#saved")).to_have_text(SAVED)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_approval_that_a_save_voids_is_told_at_once(at_desk):
    edition = make_approved_edition()
    page = at_desk(edition)
    words_of(page).locator("[name=dek]").fill("Shops.")

    said = f"No. {edition.number} was approved before this change; it is back in review."
    expect(page.locator("#toasts")).to_contain_text(said)
    expect(page.locator("#steps [aria-current]")).to_have_text("In review")


def test_a_field_nobody_here_writes_in_shows_what_a_colleague_saved(at_desk):
    edition = make_edition(item := make_item("It opened."))
    page, other = at_desk(edition, first_name="Mei"), at_desk(edition, first_name="Lin")
    field = text_of_item(page)
    change(item, ITEM, saving.save_item, "body", "Vivo opened.")
    other.close()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as if it had been hidden

    expect(page.locator("#here")).to_have_text("Lin is reading along")
    expect(field).to_have_value("Vivo opened.")
    assert page.locator("#saved").inner_text() == ""
