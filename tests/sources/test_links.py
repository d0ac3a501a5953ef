"""Addresses that editions link to: wanted, claimed, checked, and checked again."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from sources import links
from sources.fetch import Fetched, FetchError, Hop, fetch
from sources.links import look
from sources.models import Host, Link
from tests.factories import NOON
from tests.sources.server import answer, serving, way

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PAGE = "https://paper.example/a"


def said(status, url=PAGE, *hops):
    """A fetch that gets this answer, whatever it asks."""
    return lambda address, **options: Fetched(url, status, {}, b"", hops)


def refusing(reason):
    def fetch(address, **options):
        raise FetchError(reason, "It cannot be had.")

    return fetch


def check(fetch, now=NOON):
    return links.check_next(lambda: now, fetch)


def known(address=PAGE, now=NOON):
    links.want([address], now)
    return Link.objects.get(address=address)


# What an answer means


@pytest.mark.parametrize(
    ("status", "state"),
    [
        *((200, "sound"), (204, "sound"), (404, "dead"), (410, "dead"), (401, "unknown"), (403, "unknown")),
        *((429, "unknown"), (451, "unknown"), (500, "unknown"), (503, "unknown"), (304, "unknown")),
    ],
)
def test_a_status_tells_the_state(status, state):
    assert look(PAGE, said(status)).state == state


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        *(("refused", "refused"), ("name", "dead"), ("slow", "unknown"), ("tls", "unknown")),
        *(("connection", "unknown"), ("redirects", "unknown"), ("address", "unknown"), ("port", "unknown")),
    ],
)
def test_an_error_tells_the_state_and_its_sentence_is_kept(reason, state):
    outcome = look(PAGE, refusing(reason))

    assert (outcome.state, outcome.error) == (state, "It cannot be had.")


@pytest.mark.parametrize(
    ("hops", "leads_to"),
    [
        ([(301, "https://paper.example/b")], "https://paper.example/b"),
        ([(308, "https://new.example/a")], "https://new.example/a"),
        ([(301, "https://paper.example/b"), (301, "https://paper.example/c")], "https://paper.example/c"),
        ([(301, "https://paper.example/b"), (302, "https://paper.example/login")], "https://paper.example/b"),
        ([(302, "https://paper.example/login"), (301, "https://paper.example/sso")], ""),
        ([(301, "http://www.paper.example/a/")], ""),
        ([(301, "https://paper.example/a?utm_source=x")], ""),
    ],
)
def test_only_a_redirect_for_good_to_another_page_is_a_move(hops, leads_to):
    outcome = look(PAGE, said(200, hops[-1][1], *(Hop(*hop) for hop in hops)))

    assert (outcome.state, outcome.leads_to) == ("moved" if leads_to else "sound", leads_to)


def test_an_address_in_chinese_is_the_page_that_its_quoted_form_is():
    quoted = "https://paper.example/%E6%96%B0%E9%97%BB"

    assert look("http://paper.example/新闻", said(200, quoted, Hop(301, quoted))).state == "sound"


def test_a_page_is_asked_for_by_its_head():
    with serving(lambda head: answer()) as (port, heads):
        assert look(f"http://news.example:{port}/a", partial(fetch, way=way())).state == "sound"

    assert [head.split()[0] for head in heads] == ["HEAD"]


@pytest.mark.parametrize("refusal", [answer("405 No"), answer("404 Not Found"), answer("501 No"), b""])
def test_a_server_that_refuses_a_head_is_asked_for_the_page(refusal):
    with serving(lambda head: refusal if head.startswith("HEAD") else answer(body=b"Here")) as (port, heads):
        outcome = look(f"http://news.example:{port}/a", partial(fetch, way=way()))

    assert (outcome.state, outcome.status) == ("sound", 200)
    assert [head.split()[0] for head in heads] == ["HEAD", "GET"]


def test_a_server_that_has_had_enough_is_not_asked_again():
    with serving(lambda head: answer("429 Too Many Requests")) as (port, heads):
        look(f"http://news.example:{port}/a", partial(fetch, way=way()))

    assert len(heads) == 1


# Which are wanted


def test_an_address_is_wanted_once():
    assert links.want([PAGE, PAGE, "https://paper.example/b"], NOON) == 2
    assert links.want([PAGE, "https://paper.example/b"], NOON) == 0

    assert Link.objects.count() == 2
    assert Host.objects.get().name == "paper.example"


@pytest.mark.parametrize(
    "address",
    ["", "/items/4-vivo/", "#top", "mailto:a@a.example", "ftp://a.example/", "http://[", PAGE + "a" * 2000],
)
def test_what_is_no_web_address_is_not_wanted(address):
    assert links.want([address], NOON) == 0


def test_what_nobody_wants_any_more_is_not_checked():
    known()

    assert not check(said(200), now=NOON + 2 * DAY)

    links.want([PAGE], NOON + 2 * DAY)
    assert check(said(200), now=NOON + 2 * DAY)


# Who checks, and when


def test_a_check_is_written_down():
    known()

    assert check(said(200), now=NOON + MINUTE)

    link = Link.objects.get()
    assert (link.state, link.status, link.checked_at) == ("sound", 200, NOON + MINUTE)
    assert link.due_at == NOON + MINUTE + 7 * DAY
    assert not check(said(200), now=NOON + 2 * MINUTE)


def test_an_address_is_claimed_by_one_worker():
    links.want([PAGE, "https://other.example/a"], NOON)

    claims = [Link.objects.claim(NOON) for _ in range(3)]

    assert {claim.address for claim in claims[:2]} == {PAGE, "https://other.example/a"}
    assert claims[2] is None


def test_two_workers_that_have_read_the_same_row_check_it_once():
    known()
    others = []

    def meanwhile(execute, sql, *arguments):
        if sql.startswith("UPDATE") and not others:
            others.append(None)
            others.append(check(said(200)))
        return execute(sql, *arguments)

    with connection.execute_wrapper(meanwhile):  # another worker, between reading and claiming
        assert not check(said(404), now=NOON + MINUTE)

    assert others[1]
    assert Host.objects.get().free_at == NOON + MINUTE


def test_a_claim_lapses():
    known()
    Link.objects.claim(NOON)

    assert Link.objects.claim(NOON + 4 * MINUTE) is None
    assert Link.objects.claim(NOON + 5 * MINUTE)


def test_a_worker_whose_claim_lapsed_writes_nothing():
    known()

    def far_too_slow(address, **options):
        check(said(200), now=NOON + 6 * MINUTE)
        return said(404)(address)

    check(far_too_slow)

    assert Link.objects.get().state == "sound"
    assert Host.objects.get().free_at == NOON + 6 * MINUTE + links.PAUSE


def test_a_server_is_asked_for_one_address_at_a_time_and_with_a_pause():
    links.want([PAGE, "https://paper.example/b"], NOON)
    asked = []

    def slow(address, **options):
        asked.append(check(said(200)))
        return said(200)(address)

    check(slow)

    assert asked == [False]
    assert not check(said(200), now=NOON + timedelta(seconds=1))
    assert check(said(200), now=NOON + timedelta(seconds=2))


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("url", "name"), [(PAGE, "paper.example"), ("https://x.example/", "x.example")])
def test_a_server_that_asks_to_be_left_alone_rests_for_everybody(status, url, name):
    known()
    asked = []

    def fetch(address, method, limit):
        asked.append(method)
        return Fetched(url, status, {"retry-after": "3600"}, b"", ())

    check(fetch)
    assert asked == ["HEAD"]
    assert Host.objects.get(name=name).free_at == NOON + 60 * MINUTE


def test_it_rests_for_a_day_at_most_and_what_it_says_must_make_sense():
    for said, rest in [("864000", DAY), ("soon", timedelta(seconds=2))]:
        known(f"https://{said}.example/")
        check(lambda address, said=said, **options: Fetched(address, 429, {"retry-after": said}, b"", ()))
        assert Host.objects.get(name=f"{said}.example").free_at == NOON + rest


def test_another_server_is_not_waited_for():
    links.want([PAGE, "https://paper.example/b", "https://other.example/a"], NOON)

    assert [check(said(200)), check(said(200)), check(said(200))] == [True, True, False]
    assert Link.objects.get(state="new").address == "https://paper.example/b"


def test_a_server_is_free_again_after_an_error_of_ours():
    known()

    with pytest.raises(ZeroDivisionError):
        check(lambda address, **options: 1 / 0)

    assert Host.objects.get().free_at == NOON + links.PAUSE


def test_a_name_that_is_not_known_is_dead_at_the_second_time():
    known()

    check(refusing("name"))
    first = Link.objects.get()
    check(refusing("name"), now=first.due_at)

    assert (first.state, Link.objects.get().state) == ("unknown", "dead")


def test_a_page_that_is_gone_is_dead_at_once():
    known()
    check(said(404))

    assert Link.objects.get().state == "dead"


def test_what_failed_is_asked_again_sooner_and_less_and_less_often():
    link, waits, now = known(), [], NOON
    for _ in range(6):
        links.want([PAGE], now)
        check(said(503), now=now)
        link.refresh_from_db()
        waits.append((link.due_at - now).total_seconds() / 60)
        now = link.due_at

    assert waits == [5, 20, 80, 320, 1280, 1440]


def test_what_is_sound_again_has_no_failures():
    link = known()
    check(said(503))
    check(said(200), now=NOON + 5 * MINUTE)

    link.refresh_from_db()
    assert (link.state, link.failures, link.error) == ("sound", 0, "")


def test_a_person_may_ask_again_at_once():
    known()
    check(said(404))

    links.again([PAGE, "https://new.example/"], NOON + MINUTE)

    assert check(said(200), now=NOON + MINUTE)
    assert Link.objects.get(address=PAGE).state == "sound"
    assert check(said(200), now=NOON + MINUTE)


def test_a_person_who_asks_during_a_check_gets_another():
    known()

    def asked_meanwhile(address, **options):
        links.again([PAGE], NOON)
        return said(404)(address)

    check(asked_meanwhile)

    assert Link.objects.get().state == "new"
    assert check(said(200), now=NOON + MINUTE)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"state": "sound"}, "link_new_until_checked"),
        ({"checked_at": NOON}, "link_new_until_checked"),
        ({"state": "moved", "checked_at": NOON}, "link_moved_to_somewhere"),
    ],
)
def test_the_database_refuses(changes, name):
    link = known()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Link.objects.filter(pk=link.pk).update(**changes)
