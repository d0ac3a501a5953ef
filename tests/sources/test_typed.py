"""What was typed when the session had ended, after the login that follows."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from sources.models import Clipping, Feed
from tests.desk import browser_of, form_on
from tests.factories import make_source

pytestmark = pytest.mark.django_db
CLIP, FOLLOW = "/admin/sources/clipping/clip/", "/admin/sources/feed/follow/"
TYPED = "https://paper.example/小米?a=1&b=2#c"


@pytest.mark.parametrize(
    ("sent_to", "sent", "form", "there"),
    [
        (CLIP, {"url": TYPED}, None, {"url": TYPED}),
        (f"{CLIP}window/", {"url": TYPED, "title": "A", "text": "B"}, f"{CLIP}window/", {"text": "B"}),
        (FOLLOW, {"address": TYPED}, FOLLOW, {"address": TYPED}),
        (f"{FOLLOW}these/", {"home_page": TYPED, "feed": "x"}, FOLLOW, {"address": TYPED}),
    ],
    ids=["clip", "window", "look", "follow"],
)
def test_it_stands_in_the_form_and_nothing_is_stored(sent_to, sent, form, there):
    login = Client().post(sent_to, sent).url
    [after] = parse_qs(urlsplit(login).query)["next"]

    fields = form_on(browser_of("editor").get(after), form)
    assert there.items() <= fields.items()
    assert Clipping.objects.count() == 0


def test_the_words_of_a_feed_stand_in_its_form_and_are_shown_at_work():
    feed = Feed.objects.create(source=make_source("Paper"), url="https://paper.example/feed", keep_only="old")
    login = Client().post(f"/admin/sources/feed/{feed.pk}/words/", {"keep_only": "出海\r\nabroad"}).url
    [after] = parse_qs(urlsplit(login).query)["next"]

    answer = browser_of("editor").get(after)
    assert form_on(answer, f"/admin/sources/feed/{feed.pk}/words/")["keep_only"] == "出海\r\nabroad"
    feed.refresh_from_db()
    assert feed.keep_only == "old"


def test_who_is_logged_in_or_only_looks_is_answered_as_ever():
    assert browser_of("publisher").post(CLIP, {"url": "news"}).status_code == 422
    assert Client().get(CLIP).url == f"/admin/login/?next={CLIP}"
