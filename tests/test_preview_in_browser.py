"""The right pane of the desk in a browser: how the edition looks, what is found in it, how it is copied."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.browsing import served, watch
from tests.factories import make_edition, make_item, make_masthead, make_person

# What the server writes would wait for a transaction around the test.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOWN = "iframe.sheet-of:not(.behind)"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def edition(site):
    """Twelve briefs, and the last of them with a figure that is not in the form of the house."""
    make_masthead()
    items = [make_item(f"Maker number {number} opened a shop in Lima.\n\n" * 4) for number in range(11)]
    return make_edition(*items, make_item("Nothing asks 54,999 rupees for its phone."), title="Shops")


@pytest.fixture
def page(browser, site, edition):
    """The desk of a draft, before its editor; `page.said` is what it should not have said."""
    client = Client()
    lin = make_person("editor", email="lin@example.com")
    client.force_login(lin, "django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page = context.new_page()
    page.said = watch(page, site)
    page.goto(f"{site}/admin/editions/edition/{edition.pk}/desk/")
    page.frame_locator(SHOWN).get_by_role("heading", level=1).wait_for()
    yield page
    context.close()


def test_what_is_typed_is_seen_in_the_preview_where_it_stands(page):
    card = page.locator("li.slot").last
    card.locator("[data-open]").click()
    body = card.locator("textarea[name=body]")
    body.press("Control+End")
    body.press_sequentially(" Seen at once.")

    seen = page.frame_locator(SHOWN).get_by_text("Seen at once.")
    seen.wait_for()
    box, stage = seen.bounding_box(), page.locator("#stage").bounding_box()
    assert stage["y"] < box["y"] < stage["y"] + stage["height"]
    for form in ("email", "text"):
        page.locator(f'[data-does="preview-{form}"]').click()
        page.frame_locator(SHOWN).get_by_text("Seen at once.").wait_for()
        assert page.evaluate(f"document.querySelector('{SHOWN}').contentWindow.scrollY") > 0
    assert page.said == []


def test_the_preview_is_dark_however_the_editor_likes_it(page):
    colour = f"getComputedStyle(document.querySelector('{SHOWN}').contentDocument.body).backgroundColor"
    by_day = page.evaluate(colour)
    page.keyboard.press("5")

    page.locator(f"{SHOWN}[data-dark]").wait_for()
    assert page.evaluate(colour) == "rgb(19, 20, 22)"
    page.emulate_media(color_scheme="dark")
    page.keyboard.press("1")
    page.locator(f"{SHOWN}:not([data-dark])").wait_for()
    assert page.evaluate(colour) == by_day


def test_no_script_runs_in_the_preview(page):
    frame = page.locator(SHOWN)

    assert frame.get_attribute("sandbox") == "allow-same-origin"
    for form in ("web", "email"):
        page.locator(f'[data-does="preview-{form}"]').click()
        page.locator(f"{SHOWN}[data-form={form}]").wait_for()
        page.evaluate(
            f"""() => {{
                const inside = document.querySelector('{SHOWN}').contentDocument;
                const script = inside.createElement("script");
                script.textContent = "top.ran = 1";
                inside.body.append(script);
            }}"""
        )
    assert page.evaluate("window.ran") is None


def test_the_edition_is_copied_with_its_styles_for_wechat(page):
    page.get_by_role("button", name="WeChat paste").click()

    page.get_by_text("Copied: WeChat paste, 12 items.").wait_for()
    html = page.evaluate(
        "navigator.clipboard.read().then(([one]) => one.getType('text/html')).then(b => b.text())"
    )
    assert '<section style="' in html
    assert "Maker number 3 opened" in html


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("Web HTML", "<h1>Shops"), ("Markdown", "# Shops"), ("Plain text", "Outbound · No. ")],
)
def test_the_edition_is_copied_as_text(page, name, beginning):
    page.locator("#copies").get_by_role("button", name=name).click()

    page.get_by_text(f"Copied: {name}, 12 items.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(beginning)
    assert page.said == []


def test_a_finding_leads_to_its_item_and_is_mended_in_place(page):
    finding = page.locator("#found li", has_text="54,999 rupees")
    finding.get_by_role("button", name="House style writes").click()
    card = page.locator("li.slot.open")
    card.locator("textarea[name=body]").wait_for()

    finding.get_by_role("button", name="Write the codes").dblclick()

    expect(page.get_by_text("Mended.")).to_have_count(1)
    expect(page.locator("#found :focus")).to_be_visible()
    page.frame_locator(SHOWN).get_by_text("INR 54,999").wait_for()
    expect(card.locator("textarea[name=body]")).to_have_value(re.compile("INR 54,999"))
    assert page.said == []


def test_a_proof_goes_to_oneself_by_one_click(page):
    page.get_by_role("button", name="Send proof").dblclick()
    page.get_by_role("button", name="Send to myself").click()

    page.get_by_text("A proof is on its way to lin@example.com.").wait_for()
    expect(page.get_by_role("button", name="Send to myself")).to_be_focused()
    assert any("[Proof]" in mail.read_text(errors="replace") for mail in settings.MAIL_DIR.glob("*.eml"))


def test_a_server_that_is_away_is_said_where_the_preview_stands(page):
    page.route("**/preview/**", lambda route: route.abort())
    page.locator('[data-does="preview-email"]').click()

    page.get_by_text("The preview could not be made; the server does not answer.").wait_for()
