"""Editing an item in its card, in a browser: what is typed, pasted, named and credited is there later."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sources.models import NewsItem, Source
from tests.browsing import GRAVE, faults, served, watch
from tests.factories import make_company, make_edition, make_item, make_masthead, make_person, make_source

# What the server writes would wait for a transaction around the test.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLIPBOARD = Path(__file__).parent / "samples/clipboard"
PASTE = """(field, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", "plain");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def item(site):
    make_masthead()
    make_company("Xiaomi", local_name="小米")
    make_company("BYD", local_name="比亚迪")
    return make_item("Vivo opened a shop.", headline="Vivo opens in Lima")


@pytest.fixture
def desk(browser, site, item):
    """The desk of an editor with the card of the item open; `desk.said` is what it should not have said."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    colleague = Client()
    colleague.force_login(make_person("editor"), "django.contrib.auth.backends.ModelBackend")
    session = colleague.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page = context.new_page()
    page.set_default_timeout(15000)
    page.said = watch(page, site)
    page.goto(site + reverse("admin:editions_edition_desk", args=[make_edition(item).pk]))
    open_card(page)
    yield page
    context.close()  # first: what it holds open, the tests after it would wait for
    assert page.said == []


def open_card(page):
    page.locator("li.slot button[data-open]").click()
    page.locator(".editor").wait_for()


def text_of(page):
    return page.locator(".editor [name=body]")


def becomes(page, wanted, read):
    """Wait until the server has it."""
    for _ in range(150):
        if read() == wanted:
            break
        page.wait_for_timeout(100)
    assert read() == wanted


def offer(page, name):
    return page.locator(".offers").get_by_role("option", name=name)


def chips(page, name):
    return [chip.split()[0] for chip in page.locator(f"desk-chips[data-name={name}] li").all_inner_texts()]


def fresh(item):
    return NewsItem.objects.get(pk=item.pk)


def test_marks_are_set_and_taken_away_by_keys_and_by_undo(desk, item):
    text = text_of(desk)
    text.evaluate("(field) => field.setSelectionRange(0, 4)")
    for key, body in [
        ("b", "**Vivo** opened a shop."),
        ("i", "***Vivo*** opened a shop."),
        ("b", "*Vivo* opened a shop."),
        ("z", "***Vivo*** opened a shop."),
    ]:
        desk.keyboard.press(f"Control+{key}")
        assert text.input_value() == body

    desk.get_by_role("button", name="Italic").click()
    becomes(desk, "**Vivo** opened a shop.", lambda: fresh(item).body)


def test_a_link_is_asked_for_in_the_bar_and_taken_away_there(desk, item):
    text = text_of(desk)
    text.evaluate("(field) => field.setSelectionRange(14, 18)")
    desk.keyboard.press("Control+k")
    desk.get_by_label("Address of the link").fill("paper.example/lima")
    desk.keyboard.press("Enter")
    becomes(desk, "Vivo opened a [shop](https://paper.example/lima).", lambda: fresh(item).body)

    desk.keyboard.press("Control+k")
    desk.get_by_label("Address of the link").fill("")
    desk.keyboard.press("Enter")
    becomes(desk, "Vivo opened a shop.", lambda: fresh(item).body)


def test_an_address_pasted_on_a_word_makes_it_a_link(desk):
    text = text_of(desk)
    text.evaluate("(field) => field.setSelectionRange(14, 18)")
    text.evaluate(PASTE.replace('"plain"', "html"), "https://paper.example/lima")

    assert text.input_value() == "Vivo opened a [shop](https://paper.example/lima)."


@pytest.mark.parametrize("query", ["xiao", "小"])
def test_a_company_is_named_after_an_at_and_becomes_a_chip(desk, item, query):
    name = {"xiao": "Xiaomi", "小": "小米"}[query]
    desk.keyboard.press("Control+End")
    desk.keyboard.type(f" So did @{query}")
    offer(desk, "Xiaomi").wait_for()
    desk.keyboard.press("Enter")

    becomes(desk, f"Vivo opened a shop. So did {name}", lambda: fresh(item).body)
    desk.reload()
    open_card(desk)
    assert chips(desk, "companies") == ["Xiaomi"]
    assert text_of(desk).input_value() == f"Vivo opened a shop. So did {name}"


def test_what_is_no_company_offers_nothing_and_escape_closes_only_the_list(desk):
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" me@xiao @xiao")
    desk.locator(".offers").wait_for()
    desk.keyboard.press("Escape")
    assert desk.locator(".offers").count() == 0
    desk.keyboard.type("zzz")
    desk.wait_for_timeout(300)

    assert desk.locator(".offers").count() == 0
    assert text_of(desk).is_visible()


LIMA = "[The Paper](https://paper.example/lima)"
LIST = "- Two floors\n- Twelve staff"
PASTED = {
    "word": "## Phones\n\n**Vivo** opened its first shop in *Lima* on July 7, "
    f"[The Paper](https://paper.example/lima?id=4) writes.\n\n{LIST}",
    "google-docs": f"**Vivo** opened its first shop in *Lima*, {LIMA} writes.\n\n{LIST}",
    "web": f"## Vivo in Lima\n\nVivo opened its first shop in **Lima**, {LIMA} writes. Share\n\n"
    "A price_tag of 5\\*4 [sic].\nAnd a new line.\n\n> “We came to stay.”\n\n1. One\n2. Two",
    "wechat": "**小米**在巴西开设首家门店，面积约三百平方米。\n\n**比亚迪**随后跟进。",
}


def test_rich_text_arrives_as_clean_markdown_and_undo_takes_it_back(desk):
    text = text_of(desk)
    for name, markdown in PASTED.items():
        text.select_text()
        text.evaluate(PASTE, (CLIPBOARD / f"{name}.html").read_text(encoding="utf-8"))
        assert text.input_value() == markdown

    desk.keyboard.press("Control+z")
    assert text.input_value() == PASTED["web"]


STORY = (
    "Vivo opened its [first shop](https://portal.example/first) in Lima and asks us to read more of it."
    "\n\n| City | Shops |\n| --- | --- |\n| Lima | **1** |\n| Quito \\| Cuenca | 2 |"
    "\n\nIt hired 12 people for 4.2 million soles."
)


def test_a_portal_s_lines_are_left_out_of_a_paste_and_come_back_by_undo_and_by_a_click(desk, item):
    text, left_out = text_of(desk), desk.get_by_role("group", name="Left out of what you pasted")
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Read more\n\n")  # which somebody typed
    text.evaluate(PASTE, (CLIPBOARD / "portal.html").read_text(encoding="utf-8"))
    left_out.wait_for()
    assert text.input_value() == f"Vivo opened a shop. Read more\n\n{STORY}"
    assert faults(desk, impacts=GRAVE) == []

    desk.keyboard.press("Control+z")
    whole = text.input_value()
    assert whole.endswith("责任编辑：林薇\n\n[Read more](https://portal.example/more)")
    assert left_out.count() == 0

    text.evaluate("(field) => field.setSelectionRange(31, field.value.length)")
    text.evaluate(PASTE.replace('"plain"', "html").replace('"text/html", html', '"text/x", ""'), whole[31:])
    desk.get_by_role("button", name="Put back").click()
    assert text.input_value() == whole
    becomes(desk, whole, lambda: fresh(item).body)


def test_a_paste_stays_as_it_is_where_the_server_does_not_answer(desk):
    desk.route("**/cleaned/", lambda route: route.abort())
    text_of(desk).select_text()
    with desk.expect_event("requestfailed"):
        text_of(desk).evaluate(PASTE.replace('"plain"', "html"), "A shop.\n\nShare")

    assert text_of(desk).input_value() == "A shop.\n\nShare"
    desk.said.clear()  # the browser reports what was aborted


def test_a_credit_with_a_new_source_is_written_and_said_in_the_bar(desk, item):
    make_source("36Kr")
    desk.get_by_role("button", name="+ Credit").click()
    desk.keyboard.type("The Lima Post")
    offer(desk, "Add source “The Lima Post”").click()
    desk.get_by_label("Link to the very article").fill("https://post.example/1")
    desk.keyboard.press("Tab")
    desk.get_by_role("button", name="+ Credit").click()
    desk.keyboard.type("36")
    offer(desk, "36Kr").wait_for()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")

    assert desk.locator("[data-credited]").inner_text() == "—The Lima Post, 36Kr"
    written = [("The Lima Post", "https://post.example/1"), ("36Kr", "")]
    becomes(desk, written, lambda: [(str(one), one.url) for one in item.credits.all()])
    assert Source.objects.count() == 2


def test_an_answer_that_comes_late_leaves_the_mark_where_it_was_moved(desk, item):
    make_source("36Kr")
    make_source("The 36th Street")
    desk.get_by_role("button", name="+ Credit").click()
    desk.keyboard.type("3")
    offer(desk, "36Kr").wait_for()
    with desk.expect_response("**q=36"):
        desk.keyboard.type("6")
        desk.keyboard.press("ArrowDown")
        marked = desk.locator(".offers [aria-selected=true]").inner_text()
    desk.keyboard.press("Enter")

    becomes(desk, [marked], lambda: [str(one) for one in item.credits.all()])


def test_a_source_that_is_only_typed_is_refused_beside_the_credits(desk, item):
    desk.get_by_role("button", name="+ Credit").click()
    desk.keyboard.type("Nobody")
    desk.get_by_label("Link to the very article").focus()
    desk.get_by_role("alert").wait_for()

    assert "“Nobody” is not among the sources yet" in desk.get_by_role("alert").inner_text()
    assert not item.credits.exists()
    desk.said[:] = [said for said in desk.said if "422" not in said]  # the browser reports the status


def test_a_deal_is_written_in_a_row(desk, item):
    desk.locator("summary", has_text="Deal").click()
    desk.get_by_role("button", name="+ Deal").click()
    desk.get_by_label("Type of the deal").select_option("funding")
    desk.get_by_label("Currency").fill("cny")
    desk.get_by_label("Amount").fill("1,200,000")
    desk.get_by_label("Add a counterparty").fill("by")
    offer(desk, "BYD").wait_for()
    desk.keyboard.press("Enter")

    becomes(desk, ["BYD"], lambda: list(item.deals.values_list("counterparties__name", flat=True)))
    deal = item.deals.get()
    assert (deal.type, deal.amount, deal.currency) == ("funding", 1200000, "CNY")


def test_chips_are_put_in_and_taken_out_by_keyboard_alone(desk, item):
    field = desk.get_by_label("Add a company")
    for typed in ("xiao", "比亚"):
        field.focus()
        desk.keyboard.type(typed)
        desk.locator(".offers").wait_for()
        desk.keyboard.press("Enter")
    assert chips(desk, "companies") == ["Xiaomi", "BYD"]

    desk.keyboard.press("Backspace")
    desk.keyboard.press("Backspace")
    becomes(desk, 1, lambda: item.companies.count())  # a save may have put them in their order meanwhile


def test_a_new_company_is_added_from_its_chips(desk, item):
    desk.get_by_label("Add a company").fill("Tineco")
    offer(desk, "Add company “Tineco”").wait_for()
    desk.keyboard.press("Enter")

    becomes(desk, ["Tineco"], lambda: [company.name for company in item.companies.all()])


def test_what_the_words_name_is_suggested_after_a_save_and_taken_by_a_click(desk, item):
    text_of(desk).fill("BYD launches a car in Brazil.")
    for name in ("+ BYD", "+ Brazil", "+ Product launch"):
        desk.get_by_role("button", name=name).click()

    def taken():
        return fresh(item).kind, [one.name for one in (*item.companies.all(), *item.markets.all())]

    becomes(desk, ("launch", ["BYD", "Brazil"]), taken)


def test_subject_and_preheader_are_measured_as_they_are_typed(desk):
    desk.locator("#words-of summary").click()
    desk.get_by_label("Subject line").fill("x" * 46)

    measure = desk.locator("[data-counts=subject]")
    assert measure.inner_text() == "46 of about 45"
    assert "over" in measure.get_attribute("class")


def test_marks_work_in_the_introduction_too(desk):
    desk.locator("#words-of summary").click()
    introduction = desk.get_by_label("Introduction")
    introduction.fill("Good morning")
    introduction.select_text()
    desk.locator("#words").get_by_role("button", name="Bold").first.click()

    assert introduction.input_value() == "**Good morning**"


def test_an_open_card_is_whole(desk):
    desk.locator("summary", has_text="Deal").click()
    desk.get_by_role("button", name="+ Deal").click()
    desk.get_by_role("button", name="+ Credit").click()

    assert faults(desk) == []
