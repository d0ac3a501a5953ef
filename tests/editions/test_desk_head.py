"""The head of the desk: the state of an edition, and what comes next for whoever looks."""

import pytest

from editions.models import Edition
from tests.desk import address, browser_of, words_of
from tests.factories import make_approved_edition, make_edition, make_item, make_published_edition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "state", "offered"),
    [
        ("editor", "draft", "Sheet Send to review"),
        ("publisher", "in_review", "Read and approve…"),
        ("contributor", "in_review", "Sheet"),
    ],
)
def test_what_comes_next_is_offered_to_whoever_may_do_it(role, state, offered):
    edition = make_edition(make_item("It opened."))
    Edition.objects.update(status=state)
    response = browser_of(role).get(address("head", edition.pk))

    assert words_of(response).endswith(f"Published {offered}")


@pytest.mark.parametrize("make", [make_approved_edition, make_published_edition])
def test_what_follows_an_approval_is_done_on_the_sheet(make):
    response = browser_of("publisher").get(address("head", make().pk))

    assert words_of(response).endswith("Published Sheet")


def test_the_head_of_an_open_desk_is_the_one_that_the_page_came_with():
    edition, browser = make_edition(), browser_of("editor")
    page, head = (browser.get(address(name, edition.pk)).content.decode() for name in ("desk", "head"))

    assert head[head.index("<ol") : head.index("</ol>")] in page
    assert browser_of("contributor").post(address("head", edition.pk)).status_code == 405
