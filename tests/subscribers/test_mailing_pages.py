"""The pages of mailings: what is running, what failed, and the verbs at their places."""

from datetime import timedelta

import pytest
from django.urls import reverse

from editions.models import Edition, Segment
from subscribers.mailings import settle_all
from subscribers.models import Delivery, Mailing, Seed
from tests.desk import browser_of, tree_of, words_of
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_mailing,
    make_masthead,
    make_published_edition,
    make_subscriber,
)

pytestmark = pytest.mark.django_db
LOST = "The connection was lost after the message."


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON + timedelta(minutes=1), tick=False)
    make_masthead(time_zone="UTC")


@pytest.fixture
def publisher():
    return browser_of("publisher")


def sent_to(*states, **facts):
    """A mailing with a delivery in each of `states`."""
    facts = {"state": "sending", "started_at": NOON, **facts}
    if facts["state"] == "sent" and "edition" not in facts:
        facts["edition"] = make_published_edition()
    mailing = make_mailing(*(make_subscriber() for _ in states), **facts)
    for delivery, state in zip(mailing.deliveries.order_by("pk"), states, strict=True):
        answer = f"550 5.1.1 <{delivery.address}>: no such user" if state == "failed" else ""
        Delivery.objects.filter(pk=delivery.pk).update(state=state, answer=answer)
    return mailing


def page(browser, mailing):
    return browser.get(reverse("mailing", args=[mailing.pk]))


def press(browser, name, mailing, **posted):
    return browser.post(reverse(f"mailing_{name}", args=[mailing.pk]), posted)


def tally(response):
    """The numbers of the page by their labels."""
    rows = (row for row in tree_of(response).iter("dl") if row.get("class") == "tally")
    return {
        row.find("dt").text: int("".join(row.find("dd").itertext())) for row in next(rows) if row.tag == "div"
    }


# The list and the page


def test_the_list_says_what_went_to_whom_and_how(publisher):
    make_company("Anker", slug="anker")
    sent_to("sent", "sent", "failed", rule="language:zh follows:company/anker", subject="Shops abroad")

    words = words_of(publisher.get(reverse("mailings")))

    assert "Shops abroadEdition · Chinese-language readers who follow Anker Sending 2 1 0 0" in words


def test_before_the_first_mailing_the_list_says_what_to_do(publisher):
    assert "Nothing was mailed yet." in words_of(publisher.get(reverse("mailings")))


def test_the_list_costs_the_same_however_many_there_are(publisher, django_assert_max_num_queries):
    for number in range(8):
        make_mailing(state="sent", rule=f"joined-before:2025-01-0{number + 1}")
    publisher.get(reverse("mailings"))

    with django_assert_max_num_queries(10):
        publisher.get(reverse("mailings"))


def test_every_state_is_counted(publisher):
    mailing = sent_to("queued", "sending", "sent", "sent", "failed", "unknown", "suppressed", "cancelled")

    assert tally(page(publisher, mailing)) == {
        "Queued": 1,
        "Sending": 1,
        "Sent": 2,
        "Failed": 1,
        "Unknown": 1,
        "Passed over": 1,
        "Cancelled": 1,
    }


def test_while_it_runs_it_says_its_pace_and_the_time_left(publisher):
    mailing = sent_to("sent", "sent", "sent", "queued", "queued", "queued")

    words = words_of(page(publisher, mailing))

    assert "3 a minute, about 1 minute left" in words


def test_the_bar_asks_for_itself_until_it_is_over(publisher):
    running, over = sent_to("queued"), sent_to("sent", state="sent", finished_at=NOON)

    [state] = [one for one in tree_of(page(publisher, running)).iter("div") if one.get("id") == "state"]
    fragment = publisher.get(state.get("hx-get"))

    assert state.get("hx-trigger") == "every 2s"
    assert "Queued" in words_of(fragment)
    assert b"hx-get" not in page(publisher, over).content


def test_the_page_is_asked_for_anew_once_its_state_is_another(publisher):
    mailing = sent_to("queued", state="paused")

    fragment = publisher.get(reverse("mailing_state", args=[mailing.pk]), {"was": "sending"})

    assert fragment["HX-Refresh"] == "true"


def test_the_pace_is_of_the_last_seconds_and_nonsense_is_ignored(publisher):
    mailing = sent_to(*["sent"] * 6, "queued")
    address = reverse("mailing_state", args=[mailing.pk])
    seen = {"was": "sending", "done": "4", "at": str((NOON + timedelta(seconds=58)).timestamp())}

    assert "1 a second" in words_of(publisher.get(address, {**seen, "rate": "1"}))
    assert "6 a minute" in words_of(publisher.get(address, {**seen, "at": "nan", "rate": "x"}))


