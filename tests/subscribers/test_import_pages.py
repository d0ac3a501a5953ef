"""Bringing a list along, page by page; and who may open which page about subscribers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from subscribers import tasks
from subscribers.desk import urls
from subscribers.models import Import, Subscriber
from tests.desk import ROLES, browser_of, kept_for_a_module, words_of
from tests.factories import make_masthead, make_subscriber

pytestmark = pytest.mark.django_db
MODULES = {f"subscribers.desk.{name}" for name in ("exports", "imports", "subscribers", "suppressions")}
MANAGE = (403, 403, 200, 200)
PERSON = {"address": "new@inbox.example.com", "words": "At the fair.", "way": "letter", "choice": "full"}
# name, arguments, method, what is posted, and the answer to each of ROLES
DOORS = [
    ("subscriber_import", (), "get", {}, MANAGE),
    ("subscriber_import_file", ("import",), "get", {}, MANAGE),
    ("subscriber_import_counts", ("import",), "get", {}, MANAGE),
    ("subscriber_import_progress", ("import",), "get", {}, MANAGE),
    ("subscriber_import_refused", ("import",), "get", {}, (403, 403, 404, 404)),  # nothing was refused
    ("subscriber_import_cancel", ("import",), "post", {}, (403, 403, 302, 302)),
    ("subscriber_export", (), "post", {}, MANAGE),
    ("subscriber_add", (), "post", {**PERSON, "language": "en"}, (403, 403, 302, 422)),  # known by then
    ("subscriber_leave", ("person",), "post", {}, (403, 403, 302, 302)),
    ("subscriber_suppress", ("person",), "post", {}, (403, 403, 302, 302)),
    ("subscriber_erase", ("person",), "post", {}, (403, 403, 302, 404)),
    ("suppressions", (), "get", {"address": "a@inbox.example.com"}, MANAGE),
    ("suppression_add", (), "post", {"address": "a@inbox.example.com"}, (403, 403, 422, 422)),
    ("admin:subscribers_subscriber_changelist", (), "get", {}, MANAGE),
    ("admin:subscribers_subscriber_change", ("person",), "get", {}, MANAGE),
    ("admin:subscribers_subscriber_delete", ("person",), "get", {}, (403, 403, 403, 403)),
    ("admin:subscribers_subscriber_add", (), "get", {}, (403, 403, 403, 403)),  # a page of its own
]
each_door = pytest.mark.parametrize(
    ("name", "args", "method", "posted", "answers"), DOORS, ids=[door[0] for door in DOORS]
)


@pytest.fixture(scope="module")
def browsers(django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        make_masthead()
        yield {role: browser_of(role) for role in ROLES} | {"nobody": Client()}


@pytest.fixture
def publisher(browsers):
    return browsers["publisher"]


@pytest.fixture
def knock(browsers):
    person = make_subscriber()
    upload(browsers["publisher"])
    pks = {"person": person.pk, "import": Import.objects.get().pk}

    def open_door(role, name, args, method, posted):
        return getattr(browsers[role], method)(reverse(name, args=[pks[arg] for arg in args]), posted)

    return open_door


def upload(browser, text="email,name\na@inbox.example.com,Ada\nnobody,Bob\n", name="list.csv", **more):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return browser.post(reverse("subscriber_import"), {"file": file, **more})


def reading(**more):
    """What the page of a file posts when nothing was changed on it."""
    facts = {"purpose": "people", "encoding": "utf-8", "delimiter": ",", "has_headings": "1"}
    return {**facts, "standing": "active", "column-0": "address", "column-1": "name", **more}


def test_every_address_has_its_door_here():
    pages = {name for _, view, name in urls.PAGES if view.__module__ in MODULES}

    assert {door[0] for door in DOORS if ":" not in door[0]} == pages


@each_door
def test_each_door_opens_for_whom_it_should(knock, name, args, method, posted, answers):
    assert tuple(knock(role, name, args, method, posted).status_code for role in ROLES) == answers


@each_door
def test_a_stranger_is_sent_to_the_login(knock, name, args, method, posted, answers):
    answer = knock("nobody", name, args, method, posted)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))


@each_door
def test_what_changes_something_takes_no_get(knock, name, args, method, posted, answers):
    if method == "post" and name != "subscriber_add":
        assert knock("publisher", name, args, "get", {}).status_code == 405


def test_a_file_is_looked_at_run_and_its_bad_rows_come_back(publisher):
    page = upload(publisher).headers["Location"]
    assert "Who has a moment of consent" in words_of(publisher.get(page))
    assert "1 wait: no consent" in words_of(publisher.get(f"{page}counts/"))

    publisher.post(page, reading(start="1"))
    assert publisher.get(f"{page}progress/").status_code == 200
    tasks.run_imports()

    assert publisher.get(f"{page}progress/").headers["HX-Refresh"] == "true"
    assert "2 of 2 rows" in words_of(publisher.get(page))
    refused = b"".join(publisher.get(f"{page}refused.csv").streaming_content).decode()
    assert refused.splitlines()[0] == "line,reason,email,name"
    assert refused.splitlines()[1].startswith("3,")


def test_a_refused_file_is_told_in_a_sentence(publisher):
    answer = upload(publisher, b"PK\x03\x04 and so on")

    assert answer.status_code == 422
    assert "save it as CSV" in words_of(answer)


def test_without_a_column_of_addresses_nothing_begins(publisher):
    page = upload(publisher).headers["Location"]

    answer = publisher.post(page, reading(start="1") | {"column-0": ""})

    assert answer.status_code == 422
    assert "which column holds the addresses" in words_of(answer)
    assert Import.objects.get().state == Import.State.UPLOADED


def test_a_sentence_of_consent_needs_its_day(publisher):
    page = upload(publisher).headers["Location"]

    assert publisher.post(page, reading(start="1", consent_words="They asked.")).status_code == 422
    publisher.post(page, reading(start="1", consent_words="They asked.", consented_on="2024-05-01"))

    tasks.run_imports()
    assert Subscriber.objects.get().status == "active"


def test_another_encoding_reads_the_columns_anew(publisher):
    page = upload(publisher, "邮箱,姓名\nwei@inbox.example.com,王伟\n".encode("gbk")).headers["Location"]
    Import.objects.update(encoding="cp1252", columns={})

    publisher.post(page, reading(encoding="gb18030", look="1"))

    assert Import.objects.get().columns == {"address": 0, "name": 1}


def test_a_list_of_suppressions_asks_for_no_consent(publisher):
    page = upload(publisher, purpose="suppressions").headers["Location"]

    assert "Their consent" not in words_of(publisher.get(page))
