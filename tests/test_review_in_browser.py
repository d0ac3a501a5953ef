"""The proof as somebody without an account meets it: in a browser, on a phone, with and without script."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from editions import review
from editions.models import Edition
from tests.browsing import faults, served, watch
from tests.factories import make_edition, make_item, make_masthead, make_review_link

# What the server writes would wait for a transaction around the test.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def link(site):
    """To an edition in review, as it is now."""
    make_masthead()
    item = make_item("Vivo opened its first shop in Lima.", credit="The Paper")
    item.credits.update(url="https://paper.example/lima")
    edition = make_edition(item, status="in_review", preheader="And a recall")
    now = timezone.now()
    return make_review_link(edition, made_at=now, expires_at=now + timedelta(days=3))


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request):
    return request.param


@pytest.fixture
def page(browser, site, link, script):
    """The first page, before somebody who was never here; `page.said` is what it should not have said."""
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.said = watch(page, site)
    page.goto(site + reverse("review:front", args=[review.token_of(link)]))
    yield page
    context.close()


def open_proof(page):
    page.get_by_role("button", name="Open the proof").click()
    page.frame_locator("iframe").get_by_text("first shop in Lima").first.wait_for()
    page.wait_for_load_state("load")  # which waits for that of the frame
    return page.frame(name="proof")


def test_an_outsider_opens_the_proof_notes_a_passage_and_approves(page, link, script):
    proof = open_proof(page)
    if script:
        proof.get_by_text("first shop in Lima").first.select_text()
        passage = page.get_by_label("The words it is about")
        expect(passage).to_have_value(re.compile("Vivo opened its first shop in Lima."))
    else:
        page.get_by_label("The words it is about").fill("first shop in Lima")
    page.get_by_label("Your note", exact=True).fill("It is the second.")
    page.get_by_role("button", name="Leave the note").click()
    page.get_by_role("listitem").get_by_text("It is the second.").wait_for()
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("You approved,").wait_for()

    [note] = link.notes.all()
    assert "first shop in Lima" in note.passage
    assert [use.what for use in link.uses.all()] == ["opened", "noted", "approved"]
    assert Edition.objects.get(pk=link.edition.pk).status == "approved"
    assert page.context.cookies() == []
    assert page.said == []


@pytest.mark.parametrize("tab", ["Web", "Email", "Plain text"])
def test_every_form_of_the_proof_is_seen_in_its_frame(page, tab):
    open_proof(page)
    page.get_by_role("link", name=tab, exact=True).click()

    page.frame_locator("iframe").get_by_text("first shop in Lima").last.wait_for()
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    assert page.said == []


@pytest.mark.parametrize("script", [True], ids=["script"], indirect=True)
@pytest.mark.parametrize("tab", ["Email", "Plain text"])
def test_words_are_taken_from_the_email_and_the_text_too(page, tab):
    proof = open_proof(page)
    page.get_by_role("link", name=tab, exact=True).click()
    proof.wait_for_url(lambda url: not url.endswith("/web/"))
    proof.get_by_text("first shop in Lima").last.select_text()

    expect(page.get_by_label("The words it is about")).to_have_value(re.compile("first shop in Lima"))


@pytest.mark.parametrize("script", [True], ids=["script"], indirect=True)
def test_a_passage_that_was_typed_is_not_written_over(page):
    proof = open_proof(page)
    page.get_by_label("The words it is about").fill("the whole")
    proof.get_by_text("first shop in Lima").first.select_text()

    assert page.get_by_label("The words it is about").input_value() == "the whole"


@pytest.mark.parametrize("script", [True], ids=["script"], indirect=True)
def test_a_link_out_of_the_proof_opens_a_page_of_its_own(page):
    out = open_proof(page).get_by_role("link", name="The Paper").first

    assert (out.get_attribute("target"), out.get_attribute("rel")) == ("_blank", "noreferrer")


@pytest.mark.parametrize("script", [True], ids=["script"], indirect=True)
def test_a_note_that_was_not_sent_is_not_lost_by_approving(page, link):
    open_proof(page)
    page.get_by_label("Your note", exact=True).fill("It is the second.")
    page.get_by_role("button", name="Approve").click()

    expect(page.get_by_text("This note is not sent yet.")).to_be_visible()
    expect(page.get_by_label("Your note", exact=True)).to_have_value("It is the second.")
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("You approved,").wait_for()
    assert not link.notes.exists()


@pytest.mark.parametrize("script", [True], ids=["script"], indirect=True)
def test_the_pages_of_a_review_are_whole(page, link):
    assert faults(page) + page.said == []

    open_proof(page)
    page.get_by_role("button", name="Ask for changes").click()
    page.get_by_text("Say what should change.").wait_for()
    assert faults(page) == []
    assert [message for message in page.said if "422" not in message] == []  # the browser reports the status
