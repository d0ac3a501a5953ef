"""Any change to what was approved voids the approval at once, and tells who gave it."""

import pytest
from django.urls import reverse

from editions.approvals import void_changed
from editions.models import Edition, Notice
from sources.models import Company, NewsItem
from sources.workflow import WorkflowError
from tests.desk import browser_of, form_on, words_of
from tests.factories import (
    NOON,
    make_approved_edition,
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_superuser,
)

pytestmark = pytest.mark.django_db


def approved_by(person, *items, **facts):
    make_masthead()
    edition = make_edition(*items, **facts)
    edition.submit(by=person, now=NOON)
    edition.approve(by=person, now=NOON)
    return edition


def test_a_company_renamed_on_its_own_page_voids_the_approval_with_that_request():
    company = make_company("Vivo")
    edition = make_approved_edition(make_item(companies=[company]))
    browser, page = browser_of("editor"), reverse("admin:sources_company_change", args=[company.pk])
    form = form_on(browser.get(page), None) | {"name": "Vivo Mobile", "_save": "Save"}

    response = browser.post(page, form, follow=True)

    assert Company.objects.get().name == "Vivo Mobile"
    assert Edition.objects.get(pk=edition.pk).status == "in_review"
    assert f"No. {edition.number} was approved before this change" in words_of(response)


def test_where_nothing_is_approved_one_query_says_so(django_assert_num_queries):
    make_edition()

    with django_assert_num_queries(1):
        assert void_changed(now=NOON) == []


def test_an_approval_of_what_nobody_changed_stands():
    edition = make_approved_edition()

    assert void_changed(now=NOON) == []
    assert Edition.objects.get(pk=edition.pk).status == "approved"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda: Edition.objects.update(subject="Another subject"), "the subject"),
        (
            lambda: Company.objects.update(name="Another name"),
            "“Vivo opened its first shop in Lima.”: companies",
        ),
        (lambda: Edition.objects.update(mail_to="nobody"), "who gets it"),
    ],
)
def test_who_approved_is_told_what_differs(change, said):
    chief = make_person("publisher")
    approved_by(chief, make_item(companies=[make_company("Vivo")]))
    change()

    [edition] = void_changed(now=NOON)

    notice = Notice.objects.get(person=chief, kind="voided")
    assert notice.text.startswith(f"The approval of No. {edition.number} is void. It was changed after")
    assert said in notice.text


def test_a_scheduled_edition_leaves_the_clock_with_its_approval():
    edition = make_approved_edition()
    edition.schedule(NOON.replace(hour=20), by=make_person("publisher"), now=NOON)
    Edition.objects.update(title="Another title")

    void_changed(now=NOON)

    edition.refresh_from_db()
    assert (edition.status, edition.publish_at, edition.approved_hash) == ("in_review", None, "")


def test_an_edition_whose_item_is_killed_goes_back_to_review_at_once():
    edition = make_approved_edition(make_item("Vivo opened."), make_item("Oppo closed."))
    item = NewsItem.objects.get(body="Oppo closed.")

    browser_of("publisher").post(
        reverse("admin:sources_newsitem_move", args=[item.pk, "kill"]), {"reason": "It is not true."}
    )

    edition.refresh_from_db()
    assert edition.status == "in_review"
    assert "“Oppo closed.” was killed" in edition.moves.last().reason


def test_whoever_is_not_of_the_newsroom_sets_nothing_going_and_is_told_nothing(client):
    edition = make_approved_edition()
    Edition.objects.filter(pk=edition.pk).update(title="Ships and shops")

    response = client.post(reverse("admin:login"), {"username": "nobody", "password": "nothing"})

    assert "was approved before this change" not in words_of(response)
    assert Edition.objects.get(pk=edition.pk).status == "approved"  # until the clock's next round


def test_who_sent_it_is_told_when_a_colleague_takes_the_approval_back():
    editor, chief = make_person("editor"), make_person("publisher")
    make_masthead()
    edition = make_edition()
    edition.submit(by=editor, now=NOON)
    edition.approve(by=chief, now=NOON)

    edition.take_back(by=chief, now=NOON, reason="A sum is wrong.")

    told = Notice.objects.filter(kind="voided").values_list("person", "text")
    assert list(told) == [(editor.pk, f"The approval of No. {edition.number} is void. A sum is wrong.")]


def test_who_looks_at_an_old_approval_does_not_void_the_new_one():
    edition, chief = make_approved_edition(), make_superuser()
    looked_at = Edition.objects.get()
    edition.take_back(by=chief, now=NOON, reason="A sum is wrong.")
    Edition.objects.update(title="Another title")
    edition = Edition.objects.get()
    edition.approve(by=chief, now=NOON)

    with pytest.raises(WorkflowError, match="Somebody else moved it first"):
        looked_at.void_if_changed(now=NOON)
    assert Edition.objects.get().status == "approved"
