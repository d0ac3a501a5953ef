"""Who may open which page of the desk, and with which method."""

import pytest
from django.test import Client
from django.urls import reverse

from editions.desk import urls
from editions.versions import keep_edition
from tests.desk import ROLES, address, browser_of, kept_for_a_module, words_of
from tests.editions.test_desk_roles import STEPS
from tests.factories import NOON, make_edition, make_masthead, make_review_link

pytestmark = pytest.mark.django_db
PROOF = {"to": "a@example.com"}

# name, arguments, method, what is posted, and the answer to each of ROLES
DOORS = [
    ("paste", ("roundup",), "get", {}, (403, 200, 200, 200)),
    ("paste", ("stream",), "get", {}, (403, 200, 200, 200)),
    ("understood", ("roundup",), "post", {"text": "Shops\n- Vivo opened one."}, (403, 200, 200, 200)),
    ("paste_save", ("roundup",), "post", {}, (403, 422, 422, 422)),
    ("new", (), "get", {}, (403, 200, 200, 200)),
    ("desk", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("head", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("outline", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("ready", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("ran", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("figures", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("found", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("here", ("pk",), "post", {}, (200, 200, 200, 200)),
    ("proof_dialog", ("pk",), "get", {}, (403, 200, 200, 200)),
    ("review_make", ("pk",), "post", {}, (403, 422, 422, 422)),
    ("review_revoke", ("pk", "link"), "post", {}, (403, 302, 302, 302)),
    ("withdraw_override", ("override",), "post", {}, (403, 403, 302, 404)),  # once, and then it is gone
    ("sheet", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("move", ("pk", "submit"), "post", {}, (302, 302, 302, 302)),
    ("note", ("pk",), "post", {"text": "Is the sum in yuan?"}, (302, 302, 302, 302)),
    ("note_resolve", ("pk", "note"), "post", {}, (302, 302, 302, 302)),
    ("notes", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("colleagues", (), "get", {"q": "ada"}, (200, 200, 200, 200)),
    ("versions", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("compare", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("bring_back", ("pk", "version"), "post", {}, (409, 409, 409, 409)),  # not what was looked at
    ("tick", ("pk",), "post", {"line": "Sums checked"}, (403, 302, 302, 302)),
    ("fix", ("pk",), "post", {"key": "a"}, (403, 302, 302, 302)),
    ("override", ("pk",), "post", {"key": "a"}, (403, 403, 302, 302)),
    ("links_again", ("pk",), "post", {}, (403, 302, 302, 302)),
    ("proof", ("pk",), "post", PROOF, (403, 302, 302, 302)),
    ("preview_web", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("preview_email", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("preview_wechat", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("preview_text", ("pk", "json"), "get", {}, (200, 200, 200, 200)),
    ("correct", ("pk",), "get", {}, (403, 403, 302, 302)),  # a draft is changed in its form
    ("changelist", (), "get", {}, (200, 200, 200, 200)),
    ("add", (), "get", {}, (403, 200, 200, 200)),
    ("change", ("pk",), "get", {}, (200, 200, 200, 200)),
    ("delete", ("pk",), "get", {}, (403, 403, 403, 403)),
]


each_door = pytest.mark.parametrize(
    ("name", "args", "method", "posted", "answers"), DOORS, ids=[f"{door[0]}{door[1]}" for door in DOORS]
)


@pytest.fixture(scope="module")
def knock(django_db_setup, django_db_blocker):
    """Open a door as somebody of a role, or as nobody."""
    with kept_for_a_module(django_db_blocker):
        make_masthead()
        edition = make_edition()
        note = edition.notes.create(text="Is the sum in yuan?", at=NOON)
        version = keep_edition(edition, by=None, now=NOON)
        override = edition.overrides.create(key="a", code="b", sentence="c", reason="d", at=NOON)
        pks = {
            "pk": edition.pk,
            "note": note.pk,
            "version": version.pk,
            "link": make_review_link(edition).pk,
            "override": override.pk,
        }
        browsers = {role: browser_of(role) for role in ROLES} | {"nobody": Client()}

        def open_door(role, name, args, method, posted):
            url = address(name, *(pks.get(arg, arg) for arg in args))
            return getattr(browsers[role], method)(url, posted)

        yield open_door


def test_every_address_has_its_door_here_or_among_the_steps():
    assert {door[0] for door in DOORS} | set(STEPS) >= set(urls.EDITION)


@pytest.mark.parametrize(
    ("name", "args", "method", "posted", "answers"), DOORS, ids=lambda value: str(value)[:20]
)
def test_each_door_opens_for_whom_it_should(knock, name, args, method, posted, answers):
    assert tuple(knock(role, name, args, method, posted).status_code for role in ROLES) == answers


@pytest.mark.parametrize(
    ("name", "args", "method", "posted", "answers"), DOORS, ids=lambda value: str(value)[:20]
)
def test_nobody_is_sent_to_log_in(knock, name, args, method, posted, answers):
    response = knock("nobody", name, args, method, posted)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    ("name", "args"),
    [("understood", ("roundup",)), ("paste_save", ("roundup",)), ("proof", ("pk",)), ("note", ("pk",))],
)
def test_what_is_only_posted_cannot_be_opened(knock, name, args):
    assert knock("publisher", name, args, "get", {}).status_code == 405


def test_a_move_cannot_be_made_by_a_link(knock):
    assert knock("publisher", "move", ("pk", "submit"), "get", {}).status_code == 405


def test_whoever_is_refused_is_told_why(knock):
    page = knock("contributor", "paste", ("roundup",), "get", {})

    assert "Ada Byron, contributor. This is not among what your role may do" in words_of(page)


def test_a_person_who_is_not_of_the_newsroom_is_sent_to_log_in(django_user_model):
    browser = Client()
    browser.force_login(
        django_user_model.objects.create(username="reader"), "django.contrib.auth.backends.ModelBackend"
    )

    assert browser.get(address("changelist")).status_code == 302
