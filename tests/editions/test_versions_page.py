"""The history of an edition and of an item at the desk: the list, two versions compared, one brought back."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from editions.fields import EDITION, ITEM, stamps
from editions.models import Version
from editions.saving import Typed, save_edition, save_item
from editions.versions import keep_edition, keep_item, set_aside
from tests.desk import browser_of, form_on, tree_of, words_of
from tests.factories import NOON, make_edition, make_item, make_masthead, make_person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead(time_zone="Asia/Shanghai")


@pytest.fixture
def editor():
    return browser_of("editor")


@pytest.fixture
def lin():
    return make_person("editor", first_name="Lin")


@pytest.fixture
def item(lin):
    """Kept twice: at noon, and with other words an hour later."""
    item = make_item("Vivo opened a shop in Lima.", headline="Vivo in Lima")
    keep_item(item, by=lin, now=NOON)
    write(item, lin, NOON + HOUR, body="Vivo opened two shops in Lima.")
    return item


@pytest.fixture
def edition(item, lin):
    edition = make_edition(item, number=27, title="Shops")
    keep_edition(edition, by=lin, now=NOON)
    write(edition, lin, NOON + HOUR, title="Shops and ships")
    return edition


def write(row, by, now, **texts):
    fields, save = (ITEM, save_item) if hasattr(row, "body") else (EDITION, save_edition)
    row.refresh_from_db()
    read = stamps(fields, row)
    save(row.pk, {name: Typed(text, read[name]) for name, text in texts.items()}, by=by, now=now)
    row.refresh_from_db()


def address(row, name, *args):
    prefix = "sources_newsitem" if hasattr(row, "body") else "editions_edition"
    return reverse(f"admin:{prefix}_{name}", args=[row.pk, *args])


def see(browser, row, name="versions", **query):
    return browser.get(address(row, name), query)


def back(browser, row, version, **fields):
    fields = {"seen": row.version, **fields}
    return browser.post(address(row, "bring_back", version.pk), fields, follow=True)


def entries(response):
    """What each version of the list says, newest first."""
    shown = (one for one in tree_of(response).iter("li") if "version" in (one.get("class") or "").split())
    return [" ".join("".join(one.find("div").itertext()).split()) for one in shown]


def texts(response, tag):
    """What stands in all `del` or `ins` of the comparison, side by side and in one line."""
    return {"".join(one.itertext()) for one in tree_of(response).iter(tag)}


def test_every_version_is_listed_newest_first_with_who_when_and_what(editor, item):
    response = see(editor, item)

    assert entries(response) == [
        "Text 21:00 · Lin · Written at the desk",
        "The first version 20:00 · Lin · Saved",
    ]
    assert "Monday 14 July 2025" in words_of(response)


def test_the_days_are_the_newsrooms(editor, item, lin):
    write(item, lin, NOON + 6 * HOUR, headline="Two in Lima")

    page = words_of(see(editor, item))

    assert page.index("Tuesday 15 July 2025") < page.index("Headline") < page.index("Monday 14 July 2025")


def test_autosaves_that_are_one_version_say_from_when_to_when(editor, item, lin):
    write(item, lin, NOON + HOUR + timedelta(minutes=4), headline="Two in Lima")

    assert entries(see(editor, item))[0] == "Headline, text 21:00–21:04 · Lin · Written at the desk"


def test_an_approval_is_named_as_such(editor, edition):
    edition.submit(by=make_person(is_superuser=True), now=NOON + 2 * HOUR)
    chief = make_person(is_superuser=True, first_name="Mei")
    edition.approve(by=chief, now=NOON + 3 * HOUR)

    assert entries(see(editor, edition))[0] == "Nothing that is shown 23:00 · Mei · Approved"


def test_what_was_set_aside_stands_in_the_list(editor, item, lin):
    set_aside(item, item, {"body": "Mine.", "kind": "legal"}, by=lin, now=NOON + 2 * HOUR)

    assert entries(see(editor, item))[0] == "Text, Kind 22:00 · Lin · Not saved: set aside"


def test_without_a_version_the_page_says_so(editor):
    item = make_item()

    assert "Nothing was kept yet" in words_of(see(editor, item))
    assert "There is nothing to compare yet" in words_of(see(editor, item, "compare"))


def test_a_long_history_is_paged_and_says_what_changed_across_the_edge(editor, item, lin):
    for number in range(2, 36):
        write(item, lin, NOON + number * HOUR, headline=f"Headline {number}")

    first = see(editor, item)
    [older] = [one.get("href") for one in tree_of(first).iter("a") if "before=" in (one.get("href") or "")]
    second = editor.get(address(item, "versions") + older)

    assert [one.split(" ")[0] for one in entries(first)] == ["Headline"] * 30
    assert [one.split(" ")[0] for one in entries(second)] == ["Headline"] * 4 + ["Text", "The"]


@pytest.mark.parametrize("name", ["versions", "compare"])
def test_the_queries_of_a_page_are_bounded(editor, edition, lin, name, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(20) as ran:
            assert see(editor, edition, name).status_code == 200
        return len(ran)

    few = queries()
    for number in range(2, 12):
        write(edition, lin, NOON + number * HOUR, dek=f"Dek {number}")

    assert queries() == few


# Compared


def test_the_newest_two_are_compared_word_by_word(editor, item):
    response = see(editor, item, "compare")

    assert (texts(response, "del"), texts(response, "ins")) == ({"a shop"}, {"two shops"})
    assert "The same in both (2)" in words_of(response)


def test_any_two_are_compared_the_older_first(editor, item, lin):
    write(item, lin, NOON + 2 * HOUR, body="Vivo opened three shops in Lima.")
    first, _, third = item.versions.all()

    response = see(editor, item, "compare", a=third.pk, b=first.pk)

    assert (texts(response, "del"), texts(response, "ins")) == ({"a shop"}, {"three shops"})


def test_one_that_is_named_is_compared_with_the_one_before(editor, item, lin):
    write(item, lin, NOON + 2 * HOUR, body="Vivo opened three shops in Lima.")
    _, second, _ = item.versions.all()

    assert texts(see(editor, item, "compare", b=second.pk), "ins") == {"two shops"}


def test_chinese_is_compared_character_by_character(editor, item, lin):
    write(item, lin, NOON + 2 * HOUR, body="小米在泰国召回手机。")
    write(item, lin, NOON + 3 * HOUR, body="小米在越南召回手机。")

    response = see(editor, item, "compare")

    assert (texts(response, "del"), texts(response, "ins")) == ({"泰国"}, {"越南"})


def test_an_edition_is_compared_with_the_words_of_its_items(editor, edition, lin):
    write(edition.sections.get().slots.get().item, lin, NOON + 2 * HOUR, headline="Vivo in Peru")
    write(edition, lin, NOON + 2 * HOUR, dek="A dek.")

    response = see(editor, edition, "compare")

    assert "“Vivo in Peru”" in words_of(response)
    assert (texts(response, "del"), texts(response, "ins")) == ({"Lima"}, {"Peru", "A dek."})


def test_the_first_version_has_nothing_before_it(editor, item):
    first = item.versions.first()

    assert "Nothing before it" in words_of(see(editor, item, "compare", b=first.pk))


def test_what_was_set_aside_is_compared_with_what_stands(editor, item, lin):
    aside = set_aside(item, item, {"body": "Vivo opened one shop in Lima."}, by=lin, now=NOON + 2 * HOUR)

    response = see(editor, item, "compare", b=aside.pk)

    assert (texts(response, "del"), texts(response, "ins")) == ({"two shops"}, {"one shop"})
    assert "As it stands now" in words_of(response)


def test_words_for_a_section_that_is_gone_are_still_shown(editor, edition, lin):
    section = edition.sections.create(heading="Plants")
    aside = set_aside(edition, section, {"text": "Mine."}, by=lin, now=NOON + 2 * HOUR)
    section.delete()

    response = see(editor, edition, "compare", b=aside.pk)

    assert texts(response, "ins") == {"Mine."}
    assert "is gone, so they cannot be put back there" in words_of(response)


def test_what_was_typed_is_never_markup(editor, item, lin):
    write(item, lin, NOON + 2 * HOUR, body="<script>alert(1)</script>")

    assert b"<script>alert" not in see(editor, item, "compare").content


@pytest.mark.parametrize("query", [{"b": "0"}, {"a": "x"}, {"b": "9" * 30}])
def test_a_version_that_is_not_there_is_not_found(editor, item, query):
    assert see(editor, item, "compare", **query).status_code == 404


def test_a_version_of_another_item_is_not_found(editor, item, lin):
    other = keep_item(make_item(), by=lin, now=NOON)

    assert see(editor, item, "compare", b=other.pk).status_code == 404
    assert back(editor, item, other).status_code == 404


# Brought back


def test_one_click_brings_a_version_back(editor, item):
    first = item.versions.first()
    button = form_on(see(editor, item), address(item, "bring_back", first.pk))

    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        response = editor.post(address(item, "bring_back", first.pk), button, follow=True)

    item.refresh_from_db()
    assert item.body == "Vivo opened a shop in Lima."
    assert entries(response)[0] == "Text 22:00 · Ada Byron · Brought back"
    assert "It is back." in words_of(response)


def test_what_could_not_be_brought_back_is_said(editor, edition):
    item = edition.sections.get().slots.get().item
    type(item).objects.filter(pk=item.pk).update(status="killed")

    page = words_of(back(editor, edition, edition.versions.first()))

    assert "Left out, because it can no longer be brought back: “Vivo in Lima”." in page


@pytest.mark.parametrize("seen", [0, "", "x"])
def test_a_page_that_is_old_by_now_is_told_so(editor, item, seen):
    response = back(editor, item, item.versions.first(), seen=seen)

    assert response.status_code == 409
    assert "It was changed since you opened this page." in words_of(response)
    assert item.versions.count() == 2


def test_what_is_out_says_that_it_is_corrected(editor, item):
    type(item).objects.filter(pk=item.pk).update(status="published", published_at=NOON)

    response = back(editor, item, item.versions.first())

    assert response.status_code == 422
    assert "its words change by a correction" in words_of(response)
    assert "Bring back" not in words_of(response)


def test_a_contributor_is_refused_in_review_and_told_why(edition):
    edition.submit(by=make_person(is_superuser=True), now=NOON + 2 * HOUR)

    response = back(browser_of("contributor"), edition, edition.versions.first())

    assert response.status_code == 403
    assert "your role writes in drafts alone" in words_of(response)


def test_bringing_back_voids_an_approval(editor, edition):
    edition.submit(by=make_person(is_superuser=True), now=NOON + 2 * HOUR)
    edition.approve(by=make_person(is_superuser=True), now=NOON + 3 * HOUR)

    page = words_of(back(editor, edition, edition.versions.first()))

    edition.refresh_from_db()
    assert edition.status == "in_review"
    assert "No. 27 was approved before this change" in page


def test_nothing_is_brought_back_by_a_link(editor, item):
    assert editor.get(address(item, "bring_back", item.versions.first().pk)).status_code == 405
    assert not item.versions.filter(kind=Version.Kind.BROUGHT_BACK).exists()


def test_the_sheet_leads_to_the_versions_and_they_to_it(editor, edition, item):
    for row in (edition, item):
        assert address(row, "versions") in see(editor, row, "sheet").content.decode()
        assert address(row, "sheet") in see(editor, row).content.decode()
