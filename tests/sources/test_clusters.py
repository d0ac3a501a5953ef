"""Clippings of one story become one row of the queue."""

from datetime import timedelta

import pytest
from django.db.models import Count

from sources import intake, judging
from sources.clusters import place
from sources.models import Clipping, Trace
from tests.factories import NOON, make_clipping, make_company, make_person, make_source

pytestmark = pytest.mark.django_db
MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(days=7)
TITLE = "Luvo recalls scooters over brake fault"


def come(title=TITLE, *, rank=50, at=NOON, path="", **facts):
    """A clipping that a feed brings."""
    number = path or Clipping.objects.count()
    found = intake.Found(url=f"https://paper.example/news/{number}", title=title, **facts)
    [new] = intake.keep([found], source=make_source(f"Source {number}", rank=rank), now=at)
    return Clipping.objects.get(pk=new.pk)


def rows():
    return set(Clipping.objects.waiting(NOON + DAY).leading())


def followers(clipping):
    return set(Clipping.objects.filter(cluster=clipping))


def test_one_story_of_two_sources_is_one_row():
    first = come()
    second = come("Luvo to recall scooters over brake fault")

    assert rows() == {first}
    assert followers(first) == {second}


def test_the_best_ranked_source_leads_whenever_it_comes():
    portal, paper = come(rank=80), come(rank=60)
    wire = come(rank=5)

    assert rows() == {wire}
    assert followers(wire) == {portal, paper}


def test_of_many_that_come_at_once_the_best_ranked_leads():
    twice = [intake.Found(url=f"https://paper.example/{path}", title=TITLE) for path in "ab"]
    intake.keep(twice, source=make_source(rank=60), now=NOON)
    wire = come(rank=5)

    assert rows() == {wire}
    assert len(followers(wire)) == 2


def test_a_clipping_without_a_source_leads_nothing_that_has_one():
    make_clipping(title="Another")
    [tip] = intake.keep([intake.Found(url="https://blog.example/a", title=TITLE)], source=None, now=NOON)
    wire = come(rank=90)

    assert set(followers(wire)) == {tip}


def test_what_is_four_days_apart_is_told_anew():
    come(published_at=NOON - 4 * DAY)
    come(published_at=NOON)

    assert len(rows()) == 2


def test_the_day_of_the_story_counts_and_not_that_of_the_poll():
    first = come(published_at=NOON - 2 * DAY, at=NOON - 2 * DAY)
    late = come(published_at=NOON - DAY, at=NOON + 6 * DAY)

    assert followers(first) == {late}


def test_a_day_to_come_is_that_on_which_it_came():
    first, second = come(published_at=NOON + 900 * DAY), come()

    assert followers(first) == {second}


def test_two_languages_meet_by_company_and_kind():
    make_company("Luvo", local_name="路沃")
    english, chinese = come(), come("路沃召回电动滑板车")

    assert followers(english) == {chinese}


def test_a_story_that_was_judged_takes_nothing_in():
    dismissed = come()
    judging.dismiss(dismissed.pk, "Old.", by=make_person(), now=NOON)
    later = come()

    assert rows() == {later}
    assert later.resembles == dismissed


def test_a_story_that_waits_is_preferred_to_one_that_was_judged():
    judging.dismiss(come().pk, "Old.", by=make_person(), now=NOON)
    waiting, last = come(), come()

    assert followers(waiting) == {last}
    assert last.resembles is None


def test_what_joins_a_held_story_is_held_with_it():
    held = come(rank=50)
    judging.hold(held.pk, NOON + WEEK, by=make_person(), now=NOON)
    better = come(rank=5)

    assert (better.state, better.held_until) == ("held", NOON + WEEK)
    assert followers(better) == {held}
    assert rows() == set()


def test_what_was_split_by_hand_stays_apart():
    first, second = come(), come()
    judging.split(second.pk, by=make_person(), now=NOON)
    third = come()

    second.refresh_from_db()
    assert second.cluster is None
    assert rows() == {first, second}
    assert third.cluster in (first, second)


