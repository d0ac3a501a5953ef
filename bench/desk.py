"""How long the desk takes to answer: `python bench/desk.py [rounds]`.

An edition of 60 items among 2,000 ready ones, 2,000 clippings, 10,000 published items and 2,000 companies.
Time of the server alone, from request to answer, and the queries of each; every save is a changed text.
"""

import random
import statistics
import sys
import time

from newsroom import fill, fill_queue, prepared

PAGE, FRAGMENT, QUERIES = 400, 100, 15  # limits: milliseconds, milliseconds, queries of the page


def main(rounds: int) -> None:
    with prepared():
        chance = random.Random(1)
        edition = fill(chance)
        fill_queue(chance)
        browser = _browser()
        _report({name: _measure(browser, ask, rounds) for name, ask in _asked(edition).items()})


def _browser():
    from django.conf import settings
    from django.contrib.auth.models import Group, User
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    editor = User.objects.create(username="editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    browser = Client()
    browser.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    return browser


def _asked(edition) -> dict:
    """What is asked of the server, by name: a function of the browser and the number of the round."""
    from django.urls import reverse

    from editions.fields import ITEM, stamp
    from sources.models import NewsItem

    section = edition.sections.first()
    slot, other = section.slots.all()[:2]
    headers = {"HX-Request": "true"}

    def at(name, *args):
        return reverse(f"admin:editions_edition_{name}", args=[edition.pk, *args])

    def of_item(name):
        return reverse(f"admin:sources_newsitem_{name}", args=[slot.item_id])

    def get(address):
        return lambda browser, _: browser.get(address, headers=headers)

    def save(browser, number):
        item = NewsItem.objects.get(pk=slot.item_id)
        started = stamp(ITEM["body"].read(item))
        said = {"body": f"Round {number}. {item.body[:500]}", "started.body": started}
        return browser.post(of_item("save"), said, headers=headers)

    def save_and_figures(browser, number):
        save(browser, number)
        browser.get(at("figures"), headers=headers)  # which the page asks for first

    def move(browser, number):
        before = {"before": other.pk} if number % 2 else {}
        return browser.post(at("slot_move", slot.pk), {"section": section.pk, **before}, headers=headers)

    return {
        "the desk": lambda browser, _: browser.get(at("desk")),
        "outline": get(at("outline")),
        "ready": get(at("ready")),
        "ready, a word": get(at("ready") + "?q=battery"),
        "ready, three words": get(at("ready") + "?q=opens+factory+Peru"),
        "ready, a kind and a week": get(at("ready") + "?kind=launch&week=this"),
        "what was published": get(at("ready") + "?state=published"),
        "editor": get(of_item("editor") + f"?slot={slot.pk}"),
        "preview, web": get(at("preview_web")),
        "preview, email": get(at("preview_email")),
        "preview, text": get(at("preview_text", "text")),
        "notes": get(at("notes")),
        "who is here": lambda browser, _: browser.post(at("here"), headers=headers),
        "save of a text": save,
        "figures after it": _after(save, get(at("figures"))),
        "checks after both": _after(save_and_figures, get(at("found"))),
        "step of the outline": move,
    }


def _after(first, then):
    """Ask for `then` when `first` has been answered; only `then` is measured."""

    def ask(browser, number):
        first(browser, number)
        _CLOCK.restart()
        return then(browser, number)

    return ask


class _Clock:
    def restart(self) -> None:
        self.started = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Milliseconds of the clock and of the processor."""
        return (
            1000 * (time.perf_counter() - self.started[0]),
            1000 * (time.process_time() - self.started[1]),
        )


_CLOCK = _Clock()


def _measure(browser, ask, rounds: int) -> tuple[list[tuple[float, float]], int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    connection.queries_log.clear()  # it holds 9,000 at most, and the newsroom was stored with more
    with CaptureQueriesContext(connection) as queries:
        answer = ask(browser, 0)
    asked = len(queries)  # the log is emptied by the next request
    assert answer.status_code == 200, answer.content[:300]
    taken = []
    for number in range(1, rounds + 1):
        _CLOCK.restart()
        ask(browser, number)
        taken.append(_CLOCK.read())
    return taken, asked


def _report(measured: dict) -> None:
    for name, (taken, queries) in measured.items():
        clock, processor = (statistics.median(times) for times in zip(*taken, strict=True))
        limit = PAGE if name == "the desk" else FRAGMENT
        over = "  over the limit" if clock > limit else ""
        print(f"{name:22}{clock:8.1f} ms, of processor{processor:8.1f} ms, {queries:3} queries{over}")
    print(f"limits: {PAGE} ms and {QUERIES} queries for the desk, {FRAGMENT} ms for a part of it")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
