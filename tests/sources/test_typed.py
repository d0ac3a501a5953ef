"""The address that was typed when the session had ended, after the login that follows."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from sources.models import Clipping
from tests.desk import browser_of, form_on

pytestmark = pytest.mark.django_db
CLIP, FOLLOW = "/admin/sources/clipping/clip/", "/admin/sources/feed/follow/"
TYPED = "https://paper.example/小米?a=1&b=2#c"


@pytest.mark.parametrize(
    ("sent_to", "sent", "form", "there"),
    [
        (CLIP, {"url": TYPED}, None, {"url": TYPED}),
        (f"{CLIP}window/", {"url": TYPED, "title": "A", "text": "B"}, f"{CLIP}window/", {"text": "B"}),
        (FOLLOW, {"address": TYPED}, FOLLOW, {"address": TYPED}),
    ],
    ids=["clip", "window", "look"],
)
def test_it_stands_in_the_form_and_nothing_is_stored(sent_to, sent, form, there):
    login = Client().post(sent_to, sent).url
    [after] = parse_qs(urlsplit(login).query)["next"]

    fields = form_on(browser_of("editor").get(after), form)
    assert there.items() <= fields.items()
    assert Clipping.objects.count() == 0


def test_who_is_logged_in_or_only_looks_is_answered_as_ever():
    assert browser_of("publisher").post(CLIP, {"url": "news"}).status_code == 422
    assert Client().get(CLIP).url == f"/admin/login/?next={CLIP}"
