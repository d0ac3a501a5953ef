"""The desk of an item: its editor beside what the source says."""

import pytest
from django.urls import reverse

from tests.desk import ROLES, browser_of, words_of
from tests.factories import make_clipping, make_edition, make_item, make_masthead, make_source

pytestmark = pytest.mark.django_db


def desk(item, role="editor"):
    make_masthead()
    return browser_of(role).get(reverse("admin:sources_newsitem_desk", args=[item.pk]))


def test_the_source_s_words_stand_beside_the_editor():
    item = make_item("Our words.", status="draft")
    item.clippings.add(
        make_clipping(title="Their title", summary="Their summary.", source=make_source("36Kr"))
    )
    page = desk(item)

    assert "Their title 36Kr" in words_of(page)
    assert "Their summary." in words_of(page)
    assert b"Our words.</textarea>" in page.content


def test_it_says_where_the_item_stands():
    item = make_item()
    make_edition(item, number=77)

    assert "No. 77 · draft" in words_of(desk(item))


def test_a_draft_can_be_made_ready_and_comes_back_here():
    item = make_item(status="draft")
    browser, page = browser_of("contributor"), reverse("admin:sources_newsitem_desk", args=[item.pk])
    make_masthead()
    response = browser.post(
        reverse("admin:sources_newsitem_move", args=[item.pk, "make_ready"]), {"from": "desk"}
    )

    assert response.url == page
    assert "is ready" in words_of(browser.get(page))


@pytest.mark.parametrize("status", ["draft", "ready", "published", "killed"])
def test_it_opens_in_every_state_and_role(status):
    item = make_item(status=status, published_at="2025-07-14T12:00Z" if status == "published" else None)

    assert [desk(item, role).status_code for role in ROLES] == [200] * 4


def test_the_queries_do_not_grow_with_the_item(django_assert_max_num_queries):
    item = make_item(credit="36Kr")
    for _ in range(5):
        item.clippings.add(make_clipping(source=make_source()))
    browser, address = browser_of("editor"), reverse("admin:sources_newsitem_desk", args=[item.pk])
    make_masthead()

    with django_assert_max_num_queries(26):
        browser.get(address)