def test_failures_are_grouped_by_what_the_server_said(publisher):
    mailing = sent_to("failed", "failed")

    assert "2550 5.1.1 <…>: no such user" in words_of(page(publisher, mailing))


def test_who_may_not_see_deliveries_sees_no_address():
    mailing = sent_to("failed", "unknown")

    words = words_of(page(browser_of("editor"), mailing))

    assert "Failed1" in words
    assert "inbox.example.com" not in words
    assert "Why they failed" not in words


def test_each_content_can_be_read_as_its_readers_get_it(publisher):
    rendition = make_mailing().renditions.get()
    there = publisher.get(reverse("rendition", args=[rendition.pk]))
    html = publisher.get(reverse("rendition_html", args=[rendition.pk]))

    assert "Vivo opened a shop." in words_of(there)
    [frame] = tree_of(there).iter("iframe")
    assert frame.get("sandbox") == ""
    assert frame.get("src") == reverse("rendition_html", args=[rendition.pk])
    assert html.content.decode() == rendition.html
    assert "script-src 'none'" in html["Content-Security-Policy"]


def test_who_waits_for_a_second_try_is_said_with_the_hour(publisher):
    mailing = sent_to("sent", "queued")
    Delivery.objects.filter(state="queued").update(not_before=NOON + timedelta(minutes=15))

    assert "the next of those is tried again at 12:15" in words_of(page(publisher, mailing))


# Its verbs


def test_it_is_paused_resumed_and_cancelled(publisher):
    mailing = sent_to("queued", "sent", edition=make_published_edition())
    states = []
    for name, posted in (("pause", {}), ("resume", {}), ("cancel", {"why": "A wrong figure."})):
        press(publisher, name, mailing, **posted)
        states.append(Mailing.objects.get().state)

    assert states == ["paused", "queued", "cancelled"]
    assert "A wrong figure." in words_of(page(publisher, mailing))


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [
        ("pause", "sent", "This is sent by now; “Pause” is for what is"),
        ("resume", "sending", "This is sending by now; “Resume” is for what is paused."),
        ("cancel", "sending", "Say why it is cancelled; the reason is kept with it."),
        ("rest", "sending", "This is sending by now; “Send to the rest” is for what is"),
        ("arrived", "sent", "Somebody has decided this meanwhile"),
    ],
)
def test_a_verb_that_is_refused_says_so_at_its_place(publisher, name, state, said):
    mailing = sent_to("sent", state=state)

    answer = press(publisher, name, mailing)

    assert answer.status_code == 422
    [note] = [one for one in tree_of(answer).iter("p") if one.get("role") == "alert"]
    assert said in note.text
    assert Mailing.objects.get().state == state


def test_the_rest_are_counted_and_sent_it(publisher):
    edition = make_published_edition()
    occasion = f"edition {edition.number}"
    mailing = sent_to("sent", "failed", state="sent", edition=edition, occasion=occasion, finished_at=NOON)

    assert "Send to the one who did not get it" in words_of(page(publisher, mailing))
    press(publisher, "rest", mailing)
    assert Mailing.objects.get().state == "filling"


def test_of_a_large_mailing_the_rest_are_counted_for_whoever_asks(publisher):
    mailing = sent_to("failed", state="sent", finished_at=NOON)
    Mailing.objects.update(audience=50_001)
    asked = publisher.get(reverse("mailing", args=[mailing.pk]), {"rest": "1"})

    assert "Count who did not get it" in words_of(page(publisher, mailing))
    assert "Send to the 0 who" not in words_of(asked)
    assert "Count who did not get it" not in words_of(asked)


# What is unknown


def test_an_unknown_one_arrived(publisher):
    mailing = sent_to("unknown", "sent", state="sent")

    press(publisher, "arrived", mailing, delivery=Delivery.objects.get(state="unknown").pk)

    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    [event] = Delivery.objects.get(events__isnull=False).events.all()
    assert (event.kind, event.cause, event.by.first_name) == ("decided", "It arrived.", "Ada")


def test_an_unknown_one_is_sent_again_and_the_mailing_is_not_called_sent(publisher):
    mailing = sent_to("unknown", "sent", state="sent", finished_at=NOON)

    press(publisher, "again", mailing, delivery=Delivery.objects.get(state="unknown").pk)

    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["queued", "sent"]
    assert Mailing.objects.values_list("state", "finished_at").get() == ("queued", None)


def test_one_that_is_sent_again_long_after_is_not_taken_for_forsaken(publisher):
    mailing = sent_to("unknown", state="sent", finished_at=NOON, counted_at=NOON - timedelta(days=3))
    press(publisher, "again", mailing)

    settle_all(NOON + timedelta(minutes=2))

    assert Mailing.objects.get().state == "queued"


