"""Who may open which page about mailings, segments, seeds and deliveries, and with which method."""

import pytest
from django.test import Client
from django.urls import reverse

from editions.models import Segment
from subscribers.desk import urls
from subscribers.models import Seed
from tests.desk import ROLES, browser_of, kept_for_a_module
from tests.factories import make_mailing, make_masthead, make_published_edition, make_subscriber

pytestmark = pytest.mark.django_db
MODULES = {
    f"subscribers.desk.{name}"
    for name in (
        "corrected",
        "deliveries",
        "mail_edition",
        "mailings",
        "renditions",
        "seeds",
        "segments",
        "verbs",
    )
}
LOOK, SEND = (403, 200, 200, 200), (403, 403, 200, 200)
# name, arguments, method, what is posted, and the answer to each of ROLES: contributor, editor, publisher,
# administrator. 422 is a verb that the state refuses, also because the colleague before has done it.
DOORS = [
    ("mailings", (), "get", {}, LOOK),
    ("mailing", ("mailing",), "get", {}, LOOK),
    ("mailing_state", ("mailing",), "get", {}, LOOK),
    ("mailing_pause", ("mailing",), "post", {}, (403, 403, 302, 422)),
    ("mailing_resume", ("mailing",), "post", {}, (403, 403, 422, 422)),
    ("mailing_cancel", ("mailing",), "post", {}, (403, 403, 422, 422)),  # without a reason
    ("mailing_rest", ("mailing",), "post", {}, (403, 403, 422, 422)),  # it is not over
    ("mailing_arrived", ("mailing",), "post", {}, (403, 403, 302, 422)),
    ("mailing_again", ("mailing",), "post", {}, (403, 403, 302, 422)),
    ("mailing_deliveries", ("mailing", "sent"), "get", {}, SEND),
    ("rendition", ("rendition",), "get", {}, LOOK),
    ("rendition_html", ("rendition",), "get", {}, LOOK),
    ("mail_edition", ("edition",), "get", {}, SEND),
    ("mail_reach", ("edition",), "get", {"to": "everyone"}, SEND),
    ("corrected_readers", (), "get", {}, SEND),
    ("segments", (), "get", {}, LOOK),
    ("segment_reach", (), "get", {}, LOOK),
    ("segment_add", (), "get", {}, SEND),
    ("segment", ("segment",), "get", {}, SEND),
    ("segment_delete", ("segment",), "post", {}, (403, 403, 302, 404)),
    ("seeds", (), "get", {}, SEND),
    ("seed_add", (), "post", {"address": "desk@example.com"}, (403, 403, 302, 422)),
    ("seed_remove", ("seed",), "post", {}, (403, 403, 302, 404)),
    ("deliveries", (), "get", {"address": "somebody@inbox.example.com"}, SEND),
]
each_door = pytest.mark.parametrize(
    ("name", "args", "method", "posted", "answers"), DOORS, ids=[door[0] for door in DOORS]
)


@pytest.fixture(scope="module")
def knock(django_db_setup, django_db_blocker):
    """Open a door as somebody of a role, or as nobody."""
    with kept_for_a_module(django_db_blocker):
        make_masthead()
        mailing = make_mailing(make_subscriber(), make_subscriber())
        mailing.deliveries.filter(pk=mailing.deliveries.first().pk).update(state="unknown")
        pks = {
            "mailing": mailing.pk,
            "rendition": mailing.renditions.get().pk,
            "edition": make_published_edition().pk,
            "segment": Segment.objects.create(name="Chinese", rule="language:zh").pk,
            "seed": Seed.objects.create(address="editors@example.com").pk,
        }
        browsers = {role: browser_of(role) for role in ROLES} | {"nobody": Client()}

        def open_door(role, name, args, method, posted):
            url = reverse(name, args=[pks.get(arg, arg) for arg in args])
            return getattr(browsers[role], method)(url, posted)

        yield open_door


def test_every_address_has_its_door_here():
    assert {door[0] for door in DOORS} == {name for _, view, name in urls.PAGES if view.__module__ in MODULES}


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
