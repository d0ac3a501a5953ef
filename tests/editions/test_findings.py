"""What the checks find, on the sheet of an edition and of an item: mended, overridden, remembered."""

import pytest

from editions.checking import edition_errors
from editions.models import Distinct, Edition, Override
from sources.models import Link, NewsItem
from tests.desk import address, browser_of, form_on, words_of
from tests.factories import (
    NOON,
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_published_edition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


def item_address(name, item):
    return address("sheet", 0).replace("editions/edition/0/sheet", f"sources/newsitem/{item.pk}/{name}")


def press(browser, edition, name, **fields):
    """Send the first form of the sheet that leads there, with `fields`; the words of the page after it."""
    where = address(name, edition.pk)
    form = form_on(browser.get(address("sheet", edition.pk)), where)
    return words_of(browser.post(where, form | fields, follow=True))


def test_a_finding_is_mended_by_its_button():
    edition, editor = make_edition(make_item("Vivo  opened a shop in Lima.")), browser_of("editor")

    assert "Mended." in press(editor, edition, "fix")
    assert NewsItem.objects.get().body == "Vivo opened a shop in Lima."


def test_all_of_one_kind_are_mended_at_once():
    edition = make_edition(make_item("Vivo  opened."), make_item("Oppo  closed."))
    editor = browser_of("editor")
    page = editor.get(address("sheet", edition.pk))
    assert "Fix all 2 of damage.two-spaces" in words_of(page)

    page = editor.post(address("fix", edition.pk), {"code": "damage.two-spaces"}, follow=True)

    assert "Mended 2 passages." in words_of(page)
    assert not NewsItem.objects.filter(body__contains="  ").exists()


def test_a_finding_that_is_gone_is_said():
    page = browser_of("editor").post(address("fix", make_edition().pk), {"key": "of yore"}, follow=True)

    assert "That was mended or changed meanwhile" in words_of(page)


def test_an_error_blocks_until_a_publisher_overrides_it_with_a_reason():
    edition, publisher = make_edition(make_item("The sum is TK.")), browser_of("publisher")
    publisher.post(address("move", edition.pk, "submit"))

    refused = publisher.post(address("move", edition.pk, "approve"), follow=True)
    assert "Something stands in the way. “TK” holds the place" in words_of(refused)
    said = press(publisher, edition, "override", reason="TK is the company’s own abbreviation.")
    publisher.post(address("move", edition.pk, "approve"))

    assert "It may stand" in said
    assert Edition.objects.get().status == "approved"
    override = Override.objects.get()
    assert (override.code, override.by.first_name) == ("words.placeholder", "Ada")
    history = words_of(publisher.get(address("sheet", edition.pk)))
    assert "Ada Byron: TK is the company’s own abbreviation." in history


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_override_wants_a_reason(reason):
    edition = make_edition(make_item("The sum is TK."))

    assert "Say why it may stand" in press(browser_of("publisher"), edition, "override", reason=reason)
    assert not Override.objects.exists()


def test_an_override_holds_while_the_words_stay_the_same():
    edition = make_edition(make_item("The sum is TK."))
    press(browser_of("publisher"), edition, "override", reason="It is a name.")
    assert edition_errors(edition, edition.document()) == []

    NewsItem.objects.update(body="The sum is TODO.")

    assert edition_errors(edition, edition.document()) == ["“TODO” holds the place of words still to come."]


def test_an_override_can_be_taken_back():
    edition, publisher = make_edition(make_item("The sum is TK.")), browser_of("publisher")
    press(publisher, edition, "override", reason="It is a name.")

    publisher.post(address("withdraw_override", Override.objects.get().pk))

    assert len(edition_errors(edition, edition.document())) == 1


def ran_before():
    company = make_company("Anker")
    make_published_edition(make_item("Anker recalls.", kind="recall", companies=[company]), number=26)
    again = make_item("Anker recalls more.", kind="recall", companies=[company])
    return make_edition(again, number=27), again


def test_a_repeat_is_shown_with_its_edition_and_date():
    edition, _ = ran_before()

    page = words_of(browser_of("editor").get(address("sheet", edition.pk)))

    assert "ran in No. 26 on 14 July 2025: same company and kind" in page


def test_that_it_is_not_the_same_is_remembered():
    (edition, item), editor = ran_before(), browser_of("editor")
    form = form_on(editor.get(address("sheet", edition.pk)), item_address("distinct", item))

    page = words_of(editor.post(item_address("distinct", item), form, follow=True))

    assert "ran in No. 26" not in page
    assert Distinct.objects.get().item == item


def test_it_is_made_a_follow_up():
    (edition, item), editor = ran_before(), browser_of("editor")
    form = form_on(editor.get(address("sheet", edition.pk)), item_address("follow-up", item))

    page = words_of(editor.post(item_address("follow-up", item), form, follow=True))

    item.refresh_from_db()
    assert item.follows_up.body == "Anker recalls."
    assert item.versions.get().content["follows_up"]["title"] == "Anker recalls."
    assert "ran in No. 26" not in page


def test_links_are_asked_for_again():
    edition = make_edition(make_item("[A report](https://paper.example/1) says so."))
    editor = browser_of("editor")
    assert "0 of 1 link answer, 1 not asked yet." in words_of(editor.get(address("sheet", edition.pk)))

    press(editor, edition, "links_again")

    assert Link.objects.get().address == "https://paper.example/1"


def test_a_published_edition_is_not_checked_any_more():
    page = browser_of("publisher").get(address("sheet", make_published_edition().pk))

    assert "Before you publish" not in words_of(page)


# An item on its own


def test_an_item_is_published_on_its_own_once_no_error_stands_in_it():
    item, publisher = make_item("The sum is TK."), browser_of("publisher")

    refused = publisher.post(item_address("move/publish", item), follow=True)
    assert "It cannot go out yet. “TK” holds the place" in words_of(refused)
    form = form_on(publisher.get(item_address("sheet", item)), item_address("override", item))
    publisher.post(item_address("override", item), form | {"reason": "It is a name."})
    publisher.post(item_address("move/publish", item))

    item.refresh_from_db()
    assert item.status == "published"
    assert publisher.get(item.get_absolute_url()).status_code == 200


def test_a_killed_item_says_so_and_is_gone_for_readers():
    item, publisher = make_item(), browser_of("publisher")
    publisher.post(item_address("move/publish", item))

    page = publisher.post(item_address("move/kill", item), {"reason": "It is not true."}, follow=True)

    assert "is killed." in words_of(page)
    assert publisher.get(item.get_absolute_url()).status_code == 410


def test_the_house_alone_runs_items():
    item = make_item()

    assert browser_of("publisher").post(item_address("move/run", item)).status_code == 404


def test_an_item_under_embargo_says_until_when():
    item = make_item(embargo_until=NOON.replace(year=2199))

    page = browser_of("publisher").post(item_address("move/publish", item), follow=True)

    assert "is under embargo until 14 July 2199" in words_of(page)


@pytest.mark.parametrize("reason", ["x" * 2001, "It\0is so."])
def test_a_reason_that_cannot_be_kept_is_refused(reason):
    edition = make_edition(make_item("The sum is TK."))

    said = press(browser_of("publisher"), edition, "override", reason=reason)

    assert "at most 2000 characters" in said or "Null characters" in said
    assert not Override.objects.exists()


def test_who_let_an_error_stand_is_kept_once_the_edition_is_out():
    edition = make_published_edition()
    facts = {
        "key": "a",
        "code": "words.placeholder",
        "sentence": "“TK”",
        "reason": "It is a name.",
        "at": NOON,
    }
    override = Override.objects.create(edition=edition, **facts)

    page = browser_of("publisher").post(address("withdraw_override", override.pk), follow=True)

    assert "It went out with this error" in words_of(page)
    assert Override.objects.exists()


@pytest.mark.parametrize(
    ("reason", "said"), [("x" * 2001, "at most 2000"), ("It\0is so.", "Null characters")]
)
def test_an_item_is_not_killed_for_a_reason_that_cannot_be_kept(reason, said):
    item = make_item()

    page = browser_of("publisher").post(item_address("move/kill", item), {"reason": reason}, follow=True)

    assert said in words_of(page)
    assert NewsItem.objects.get().status == "ready"


def test_a_reason_is_shown_to_readers_only_of_an_item_that_is_out():
    item = make_item(published_at=NOON)  # brought by a pasted stream

    page = browser_of("publisher").get(item_address("sheet", item))

    assert b'placeholder="Reason"' in page.content
