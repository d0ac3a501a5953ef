"""Subscribers at the desk: the list, its growth, one person, and adding one by hand."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from subscribers.growth import growth
from subscribers.models import Import, Letter, Subscriber, Suppression
from tests.desk import browser_of, words_of
from tests.factories import NOON, make_mailing, make_subscriber

pytestmark = pytest.mark.django_db
LIST = "admin:subscribers_subscriber_changelist"


@pytest.fixture
def publisher():
    return browser_of("publisher")


def page_of(subscriber):
    return reverse("admin:subscribers_subscriber_change", args=[subscriber.pk])


def listed(browser, **asked):
    answer = browser.get(reverse(LIST), asked)
    return [row.address for row in answer.context["cl"].result_list]


def test_the_list_finds_a_whole_address_however_it_is_written(publisher):
    make_subscriber("ada@inbox.example.com")
    make_subscriber("bob@inbox.example.com")

    assert listed(publisher, q="ADA@Inbox.example.com") == ["ada@inbox.example.com"]
    assert listed(publisher, q="bob@") == ["bob@inbox.example.com"]


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ({"consent": "form"}, "form@inbox.example.com"),
        ({"consent": "import"}, "import@inbox.example.com"),
        ({"consent": "hand"}, "hand@inbox.example.com"),
        ({"consent": "none"}, "none@inbox.example.com"),
        ({"status__exact": "pending"}, "none@inbox.example.com"),
        ({"language__exact": "zh"}, "hand@inbox.example.com"),
        ({"choice__exact": "digest"}, "form@inbox.example.com"),
        ({"imported": "file"}, "import@inbox.example.com"),
    ],
)
def test_a_filter_leaves_whom_it_names(publisher, asked, address):
    file = Import.objects.create(name="list.csv", created_at=NOON, state="done")
    make_subscriber("form@inbox.example.com", choice="digest")
    make_subscriber("import@inbox.example.com", consent_from="list.csv", imported=file)
    make_subscriber("hand@inbox.example.com", consent_from="By hand", language="zh")
    make_subscriber("none@inbox.example.com", consent_at=None, status="pending")

    asked = {name: file.pk if value == "file" else value for name, value in asked.items()}

    assert listed(publisher, **asked) == [address]


def test_the_list_costs_the_same_for_2_rows_and_12(publisher):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as ran:
            publisher.get(reverse(LIST))
        return len(ran)

    make_subscriber()
    queries()  # what is looked up once in a process is known now
    make_subscriber()
    few = queries()
    for _ in range(10):
        make_subscriber()

    assert queries() == few


def test_counts_by_status_stand_above_the_list(publisher):
    make_subscriber()
    make_subscriber(status="pending")

    assert "2 people Pending1 Active1 Unsubscribed0" in words_of(publisher.get(reverse(LIST)))


def test_growth_counts_who_joined_and_who_left_in_their_weeks():
    make_subscriber(joined_at=NOON - timedelta(days=7))
    make_subscriber(joined_at=NOON - timedelta(days=7), left_at=NOON, status="unsubscribed")
    make_subscriber(joined_at=NOON, status="pending")  # has not joined
    make_subscriber(joined_at=NOON - timedelta(days=400))

    *_, before, this = growth(NOON).weeks

    assert (before.joined, before.left, before.net) == (2, 0, 2)
    assert (this.monday, this.joined, this.left, this.net) == (timezone.localdate(NOON), 0, 1, -1)


def test_a_page_says_what_is_kept_of_somebody(publisher):
    person = make_subscriber(name="Ada", consent_words="Yes, mail me.")
    make_mailing(person)

    said = words_of(publisher.get(page_of(person)))

    assert "Yes, mail me." in said
    assert "/subscribe/" in said
    assert person.deliveries.get().mailing.subject in said


def test_what_somebody_chose_is_changed_and_nothing_else(publisher):
    person = make_subscriber()
    posted = {"name": "Ada", "choice": "digest", "language": "zh", "paused_until": "2030-01-01"}

    publisher.post(page_of(person), {**posted, "status": "complained", "address": "b@inbox.example.com"})

    found = Subscriber.objects.get()
    assert (found.name, found.choice, found.language, str(found.paused_until)) == tuple(posted.values())
    assert (found.status, found.address) == ("active", person.address)


def test_somebody_is_taken_off_by_hand(publisher):
    person = make_subscriber()

    publisher.post(reverse("subscriber_leave", args=[person.pk]))

    assert Subscriber.objects.get().status == "unsubscribed"
    assert LogEntry.objects.get().get_change_message() == "Unsubscribed by hand."


def test_an_address_is_suppressed_from_its_page(publisher):
    person = make_subscriber()

    publisher.post(reverse("subscriber_suppress", args=[person.pk]), {"note": "Asked by phone."})

    found = Suppression.objects.get()
    assert (found.fingerprint, found.reason, found.note) == (person.fingerprint, "by_hand", "Asked by phone.")


def test_erasing_leaves_no_address_in_the_record_either(publisher):
    person = make_subscriber("ada@inbox.example.com")
    publisher.post(page_of(person), {"name": "Ada", "choice": "full", "language": "en"})

    publisher.post(reverse("subscriber_erase", args=[person.pk]))

    assert not Subscriber.objects.exists()
    kept = [f"{entry.object_repr} {entry.change_message}" for entry in LogEntry.objects.all()]
    assert len(kept) == 2
    assert not any("ada" in one.lower() for one in kept)


def added(browser, **more):
    posted = {"address": "Ada@inbox.example.com", "choice": "full", "language": "en", "way": "letter"}
    return browser.post(reverse("subscriber_add"), {**posted, "words": "She asked at the fair.", **more})


def test_who_is_added_by_hand_is_written_to_and_waits(publisher):
    added(publisher)

    assert Subscriber.objects.get().status == "pending"
    assert Letter.objects.get().kind == "confirm"


def test_who_is_added_as_active_has_consent_on_record(publisher):
    added(publisher, way="active")

    found = Subscriber.objects.get()
    assert (found.status, found.consent_words, found.consent_from) == (
        "active",
        "She asked at the fair.",
        "By hand",
    )
    assert found.consent_at
    assert not Letter.objects.exists()


def test_nobody_is_added_without_words_of_consent(publisher):
    answer = added(publisher, words=" ", way="active")

    assert answer.status_code == 422
    assert "without it nobody is added" in words_of(answer)
    assert not Subscriber.objects.exists()


def test_a_known_address_is_not_added_again(publisher):
    make_subscriber("ada@inbox.example.com", status="unsubscribed")

    answer = added(publisher, way="active")

    assert "known already: unsubscribed" in words_of(answer)
    assert Subscriber.objects.get().status == "unsubscribed"


def test_a_suppressed_address_becomes_active_by_its_owner_alone(publisher):
    publisher.post(reverse("suppression_add"), {"address": "ada@inbox.example.com", "note": "Asked."})

    assert "on the suppression list" in words_of(added(publisher, way="active"))
    assert not Subscriber.objects.exists()
