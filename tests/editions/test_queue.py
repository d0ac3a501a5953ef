"""The queue: which rows it shows, and what becomes of what an editor does to them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editions.desk.queue import weeks
from sources import tips
from sources.models import Clipping, Judgement, NewsItem, SavedFilter
from tests.desk import browser_of, tree_of, words_of
from tests.factories import (
    make_clipping,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_person,
    make_published_edition,
    make_source,
)

pytestmark = pytest.mark.django_db
QUEUE = "/admin/queue/"
BY_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def editor():
    make_masthead()
    return browser_of("editor")


def story(title, *followers, hours=1, **facts):
    """A clipping, and those that follow it by title."""
    at = timezone.now() - timedelta(hours=hours)
    lead = make_clipping(title=title, clipped_at=at, **facts)
    for name in followers:
        make_clipping(title=name, clipped_at=at, cluster=lead, source=make_source(), state=lead.state)
    return lead


def keys_on(response):
    """The rows of a page or part, by key, in their order."""
    return [int(row.get("data-story")) for row in tree_of(response).iter("li") if row.get("data-story")]


def asked(editor, **query):
    return keys_on(editor.get(QUEUE, query))


def judged(editor, verb, pk, **values):
    return editor.post(reverse(f"queue_{verb}", args=[pk]), values, headers=BY_SCRIPT)


def test_one_row_a_story_the_newest_first(editor):
    old, new = story("Old", hours=9), story("New", "New elsewhere", hours=2)
    back = story("Back", hours=99, state="held", held_until=timezone.now() - timedelta(hours=5))
    story("Held", state="held", held_until=timezone.now() + timedelta(days=2))
    story("Done", state="taken")
    response = editor.get(QUEUE)

    assert keys_on(response) == [new.pk, back.pk, old.pk]
    assert "2 sources tell it" in words_of(response)
    assert "3 waiting" in words_of(response)


@pytest.mark.parametrize("state", ["held", "dismissed", "taken"])
def test_what_was_judged_is_looked_up(editor, state):
    facts = {"held_until": timezone.now() + timedelta(days=2)} if state == "held" else {}
    wanted = story("One", state=state, reason="Too small" if state == "dismissed" else "", **facts)
    story("Another")

    assert asked(editor, state=state) == [wanted.pk]


def test_a_filter_finds_a_story_by_any_of_its_clippings(editor):
    lead = story("One", "One elsewhere")
    story("Another", source=make_source())
    follower = lead.followers.get()
    company, market = make_company("Anker", former_names="Oceanwing"), make_market()
    follower.companies.add(company)
    follower.markets.add(market)

    assert asked(editor, source=follower.source_id) == [lead.pk]
    assert asked(editor, company="oceanwing") == [lead.pk]
    assert asked(editor, market=market.pk) == [lead.pk]
    assert asked(editor, market=market.pk, kind="recall") == []


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ({"kind": "recall"}, {"kind": "recall"}),
        ({"language": "zh"}, {"language": "zh-CN"}),
        ({"age": "older"}, {"hours": 24 * 8}),
        ({"age": "older", "state": "held"}, {"hours": 24 * 8, "state": "held"}),
    ],
    ids=["kind", "language", "age", "age of held"],
)
def test_a_filter_narrows_the_queue(editor, query, facts):
    held = {"state": "held", "held_until": timezone.now() + timedelta(days=2)} if "state" in facts else {}
    wanted = story("One", **facts | held)
    story("Another", language="en", kind="funding", **held)

    assert asked(editor, **query) == [wanted.pk]


@pytest.mark.parametrize(
    "query",
    [
        {"source": "999"},
        {"source": "x"},
        {"market": "9" * 30},
        {"company": "Nobody\0"},
        {"kind": "gossip"},
        {"language": "tlh"},
        {"age": "-1"},
        {"state": "lost"},
    ],
    ids=lambda query: "".join(query),
)
def test_a_filter_that_makes_no_sense_is_left_out_and_named(editor, query):
    one = story("One")
    response = editor.get(QUEUE, query)

    assert keys_on(response) == [one.pk]
    assert "shown." in words_of(response)


@pytest.mark.parametrize(
    "at", ["", "soon", "2025-13-45T00:00Z", "0001-01-01T00:00+14:00", "2025-07-14T12:00"]
)
def test_a_place_that_is_none_shows_the_first_rows(editor, at):
    one = story("One")

    assert asked(editor, at=at, pk=one.pk) == [one.pk]


@pytest.mark.parametrize("state", ["", "held", "dismissed"])
def test_the_rows_behind_a_place_come_each_once(editor, state):
    until = timezone.now() + timedelta(days=9)
    facts = {"held": {"held_until": until}, "dismissed": {"reason": "Too small"}}.get(state, {})
    at = timezone.now()
    made = {make_clipping(clipped_at=at, state=state or "new", **facts).pk for _ in range(33)}
    response = editor.get(QUEUE, {"state": state})
    [last] = [row for row in tree_of(response).iter("p") if row.get("class") == "next"]
    query = {"state": state, "at": last.get("data-at"), "pk": last.get("data-pk")}
    rest = keys_on(editor.get(reverse("queue_more"), query))

    assert len(rest) == 3
    assert {*keys_on(response), *rest} == made


@pytest.mark.parametrize("rows", [3, 45])
def test_the_queries_are_the_same_however_many_rows(editor, rows, django_assert_max_num_queries):
    for number in range(rows):
        lead = story(f"Story {number}", "The same", "And again", source=make_source())
        lead.companies.add(make_company())
        lead.markets.add(make_market())
    with django_assert_max_num_queries(22):
        editor.get(QUEUE)
    with django_assert_max_num_queries(12):
        editor.get(reverse("queue_more"))


def test_a_story_is_taken_with_all_its_sources(editor):
    lead = story("One", "One elsewhere", source=make_source())
    answer = judged(editor, "take", lead.pk).json()
    item = NewsItem.objects.get()

    assert answer["opens"] == reverse("admin:sources_newsitem_desk", args=[item.pk])
    assert item.credits.count() == 2
    assert asked(editor) == []


def test_who_comes_second_is_told_who_took_it(editor):
    one = story("One")
    judged(editor, "take", one.pk)
    answer = judged(browser_of("publisher"), "take", one.pk).json()

    assert answer["said"] == "Ada Byron took this story before you: here is the draft."
    assert NewsItem.objects.count() == 1


def test_a_story_is_held_until_a_monday_of_the_newsroom(editor):
    one = story("One", "One elsewhere")
    [(until, words), *_] = weeks(make_masthead(), timezone.now())
    answer = judged(editor, "hold", one.pk, until=until.isoformat()).json()

    assert answer["said"] == f"Held until {until:%-d %B}."
    assert words == f"{until:%-d %B}, next Monday"
    assert {row.held_until for row in Clipping.objects.all()} == {until}


def test_weeks_begin_on_monday_at_midnight_in_the_zone():
    late_on_sunday = datetime(2025, 7, 13, 17, tzinfo=UTC)  # Monday, 01:00, in Shanghai
    first, second, *_ = weeks(make_masthead(time_zone="Asia/Shanghai"), late_on_sunday)

    assert first[0] == datetime(2025, 7, 20, 16, tzinfo=UTC)
    assert second[1] == "28 July, in 2 weeks"


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("", "Say until when it is held."),
        ("2030-13-45T00:00Z", "Say until when it is held."),
        ("2020-01-06T00:00Z", "Hold it until a time that is still to come."),
        ("2999-01-01T00:00Z", "Hold it for a year at most."),
    ],
)
def test_a_week_that_is_none_is_refused(editor, until, said):
    response = judged(editor, "hold", story("One").pk, until=until)

    assert (response.status_code, response.json()["refused"]) == (422, said)
    assert Clipping.objects.get().state == "new"


def test_a_story_is_dismissed_in_words_of_one_s_own(editor):
    one = story("One")
    judged(editor, "dismiss", one.pk, words="  Heard it\nbefore ", reason="Too small")

    assert Clipping.objects.get().reason == "Heard it before"
    assert "Heard it before" in words_of(editor.get(QUEUE, {"state": "dismissed"}))


def test_a_story_that_a_colleague_judged_meanwhile_is_refused_and_gone(editor):
    one = story("One")
    judged(browser_of("editor"), "dismiss", one.pk, reason="Too small")
    response = judged(editor, "hold", one.pk, until=(timezone.now() + timedelta(days=3)).isoformat())

    assert response.json()["refused"] == "Somebody was faster: it is dismissed."
    assert keys_on(editor.get(reverse("queue_stories"), {"story": one.pk})) == []


def test_a_row_that_was_merged_meanwhile_takes_its_whole_story_along_and_says_so(editor):
    lead = story("One", "Another")
    done = judged(editor, "dismiss", lead.followers.get().pk, reason="Too small").json()

    assert done["said"] == "Dismissed. It was merged meanwhile: all of its story went along."
    assert lead.pk in done["stories"]


def test_each_undoes_the_last_decision_of_their_own(editor):
    one, another = story("One"), story("Another")
    judged(editor, "dismiss", one.pk, reason="Too small")
    judged(browser_of("editor"), "dismiss", another.pk, reason="Too small")
    answer = editor.post(reverse("queue_undo"), headers=BY_SCRIPT).json()
    again = editor.post(reverse("queue_undo"), headers=BY_SCRIPT).json()

    assert answer == {"said": "Undone: dismissed.", "refused": "", "stories": [one.pk]}
    assert again["refused"] == "There is nothing to undo."
    assert asked(editor) == [one.pk]


@pytest.mark.parametrize("facts", [{"state": "dismissed", "reason": "Too small"}, {"state": "held"}])
def test_what_was_dismissed_or_held_is_put_back(editor, facts):
    until = timezone.now() + timedelta(days=3) if facts["state"] == "held" else None
    one = story("One", held_until=until, **facts)
    answer = judged(editor, "put_back", one.pk).json()
    again = judged(editor, "put_back", one.pk).json()

    assert answer["said"] == "It waits in the queue again."
    assert again["refused"] == "Somebody was faster: it is new."
    assert asked(editor) == [one.pk]


def test_what_cannot_be_undone_is_passed_over_the_next_time(editor):
    one, another = story("One"), story("Another")
    judged(editor, "dismiss", one.pk, reason="Too small")
    judged(editor, "take", another.pk)
    NewsItem.objects.update(version=2)
    refused = editor.post(reverse("queue_undo"), headers=BY_SCRIPT).json()["refused"]
    done = editor.post(reverse("queue_undo"), headers=BY_SCRIPT).json()

    assert refused.endswith("so it stays. Undo once more for what you decided before it.")
    assert (done["said"], done["stories"]) == ("Undone: dismissed.", [one.pk])


def test_stories_are_merged_and_split_and_their_rows_named(editor):
    one, another = story("One", source=make_source(rank=1)), story("Another", source=make_source(rank=9))
    merged = editor.post(reverse("queue_merge"), {"story": [one.pk, another.pk]}, headers=BY_SCRIPT).json()
    assert asked(editor) == [one.pk]
    split = judged(editor, "split", another.pk).json()

    assert set(merged["stories"]) == set(split["stories"]) == {one.pk, another.pk}
    assert set(asked(editor)) == {one.pk, another.pk}


def test_a_story_like_one_taken_is_credited_in_its_draft_and_undone(editor):
    first = story("One", source=make_source("Caixin"))
    judged(editor, "take", first.pk)
    item = NewsItem.objects.get()
    second = story("One again", source=make_source("36Kr"), resembles=first)
    assert f"Already taken: {item.desk_label} Add as a credit to that item" in words_of(editor.get(QUEUE))

    answer = editor.post(reverse("queue_credit", args=[second.pk, item.pk]), headers=BY_SCRIPT).json()
    assert answer["said"] == "Credited in “One”."
    assert [str(credit) for credit in item.credits.all()] == ["Caixin", "36Kr"]
    assert asked(editor) == []

    editor.post(reverse("queue_undo"), headers=BY_SCRIPT)
    assert [str(credit) for credit in item.credits.all()] == ["Caixin"]
    assert asked(editor) == [second.pk]


def test_an_item_that_is_no_draft_takes_no_credit(editor):
    one, item = story("One"), make_item()
    response = editor.post(reverse("queue_credit", args=[one.pk, item.pk]), headers=BY_SCRIPT)

    assert response.json()["refused"].startswith("That item is no draft any more")
    assert not Judgement.objects.exists()


def test_where_a_story_ran_before_is_told(editor):
    source = make_source()
    item = make_item(headline="Anker opens in Quito", credit=str(source))
    item.credits.update(canonical_url="https://paper.example/quito")
    make_published_edition(item, number=25)
    one = story("Anker in Quito", source=source)
    Clipping.objects.filter(pk=one.pk).update(url="https://paper.example/quito?utm_source=x")

    ran = editor.get(reverse("queue_ran"), {"clipping": one.pk}).json()
    assert ran == {str(one.pk): [["dup", "same link as in No. 25"]]}


def test_a_tip_says_who_sent_it_and_is_read_where_it_is_kept(editor):
    facts = {"company_name": "Lanhe", "contact_name": "Qiu Lan", "contact_email": "lan@lanhe.example"}
    tip = tips.send(**facts, story="A workshop in Izmir.", url="", whence="", now=timezone.now())
    kept = reverse("admin:sources_tip_change", args=[tip.pk])
    page = editor.get(QUEUE)

    assert "less than a minute Tip from Qiu Lan" in words_of(page)
    assert [link.get("href") for link in tree_of(page).iter("a")].count(kept) == 2


def test_an_empty_queue_leads_to_feeds_while_none_is_followed(editor):
    assert "no feed is followed yet. Follow feeds" in words_of(editor.get(QUEUE))


def test_a_company_that_is_not_known_brings_those_with_the_like_name(editor):
    make_company("Anker Innovations")

    assert "Is it “Anker Innovations”?" in words_of(editor.get(QUEUE, {"company": "anker"}))


def test_a_filter_is_saved_under_a_name_changed_and_removed(editor):
    for query in ("kind=recall", "kind=funding"):
        editor.post(f"{reverse('queue_save_filter')}?{query}", {"name": "Mine"})
    saved = SavedFilter.objects.get()
    assert saved.query == "kind=funding"
    assert "Mine" in words_of(editor.get(QUEUE))
    assert "Mine" not in words_of(browser_of("editor").get(QUEUE))
    editor.post(reverse("queue_remove_filter", args=[saved.pk]))

    assert not SavedFilter.objects.exists()


def test_a_filter_that_was_removed_last_is_undone_before_what_was_decided_before(editor):
    one = story("One")
    editor.post(reverse("queue_dismiss", args=[one.pk]), {"words": "Old"})
    editor.post(f"{reverse('queue_save_filter')}?kind=recall", {"name": "Mine"})
    editor.post(reverse("queue_remove_filter", args=[SavedFilter.objects.get().pk]))

    assert editor.post(reverse("queue_undo")).url == f"{QUEUE}?kind=recall"
    assert SavedFilter.objects.get().name == "Mine"
    assert not Clipping.objects.filter(state="new").exists()
    editor.post(reverse("queue_undo"))
    assert Clipping.objects.get().state == "new"


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("", "Mine", "Filter the queue first"),
        ("kind=recall", " \u200b", "Give it a name"),
        ("kind=recall", "x" * 61, "Give it a name"),
    ],
    ids=["nothing to save", "no name", "too long"],
)
def test_a_filter_that_cannot_be_saved_says_why(editor, query, name, said):
    response = editor.post(f"{reverse('queue_save_filter')}?{query}", {"name": name}, follow=True)

    assert said in words_of(response)


def test_without_script_a_verb_leads_back_with_its_sentence(editor):
    one = story("One")
    response = editor.post(
        f"{reverse('queue_dismiss', args=[one.pk])}?kind=recall", {"words": "Old"}, follow=True
    )

    assert response.redirect_chain == [(f"{QUEUE}?kind=recall", 302)]
    assert "Dismissed." in words_of(response)


@pytest.mark.parametrize("name", ["take", "hold", "dismiss", "put_back", "split"])
def test_a_verb_is_never_a_get_and_a_lost_clipping_is_said(editor, name):
    values = {"words": "Old", "until": (timezone.now() + timedelta(days=3)).isoformat()}

    assert editor.get(reverse(f"queue_{name}", args=[1])).status_code == 405
    assert "is gone" in judged(editor, name, 10**9, **values).json()["refused"]


def test_who_may_only_look_is_offered_no_verb():
    make_masthead()
    lead, viewer = story("One", "One elsewhere"), make_person()
    viewer.user_permissions.set(Permission.objects.filter(codename="view_clipping"))
    browser = Client()
    browser.force_login(viewer, "django.contrib.auth.backends.ModelBackend")
    page = browser.get(QUEUE)
    verbs = ("take", "hold", "dismiss", "put_back", "split")

    assert keys_on(page) == [lead.pk]
    assert not [button for button in tree_of(page).iter("button") if button.get("formaction")]
    assert {judged(browser, name, lead.pk).status_code for name in verbs} == {403}
