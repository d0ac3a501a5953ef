"""Access tokens: who has one may clip until it is revoked, and nobody can read one from the database."""

from datetime import timedelta

import pytest

from sources import tokens
from sources.models import AccessToken
from tests.desk import browser_of, words_of
from tests.factories import NOON, make_person

pytestmark = pytest.mark.django_db
MINE = "/admin/sources/accesstoken/mine/"


def make(person=None, name="Laptop", scope="clip"):
    return tokens.make(person or make_person("editor"), name, scope, now=NOON)


def bearer(token, now=NOON):
    return tokens.bearer(f"Bearer {token}", now=now)


def test_a_token_is_known_again_and_kept_as_its_digest_alone():
    row, token = make()

    assert bearer(token) == row
    assert token not in str(AccessToken.objects.values().get())
    assert token.startswith("recap_")
    assert len(token) >= 6 + 43


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic {}", "Bearer x{}", "Bearer {}\ud800", "{}"]
)
def test_nothing_else_is_a_token(header):
    _, token = make()

    assert tokens.bearer(header.format(token), now=NOON) is None


def test_its_use_is_noted_once_an_hour():
    row, token = make()
    seen = []
    for minutes in (0, 59, 60):
        bearer(token, now=NOON + timedelta(minutes=minutes))
        row.refresh_from_db()
        seen.append(row.used_at - NOON)

    assert seen == [timedelta(0), timedelta(0), timedelta(hours=1)]


def test_two_live_tokens_of_one_name_are_refused():
    row, _ = make()
    with pytest.raises(tokens.Refused, match="“laptop”"):
        make(row.person, name="laptop")

    AccessToken.objects.update(revoked_at=NOON)
    make(row.person)


def test_nobody_has_more_than_twenty():
    person = make_person("editor")
    for number in range(tokens.MOST):
        make(person, name=f"Program {number}")

    with pytest.raises(tokens.Refused, match="20 tokens"):
        make(person)


def test_the_page_shows_a_token_once():
    browser = browser_of("contributor")
    shown = browser.post(MINE, {"name": "Phone", "scope": "clip"})

    token = shown.context["token"]
    assert token in shown.content.decode()
    assert bearer(token).name == "Phone"
    assert "no-store" in shown["Cache-Control"]
    assert token not in browser.get(MINE).content.decode()


@pytest.mark.parametrize("fields", [{}, {"name": "a" * 61}, {"scope": "all"}], ids=["none", "long", "scope"])
def test_a_token_without_a_name_or_scope_is_not_made(fields):
    answer = browser_of("contributor").post(MINE, {"name": "", "scope": "clip", **fields})

    assert answer.status_code == 422
    assert AccessToken.objects.count() == 0


def test_a_revoked_token_is_none():
    browser = browser_of("contributor")
    token = browser.post(MINE, {"name": "Phone", "scope": "clip"}).context["token"]
    row = AccessToken.objects.get()

    answer = browser.post(f"/admin/sources/accesstoken/{row.pk}/revoke/", follow=True)

    assert "“Phone” is revoked" in words_of(answer)
    assert bearer(token) is None


def test_nobody_sees_or_revokes_a_colleagues_token():
    row, token = make(name="Their own")
    browser = browser_of("administrator")

    assert browser.post(f"/admin/sources/accesstoken/{row.pk}/revoke/").status_code == 404
    assert "Their own" not in words_of(browser.get(MINE))
    assert bearer(token)