def test_what_was_merged_by_hand_stays_together():
    first, other = come(rank=50), come("Qinghe enters Chile with ten shops", rank=60)
    judging.merge([first.pk, other.pk], by=make_person(), now=NOON)
    better = come("Qinghe enters Chile with ten new shops", rank=5)

    assert rows() == {better}
    assert followers(better) == {first, other}


def test_what_stood_in_the_way_of_a_follower_follows_too():
    """A better source leads also those of the story that were not compared with it."""
    first, other = come(rank=50), come("Qinghe enters Chile with ten shops", rank=60)
    judging.merge([first.pk, other.pk], by=make_person(), now=NOON)
    better = come(rank=5)

    assert followers(better) == {first, other}


def test_what_many_tell_today_does_not_hide_a_story_of_yesterday():
    for name in ("Luvo", "Qinghe"):
        make_company(name)
    title = "What the founder said at noon"
    first = come(title, summary="Luvo of Wuhan.", at=NOON - DAY)
    paths = (f"https://paper.example/{n}" for n in range(25))
    many = [intake.Found(url=path, title=title, summary="Qinghe of Wuhan.") for path in paths]
    intake.keep(many, source=None, now=NOON)
    late = come(title, summary="Luvo of Wuhan.")

    assert followers(first) == {late}


def test_no_key_is_left_by_more_than_ten_of_a_day():
    found = [intake.Found(url=f"https://paper.example/{number}", title=TITLE) for number in range(12)]
    intake.keep(found, source=None, now=NOON)
    come(at=NOON + DAY)

    days = Trace.objects.values_list("key", "at__date").annotate(number=Count("pk")).order_by("at__date")
    assert {number for *_, number in days} == {10, 1}


def test_a_headline_of_words_that_stand_everywhere_is_found_whole():
    words = "Announcement by the board of directors: resolutions of the extraordinary general meeting, number"
    heads = [f"{words} {number}" for number in range(100, 200)]
    for day, some in enumerate((heads[:30], heads[30:60], heads[60:])):
        found = [intake.Found(url=f"https://exchange.example/{head[-3:]}", title=head) for head in some]
        intake.keep(found, source=make_source(rank=5), now=NOON - day * DAY)
    again = [come(head, path=head[-3:]) for head in heads]

    assert [one.cluster.title for one in again] == heads


def test_a_headline_of_every_day_is_a_story_of_three():
    """Or what came today would stand for ever below what came a month ago."""
    first, second, third = (come(published_at=NOON - days * DAY) for days in (8, 6, 4))

    assert followers(first) == {second}
    assert third.cluster is None


def test_of_those_with_the_same_headline_the_nearest_is_compared():
    crowd = [
        intake.Found(
            url=f"https://paper.example/{number}", title=TITLE, published_at=NOON - number * DAY / 10
        )
        for number in range(300)
    ]
    intake.keep(crowd, source=make_source(), now=NOON)
    last = come(published_at=NOON - 15 * DAY, path="last")

    assert abs(last.cluster.published_at - last.published_at) <= 3 * DAY


@pytest.mark.parametrize("count", [3, 60])
def test_a_feed_costs_the_same_queries_whatever_it_brings(count, django_assert_max_num_queries):
    make_company("Luvo")
    come(rank=50)
    source = make_source(rank=5)
    found = [
        intake.Found(url=f"https://wire.example/{number}", title=f"{TITLE} {number % 3}")
        for number in range(count)
    ]

    with django_assert_max_num_queries(36):
        intake.keep(found, source=source, now=NOON)


def test_a_story_is_looked_up_and_not_compared_with_all(django_assert_max_num_queries):
    others = [make_clipping(title=f"Shop {number} opens in town {number}") for number in range(50)]
    place(others)

    assert set(Trace.objects.values_list("clipping", flat=True)) == {one.pk for one in others}
    assert followers(come()) == set()
