"""Two who write in one edition or item: what each field says afterwards, and where the rest is kept."""

from datetime import timedelta

import pytest

from editions import saving
from editions.fields import EDITION, ITEM, SECTION, SLOT, stamp
from editions.merging import merged
from editions.models import Edition, Section, Slot, Version
from editions.saving import Typed
from sources.models import NewsItem
from sources.workflow import NotYours, WorkflowError
from tests.editions.test_publishing import at_once
from tests.factories import (
    NOON,
    make_approved_edition,
    make_company,
    make_edition,
    make_item,
    make_person,
    make_published_edition,
    make_source,
    make_superuser,
)

LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def lin(db):
    return make_person("editor")


@pytest.fixture
def mei(db):
    return make_person("publisher")


def typed(fields, row, name, text, **more):
    """A field as a browser sends it that read `row` as it is now."""
    return {name: Typed(text, stamp(fields[name].read(row)), **more)}


def test_a_field_that_a_colleague_changed_is_refused_and_set_aside(lin, mei):
    item = make_item("It opened.")
    from_mei, from_lin = (typed(ITEM, item, "body", text) for text in ("It opened in Lima.", "Vivo opened."))

    saving.save_item(item.pk, from_mei, by=mei, now=NOON)
    saved = saving.save_item(item.pk, from_lin, by=lin, now=LATER)

    assert saved.stale == {"body": ("It opened in Lima.", "Vivo opened.")}
    assert NewsItem.objects.get().body == "It opened in Lima."
    assert saved.aside.by == lin
    assert saved.aside.content == {
        "aside": {"row": "newsitem", "pk": item.pk, "texts": {"body": "Vivo opened."}}
    }


def test_the_other_fields_of_a_stale_save_are_kept(lin, mei):
    item = make_item("It opened.")
    sent = typed(ITEM, item, "body", "Vivo opened.") | typed(ITEM, item, "headline", "Vivo in Lima")
    saving.save_item(item.pk, typed(ITEM, item, "body", "It opened in Lima."), by=mei, now=NOON)

    saved = saving.save_item(item.pk, sent, by=lin, now=LATER)

    assert (saved.changed, list(saved.stale)) == ({"headline"}, ["body"])
    item = NewsItem.objects.get()
    assert (item.headline, item.body) == ("Vivo in Lima", "It opened in Lima.")


def test_the_same_text_by_two_is_no_conflict_and_no_change(lin, mei):
    item = make_item("It opened.")
    sent = typed(ITEM, item, "body", "Vivo opened.")
    saving.save_item(item.pk, sent, by=mei, now=NOON)

    saved = saving.save_item(item.pk, sent, by=lin, now=LATER)

    assert (saved.stale, saved.changed) == ({}, set())
    assert NewsItem.objects.get().version == item.version + 1


def test_what_was_typed_after_a_save_whose_answer_was_lost_is_no_conflict(lin):
    item = make_item("It opened.")
    first, more = (typed(ITEM, item, "body", text) for text in ("Vivo opened.", "Vivo opened it."))
    more["body"] = Typed("Vivo opened it.", first["body"].started, unanswered=("Vivo opened.",))
    saving.save_item(item.pk, first, by=lin, now=NOON)

    saved = saving.save_item(item.pk, more, by=lin, now=LATER)

    assert saved.stale == {}
    assert NewsItem.objects.get().body == "Vivo opened it."


def test_a_text_saved_unheard_of_does_not_come_back_over_what_a_colleague_made_of_it(lin, mei):
    item = make_item("It opened.")
    sent = typed(ITEM, item, "body", "Vivo opened.", unanswered=("Vivo opened.",))
    saving.save_item(item.pk, sent, by=lin, now=NOON)
    saving.save_item(item.pk, typed(ITEM, NewsItem.objects.get(), "body", "Vivo is open."), by=mei, now=NOON)

    saved = saving.save_item(item.pk, sent, by=lin, now=LATER)

    assert (saved.stale, saved.overtaken) == ({}, {"body": "Vivo is open."})
    assert NewsItem.objects.get().body == "Vivo is open."


