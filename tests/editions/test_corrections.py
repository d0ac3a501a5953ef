"""Correcting what is out: in every edition that printed it, beside what was printed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from editions.corrections import correct_edition, correct_item, plan_item
from editions.document import CreditDoc
from editions.models import Correction, Edition, Section, Slot, Snapshot, Version
from editions.printed import printed
from sources.models import Company, Credit, NewsItem, Picture, Source
from sources.workflow import WorkflowError
from tests.factories import (
    NOON,
    make_approved_edition,
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_picture,
    make_published_edition,
    make_superuser,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=20)
NOTE = "The price was wrong."
WRONG, RIGHT = "It cost 5 yuan.", "It cost 6 yuan."


@pytest.fixture
def chief():
    return make_superuser()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def correct(item, note=NOTE, by=None, **changes):
    return correct_item(fresh(item), changes, note=note, by=by or make_superuser(), now=LATER)


def mend(edition, note=NOTE, by=None, **changes):
    return correct_edition(fresh(edition), changes, note=note, by=by or make_superuser(), now=LATER)


def shown(edition):
    """What readers are given of an edition."""
    return Snapshot.objects.newest().get(edition=edition).read()


def entry_of(edition):
    return shown(edition).items[0]


def publish_with_wording(item, wording, **facts):
    """An edition that prints `item` in words of its own."""
    make_masthead()
    edition = make_edition(item, **facts)
    slot = Slot.objects.get(section__edition=edition)
    slot.wording = wording
    slot.save()
    chief = make_superuser()
    for verb in ("submit", "approve", "publish"):
        getattr(edition, verb)(by=chief, now=NOON)
    return edition


def test_a_corrected_item_stands_in_a_new_snapshot_beside_the_old_one():
    edition = make_published_edition(item := make_item(WRONG))

    correct(item, body=RIGHT)

    old, new = Snapshot.objects.order_by("sequence")
    assert (new.reason, new.taken_at) == ("correction", LATER)
    assert [WRONG in old.web_html, RIGHT in new.web_html] == [True, True]
    assert entry_of(edition).html == f"<p>{RIGHT}</p>"


def test_a_correction_is_kept_with_what_was_wrong_and_what_is_right(chief):
    edition = make_published_edition(item := make_item(f"It is big.\n\n{WRONG}\n\nIt is new."))

    (correction,) = correct(item, by=chief, body=f"It is big.\n\n{RIGHT}\n\nIt is new.")

    assert (correction.edition, correction.item, correction.by, correction.at) == (
        edition,
        item,
        chief,
        LATER,
    )
    assert (correction.note, correction.before, correction.after) == (NOTE, WRONG, RIGHT)
    assert correction.snapshot == Snapshot.objects.newest().get()
    assert correction.mail_due_at is None


def test_the_item_carries_the_note_in_its_edition():
    edition = make_published_edition(item := make_item(WRONG), make_item())

    correct(item, body=RIGHT)

    first, second = shown(edition).items
    (note,) = first.corrections
    assert (note.note, note.before, note.after, note.at, note.item) == (NOTE, WRONG, RIGHT, LATER, item.pk)
    assert second.corrections == ()


def test_a_second_correction_stands_after_the_first():
    edition = make_published_edition(item := make_item(WRONG))

    correct(item, body=RIGHT)
    correct(item, body="It cost 7 yuan.", note="Wrong again.")

    assert [one.note for one in entry_of(edition).corrections] == [NOTE, "Wrong again."]


def test_an_item_is_corrected_in_every_published_edition_that_printed_it():
    item = make_item(WRONG)
    editions = [make_published_edition(item, number=number) for number in (1, 2)]

    corrections = correct(item, body=RIGHT)

    assert [correction.edition.number for correction in corrections] == [2, 1]
    assert [entry_of(edition).body for edition in editions] == [RIGHT, RIGHT]


def test_what_was_renamed_since_keeps_the_name_it_was_printed_with():
    company = make_company("Vivo")
    edition = make_published_edition(item := make_item(WRONG, companies=[company], credit="36Kr"))
    Company.objects.update(name="Renamed")
    Source.objects.update(name="Renamed")

    correct(item, body=RIGHT)

    assert "Renamed" not in Snapshot.objects.newest().get(edition=edition).web_html
    assert entry_of(edition).companies[0].name == "Vivo"


def test_the_rows_are_corrected_too_and_a_version_is_kept(chief):
    make_published_edition(item := make_item(WRONG))
    number = fresh(item).version

    correct(item, by=chief, body=RIGHT)

    row = fresh(item)
    assert (row.body, row.body_html, row.version) == (RIGHT, f"<p>{RIGHT}</p>", number + 1)
    kept = Version.objects.filter(item=item).latest("pk")
    assert (kept.number, kept.content["body"], kept.by) == (row.version, RIGHT, chief)


FIELDS = {
    "headline": ("Shops in Quito", "Shops in Lima\nShops in Quito"),
    "dek": ("Ten of them", "\nTen of them"),
    "credits": ((CreditDoc("Reuters", "https://reuters.example/1"),), "Credit: 36Kr\nCredit: Reuters"),
    "event_date": (date(2025, 7, 9), "Date: 8 July 2025\nDate: 9 July 2025"),
    "image_caption": ("The shop", "Caption: A shop\nCaption: The shop"),
    "image_credit": ("AFP", "Picture credit: AP\nPicture credit: AFP"),
    "image_alt": ("A street", "Picture described as: A door\nPicture described as: A street"),
}


@pytest.fixture
def pictured():
    """An edition of an item with everything that can be corrected."""
    picture = make_picture(alt="A door")
    facts = {"image": picture, "image_caption": "A shop", "image_credit": "AP", "event_date": "2025-07-08"}
    item = make_item(headline="Shops in Lima", credit="36Kr", **facts)
    return make_published_edition(item), item


@pytest.mark.parametrize(("name", "value", "passages"), [(name, *case) for name, case in FIELDS.items()])
def test_each_part_of_an_item_can_be_corrected(name, value, passages, pictured):
    edition, item = pictured

    (correction,) = correct(item, **{name: value})

    assert f"{correction.before}\n{correction.after}" == passages
    entry = entry_of(edition)
    if name.startswith("image_"):
        assert getattr(entry.image, name.removeprefix("image_")) == value
    else:
        assert getattr(entry, name) == value


def test_credits_and_the_description_of_a_picture_are_corrected_in_their_rows(pictured):
    _, item = pictured

    correct(item, credits=FIELDS["credits"][0], image_alt="A street")

    assert [(str(c), c.url) for c in Credit.objects.all()] == [("Reuters", "https://reuters.example/1")]
    assert Picture.objects.get().alt == "A street"


def test_a_corrected_link_is_shown_as_it_was_typed():
    make_published_edition(item := make_item("See [the shop](https://one.example/)."))

    (correction,) = correct(item, body="See [the shop](https://two.example/).")

    assert "https://two.example/" in correction.after


def test_a_brief_without_headline_is_called_by_its_new_words_and_keeps_its_address():
    edition = make_published_edition(item := make_item(WRONG))
    path = entry_of(edition).path

    correct(item, body=RIGHT)

    assert (entry_of(edition).label, entry_of(edition).path) == (RIGHT, path)


def test_the_heading_of_a_single_story_follows_its_headline():
    item = make_item(headline="Shops in Lima")
    edition = make_published_edition(item, heading="Shops in Lima")

    correct(item, headline="Shops in Quito")

    assert shown(edition).sections[0].heading == Section.objects.get().heading == "Shops in Quito"


# Other words in another edition


def test_other_words_are_corrected_by_a_field_of_their_own():
    item = make_item(WRONG)
    plain = make_published_edition(item, number=1)
    other = publish_with_wording(item, "Five yuan.", number=2)
    number = fresh(other).version

    correct(item, body=RIGHT, wordings={"2-1-1": "Six yuan."})

    assert [entry_of(edition).body for edition in (plain, other)] == [RIGHT, "Six yuan."]
    assert Slot.objects.get(section__edition=other).wording_html == "<p>Six yuan.</p>"
    assert fresh(other).version == number + 1


def test_other_words_are_not_passed_over_in_silence():
    item = make_item(WRONG)
    publish_with_wording(item, "Five yuan.", number=2)

    with pytest.raises(WorkflowError, match=r"No\. 2 printed this in other words"):
        correct(item, body=RIGHT)
    assert not Correction.objects.exists()


def test_nor_are_the_items_own():
    item = make_item(WRONG)
    publish_with_wording(item, "Five yuan.", number=2)

    with pytest.raises(WorkflowError, match="words of its own"):
        correct(item, wordings={"2-1-1": "Six yuan."})


def test_words_that_were_right_may_stay():
    item = make_item(WRONG)
    make_published_edition(item, number=1)
    other = publish_with_wording(item, "A few yuan.", number=2)

    corrections = correct(item, body=RIGHT, wordings={"2-1-1": "A few yuan."})

    assert [correction.edition.number for correction in corrections] == [1]
    assert entry_of(other).body == "A few yuan."
    assert Snapshot.objects.filter(edition=other).count() == 1


def test_a_wording_that_says_the_same_as_the_item_is_corrected_with_it():
    item = make_item(WRONG)
    edition = publish_with_wording(item, WRONG)

    correct(item, body=RIGHT)

    assert entry_of(edition).body == Slot.objects.get().wording == RIGHT


def test_an_edition_that_printed_the_item_s_words_gets_none_of_its_own():
    edition = make_published_edition(item := make_item(WRONG))

    correct(item, body=RIGHT)

    assert Slot.objects.get().wording == ""
    assert fresh(edition).version == edition.version


def test_a_headline_is_corrected_under_other_words_too():
    item = make_item(WRONG, headline="Lima")
    edition = publish_with_wording(item, "Five yuan.")

    correct(item, headline="Quito")

    assert (entry_of(edition).headline, entry_of(edition).body) == ("Quito", "Five yuan.")


# On its own


@pytest.fixture
def alone():
    make_masthead()
    item = make_item(WRONG)
    item.publish(by=make_superuser(), now=NOON, check=lambda item: [])
    return item


def test_an_item_published_on_its_own_has_a_correction_without_a_snapshot(alone):
    (correction,) = correct(alone, body=RIGHT)

    assert (correction.edition, correction.snapshot) == (None, None)
    assert (correction.before, correction.after) == (WRONG, RIGHT)
    assert fresh(alone).body == RIGHT


def test_an_item_that_is_not_out_is_changed_in_its_form():
    with pytest.raises(WorkflowError, match="Only what is out is corrected"):
        correct(make_item(WRONG), body=RIGHT)


def test_an_item_of_a_withdrawn_edition_has_nothing_to_correct(chief):
    edition = make_published_edition(item := make_item(WRONG))
    edition.withdraw(by=chief, now=NOON, reason="It was wrong.")

    with pytest.raises(WorkflowError, match="withdrawn"):
        correct(item, body=RIGHT)


# An edition


def test_the_words_of_an_edition_are_corrected():
    edition = make_published_edition(title="Shops", introduction="Hello.", signoff="Bye.")
    path = edition.get_absolute_url()

    correction = mend(edition, title="Ships", introduction="Hallo.", sections={0: {"heading": "Abroad"}})

    document = shown(edition)
    assert (document.title, document.introduction_html) == ("Ships", "<p>Hallo.</p>")
    assert (document.signoff, document.sections[0].heading, document.path) == ("Bye.", "Abroad", path)
    assert (correction.before, correction.after) == (
        "Shops\nHello.\nShops abroad",
        "Ships\nHallo.\nAbroad",
    )


def test_the_note_of_an_edition_is_its_own():
    edition = make_published_edition(title="Shops")

    mend(edition, title="Ships")

    assert [note.note for note in shown(edition).corrections] == [NOTE]
    assert entry_of(edition).corrections == ()


def test_the_rows_of_an_edition_are_corrected_too(chief):
    edition = make_published_edition(title="Shops")
    slug, number = fresh(edition).slug, fresh(edition).version

    mend(edition, by=chief, title="Ships", signoff="Bye.", sections={0: {"text": "Ten."}})

    row = fresh(edition)
    assert (row.title, row.slug, row.version) == ("Ships", slug, number + 1)
    assert (row.signoff_html, Section.objects.get().text_html) == ("<p>Bye.</p>", "<p>Ten.</p>")
    assert Version.objects.filter(edition=edition).latest("pk").content["title"] == "Ships"


def test_the_subject_is_gone_and_not_corrected():
    edition = make_published_edition()

    with pytest.raises(WorkflowError, match="changes nothing"):
        mend(edition, subject="Another", preheader="Another")


def test_a_heading_that_is_a_headline_is_corrected_at_its_item():
    edition = make_published_edition(make_item(headline="Lima"), heading="Lima")

    with pytest.raises(WorkflowError, match="correct it at the item"):
        mend(edition, sections={0: {"heading": "Quito"}})


def test_an_edition_that_is_not_out_is_changed_in_its_form():
    with pytest.raises(WorkflowError, match="Only what is out is corrected"):
        mend(make_approved_edition(), title="Ships")


# What is refused


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": WRONG}, "changes nothing"),
        ({"body": f"\r\n{WRONG}\n"}, "changes nothing"),
        ({}, "changes nothing"),
        ({"body": " "}, "leaves words to read"),
        ({"image_caption": "A caption"}, "changes nothing"),  # it has no picture
    ],
)
def test_a_correction_corrects_something(changes, words):
    make_published_edition(item := make_item(WRONG))

    with pytest.raises(WorkflowError, match=words):
        correct(item, **changes)
    assert Snapshot.objects.count() == 1


def test_a_story_keeps_a_headline():
    make_published_edition(item := make_item(WRONG, headline="Lima", format="story"))

    with pytest.raises(WorkflowError, match="Only a brief goes without a headline"):
        correct(item, headline="")


def test_what_is_too_long_is_refused_with_a_sentence():
    make_published_edition(item := make_item(WRONG, headline="Lima"))

    with pytest.raises(ValidationError, match="Headline: Ensure this value has at most 300 characters"):
        correct(item, headline="x" * 301)
    assert fresh(item).headline == "Lima"


def test_readers_are_told_what_was_wrong():
    make_published_edition(item := make_item(WRONG))

    with pytest.raises(WorkflowError, match="Say what was wrong"):
        correct(item, body=RIGHT, note="  ")


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_only_those_who_publish_correct(role):
    edition = make_published_edition(item := make_item(WRONG))

    for attempt in (lambda by: correct(item, body=RIGHT, by=by), lambda by: mend(edition, title="X", by=by)):
        with pytest.raises(WorkflowError, match="not among what your role may do"):
            attempt(make_person(role))


def test_a_publisher_corrects():
    make_published_edition(item := make_item(WRONG))

    assert correct(item, body=RIGHT, by=make_person("publisher"))


@pytest.mark.parametrize(("first", "second"), [(RIGHT, "It cost 7 yuan."), (RIGHT, RIGHT)])
def test_of_two_who_correct_an_item_at_once_the_second_is_refused(first, second, chief):
    make_published_edition(item := make_item(WRONG))
    one, two = fresh(item), fresh(item)

    correct_item(one, {"body": first}, note=NOTE, by=chief, now=LATER)

    with pytest.raises(WorkflowError, match="Somebody changed it since"):
        correct_item(two, {"body": second}, note=NOTE, by=chief, now=LATER)
    assert fresh(item).body == first


def test_of_two_who_correct_an_edition_at_once_the_second_is_refused(chief):
    edition = make_published_edition()
    one, two = fresh(edition), fresh(edition)

    correct_edition(one, {"title": "One"}, note=NOTE, by=chief, now=LATER)

    with pytest.raises(WorkflowError, match="Somebody changed it since"):
        correct_edition(two, {"dek": "Two"}, note=NOTE, by=chief, now=LATER)
    assert Snapshot.objects.count() == 2


def test_an_item_and_its_edition_may_be_corrected_side_by_side(chief):
    edition = make_published_edition(item := make_item(WRONG))
    one, two = fresh(edition), fresh(item)

    correct_edition(one, {"title": "Ships"}, note=NOTE, by=chief, now=LATER)
    correct_item(two, {"body": RIGHT}, note=NOTE, by=chief, now=LATER)

    assert (shown(edition).title, entry_of(edition).body) == ("Ships", RIGHT)


def test_a_correction_brings_no_error_of_its_own():
    make_published_edition(item := make_item(WRONG))

    with pytest.raises(WorkflowError, match="have an error of their own"):
        correct(item, body="It cost TK yuan.")
    assert (Snapshot.objects.count(), fresh(item).body) == (1, WRONG)


def test_an_error_that_was_printed_does_not_hinder_another_correction():
    make_published_edition(item := make_item(WRONG, headline="Lima"))
    snapshot = Snapshot.objects.get()
    NewsItem.objects.update(body="It cost TK yuan.", body_html="<p>It cost TK yuan.</p>")
    Snapshot.objects.take(snapshot.edition, snapshot.edition.document(), now=NOON)

    assert correct(item, headline="Quito")


def test_a_plan_writes_nothing():
    make_published_edition(item := make_item(WRONG))

    (change,) = plan_item(fresh(item), {"body": RIGHT}, note=NOTE, now=LATER)

    assert (change.before, change.after) == (WRONG, RIGHT)
    assert (Snapshot.objects.count(), fresh(item).body) == (1, WRONG)


def test_what_was_printed_is_what_the_newest_edition_says():
    item = make_item(WRONG, headline="Lima")
    make_published_edition(item, number=1)
    publish_with_wording(item, "Five yuan.", number=2)

    seen = printed(fresh(item))

    assert (seen.entry.body, seen.fields()["body"], seen.wordings()) == (
        "Five yuan.",
        WRONG,
        {"2-1-1": "Five yuan."},
    )


def test_a_corrected_edition_is_published_still():
    edition = make_published_edition(item := make_item(WRONG))

    correct(item, body=RIGHT)

    row = Edition.objects.get()
    assert (row.status, row.published_at, row.mail_due_at) == ("published", NOON, edition.mail_due_at)
