"""New edition: number, week, standing texts and recurring sections, made once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from editions.desk.new import next_week
from editions.models import Edition
from tests.desk import address, browser_of, form_on, tree_of, words_of
from tests.factories import make_edition, make_masthead

pytestmark = pytest.mark.django_db
PAGE = address("new")
THURSDAY = datetime(2025, 7, 17, 9, tzinfo=UTC)


def offered(browser):
    return form_on(browser.get(PAGE), None)


def begin(browser, **changes):
    return browser.post(PAGE, {**offered(browser), **changes})


def ticked(browser):
    boxes = [box for box in tree_of(browser.get(PAGE)).iter("input") if box.get("type") == "checkbox"]
    return [box.get("checked") is not None for box in boxes]


def test_it_takes_the_next_number_and_opens_its_desk():
    make_edition(number=27)
    editor = browser_of("editor")

    response = begin(editor)

    made = Edition.objects.get(number=28)
    assert response.url == address("desk", made.pk)
    assert made.created_by.first_name == "Ada"
    assert made.versions.get().by == made.created_by


def test_the_first_edition_of_all_is_no_1():
    assert offered(browser_of("editor"))["number"] == "1"


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (THURSDAY, date(2025, 7, 14)),
        (datetime(2025, 7, 20, 23, 59, tzinfo=UTC), date(2025, 7, 14)),  # already Monday, an hour to go
        (datetime(2025, 7, 21, 0, 1, tzinfo=UTC), date(2025, 7, 21)),  # a minute after its hour there
    ],
)
def test_its_week_ends_on_the_eve_of_the_next_hour_in_the_masthead_s_zone(now, first):
    masthead = make_masthead(time_zone="Asia/Shanghai")
    masthead.refresh_from_db()

    assert next_week(masthead, now) == (first, first + timedelta(days=6))


def test_a_week_that_has_its_edition_is_followed_by_the_next_free_one():
    masthead = make_masthead()
    masthead.refresh_from_db()
    make_edition(week_first=date(2025, 7, 14), week_last=date(2025, 7, 20))
    make_edition(week_first=date(2025, 7, 21), week_last=date(2025, 7, 27))

    assert next_week(masthead, THURSDAY) == (date(2025, 7, 28), date(2025, 8, 3))


def test_a_killed_edition_leaves_its_week_free():
    masthead = make_masthead()
    masthead.refresh_from_db()
    make_edition(week_first=date(2025, 7, 14), week_last=date(2025, 7, 20), status="killed")

    assert next_week(masthead, THURSDAY)[0] == date(2025, 7, 14)


def test_the_standing_texts_are_in_place():
    make_masthead(introduction="Every *Monday*.", signoff="That was the week.")

    begin(browser_of("editor"))

    made = Edition.objects.get()
    assert (made.introduction, made.signoff) == ("Every *Monday*.", "That was the week.")
    assert "<em>Monday</em>" in made.introduction_html


def test_what_recurs_is_ticked_and_comes_with_its_layout():
    make_edition(number=26, heading="The week in numbers")
    last = make_edition(number=27, heading="THE WEEK IN NUMBERS")
    last.sections.update(layout="numbers")
    last.sections.create(heading="Only last week", position=1)
    last.sections.create(heading="A story that ran", layout="single", position=2)
    editor = browser_of("editor")

    assert ticked(editor) == [True, False]
    begin(editor)

    made = Edition.objects.get(number=28)
    assert list(made.sections.values_list("heading", "layout")) == [("THE WEEK IN NUMBERS", "numbers")]


def test_a_heading_of_seven_weeks_ago_no_longer_recurs():
    for number in range(20, 28):
        make_edition(number=number, heading="Rare" if number in (20, 27) else f"Week {number}")

    assert ticked(browser_of("editor")) == [False]


def test_two_who_press_at_once_make_one_edition_and_the_second_is_told():
    lin, mei = browser_of("editor"), browser_of("publisher")
    form = offered(mei)
    begin(lin)

    response = mei.post(PAGE, {**form, "title": "What Mei had typed"})

    assert response.status_code == 422
    assert "No. 1 was made already by Ada Byron; open it, or take No. 2." in words_of(response)
    assert b"What Mei had typed" in response.content
    assert Edition.objects.count() == 1


def test_a_week_that_ends_before_it_begins_is_refused():
    response = begin(browser_of("editor"), week_last="2020-01-01")

    assert response.status_code == 422
    assert "The week ends before it begins." in words_of(response)


def test_a_contributor_is_told_whom_to_ask():
    contributor = browser_of("contributor")

    for response in (contributor.get(PAGE), contributor.post(PAGE, {"number": 1})):
        assert response.status_code == 403
        assert "This is not among what your role may do" in words_of(response)
    assert not Edition.objects.exists()


def test_the_list_of_editions_leads_there_and_on_to_every_field():
    editor = browser_of("editor")

    links = {a.get("href") for a in tree_of(editor.get(address("changelist"))).iter("a")}
    further = {a.get("href") for a in tree_of(editor.get(PAGE)).iter("a")}

    assert PAGE in links
    assert address("add") in further