def test_a_second_refusal_takes_the_place_of_the_first_only_where_it_holds_it(lin, mei):
    item = make_item("It opened.")
    started = typed(ITEM, item, "body", "")["body"].started
    saving.save_item(item.pk, typed(ITEM, item, "body", "It opened in Lima."), by=mei, now=NOON)

    for text in ("Vivo opened.", "Vivo opened. Then it rained.", "Oppo closed."):
        saving.save_item(item.pk, {"body": Typed(text, started)}, by=lin, now=LATER)

    aside = item.versions.filter(kind=Version.Kind.ASIDE)
    kept = [version.content["aside"]["texts"]["body"] for version in aside]
    assert kept == ["Vivo opened. Then it rained.", "Oppo closed."]


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("headline", "x" * 301, "This is 301 characters long; 300 is the most it can hold."),
        ("event_date", "yesterday", "“yesterday” is no day; write it as 2025-07-14."),
        ("companies", "[9999]", "One of these is gone meanwhile; reload the page and choose again."),
        ("credits", '[{"source": ""}]', "Say who is credited, or take the line out."),
    ],
)
def test_a_field_that_cannot_be_written_says_why_and_the_others_are_saved(lin, field, text, sentence):
    item = make_item("It opened.", credit="The Paper")
    sent = typed(ITEM, item, field, text) | typed(ITEM, item, "body", "Vivo opened.")

    saved = saving.save_item(item.pk, sent, by=lin, now=NOON)

    assert (saved.errors, saved.changed) == ({field: sentence}, {"body"})
    assert NewsItem.objects.get().body == "Vivo opened."
    assert NewsItem.objects.get().credits.count() == 1


def test_what_is_chosen_is_merged_like_what_is_written(lin, mei):
    item, vivo, oppo = make_item(), make_company("Vivo"), make_company("Oppo")
    sent = typed(ITEM, item, "companies", f"[{oppo.pk}]")
    saving.save_item(item.pk, typed(ITEM, item, "companies", f"[{vivo.pk}]"), by=mei, now=NOON)

    saved = saving.save_item(item.pk, sent, by=lin, now=LATER)

    assert saved.stale == {"companies": (f"[{vivo.pk}]", f"[{oppo.pk}]")}
    assert list(NewsItem.objects.get().companies.all()) == [vivo]


def test_the_words_of_what_is_out_are_refused_and_its_facts_are_not(lin):
    make_source("36Kr")
    make_published_edition(item := make_item("It opened."))

    with pytest.raises(WorkflowError):
        saving.save_item(item.pk, typed(ITEM, item, "body", "Vivo opened."), by=lin, now=NOON)
    saved = saving.save_item(item.pk, typed(ITEM, item, "kind", "recall"), by=lin, now=NOON)

    assert saved.changed == {"kind"}
    assert NewsItem.objects.get().body == "It opened."


@pytest.mark.parametrize("part", ["edition", "section", "slot"])
def test_what_a_role_may_not_write_by_now_is_set_aside(db, part):
    kofi, edition = make_person("contributor"), make_edition(status="in_review")
    section, slot = Section.objects.get(), Slot.objects.get()
    save, fields, row, name = {
        "edition": (saving.save_edition, EDITION, edition, "title"),
        "section": (saving.save_section, SECTION, section, "text"),
        "slot": (saving.save_wording, SLOT, slot, "wording"),
    }[part]

    with pytest.raises(NotYours):
        save(row.pk, typed(fields, row, name, "A paragraph."), by=kofi, now=NOON)

    row.refresh_from_db()
    assert getattr(row, name) != "A paragraph."
    assert Version.objects.get(edition=edition).content["aside"] == {
        "row": part,
        "pk": row.pk,
        "texts": {name: "A paragraph."},
    }


