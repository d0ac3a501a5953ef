"""When a page is sent again, and when who asks is told that their copy is good."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django.utils.http import http_date

from editions.archive.caching import answer, show
from editions.archive.listing import Ref
from editions.archive.pages import house, shell
from editions.models import Edition
from tests.factories import NOON, make_masthead

PLACE = "/kinds/recall/"


def asked(path=PLACE, **headers):
    return RequestFactory().get(path, headers=headers)


def answered(*parts, path=PLACE, changed_at=None, **headers):
    return answer(asked(path, **headers), list(parts), lambda: HttpResponse("words"), changed_at=changed_at)


def never():
    raise AssertionError("it was rendered for somebody who has it")


PARTS = [
    "words",
    3,
    None,
    True,
    date(2025, 7, 7),
    NOON,
    timedelta(hours=2),
    Decimal("1.50"),
    Ref("Vivo", "/companies/vivo/"),
    {"kind": "recall"},
    ("a", ["b"]),
]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_equal_parts_make_the_same_name_and_others_another(part):
    name = answered(part)["ETag"]

    assert name == answered(part)["ETag"]
    assert name != answered([part])["ETag"]


def test_each_address_and_language_has_names_of_its_own():
    names = {
        answered("x")["ETag"],
        answered("x", path="/latest/")["ETag"],
        answered("x", path="/?b=1")["ETag"],
    }
    with translation.override("zh-hans"):
        names.add(answered("x")["ETag"])

    assert len(names) == 4


def test_a_page_of_another_site_is_another(settings):
    here = answered("x")["ETag"]
    settings.SITE_URL = "https://elsewhere.example"

    assert answered("x")["ETag"] != here


@pytest.mark.parametrize("part", [Edition(number=1), {1, 2}, object(), iter([1])])
def test_what_may_change_unseen_is_refused(part):
    with pytest.raises(TypeError, match="no plain value"):
        answered({"shown": part})


@pytest.mark.parametrize("form", ["{}", '"other", {}', '{} , "x"', "*", " * "])
def test_who_has_the_page_is_told_so_without_rendering(form):
    name = answered("x")["ETag"]

    again = answer(asked(**{"If-None-Match": form.format(name)}), ["x"], never)

    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (name, answered("x")["Cache-Control"])


def test_a_name_is_compared_weakly():
    strong = answered("x")["ETag"].removeprefix("W/")

    assert answered("x", **{"If-None-Match": strong}).status_code == 304


@pytest.mark.parametrize("held", ['W/"other"', "words", '"', ","])
def test_who_has_another_page_is_sent_this_one(held):
    assert answered("x", **{"If-None-Match": held}).status_code == 200


@pytest.mark.parametrize(("hours", "status"), [(-1, 200), (0, 304), (1, 304)])
def test_a_day_counts_where_the_moment_of_change_is_known(hours, status):
    since = http_date((NOON + timedelta(hours=hours)).timestamp())

    assert answered("x", changed_at=NOON, **{"If-Modified-Since": since}).status_code == status
    assert answered("x", **{"If-Modified-Since": since}).status_code == 200


def test_a_name_goes_before_a_day():
    later = http_date((NOON + timedelta(days=1)).timestamp())
    headers = {"If-None-Match": 'W/"old"', "If-Modified-Since": later}

    assert answered("x", changed_at=NOON, **headers).status_code == 200


def test_a_day_that_does_not_tell_everything_is_told_and_not_believed():
    def page(**headers):
        return answer(asked(**headers), ["x"], lambda: HttpResponse("words"), newest_at=NOON)

    day = page()["Last-Modified"]

    assert day == http_date(NOON.timestamp())
    assert page(**{"If-Modified-Since": day}).status_code == 200


@pytest.mark.parametrize("since", ["yesterday", "", "Mon, 99 Foo 2025 00:00:00 GMT"])
def test_a_day_that_is_none_is_passed_over(since):
    assert answered("x", changed_at=NOON, **{"If-Modified-Since": since}).status_code == 200


def test_any_cache_may_keep_a_page_and_show_it_while_it_asks():
    kept = answered("x")["Cache-Control"]

    assert all(part in kept for part in ("public", "s-maxage=30", "stale-while-revalidate="))


# Pages


def page(status=200, *, known="changed_at", **headers):
    context = shell(house(), PLACE, name="Recall", part=None, feeds=[], follow={})
    return show(asked(**headers), "editions/archive/kind.html", context, status=status, **{known: NOON})


@pytest.mark.django_db
def test_a_page_changes_with_what_it_shows():
    before, again = page()["ETag"], page()["ETag"]
    make_masthead(name="Renamed")

    assert before == again
    assert page()["ETag"] != before


@pytest.mark.django_db
@pytest.mark.parametrize("known", ["changed_at", "newest_at"])
def test_a_page_is_of_today_like_the_form_on_it(known):
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    assert page(known=known)["Last-Modified"] == http_date(midnight.timestamp())


@pytest.mark.django_db
@pytest.mark.parametrize("status", [404, 410])
def test_nobody_is_told_that_their_copy_of_a_failure_is_good(status):
    answer = page(status=status, **{"If-None-Match": "*"})

    assert answer.status_code == status
    assert "ETag" not in answer
