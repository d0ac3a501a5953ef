"""Clicks are counted as totals of a link, of nobody in particular, and not of those who are no readers."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from subscribers import clicks
from subscribers.models import Link, Mailing
from subscribers.tokens import LEAVE_PLACE, PREFERENCES_PLACE
from tests.factories import NOON

pytestmark = pytest.mark.django_db
PAPER = "https://paper.example/a?b=1&c=2"
LEAVE = f"http://127.0.0.1:8000/leave/{LEAVE_PLACE}"
HTML = (
    f'<p><a class="x" href="https://paper.example/a?b=1&amp;c=2">Paper</a> <a href="{LEAVE}">Leave</a>'
    f'<a href="http://127.0.0.1:8000/you/{PREFERENCES_PLACE}">You</a> <a href="#top">Top</a>'
    '<a href="https://paper.example/a">Less</a> <img src="https://paper.example/a"></p>'
)
TEXT = f"Paper [1]\n\n[1] {PAPER}\n[2] https://paper.example/a\n\nUnsubscribe: {LEAVE}\n"
READER = {"User-Agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15"}


@pytest.fixture(autouse=True)
def counting(settings):
    settings.COUNT_CLICKS = True
    cache.clear()


@pytest.fixture
def mailing():
    return Mailing.objects.create(kind="digest", occasion="digest 1", subject="July", created_at=NOON)


def addresses_in(rewritten):
    """The paths of our links in a text, each once and in their order."""
    return list(dict.fromkeys(re.findall(r"http://127\.0\.0\.1:\d+(/to/[\w-]+)", rewritten)))


def follow(path, **headers):
    return Client().get(path, headers={**READER, **headers})


def links_of(mailing, number):
    html = "".join(f'<a href="https://paper.example/{each}">One</a>' for each in range(number))
    return addresses_in(clicks.rewrite(mailing, html, "")[0])


def totals(mailing):
    return [(link.clicks, link.scans) for link in mailing.links.order_by("pk")]


def test_links_lead_over_ours_in_both_parts_and_those_to_leave_stay(mailing):
    html, text = clicks.rewrite(mailing, HTML, TEXT)

    paper, less = addresses_in(html)
    assert addresses_in(text) == [paper, less]
    assert html.count(LEAVE) == text.count(LEAVE) == 1
    for untouched in (PREFERENCES_PLACE, 'href="#top"', 'src="https://paper.example/a"'):
        assert untouched in html
    assert set(mailing.links.values_list("url", flat=True)) == {PAPER, "https://paper.example/a"}


def test_the_same_link_is_one_in_all_renditions_of_a_mailing(mailing):
    assert clicks.rewrite(mailing, HTML, TEXT) == clicks.rewrite(mailing, HTML, TEXT)
    assert mailing.links.count() == 2


def test_nothing_is_rewritten_where_clicks_are_not_counted(mailing, settings):
    settings.COUNT_CLICKS = False

    assert clicks.rewrite(mailing, HTML, TEXT) == (HTML, TEXT)
    assert Link.objects.count() == 0


def test_a_reader_is_led_on_and_leaves_a_number_behind_and_no_more(mailing):
    paper = addresses_in(clicks.rewrite(mailing, HTML, TEXT)[1])[0]

    response = follow(paper)

    assert (response.status_code, response["Location"]) == (302, PAPER)
    assert (response["Cache-Control"], len(response.cookies)) == ("no-store", 0)
    assert mailing.links.get(url=PAPER).clicks == 1


@pytest.mark.parametrize("token", ["{}A", "-{}", "", "short", "%C3%A9", "{}/more"])
def test_a_link_that_was_not_made_here_leads_nowhere(mailing, token):
    [path] = links_of(mailing, 1)
    ours = path.removeprefix("/to/")

    assert follow(f"/to/{token.format(ours[1:])}").status_code == 404


def test_a_link_that_was_signed_by_somebody_else_leads_nowhere(mailing):
    [path] = links_of(mailing, 1)

    assert follow(path[:-1] + ("B" if path[-1] == "A" else "A")).status_code == 404


def test_a_link_of_the_former_key_still_leads_on(mailing, settings):
    [path] = links_of(mailing, 1)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    assert follow(path).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Proofpoint URL Defense)"},
        {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
        {"User-Agent": "python-requests/2.32"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_known_scanners_are_led_on_and_counted_apart(mailing, headers):
    [path] = links_of(mailing, 1)

    assert follow(path, **headers).status_code == 302
    assert totals(mailing) == [(0, 1)]


def test_asking_for_the_head_is_no_click(mailing):
    [path] = links_of(mailing, 1)

    assert Client().head(path, headers=READER).status_code == 302
    assert totals(mailing) == [(0, 1)]


def test_whoever_opens_all_links_at_once_has_clicked_none(mailing):
    for path in links_of(mailing, 8):
        follow(path)

    assert totals(mailing) == [(0, 1)] * 8


def test_readers_of_two_networks_are_no_burst(mailing, settings):
    settings.PROXIES = 1
    for number, path in enumerate(links_of(mailing, 8)):
        follow(path, **{"X-Forwarded-For": f"192.0.{number % 2}.7"})

    assert totals(mailing) == [(1, 0)] * 8


def test_only_reading_is_answered(mailing):
    [path] = links_of(mailing, 1)

    assert Client().post(path).status_code == 405
