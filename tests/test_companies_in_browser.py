"""The desk of companies in a browser: merging by keyboard, a suggestion taken, a file brought along."""

import pytest
from playwright.sync_api import expect

from sources import merging
from sources.models import Company, CompanySuggestion
from tests.browsing import faults, page_of, served
from tests.factories import NOON, make_clipping, make_company, make_item, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = "/admin/sources/company"
FILE = "name,ticker,markets\nVivo,2,\nLuvo,,Peru\nOppo,,Atlantis\n"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def page(browser, site):
    with page_of(browser, site, make_person("editor")) as page:
        yield page
        assert page.said == []


@pytest.fixture
def vivo():
    return make_company("Vivo", headquarters="Ningbo")


@pytest.fixture
def weiwo():
    return make_company("Weiwo", local_name="维沃", ticker="0700.HK", aliases="Vivo Mobile")


@pytest.fixture
def luvo():
    """A suggestion, on two clippings."""
    suggestion = CompanySuggestion.objects.create(name="Luvo Motors", first_seen_at=NOON, last_seen_at=NOON)
    suggestion.clippings.set([make_clipping(title=f"Luvo Motors opens plant {one}") for one in "AB"])
    return suggestion


def reach(page, role, name):
    """Go to it by the tab key alone."""
    there = page.get_by_role(role, name=name, exact=True)
    expect(there).to_be_visible()
    for _ in range(90):
        if there.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key does not lead to {name}")


def test_two_are_merged_and_parted_by_keyboard(page, site, weiwo, vivo):
    page.goto(f"{site}{DESK}/{weiwo.pk}/merge/?q=viv")
    for role, name in [("link", "Vivo"), ("button", "Merge them")]:
        reach(page, role, name)
        page.keyboard.press("Enter")
    expect(page.get_by_text("Weiwo is Vivo now, wherever readers look.")).to_be_visible()
    expect(page.get_by_label("Ticker")).to_have_value("0700.HK")

    reach(page, "button", "Part Weiwo 维沃 again")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Weiwo stands alone again, apart from Vivo.")).to_be_visible()
    assert not Company.objects.exclude(merged_into=None).exists()
    assert Company.objects.get(pk=vivo.pk).ticker == ""


def test_a_suggestion_becomes_a_company_with_its_clippings(page, site, luvo):
    page.goto(f"{site}{DESK}/suggested/")
    page.get_by_role("link", name="Add Luvo Motors as a company").click()
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_role("row", name="Luvo Motors").get_by_role("link").click()
    expect(page.get_by_role("link", name="Luvo Motors opens plant B")).to_be_visible()
    assert not CompanySuggestion.objects.exists()


def test_a_file_with_one_bad_line_brings_the_others(page, site, vivo):
    page.goto(f"{site}{DESK}/import/")
    file = {"name": "companies.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("There is no market “Atlantis”.")).to_be_visible()
    page.get_by_role("button", name="Store 1 new and 1 changed").click()

    expect(page.get_by_role("status")).to_contain_text("1 row could not be taken")
    with page.expect_download() as handed_back:
        page.get_by_role("button", name="Download these rows with their reasons").click()
    assert "Oppo,,Atlantis,4," in handed_back.value.path().read_text()
    assert {one.name: one.ticker for one in Company.objects.all()} == {"Vivo": "2", "Luvo": ""}


def test_the_desk_of_companies_suits_every_screen_and_reader(page, site, weiwo, vivo, luvo):
    make_item(companies=[weiwo], headline="Weiwo opens a shop in Lima")
    make_clipping(title="Weiwo opens a plant").companies.add(weiwo)
    found = {}
    for way in ("/", f"/{weiwo.pk}/merge/?into={vivo.pk}", "/suggested/", "/import/"):
        page.goto(f"{site}{DESK}{way}")
        found[way] = faults(page)
    merging.merge(weiwo.pk, vivo.pk, was_renamed=False)
    page.goto(f"{site}{DESK}/{vivo.pk}/change/")
    found["change"] = faults(page)

    assert {way: said for way, said in found.items() if said} == {}