def test_it_is_decided_once(publisher):
    mailing = sent_to("unknown")
    [pk] = Delivery.objects.values_list("pk", flat=True)
    press(publisher, "arrived", mailing, delivery=pk)

    assert press(publisher, "again", mailing, delivery=pk).status_code == 422
    assert Delivery.objects.get().state == "sent"
    assert Delivery.objects.get().events.count() == 1


def test_all_of_them_are_decided_at_once(publisher):
    mailing = sent_to("unknown", "unknown", "failed")

    press(publisher, "arrived", mailing)

    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["failed", "sent", "sent"]


@pytest.mark.parametrize("state", ["cancelled", "withdrawn"])
def test_nothing_is_sent_again_of_what_was_given_up(publisher, state):
    edition = make_published_edition()
    mailing = sent_to("unknown", edition=edition, state="cancelled" if state == "cancelled" else "sent")
    if state == "withdrawn":
        Edition.objects.update(status="withdrawn")

    answer = press(publisher, "again", mailing)

    assert f"was {state}, so nothing of it is sent any more." in words_of(answer)
    assert Delivery.objects.get().state == "unknown"


# Mailing an edition


def mail(browser, edition, **posted):
    return browser.post(reverse("mail_edition", args=[edition.pk]), posted)


def test_the_sheet_of_a_published_edition_leads_there(publisher):
    edition = make_published_edition()
    sheet = publisher.get(reverse("admin:editions_edition_sheet", args=[edition.pk]))

    assert reverse("mail_edition", args=[edition.pk]) in {a.get("href") for a in tree_of(sheet).iter("a")}


def test_it_says_how_many_it_would_reach_before_anything_leaves(publisher):
    Segment.objects.create(name="Chinese", rule="language:zh")
    for language in ("en", "en", "zh"):
        make_subscriber(language=language)
    make_subscriber(status="unsubscribed")
    make_subscriber(choice="digest")
    edition = make_published_edition()

    shown = publisher.get(reverse("mail_edition", args=[edition.pk]))
    chosen = publisher.get(reverse("mail_reach", args=[edition.pk]), {"to": "language:zh"})

    assert "3 readers" in words_of(shown)
    assert "1 reader Chinese-language readers." in words_of(chosen)
    assert not Mailing.objects.exists()


def test_those_who_had_it_are_told_apart(publisher):
    edition = make_published_edition()
    make_mailing(make_subscriber(), edition=edition, occasion=f"edition {edition.number}", state="sent")
    make_subscriber()

    words = words_of(publisher.get(reverse("mail_edition", args=[edition.pk])))

    assert "1 reader Everyone; 1 more has had it already." in words


def test_it_is_mailed_to_a_segment_and_waits_after_the_seed_list(publisher):
    Segment.objects.create(name="Chinese", rule="language:zh")
    edition = make_published_edition()

    answer = mail(publisher, edition, to="language:zh", waits="on")

    mailing = Mailing.objects.get()
    assert answer.url == reverse("mailing", args=[mailing.pk])
    assert (mailing.rule, mailing.waits_after_seeds, mailing.created_by.first_name) == (
        "language:zh",
        True,
        "Ada",
    )


def test_pressed_twice_it_is_one_mailing(publisher):
    edition = make_published_edition()

    assert mail(publisher, edition, to="everyone").url == mail(publisher, edition, to="everyone").url
    assert Mailing.objects.count() == 1


def test_a_draft_is_not_mailed(publisher):
    edition = make_published_edition()
    Edition.objects.update(status="withdrawn")

    answer = mail(publisher, edition, to="everyone")

    assert answer.status_code == 422
    assert "Only an edition that is out is mailed." in words_of(answer)


def test_whom_nobody_offered_is_refused(publisher):
    assert mail(publisher, make_published_edition(), to="nobody").status_code == 422
    assert not Mailing.objects.exists()


# The seed list


def test_an_address_is_put_on_the_seed_list_once(publisher):
    for _ in range(2):
        answer = publisher.post(reverse("seed_add"), {"address": "editors@example.com"})

    assert "This address is on the list already." in words_of(answer)
    assert Seed.objects.count() == 1


# How many were sent an error


def test_those_who_were_sent_the_error_are_counted_once(publisher):
    item, other = make_item(), make_item("Anker opened a shop.")
    edition = make_published_edition(item, other)
    mailing = sent_to("sent", "unknown", "failed", edition=edition, occasion=f"edition {edition.number}")
    narrow = mailing.renditions.create(key="follows 1", items=[other.pk], subject="x", html="x", text="x")
    Delivery.objects.filter(state="unknown").update(rendition=narrow)
    address = reverse("corrected_readers")

    of_item = publisher.get(address, {"edition": edition.pk, "item": item.pk})
    of_edition = publisher.get(address, {"edition": edition.pk})

    assert "Mail this to the readers who were sent the error, 1 at most" in words_of(of_item)
    assert "Mail this to the readers who were sent the error, 2 at most" in words_of(of_edition)
