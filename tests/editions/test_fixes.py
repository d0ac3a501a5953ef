"""A one-click fix: the words are mended in the row where they stand, as a version of its own."""

import pytest

from editions import fixes
from editions.checking import edition_report, item_report
from editions.models import Edition, Section, Slot, Version
from sources.models import NewsItem
from sources.workflow import WorkflowError
from tests.factories import (
    NOON,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_picture,
    make_published_edition,
)

pytestmark = pytest.mark.django_db
SPACES = "damage.two-spaces"


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


def mend(edition, code=SPACES, person=None):
    document = edition.document()
    report = edition_report(edition, document, day=NOON.date())
    found = [one for one in report.findings if one.code == code]
    return fixes.apply(found, document, edition=edition, by=person or make_person("editor"), now=NOON)


def test_the_words_of_an_item_are_mended_as_a_version_of_its_own():
    edition, editor = make_edition(make_item("Vivo  opened a shop in Lima.")), make_person("editor")

    assert mend(edition, person=editor) == 1

    item = NewsItem.objects.get()
    assert (item.body, item.body_html) == (
        "Vivo opened a shop in Lima.",
        "<p>Vivo opened a shop in Lima.</p>",
    )
    version = Version.objects.get(item=item)
    assert (version.by, version.number, version.content["body"]) == (editor, 2, item.body)


@pytest.mark.parametrize("field", ["title", "dek", "subject", "preheader", "introduction", "signoff"])
def test_a_text_of_the_edition_is_mended(field):
    edition = make_edition(**{field: "Shops  and ships."})

    assert mend(edition) == 1

    assert getattr(Edition.objects.get(), field) == "Shops and ships."
    assert Version.objects.get(edition=edition).number == 2


def test_a_heading_and_the_text_of_a_section_are_mended():
    edition = make_edition(heading="Shops  abroad")
    Section.objects.update(text="Three  makers.")

    assert mend(edition) == 2

    section = Section.objects.get()
    assert (section.heading, section.text) == ("Shops abroad", "Three makers.")


def test_the_wording_of_an_edition_is_mended_and_the_item_is_not():
    edition = make_edition(make_item("Vivo  opened."))
    Slot.objects.update(wording="Vivo  came to Lima.")

    assert mend(edition) == 1

    assert Slot.objects.get().wording == "Vivo came to Lima."
    assert NewsItem.objects.get().body == "Vivo  opened."


def test_a_single_storys_headline_is_mended_in_both_places():
    edition = make_edition(make_item(headline="Lima  gains a shop"), heading="Lima  gains a shop")

    assert mend(edition) == 1

    assert NewsItem.objects.get().headline == Section.objects.get().heading == "Lima gains a shop"


def test_the_caption_of_a_picture_is_mended_for_this_item():
    picture = make_picture(caption="A depot  at night")
    edition = make_edition(make_item(image=picture))

    assert mend(edition) == 1

    assert NewsItem.objects.get().image_caption == "A depot at night"
    picture.refresh_from_db()
    assert picture.caption == "A depot  at night"


def test_several_fixes_of_one_text_are_all_applied():
    make_masthead(heading_case="sentence")
    edition = make_edition(make_item("It costs $799 here, and $899 there."))

    assert mend(edition, "style.currency") >= 1

    assert NewsItem.objects.get().body == "It costs USD 799 here, and USD 899 there."


def test_words_that_were_changed_meanwhile_are_left_alone():
    edition = make_edition(make_item("Vivo  opened a shop."))
    document = edition.document()
    found = [f for f in edition_report(edition, document, day=NOON.date()).findings if f.code == SPACES]
    NewsItem.objects.update(body="Oppo closed one.")

    with pytest.raises(WorkflowError, match="changed meanwhile"):
        fixes.apply(found, document, edition=edition, by=None, now=NOON)
    assert NewsItem.objects.get().body == "Oppo closed one."
    assert not Version.objects.exists()


def test_what_is_out_is_not_mended():
    edition = make_published_edition(make_item("Vivo  opened a shop."))

    with pytest.raises(WorkflowError, match="by a correction"):
        mend(edition)
    assert NewsItem.objects.get().body == "Vivo  opened a shop."


def test_an_item_on_its_own_is_mended():
    item = make_item("Vivo  opened a shop.")
    report = item_report(item, day=NOON.date())
    found = [one for one in report.findings if one.code == SPACES]

    fixes.apply(found, report.document, edition=None, by=make_person("editor"), now=NOON)

    assert NewsItem.objects.get().body == "Vivo opened a shop."


def twice(item):
    """An edition in which `item` stands in two sections."""
    edition = make_edition(item)
    edition.sections.create(heading="Ships", position=1).slots.create(item=item)
    return edition


def test_words_that_stand_in_two_places_are_mended_once():
    assert mend(twice(make_item("Vivo  opened."))) == 1

    assert NewsItem.objects.get().body == "Vivo opened."


def test_a_headline_over_two_wordings_is_mended_once():
    edition = twice(make_item("Vivo opened.", headline="A shop  in Lima"))
    Slot.objects.filter(section__heading="Ships").update(wording="Vivo came to Lima.")

    assert mend(edition) == 1

    assert NewsItem.objects.get().headline == "A shop in Lima"


def test_the_wording_of_the_second_place_is_mended_there():
    edition = twice(make_item("Vivo opened."))
    Slot.objects.filter(section__heading="Ships").update(wording="Vivo  came to Lima.")

    assert mend(edition) == 1

    assert list(Slot.objects.values_list("wording", flat=True)) == ["", "Vivo came to Lima."]


def test_a_section_that_was_taken_out_meanwhile_is_said():
    edition = make_edition(make_item("Vivo  opened."))
    document = edition.document()
    found = [f for f in edition_report(edition, document, day=NOON.date()).findings if f.code == SPACES]
    edition.sections.all().delete()

    with pytest.raises(WorkflowError, match="changed meanwhile"):
        fixes.apply(found, document, edition=edition, by=None, now=NOON)


def test_a_fix_that_makes_a_text_too_long_is_refused_in_a_sentence():
    edition = make_edition(title="It costs $799 " + "n" * 186)

    with pytest.raises(WorkflowError, match="it would be over 200 characters"):
        mend(edition, "style.currency")
