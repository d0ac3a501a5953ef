"""Review links at the desk: who may make one, for how long, and how it is taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.template.loader import render_to_string
from django.test import Client

from editions import review
from editions.desk import reviews
from editions.models import ReviewLink, ReviewUse
from tests.desk import ROLES, address, browser_of, fields_of, form_on, tree_of, words_of
from tests.factories import NOON, make_edition, make_masthead, make_person, make_review_link

pytestmark = pytest.mark.django_db
WANTED = {"name": "Mei  Tan", "lasts": "3", "until": "", "may_approve": "yes"}


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    make_masthead(time_zone="Asia/Shanghai")


def make(browser, edition, **wanted):
    return browser.post(address("review_make", edition.pk), {**WANTED, **wanted})


def revoke(browser, link, *, edition=None):
    return browser.post(address("review_revoke", (edition or link.edition).pk, link.pk))


def without_approval(browser):
    """Take the right to approve from the editors of `browser`."""
    right = Permission.objects.get(codename="approve_edition")
    Group.objects.get(name="editor").permissions.remove(right)
    return browser


def card(edition, person, now=NOON):
    [card] = reviews.cards(edition, user=person, now=now)["review_links"]
    return card


def test_an_editor_makes_a_link():
    edition = make_edition()

    response = make(browser_of("editor"), edition)

    link = ReviewLink.objects.get()
    assert response.url == address("sheet", edition.pk) + "#reviews"
    assert (link.edition, link.name, link.may_approve) == (edition, "Mei Tan", True)
    assert (link.made_by.first_name, link.made_at) == ("Ada", NOON)


def test_the_sheet_hands_out_the_address_and_takes_it_back():
    editor, edition = browser_of("editor"), make_edition(status="in_review")
    sheet = make(editor, edition).url
    fields = [field.get("value", "") for field in tree_of(editor.get(sheet)).iter("input")]
    [found] = [value for value in fields if "/review/" in value]

    assert Client().get(found).status_code == 200
    assert "may approve" in words_of(editor.get(sheet))
    action = address("review_revoke", edition.pk, ReviewLink.objects.get().pk)
    editor.post(action, form_on(editor.get(sheet), action))
    assert Client().get(found).status_code == 410
    assert "taken back" in words_of(editor.get(sheet))


@pytest.mark.parametrize(
    ("lasts", "until", "ends"),
    [
        ("1", "", NOON + timedelta(days=1)),
        ("14", "2025-07-20", NOON + timedelta(days=14)),
        ("until", "2025-07-14", datetime(2025, 7, 14, 15, 59, tzinfo=UTC)),  # 23:59 in Shanghai
        ("until", "2025-09-12", datetime(2025, 9, 12, 15, 59, tzinfo=UTC)),
    ],
)
def test_a_link_ends_when_the_editor_says(lasts, until, ends):
    make(browser_of("editor"), make_edition(), lasts=lasts, until=until)

    assert ReviewLink.objects.get().expires_at == ends


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"name": " "}, "This field is required."),
        ({"lasts": "until", "until": ""}, "Say until which day."),
        ({"lasts": "until", "until": "2025-07-13"}, "That day has passed; choose one to come."),
        ({"lasts": "until", "until": "2025-09-13"}, "A link is good for 60 days at most."),
        ({"lasts": "until", "until": "soon"}, "Enter a valid date."),
        ({"lasts": "365"}, "Select a valid choice."),
    ],
)
def test_a_link_that_will_not_do_is_said_at_its_field(wanted, why):
    edition = make_edition()

    response = make(browser_of("editor"), edition, **wanted)

    form = next(f for f in tree_of(response).iter("form") if f.get("action", "").endswith("/review/"))
    assert response.status_code == 422
    assert why in words_of(response)
    typed = {**WANTED, **wanted}
    assert [fields_of(form)[name] for name in ("name", "until")] == [typed["name"], typed["until"]]
    assert not ReviewLink.objects.exists()


def test_a_link_for_notes_can_be_made_by_who_may_not_approve():
    browser, edition = without_approval(browser_of("editor")), make_edition()

    refused = make(browser, edition)
    make(browser, edition, may_approve="no")

    assert refused.status_code == 422
    assert [link.may_approve for link in ReviewLink.objects.all()] == [False]


def test_what_is_out_is_not_reviewed():
    edition = make_edition(status="published", published_at=NOON, approved_hash="of what was approved")

    make(browser_of("editor"), edition)

    assert not ReviewLink.objects.exists()


def test_an_editor_takes_a_link_back():
    editor, link = browser_of("editor"), make_review_link()

    revoke(editor, link)

    link.refresh_from_db()
    assert (link.revoked_at, link.revoked_by.first_name) == (NOON, "Ada")
    assert Client().get(review.address_of(link)).status_code == 410


def test_the_link_of_another_edition_is_not_found():
    link = make_review_link()

    response = revoke(browser_of("editor"), link, edition=make_edition())

    assert response.status_code == 404
    assert ReviewLink.objects.get().revoked_at is None


@pytest.mark.parametrize("posted", [lambda who, link: make(who, link.edition), revoke])
def test_links_are_the_business_of_editors(posted):
    answers = [posted(browser_of(role), make_review_link()).status_code for role in ROLES]

    assert answers == [403, 302, 302, 302]


def test_a_link_is_not_made_or_taken_back_by_opening_an_address():
    editor, link = browser_of("editor"), make_review_link()

    paths = [address("review_make", link.edition.pk), address("review_revoke", link.edition.pk, link.pk)]

    assert [editor.get(path).status_code for path in paths] == [405, 405]


def test_the_address_is_shown_to_those_who_might_have_made_it():
    link, notes_only = make_review_link(), make_review_link(may_approve=False)
    editor, contributor = make_person("editor"), make_person("contributor")

    assert card(link.edition, editor).address == review.address_of(link)
    assert card(notes_only.edition, contributor).address == ""
    without_approval(None)
    editor = type(editor).objects.get(pk=editor.pk)  # who knew their rights already
    assert card(link.edition, editor).address == ""
    assert card(notes_only.edition, editor).address == review.address_of(notes_only)


@pytest.mark.parametrize(
    ("how", "later", "standing"),
    [
        ({}, timedelta(0), "open"),
        ({}, timedelta(days=3), "expired"),
        ({"revoked_at": NOON}, timedelta(0), "taken back"),
    ],
)
def test_a_card_says_how_its_link_stands(how, later, standing):
    link = make_review_link(**how)

    shown = card(link.edition, make_person("editor"), now=NOON + later)

    assert (shown.standing, bool(shown.address)) == (standing, standing == "open")


def test_a_card_lists_every_use():
    link = make_review_link()
    link.uses.create(what=ReviewUse.What.OPENED, at=NOON)
    link.uses.create(what=ReviewUse.What.ASKED, at=NOON, text="Lima is wrong.")

    context = {"edition": link.edition, **reviews.cards(link.edition, user=make_person(), now=NOON)}
    page = render_to_string("editions/desk/_reviews.html", context)

    assert "opened the proof" in page
    assert "asked for changes: Lima is wrong." in page


def test_the_cards_cost_as_much_for_many_links_as_for_one(django_assert_num_queries):
    link, person = make_review_link(), make_person(is_superuser=True)
    for _ in range(5):
        make_review_link(link.edition).uses.create(what=ReviewUse.What.OPENED, at=NOON)

    with django_assert_num_queries(3):  # the masthead, the links, their uses
        reviews.cards(link.edition, user=person, now=NOON)
