"""An edition as it is read: how much is fetched for it, whether it moves under the eye, and on paper."""

import re

import pytest

from editions.models import Edition
from sources.models import Deal
from tests.browsing import WIDER, served
from tests.factories import make_company, make_item, make_market, make_published_edition

pytestmark = pytest.mark.browser
BRIEF = """
Vivo opened three shops in the south of Peru and will have forty by the end of the year. It brings its
cheapest phones first, sells them on credit with a bank of Arequipa, and trains two hundred for repairs.
"""
MOVED = """new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().reduce((sum, one) => sum + one.value, 0)
)).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 500))"""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=True) as address:
        make_full_edition()
        yield address


def make_full_edition():
    """Twenty items of forty words, as many as an edition has in its longest weeks."""
    facts = {
        "headline": "Vivo brings its phones to the shops of Arequipa",
        "kind": "market_entry",
        "companies": [make_company("Vivo of Peru")],
        "markets": [make_market("The Andes")],
    }
    briefs = [make_item(BRIEF, credit="The Caravan Daily", **facts) for _ in range(20)]
    Deal.objects.create(item=briefs[0], type="funding", amount=1_580_000_000, currency="USD")
    make_published_edition(*briefs, number=900)


@pytest.fixture
def address(site):
    """That of an edition with a dozen items."""
    published = Edition.objects.get(number=27)
    assert len(published.document().items) == 12
    return site + published.get_absolute_url()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_an_edition_fetches_little(page, address):
    answers = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(address, wait_until="networkidle")

    sizes = {one.url: len(one.body()) for one in answers if not one.url.endswith(".woff2")}
    assert len(answers) <= 8
    assert sum(sizes.values()) < 60_000, sizes


def test_the_figures_of_the_week_fit_in_their_column_in_large_letters(page, site):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert "USD 1.58 bn" in page.locator(".figures").inner_text()
    assert page.evaluate(WIDER) == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_an_edition_is_read(width, page, address):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address, wait_until="networkidle")

    assert page.evaluate(MOVED) < 0.02


def test_an_edition_of_twenty_items_prints_on_two_sides(page, site):
    page.goto(site + Edition.objects.get(number=900).get_absolute_url())

    paper = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2
    sides = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert {(round(float(wide)), round(float(high))) for wide, high in sides} == {(595, 842)}  # A4 in points


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_words_and_sources_and_nothing_to_press(scheme, page, address):
    page.emulate_media(media="print", color_scheme=scheme)
    page.goto(address)

    seen = {name: page.locator(name).first.is_visible() for name in ("article", ".credit", ".printed")}
    pressed = [page.locator(name).first.is_visible() for name in ("nav", ".rail", "form", ".foot", ".turn")]
    assert (set(seen.values()), set(pressed)) == ({True}, {False})
    assert page.locator(".printed").inner_text().endswith(page.url.split("/", 3)[3])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("path", "across"), [("/deals/", 1001), ("/companies/xiaomi/", 673)])
def test_what_is_printed_is_whole_and_nothing_to_press(path, across, page, site):
    """A4 within its margins, with the table of deals across it."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": across, "height": 900})
    page.goto(site + path)

    assert page.locator(":is(form, .button, summary, .years):visible").count() == 0
    assert page.evaluate(WIDER) == 0


@pytest.mark.parametrize("path", ["/sources/", "/deals/"])
def test_no_word_of_a_table_is_broken_on_a_phone(path, page, site):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(site + path)

    heights = [one.bounding_box()["height"] for one in page.locator("main thead tr:visible").all()]
    assert heights
    assert max(heights) < 60  # two lines


def test_the_way_to_an_item_stands_clear_of_the_masthead(page, site, address):
    page.goto(address)
    page.goto(site + page.locator("a[href^='/items/']").first.get_attribute("href"))

    masthead, crumbs = (page.locator(name).first.bounding_box() for name in (".masthead", ".crumbs a"))
    assert crumbs["y"] - masthead["y"] - masthead["height"] > 16
