"""Who may open which address of an item's desk, and with which method."""

import pytest
from django.test import Client
from django.urls import reverse

from editions.desk import urls
from editions.fields import stamp
from tests.desk import ROLES, browser_of, kept_for_a_module
from tests.factories import NOON, make_edition, make_item, make_masthead

pytestmark = pytest.mark.django_db
EVERYBODY = (200, 200, 200, 200)
SENT_ON = (302, 302, 302, 302)
EARLIER = {"earlier": "9999"}
TEXT = {"kind": "recall", "started.kind": stamp("")}

# name, arguments, method, what is posted, and the answer to each of ROLES
DOORS = [
    ("write", (), "post", {}, SENT_ON),
    ("desk", ("pk",), "get", {}, EVERYBODY),
    ("here", ("pk",), "post", {}, EVERYBODY),
    ("found", ("pk",), "get", {}, EVERYBODY),
    ("save", ("pk",), "post", TEXT, EVERYBODY),
    ("editor", ("pk",), "get", {}, EVERYBODY),
    ("suggestions", ("pk",), "get", {}, EVERYBODY),
    ("cleaned", (), "post", {"text": "A shop.\n\nShare"}, EVERYBODY),
    ("companies", (), "get", {"q": "a"}, EVERYBODY),
    ("company_add", (), "post", {"name": "Quito Motors"}, (403, 200, 200, 200)),
    ("markets", (), "get", {"q": "a"}, EVERYBODY),
    ("sources", (), "get", {"q": "a"}, EVERYBODY),
    ("source_add", (), "post", {"name": "The Quito Paper"}, EVERYBODY),
    ("sheet", ("pk",), "get", {}, EVERYBODY),
    ("move", ("pk", "return_to_draft"), "post", {}, SENT_ON),
    ("preview", ("pk",), "get", {}, EVERYBODY),
    ("versions", ("pk",), "get", {}, EVERYBODY),
    ("compare", ("pk",), "get", {}, EVERYBODY),
    ("bring_back", ("pk", "version"), "post", {}, (409, 409, 409, 409)),  # not what was looked at
    ("notes", ("pk",), "get", {}, EVERYBODY),
    ("note", ("pk",), "post", {"text": "In yuan?"}, SENT_ON),
    ("note_resolve", ("pk", "note"), "post", {}, SENT_ON),
    ("correct", ("pk",), "get", {}, (403, 403, 302, 302)),  # what is not out is written at the desk
    ("fix", ("pk",), "post", {"key": "a"}, SENT_ON),
    ("override", ("pk",), "post", {"key": "a"}, (403, 403, 302, 302)),
    ("distinct", ("pk",), "post", EARLIER, (403, 404, 404, 404)),
    ("follow_up", ("pk",), "post", EARLIER, (404, 404, 404, 404)),
]
each_door = pytest.mark.parametrize(
    ("name", "args", "method", "posted", "answers"), DOORS, ids=[door[0] for door in DOORS]
)


@pytest.fixture(scope="module")
def knock(django_db_setup, django_db_blocker):
    """Open a door as somebody of a role, or as nobody."""
    with kept_for_a_module(django_db_blocker):
        make_masthead()
        item = make_item()
        make_edition(item)
        note = item.notes.create(text="In yuan?", at=NOON)
        version = item.versions.create(number=1, content={}, at=NOON)
        pks = {"pk": item.pk, "note": note.pk, "version": version.pk}
        browsers = {role: browser_of(role) for role in ROLES} | {"nobody": Client()}

        def open_door(role, name, args, method, posted):
            url = reverse(f"admin:sources_newsitem_{name}", args=[pks.get(arg, arg) for arg in args])
            return getattr(browsers[role], method)(url, posted)

        yield open_door


def test_every_address_has_its_door_here():
    assert {door[0] for door in DOORS} == set(urls.ITEM)


@each_door
def test_each_door_opens_for_whom_it_should(knock, name, args, method, posted, answers):
    assert tuple(knock(role, name, args, method, posted).status_code for role in ROLES) == answers


@each_door
def test_nobody_is_sent_to_log_in(knock, name, args, method, posted, answers):
    response = knock("nobody", name, args, method, posted)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("door", [door for door in DOORS if door[2] == "post"], ids=lambda door: door[0])
def test_what_changes_something_cannot_be_opened_by_a_link(knock, door):
    assert knock("publisher", door[0], door[1], "get", {}).status_code == 405