def test_each_part_of_an_edition_is_saved_as_a_version_of_it(lin):
    edition = make_edition()
    section, slot = Section.objects.get(), Slot.objects.get()

    saving.save_edition(edition.pk, typed(EDITION, edition, "dek", "Shops."), by=lin, now=NOON)
    saving.save_section(section.pk, typed(SECTION, section, "heading", "Shops"), by=lin, now=NOON)
    saving.save_wording(slot.pk, typed(SLOT, slot, "wording", "In **Lima**."), by=lin, now=NOON)

    edition.refresh_from_db()
    [version] = edition.versions.all()
    assert (edition.version, version.number) == (4, 4)
    assert version.content["dek"] == "Shops."
    assert version.content["sections"][0]["heading"] == "Shops"
    assert "<strong>Lima</strong>" in Slot.objects.get().wording_html


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_save_one_field_at_once_one_wins_and_the_other_is_kept(attempt):
    item, people = make_item("It opened."), [make_superuser(), make_superuser()]
    texts = ["Vivo opened.", "Oppo opened."]
    calls = [
        lambda text=text, by=by: saving.save_item(item.pk, typed(ITEM, item, "body", text), by=by, now=NOON)
        for text, by in zip(texts, people, strict=True)
    ]

    outcomes = at_once(*calls)

    [refused] = [saved for saved in outcomes if saved.stale]
    stands = NewsItem.objects.get().body
    assert refused.stale["body"] == (stands, *[text for text in texts if text != stands])
    assert refused.aside.content["aside"]["texts"]["body"] == refused.stale["body"][1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_save_two_fields_at_once_both_are_kept(attempt):
    edition, people = make_edition(), [make_superuser(), make_superuser()]
    sent = [typed(EDITION, edition, "dek", "Shops."), typed(EDITION, edition, "signoff", "Until Monday.")]

    at_once(
        *(
            lambda one=one, by=by: saving.save_edition(edition.pk, one, by=by, now=NOON)
            for one, by in zip(sent, people, strict=True)
        )
    )

    edition = Edition.objects.get()
    assert (edition.dek, edition.signoff, edition.version) == ("Shops.", "Until Monday.", 3)
    newest = edition.versions.last().content
    assert (newest["dek"], newest["signoff"]) == ("Shops.", "Until Monday.")


def test_saving_an_item_or_a_heading_takes_few_queries(lin, django_assert_max_num_queries):
    edition = make_edition(*(make_item(f"Item {number}.", credit="The Paper") for number in range(20)))
    item, section = NewsItem.objects.first(), Section.objects.get()
    lin.get_all_permissions()

    with django_assert_max_num_queries(26):
        saving.save_item(item.pk, typed(ITEM, item, "body", "Vivo opened."), by=lin, now=NOON)
    with django_assert_max_num_queries(26):
        saving.save_section(section.pk, typed(SECTION, section, "heading", "Shops"), by=lin, now=NOON)
    assert edition.versions.count() == 1


def test_a_contributors_save_in_an_approved_edition_is_refused(db):
    edition, kofi = make_approved_edition(), make_person("contributor")

    with pytest.raises(NotYours, match="your role writes in drafts alone"):
        saving.save_edition(edition.pk, typed(EDITION, edition, "dek", "Shops."), by=kofi, now=NOON)


@pytest.mark.parametrize(
    ("theirs", "mine", "together"),
    [
        ("One, two, three. More.", "Zero, one, two, three.", None),
        ("One two three four! five", "Un two three four five", "Un two three four! five"),
        ("One two three four five six", "Now: One two three four five", "Now: One two three four five six"),
        ("One two 3 four five", "One two III four five", None),
        ("One two 3 four five", "One two 3 four V", "One two 3 four V"),
        ("", "One two three four five six", None),
    ],
)
def test_changes_that_do_not_touch_are_put_together(theirs, mine, together):
    assert merged("One two three four five", theirs, mine) == together
