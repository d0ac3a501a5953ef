"""The main job from end to end, in a browser: a pasted roundup becomes a published edition and an email."""

import re

import pytest
from playwright.sync_api import expect

from editions.models import Edition
from recap import mailbox
from recap.demo.editions import EDITIONS
from tests.browsing import served, sign_in, watch
from tests.conftest import SAMPLES

pytestmark = pytest.mark.browser
TITLE = "A recall, a flagship and a river of parcels"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=True) as address:
        yield address


@pytest.fixture(scope="module")
def roundup():
    """A real text where there is one; elsewhere the demo's draft, which is written in the same manner."""
    if SAMPLES.is_dir():
        return (SAMPLES / "china-recap-2025-07.txt").read_text(encoding="utf-8")
    return EDITIONS[-1].text.partition("\n")[2]  # without the line of a number that is taken


@pytest.fixture(scope="module")
def desk(browser, site):
    """The publisher's page; `desk.said` is what it should not have said."""
    context = browser.new_context()
    page = context.new_page()
    page.said = watch(page, site)
    sign_in(page, site, "mei")
    yield page
    context.close()


@pytest.fixture
def reader(browser, site):
    """The page of somebody who was never here."""
    context = browser.new_context()
    page = context.new_page()
    page.said = watch(page, site)
    yield page
    context.close()


@pytest.fixture(scope="module")
def understood(desk, site, roundup):
    """The pasted text as it was understood: how many editions there were, and the sentence on top."""
    desk.goto(f"{site}/admin/")
    desk.get_by_role("main").get_by_role("link", name="Paste a roundup").click()
    desk.get_by_label("The text").fill(roundup)
    desk.get_by_role("button", name="Read it").click()
    return {"stored": Edition.objects.count(), "summary": desk.locator(".lead").inner_text()}


@pytest.fixture(scope="module")
def draft(understood, desk):
    desk.get_by_label("Title", exact=True).fill(TITLE)
    desk.get_by_role("button", name="Save the edition").click()
    return Edition.objects.get(title=TITLE)


@pytest.fixture(scope="module")
def published(draft, desk):
    for move in ("Send to review", "Approve", "Publish"):
        desk.get_by_role("button", name=move, exact=True).click()
    draft.refresh_from_db()
    return draft


def test_nothing_is_stored_before_the_editor_has_seen_it(understood):
    assert understood["stored"] == len(EDITIONS)
    assert "1 themed section, 5 briefs, 3 stories, 5 credits" in understood["summary"] or not SAMPLES.is_dir()
    assert understood["summary"].startswith("Understood: introduction, sign-off, ")


def test_a_corrected_paste_becomes_a_draft_with_all_its_words(draft, roundup):
    sections = draft.sections.prefetch_related("slots__item")
    headings = [section.heading for section in sections]
    bodies = [slot.item.body for section in sections for slot in section.slots.all()]

    assert draft.number == EDITIONS[-1].number + 1
    assert len(headings) >= 3
    assert all(line in roundup for text in headings + bodies for line in text.splitlines())


def test_three_buttons_put_the_draft_before_readers(published, desk):
    assert published.status == "published"
    assert published.snapshots.count() == 1
    expect(desk.get_by_role("link", name="Read it on the site")).to_be_visible()
    assert desk.said == []


@pytest.mark.parametrize("path", ["/", "/editions/", "the edition"])
def test_a_reader_finds_the_edition(path, published, reader, site):
    reader.goto(site + (published.get_absolute_url() if path == "the edition" else path))

    assert reader.get_by_role("heading", name=TITLE).is_visible()
    assert reader.said == []
    assert reader.context.cookies() == []


def test_the_edition_s_page_prints_every_section(published, reader, site):
    reader.goto(site + published.get_absolute_url())

    printed = reader.locator("article h2").all_inner_texts()
    assert printed == list(published.sections.values_list("heading", flat=True))
    assert reader.locator("article .item").count() == len(published.snapshots.get().read().items)


def test_the_feed_carries_the_edition_in_full(published, reader, site):
    feed = reader.request.get(f"{site}/editions/feed.xml")

    assert "atom+xml" in feed.headers["content-type"]
    assert f"<title>No. {published.number}: {TITLE}</title>" in feed.text()
    assert published.sections.first().heading in feed.text()


def test_the_email_version_is_a_page_of_its_own(published, reader, site):
    reader.goto(site + published.get_absolute_url())
    reader.get_by_role("link", name="Email version").click()

    reader.wait_for_url("**/email/")
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert reader.said == []


def test_a_proof_is_a_multipart_message(published, desk, site):
    send_proof(desk, site, published, to="lin@example.com")
    _, message = mailbox.newest()[0]

    assert message["to"] == "lin@example.com"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert TITLE in message["subject"]


def test_a_proof_is_shown_among_sent_mail(published, desk, site):
    send_proof(desk, site, published, to="kofi@example.com")
    desk.get_by_role("link", name="Sent mail").click()
    row = desk.get_by_role("row", name=re.compile("kofi@example.com"))
    row.get_by_role("link").first.click()  # the newest

    expect(desk.frame_locator("iframe").get_by_role("heading", name=TITLE)).to_be_visible()
    assert desk.said == []


def send_proof(desk, site, edition, *, to):
    desk.goto(f"{site}/admin/editions/edition/{edition.pk}/sheet/")
    desk.get_by_label("Send a proof to").fill(to)
    desk.get_by_role("button", name="Send proof").click()
