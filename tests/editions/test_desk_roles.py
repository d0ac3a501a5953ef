"""Who may do what at the desk, address by address: in a draft, and in an edition that was approved."""

import json

import pytest
from django.db import transaction
from django.urls import reverse

from editions.arranging import outline_of
from editions.fields import EDITION, SECTION, SLOT, stamp
from tests.desk import ROLES, browser_of, kept_for_a_module
from tests.factories import make_approved_edition, make_edition, make_item, make_masthead

pytestmark = pytest.mark.django_db
WHY = {
    "draft": "not among what your role may do",
    "approved": "your role writes in drafts alone",
}


def say(fields, row, name, text):
    """What the page posts to save `text` in a field of `row`."""
    return {name: text, f"started.{name}": stamp(fields[name].read(row))}


# By name: what is posted to an edition. Then the answers to each of ROLES.
EVERYBODY, EDITORS = (200, 200, 200, 200), (403, 200, 200, 200)
STEPS = {
    "save": lambda e: say(EDITION, e, "dek", "A quiet week."),
    "section_save": lambda e: say(SECTION, e.sections.first(), "heading", "Abroad"),
    "wording": lambda e: say(SLOT, slot_of(e), "wording", "Here said otherwise."),
    "place": lambda e: {"item": make_item("Anker opened a shop in Quito.").pk, "section": section_of(e)},
    "section_add": lambda e: {"heading": "Results"},
    "section_move": lambda e: {},
    "slot_move": lambda e: {"section": section_of(e)},
    "slot_remove": lambda e: {},
    "section_remove": lambda e: {},
    "arrange": lambda e: {"wanted": json.dumps(outline_of(e)), "found": json.dumps(outline_of(e))},
}


def slot_of(edition):
    return edition.sections.first().slots.first()


def section_of(edition):
    return edition.sections.first().pk


def made(state):
    return make_edition() if state == "draft" else make_approved_edition()


def address(name, edition):
    args = {
        "section_save": [section_of(edition)],
        "section_move": [section_of(edition)],
        "section_remove": [section_of(edition)],
        "wording": [slot_of(edition).pk],
        "slot_move": [slot_of(edition).pk],
        "slot_remove": [slot_of(edition).pk],
    }
    return reverse(f"admin:editions_edition_{name}", args=[edition.pk, *args.get(name, [])])


@pytest.fixture(scope="module")
def browsers(django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        make_masthead()
        yield {role: browser_of(role) for role in ROLES}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(("state", "answers"), [("draft", EVERYBODY), ("approved", EDITORS)])
def test_a_contributor_writes_in_drafts_and_an_editor_until_it_is_out(browsers, name, state, answers):
    edition = made(state)
    steps = address(name, edition), STEPS[name](edition)

    said = []
    for role in ROLES:
        with transaction.atomic():  # each finds it as it was made
            said.append(browsers[role].post(*steps).status_code)
            transaction.set_rollback(True)

    assert tuple(said) == answers


@pytest.mark.parametrize("name", STEPS)
def test_whoever_is_refused_is_told_why_and_nothing_is_changed(browsers, name):
    edition = made("approved")
    hashed = edition.content_hash()
    response = browsers["contributor"].post(address(name, edition), STEPS[name](edition))

    assert response.status_code == 403
    assert WHY["approved"] in response.content.decode()
    assert edition.content_hash() == hashed
