"""The desk of an item: its editor beside what the source says."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.desk import ROLES, browser_of, form_on, tree_of, words_of
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


def test_a_source_s_words_say_their_language():
    item = make_item(status="draft")
    item.clippings.add(make_clipping(title="比亚迪", summary="投产", language="zh"))
    page = tree_of(desk(item))

    assert {one.text for one in page.iter() if one.get("lang") == "zh"} == {"比亚迪", "投产"}


def test_an_item_without_words_goes_by_its_slug_line():
    item = make_item("", slugline="byd-brazil", status="draft")
    page = tree_of(desk(item))

    assert [one.text for one in page.iter("h1")] == ["byd-brazil"]
    assert page.find("head/title").text.startswith("byd-brazil")
    assert item.label == "Untitled"


def test_other_pages_of_the_newsroom_call_it_so_too():
    make_masthead()
    browser = browser_of("editor")
    item = make_item("", slugline="byd-brazil", status="draft", created_by=User.objects.get())
    pages = [reverse("admin:index"), reverse("admin:sources_newsitem_changelist")]
    pages += [reverse(f"admin:sources_newsitem_{name}", args=[item.pk]) for name in ("sheet", "versions")]

    assert [page for page in pages if "byd-brazil" not in words_of(browser.get(page))] == []


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

    with django_assert_max_num_queries(21):
        browser.get(address)


def found_address(item):
    return reverse("admin:sources_newsitem_found", args=[item.pk])


def test_the_checks_of_the_item_stand_below_its_preview():
    item = make_item("Vivo  opened a shop in Lima.", status="draft")

    assert found_address(item) in desk(item).content.decode()
    assert "two spaces" in words_of(browser_of("contributor").get(found_address(item))).lower()


def test_what_is_out_is_not_checked_any_more():
    item = make_item(status="killed")

    assert found_address(item) not in desk(item).content.decode()


def test_a_finding_is_mended_where_it_is_read():
    item, browser = make_item("Vivo  opened a shop in Lima.", status="draft"), browser_of("editor")
    make_masthead()
    fix = reverse("admin:sources_newsitem_fix", args=[item.pk])
    fields = form_on(browser.get(found_address(item)), fix)
    answer = browser.post(fix, fields, headers={"HX-Request": "true"})
    item.refresh_from_db()

    assert item.body == "Vivo opened a shop in Lima."
    assert answer["X-Recap-Changed"] == "1"
    assert "Mended." in words_of(answer)
    assert "two spaces" not in words_of(answer).lower()


def test_on_the_sheet_a_mended_finding_leads_back_to_the_sheet():
    item, browser = make_item("Vivo  opened a shop in Lima.", status="draft"), browser_of("editor")
    make_masthead()
    answer = browser.post(reverse("admin:sources_newsitem_fix", args=[item.pk]), {"key": "a"})

    assert answer.url == reverse("admin:sources_newsitem_sheet", args=[item.pk])
