"""The newsroom's board: what a colleague sees first, from which each thing is one click away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from editions.models import Edition, Masthead
from sources.models import Clipping, Feed, Source
from subscribers.models import Delivery, Pace, Subscriber
from tests.desk import address, browser_of, form_on, tree_of, words_of
from tests.factories import (
    make_approved_edition,
    make_clipping,
    make_company,
    make_edition,
    make_item,
    make_mailing,
    make_masthead,
    make_person,
    make_published_edition,
    make_source,
    make_subscriber,
    make_superuser,
)

pytestmark = pytest.mark.django_db
BOARD = reverse("admin:index")


@pytest.fixture
def masthead():
    """Its hour is in some twenty minutes, whenever the test runs."""
    hour = timezone.now() + timedelta(minutes=20)
    row = make_masthead(time_zone="UTC", weekday=hour.weekday(), hour=hour.time())
    row.refresh_from_db()
    return row


@pytest.fixture
def editor():
    return browser_of("editor")


def this_week(masthead, *items, **facts):
    first, last = masthead.week_ahead(timezone.now())
    return make_edition(*items, **{"week_first": first, "week_last": last, "number": 28, **facts})


def checked(browser, edition):
    return browser.get(reverse("board_week", args=[edition.pk]))


def links_of(response):
    return {a.get("href") for a in tree_of(response).iter("a")}


# This week's edition


def test_this_week_s_edition_leads_to_its_desk(masthead, editor):
    edition = this_week(masthead, make_item(), make_item())

    page = editor.get(BOARD)

    assert "No. 28" in words_of(page)
    assert "2 in 1 section" in words_of(page)
    assert "not yet in review" in words_of(page)
    assert address("desk", edition.pk) in links_of(page)


def test_it_says_when_and_where_the_edition_goes_out(editor):
    make_masthead(time_zone="Asia/Shanghai", hour="08:00")
    day = timezone.localdate() + timedelta(days=30)
    make_edition(number=28, week_first=day, week_last=day)

    assert "No. 28 goes out on Monday" in words_of(editor.get(BOARD))
    assert "at 08:00 in Shanghai, in " in words_of(editor.get(BOARD))


def test_an_edition_that_is_not_approved_an_hour_before_it_goes_out_says_so(masthead, editor):
    edition = this_week(masthead)

    assert "and is not approved." in words_of(editor.get(BOARD))
    Edition.objects.filter(pk=edition.pk).update(status="approved", approved_hash="x")
    assert "and is not approved." not in words_of(editor.get(BOARD))


def test_the_sheet_says_so_too(masthead, editor):
    edition = this_week(masthead)

    assert "and is not approved." in words_of(editor.get(address("sheet", edition.pk)))


def test_an_edition_begun_early_waits_behind_this_week_s(masthead, editor):
    edition = this_week(masthead)
    make_edition(
        number=29, week_first=edition.week_last + timedelta(1), week_last=edition.week_last + timedelta(7)
    )

    words = words_of(editor.get(BOARD))

    assert words.index("No. 28 ·") < words.index("Also open") < words.index("No. 29 ·")


def test_a_draft_of_long_ago_gives_way_to_this_week_s(masthead, editor):
    this_week(masthead)
    make_edition(number=3, week_first=date(2020, 1, 6), week_last=date(2020, 1, 12))

    words = words_of(editor.get(BOARD))

    assert words.index("No. 28 ·") < words.index("Also open") < words.index("No. 3 ·")


def test_what_the_checks_find_is_counted_and_leads_to_where_it_is_mended(masthead, editor):
    item = make_item("We saw a shop in [[TK]].", credit="Reuters")
    edition = this_week(masthead, item)

    page = checked(editor, edition)

    assert "The credit to “Reuters” has no link" in words_of(page)
    assert "warning" in words_of(page)
    assert reverse("admin:sources_newsitem_desk", args=[item.pk]) in links_of(page)


def test_a_missing_subject_and_unticked_lines_are_lacking(editor):
    make_masthead(tick_list="Sums checked\nNames read aloud")
    edition = make_edition(subject="")
    for line in ("Sums checked", "A line of last year"):
        edition.ticks.create(line=line, by=make_person(), at=timezone.now())

    words = words_of(editor.get(BOARD))

    assert "It has no subject line" in words
    assert "1 line of the tick-list not ticked" in words
    assert "It has no subject line" in words_of(checked(editor, edition))


def test_an_open_note_is_shown_and_a_resolved_one_is_not(masthead, editor):
    edition, now = this_week(masthead), timezone.now()
    lin = make_person("editor", first_name="Lin")
    edition.notes.create(text="Which July?", by=lin, at=now)
    edition.notes.create(text="Done with.", by=lin, at=now, resolved_at=now)

    words = words_of(editor.get(BOARD))

    assert "Lin: Which July?" in words
    assert "Done with." not in words


def test_what_was_gathered_in_its_week_is_counted(masthead, editor):
    edition = this_week(masthead)
    noon = datetime.combine(edition.week_first, datetime.min.time(), UTC) + timedelta(hours=12)
    for state in ("new", "taken", "taken"):
        make_clipping(state=state, clipped_at=noon)
    make_clipping(state="taken", clipped_at=noon - timedelta(days=2))

    assert "3 seen, 2 taken" in words_of(editor.get(BOARD))


def test_it_says_whom_the_approval_waits_for(masthead, editor):
    make_person("editor", first_name="Mei", last_name="Tan")
    edition = this_week(masthead)
    edition.submit(by=User.objects.get(first_name="Ada"), now=timezone.now())

    assert "waiting for Mei Tan" in words_of(editor.get(BOARD))


def test_it_says_who_approved(masthead, editor):
    make_approved_edition(number=28, now=timezone.now())

    assert "by person-" in words_of(editor.get(BOARD))


def test_before_the_first_edition_there_is_one_thing_to_do(editor):
    page = editor.get(BOARD)

    assert "No edition is open" in words_of(page)
    assert "The next edition goes out" in words_of(page)
    assert address("new") in links_of(page)


def test_what_is_out_is_no_longer_this_week_s(editor):
    make_published_edition()

    assert "No edition is open" in words_of(editor.get(BOARD))


# What waits


def test_stories_wait_newest_first(editor):
    for hour, title in enumerate(["Old", "Newer", "Newest"]):
        make_clipping(
            title=title, source=make_source(), clipped_at=timezone.now() - timedelta(hours=9 - hour)
        )
    make_clipping(title="Done", state="taken")
    lead = Clipping.objects.get(title="Newer")
    make_clipping(title="The same elsewhere", clipped_at=lead.clipped_at, cluster=lead)
    page = editor.get(BOARD)
    words = words_of(page)

    assert words.index("Newest") < words.index("Newer") < words.index("Old")
    assert "Look through 3" in words
    assert "Done" not in words
    assert "The same elsewhere" not in words
    assert "and 1 more" in words
    assert f"{reverse('queue')}#story-{lead.pk}" in links_of(page)


def test_a_clipping_is_written_from_the_board_in_one_click(editor):
    clipping = make_clipping(title="A shop in Lima", source=make_source())
    form = form_on(editor.get(BOARD), reverse("admin:sources_newsitem_write"))

    response = editor.post(reverse("admin:sources_newsitem_write"), {**form, "clipping": clipping.pk})

    assert response.url == reverse("admin:sources_newsitem_desk", args=[clipping.items.get().pk])


def test_ready_items_that_no_open_edition_holds_are_listed(editor):
    placed = make_item(headline="In its place")
    make_edition(placed)
    make_item(headline="Left over", companies=[make_company("Vivo")])
    make_item(headline="Unfinished", status="draft")

    page = editor.get(BOARD)

    assert "Left over" in words_of(page)
    assert "All 1" in words_of(page)
    assert "In its place" not in words_of(page)
    assert "Unfinished" not in words_of(page)


def test_the_list_it_leads_to_holds_the_same_items(editor):
    make_edition(make_item(headline="In its place"))
    make_item(headline="Left over")
    [path] = [link for link in links_of(editor.get(BOARD)) if "placed=no" in link]

    listed = words_of(editor.get(path))

    assert "Left over" in listed
    assert "In its place" not in listed


def test_the_drafts_of_who_looks_are_listed(editor):
    ada = User.objects.get(first_name="Ada")
    make_item(headline="Mine", status="draft", created_by=ada)
    make_item(headline="Not mine", status="draft", created_by=make_superuser())

    words = words_of(editor.get(BOARD))

    assert "Mine" in words
    assert "Not mine" not in words


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "goes out tomorrow at"),
        ({"held_at": datetime(2025, 7, 1, tzinfo=UTC)}, "is on hold, for tomorrow at"),
        (
            {"publish_at": datetime(2025, 7, 1, 8, tzinfo=UTC)},
            "was to go out on Tuesday 1 July 2025 at 08:00 UTC and did not",
        ),
    ],
)
def test_scheduled_editions_stand_with_their_hour(facts, said, editor):
    make_masthead(time_zone="UTC")
    hour = {"publish_at": timezone.now() + timedelta(days=1)}
    edition = make_edition(status="scheduled", approved_hash="x", **{**hour, **facts})

    page = editor.get(BOARD)

    assert f"No. {edition.number} {said}" in words_of(page)
    assert address("sheet", edition.pk) in links_of(page)


def make_feed(**facts):
    source = Source.objects.named("The Paper") or make_source("The Paper")
    return Feed.objects.create(**{"source": source, "url": "https://a.example/feed", **facts})


def test_a_feed_that_fails_for_more_than_a_day_says_why(editor):
    now = timezone.now()
    feed = make_feed(
        failures=3,
        failing_since=now - timedelta(days=2, hours=1),
        brought_at=now - timedelta(days=3, hours=1),
        last_error="The server answered 500.",
    )

    page = editor.get(BOARD)

    assert (
        "The feed of The Paper has failed for 2 days, 3 times in a row The server answered 500. "
        "It last brought something 3 days ago." in words_of(page)
    )
    assert reverse("admin:sources_feed_desk", args=[feed.pk]) in links_of(page)


def test_a_feed_that_stopped_for_good_says_so(editor):
    make_feed(active=False, last_error="It is gone for good (410).")

    words = words_of(editor.get(BOARD))

    assert "The feed of The Paper is not asked any more It is gone for good (410)." in words


@pytest.mark.parametrize(
    "facts",
    [{}, {"active": False}, {"failures": 1, "failing_since": 23}],
    ids=["well", "paused", "failing-since-today"],
)
def test_no_feed_in_trouble_is_one_calm_line(facts, editor):
    if hours := facts.get("failing_since"):
        facts = {**facts, "failing_since": timezone.now() - timedelta(hours=hours)}
    make_feed(**facts)

    assert "No feed has failed for a day" in words_of(editor.get(BOARD))


# What was mailed


def mailed(*states, **facts):
    mailing = make_mailing(*(make_subscriber() for _ in states), edition=make_published_edition(), **facts)
    for delivery, state in zip(mailing.deliveries.all(), states, strict=True):
        Delivery.objects.filter(pk=delivery.pk).update(state=state)
    mailing.count(timezone.now())
    return mailing


def test_the_last_edition_that_was_mailed_is_summed_up(editor):
    mailing = mailed(
        "sent", "sent", "failed", "unknown", "suppressed", state="sent", finished_at=timezone.now()
    )
    Subscriber.objects.filter(pk=Subscriber.objects.first().pk).update(left_from=mailing)
    page = editor.get(BOARD)

    today = timezone.now().astimezone(Masthead.objects.the().zone)
    assert f"No. {mailing.edition.number}, sent {today:%A}" in words_of(page)
    assert "4 Accepted2Refused1Unknown, yours to decide1Left since1" in words_of(page)
    assert reverse("mailing", args=[mailing.pk]) in links_of(page)


def test_what_is_being_sent_stands_on_the_board(editor):
    mailing = mailed("sent", "queued", "queued", state="sending")
    page = editor.get(BOARD)

    assert f"No. {mailing.edition.number}, sending" in words_of(page)
    assert "1 of 3" in words_of(page)
    assert reverse("mailing", args=[mailing.pk]) in links_of(page)


def test_a_mail_server_that_is_down_is_in_trouble(editor):
    Pace.objects.create(minute=0, failures=2, said="421 Try again later")

    assert "The mail server does not answer" in words_of(editor.get(BOARD))
    assert "421 Try again later" in words_of(editor.get(BOARD))
    Pace.objects.update(failures=0)
    assert "The mail server does not answer" not in words_of(editor.get(BOARD))


def test_the_rail_leads_to_mailings_and_subscribers_by_permission():
    shown = {role: links_of(browser_of(role).get(BOARD)) for role in ("contributor", "editor", "publisher")}
    mailings, people = reverse("mailings"), reverse("admin:subscribers_subscriber_changelist")

    assert [mailings in shown[role] for role in shown] == [False, True, True]
    assert [people in shown[role] for role in shown] == [False, False, True]


# Who may see it, and what it costs


@pytest.mark.parametrize(("role", "may"), [("contributor", False), ("editor", True), ("administrator", True)])
def test_who_may_begin_an_edition_is_offered_it(role, may):
    links = links_of(browser_of(role).get(BOARD))

    assert (address("new") in links) is may
    assert (address("paste", "stream") in links) is may


def test_who_has_no_role_sees_none_of_it(client):
    make_edition()
    make_clipping(title="A secret of the house")
    client.force_login(make_person(), "django.contrib.auth.backends.ModelBackend")

    page = client.get(BOARD)

    assert page.status_code == 200
    assert "A secret" not in words_of(page)
    assert "No. 1" not in words_of(page)
    assert client.get(reverse("board_week", args=[Edition.objects.get().pk])).status_code == 403


def test_the_board_is_closed_to_readers(client):
    assert client.get(BOARD).url.startswith(reverse("admin:login"))


def test_it_costs_the_same_whatever_the_archive_holds(masthead, editor, django_assert_max_num_queries):
    for number in range(1, 4):
        make_published_edition(number=number)
    busy(masthead)
    editor.get(BOARD)

    with django_assert_max_num_queries(25):
        editor.get(BOARD)


def busy(masthead):
    """Something in every part of the board, and more than it shows."""
    edition, now, ada = this_week(masthead), timezone.now(), make_superuser()
    mailed("sent", "unknown", state="sent")
    Pace.objects.create(minute=0, failures=1)
    for number in range(8):
        make_mailing(make_subscriber(), state="sending")
        make_item(headline=f"Item {number}", companies=[make_company()])
        make_item(headline=f"Draft {number}", status="draft", created_by=ada)
        make_clipping(source=make_source(), title=f"Clipping {number}").companies.add(make_company())
        make_feed(
            source=make_source(), url=f"https://a.example/{number}", failing_since=now - timedelta(days=2)
        )
        edition.notes.create(text=f"Note {number}", by=ada, at=now)
        make_edition(status="scheduled", approved_hash="x", publish_at=now + timedelta(days=number + 1))


def test_every_table_is_listed_on_a_page_of_its_own():
    page = browser_of("administrator").get(reverse("tables"))

    assert "All records" in words_of(page)
    assert reverse("admin:sources_market_changelist") in links_of(page)


def test_hours_in_the_admin_are_the_newsroom_s():
    make_masthead(time_zone="Asia/Shanghai")
    make_published_edition(now=datetime(2025, 7, 13, 23, 30, tzinfo=UTC))

    words = words_of(browser_of("editor").get(address("changelist")))

    assert "14 Jul 2025, 07:30" in words
