"""The newsroom's own tick-list: ticked by name, and unticked lines block like errors."""

import pytest

from editions.models import Edition
from tests.desk import address, browser_of, form_on, words_of
from tests.factories import NOON, make_edition, make_masthead, make_person, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead(tick_list="Sums checked\n\n Names read aloud \nSums checked")


def tick(browser, edition, line, **fields):
    return browser.post(address("tick", edition.pk), {"line": line, **fields}, follow=True)


def test_a_line_is_ticked_by_name_and_the_tick_can_be_taken_back():
    editor, edition = browser_of("editor"), make_edition()

    form = form_on(editor.get(address("sheet", edition.pk)), address("tick", edition.pk))
    page = tick(editor, edition, **form)
    assert edition.unticked() == ["Names read aloud"]
    assert "Sums checked Ada Byron," in words_of(page)

    tick(editor, edition, "Sums checked")
    assert edition.unticked() == ["Sums checked", "Names read aloud"]


def test_an_unticked_line_blocks_approval():
    edition, chief = make_edition(), make_superuser()
    edition.submit(by=chief, now=NOON)

    page = browser_of("publisher").post(address("move", edition.pk, "approve"), follow=True)

    assert "“Sums checked” is not ticked. “Names read aloud” is not ticked." in words_of(page)
    assert Edition.objects.get().status == "in_review"


def test_a_tick_taken_back_blocks_publication():
    edition, chief = make_edition(), make_person("publisher")
    for line in ("Sums checked", "Names read aloud"):
        tick(browser_of("editor"), edition, line, done="1")
    edition.submit(by=chief, now=NOON)
    edition.approve(by=chief, now=NOON)
    edition.ticks.filter(line="Sums checked").delete()

    page = browser_of("publisher").post(address("move", edition.pk, "publish"), follow=True)

    assert "“Sums checked” is not ticked." in words_of(page)
    assert Edition.objects.get().status == "approved"


def test_a_line_that_is_not_on_the_list_is_said():
    page = tick(browser_of("editor"), make_edition(), "Coffee made", done="1")

    assert "That line is no longer on the tick-list." in words_of(page)
