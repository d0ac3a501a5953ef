"""What the desk's script asks about a paste: the text that may stand, and what was left out of it."""

import pytest
from django.urls import reverse

from editions.desk.cleaning import LONGEST
from tests.desk import browser_of

pytestmark = pytest.mark.django_db


def ask(text, **more):
    url = reverse("admin:sources_newsitem_cleaned")
    return browser_of("contributor").post(url, {"text": text, **more})


def test_a_paste_comes_back_without_the_lines_of_the_page_which_are_shown():
    answer = ask("A shop opened.\r\n\r\n责任编辑：<b>林薇</b>\r\n\r\nIt hires.").json()

    assert answer["text"] == "A shop opened.\n\nIt hires."
    assert "责任编辑：&lt;b&gt;林薇&lt;/b&gt;" in answer["html"]
    assert "1 line of the page was left out" in answer["html"]


def test_lines_that_the_page_marked_as_captions_go_too():
    assert ask("A shop opened.\n\nA queue\n\nTwo floors", caption=["A queue", "Two floors"]).json()[
        "text"
    ] == ("A shop opened.")


@pytest.mark.parametrize("text", ["A shop opened.\n\nIt hires.", ""])
def test_where_nothing_goes_nothing_is_shown(text):
    assert ask(text).json() == {"text": text, "html": ""}


def test_what_is_too_long_is_refused_with_a_sentence():
    response = ask("a\n" * LONGEST)

    assert (response.status_code, response["Content-Type"]) == (422, "text/plain; charset=utf-8")
