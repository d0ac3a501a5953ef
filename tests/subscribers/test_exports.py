"""The list of subscribers as CSV."""

import csv
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files import File
from django.urls import reverse

from subscribers import imports
from subscribers.models import Subscriber
from tests.desk import browser_of
from tests.factories import NOON, make_subscriber

pytestmark = pytest.mark.django_db


def exported(browser, **filters):
    answer = browser.post(reverse("subscriber_export"), filters)
    return b"".join(answer.streaming_content).decode()


def test_the_rows_are_those_that_the_filters_leave():
    make_subscriber("ada@inbox.example.com", choice="digest")
    make_subscriber("bob@inbox.example.com")
    make_subscriber("ada@letters.example.com", choice="digest", status="unsubscribed")

    text = exported(browser_of("publisher"), status__exact="active", choice__exact="digest", q="ada")

    assert [row["address"] for row in csv.DictReader(io.StringIO(text))] == ["ada@inbox.example.com"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell):
    make_subscriber(name=cell)

    row = next(csv.DictReader(io.StringIO(exported(browser_of("publisher")), newline="")))

    assert row["name"] == f"'{cell}"


def test_who_took_the_list_and_when_is_kept():
    exported(browser_of("publisher"), status__exact="active")

    entry = LogEntry.objects.get()
    assert entry.user.first_name == "Ada"
    assert entry.get_change_message() == "Exported: status__exact=active"


def test_a_filter_that_nobody_can_read_is_not_found():
    answer = browser_of("publisher").post(reverse("subscriber_export"), {"joined_at__gte": "soon"})

    assert answer.status_code == 404


def test_an_export_can_be_taken_in_again():
    make_subscriber("ada@inbox.example.com", choice="digest", language="zh", consent_words="I want it.")
    text = exported(browser_of("publisher"))
    Subscriber.objects.all().delete()

    imported = imports.upload(File(io.BytesIO(text.encode()), name="mine.csv"), "people", None, NOON)
    imports.start(imported)
    with imports.running(imports.claim(NOON)) as run:
        run.step(NOON)

    back = Subscriber.objects.get()
    assert (imported.system, back.status, back.choice, back.language) == ("Recap", "active", "digest", "zh")
    assert (back.consent_at, back.consent_words, back.joined_at) == (NOON, "I want it.", NOON)
