"""Bringing back an earlier version of an item or an edition: all that can be, and the rest is said."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from editions.arranging import Gone, add_section, move_section, move_slot, place, remove_section, remove_slot
from editions.bringing_back import bring_back_edition, bring_back_item
from editions.comparison import compare, in_a_few_words, parts_of_edition, parts_of_item
from editions.fields import EDITION, ITEM, SECTION, SLOT, stamps
from editions.models import Section, Slot, Version
from editions.saving import Typed, save_edition, save_item, save_section, save_wording
from editions.versions import keep_edition, keep_item, set_aside
from sources.models import Byline, Contributor, Credit, Deal, NewsItem, SeeAlso
from sources.workflow import NotYours, WorkflowError
from tests.factories import (
    NOON,
    make_approved_edition,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_masthead,
    make_person,
    make_picture,
    make_source,
)

pytestmark = pytest.mark.django_db
LATER, LATEST = NOON + timedelta(hours=1), NOON + timedelta(hours=2)


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


@pytest.fixture
def lin():
    return make_person("editor", first_name="Lin")


@pytest.fixture
def whole_item():
    """An item in which no field is empty."""
    item = make_item(
        "小米 opened a shop in **Lima**.",
        headline="Lima",
        dek="A first.",
        kind="launch",
        format="story",
        slugline="lima",
        event_date=date(2025, 7, 1),
        embargo_until=datetime(2025, 7, 15, tzinfo=UTC),
        authors_note="We own no shares.",
        image=make_picture(),
        image_caption="The shop",
        image_credit="Vivo",
        follows_up=make_item(headline="Before"),
        companies=[make_company("Vivo")],
        markets=[make_market("Nowhere")],
    )
    item.topics.set(["retail", "phones, and more"])
    caixin = make_source("Caixin Global", credit_line="Caixin")
    Credit.objects.create(
        item=item,
        source=caixin,
        name="财新",
        url="https://caixin.example/",
        via="Reuters",
        note="in Chinese",
    )
    deal = Deal.objects.create(
        item=item, type="funding", amount=Decimal("1500.50"), currency="PEN", round="A"
    )
    deal.counterparties.set([make_company("Sky Nine")])
    Byline.objects.create(item=item, contributor=Contributor.objects.create(name="Ada"))
    SeeAlso.objects.create(item=item, title="More", url="https://more.example/")
    return item


def kept(item, by, now=NOON):
    return keep_item(item, by=by, now=now)


def typed(fields, row, **texts):
    """What somebody sends who has just read `row`."""
    row.refresh_from_db()
    read = stamps(fields, row)
    return {name: Typed(text, read[name]) for name, text in texts.items()}


def rewrite(item, by, now=LATER, **texts):
    save_item(item.pk, typed(ITEM, item, **texts), by=by, now=now)
    item.refresh_from_db()


def empty(item):
    """Take everything away that can be."""
    for related in (item.credits, item.deals, item.bylines, item.see_also):
        related.all().delete()
    for chosen in (item.companies, item.markets, item.topics):
        chosen.clear()
    NewsItem.objects.filter(pk=item.pk).update(
        headline="", dek="", body="", kind="", format="brief", slugline="", event_date=None,
        embargo_until=None, authors_note="", image=None, image_caption="", image_credit="", follows_up=None,
    )  # fmt: skip


def back(version, by, now=LATEST):
    owner = version.item or version.edition
    owner.refresh_from_db()
    verb = bring_back_item if version.item else bring_back_edition
    return verb(version, by=by, now=now, seen=owner.version)


def newest(owner):
    return owner.versions.taken().order_by("at", "pk").last()


def difference(before, after):
    read = parts_of_item if after.item else parts_of_edition
    return in_a_few_words(compare(read(before.content, UTC), read(after.content, UTC)))


# Items


def test_all_of_an_item_comes_back_as_it_was(whole_item, lin):
    version = kept(whole_item, lin)
    empty(whole_item)

    found = back(version, lin)

    assert found.left_out == []
    assert newest(whole_item).content == version.content
    assert difference(version, newest(whole_item)) == ""


def test_bringing_back_is_itself_a_version_that_says_so(lin):
    item = make_item("First.")
    version = kept(item, lin)
    rewrite(item, lin, body="Second.")
    number = item.version

    back(version, lin)

    made, second = newest(item), item.versions.get(content__body="Second.")
    item.refresh_from_db()
    assert (made.kind, made.by, made.at) == (Version.Kind.BROUGHT_BACK, lin, LATEST)
    assert (item.body, item.body_html, item.version) == ("First.", "<p>First.</p>", number + 1)
    back(second, lin, LATEST + timedelta(hours=1))
    assert newest(item).content["body"] == "Second."


def test_a_company_deleted_since_is_left_out_and_said(lin):
    vivo, byd = make_company("Vivo"), make_company("BYD")
    item = make_item(companies=[vivo, byd])
    version = kept(item, lin)
    byd.delete()

    found = back(version, lin)

    assert list(item.companies.all()) == [vivo]
    assert found.sentence == "Left out, because it can no longer be brought back: BYD."


def test_a_company_merged_since_is_the_one_it_is_now(lin):
    qiaodan, zhongqiao = make_company("Qiaodan"), make_company("Zhongqiao")
    item = make_item(companies=[qiaodan])
    version = kept(item, lin)
    item.companies.clear()
    qiaodan.merged_into = zhongqiao
    qiaodan.save()

    assert back(version, lin).left_out == []
    assert list(item.companies.all()) == [zhongqiao]


def test_a_source_deleted_since_is_left_out_and_said(lin):
    item = make_item(credit="36Kr")
    version = kept(item, lin)
    source = item.credits.get().source
    item.credits.all().delete()
    source.delete()

    assert back(version, lin).left_out == ["the credit of “36Kr”"]
    assert not item.credits.exists()


def test_an_older_version_is_read_by_its_names(whole_item, lin):
    version = kept(whole_item, lin)
    del version.content["rows"]
    version.content["credits"][0]["source"] = "caixin"
    version.save()
    slugline = whole_item.slugline
    whole_item.companies.clear()
    whole_item.markets.clear()
    whole_item.bylines.all().delete()

    assert back(version, lin).left_out == []
    assert difference(version, newest(whole_item)) == ""
    whole_item.refresh_from_db()
    assert (whole_item.slugline, whole_item.image_caption) == (slugline, "The shop")


def test_what_is_out_refuses_and_names_corrections(lin):
    item = make_item(status="published", published_at=NOON)
    version = kept(item, lin)

    with pytest.raises(WorkflowError, match="change by a correction"):
        back(version, lin)


def test_what_was_killed_stays(lin):
    item = make_item(status="killed")
    version = kept(item, lin)

    with pytest.raises(WorkflowError, match="killed"):
        back(version, lin)


def test_a_version_that_a_ready_story_cannot_be_is_refused_whole(lin):
    item = make_item("Words.", format="story", status="draft")
    version = kept(item, lin)
    NewsItem.objects.filter(pk=item.pk).update(headline="A headline", status="ready", body="Other.")

    with pytest.raises(WorkflowError, match="Only a brief goes without a headline"):
        back(version, lin)
    item.refresh_from_db()
    assert (item.headline, item.body) == ("A headline", "Other.")


def test_who_has_not_seen_what_stands_brings_nothing_back(lin):
    item = make_item("First.")
    version, seen = kept(item, lin), item.version
    rewrite(item, make_person("editor"), body="A colleague’s.")

    with pytest.raises(Gone, match="changed since you opened this page"):
        bring_back_item(version, by=lin, now=LATEST, seen=seen)
    item.refresh_from_db()
    assert item.body == "A colleague’s."


def test_a_text_set_aside_is_written_into_its_field_alone(lin):
    item = make_item("Theirs.", headline="Stays")
    kept(item, lin)
    aside = set_aside(item, item, {"body": "Mine."}, by=lin, now=LATER)

    back(aside, lin)

    item.refresh_from_db()
    assert (item.body, item.headline) == ("Mine.", "Stays")
    assert newest(item).kind == Version.Kind.BROUGHT_BACK


def test_a_text_set_aside_that_will_not_do_says_why(lin):
    item = make_item("Theirs.")
    aside = set_aside(item, item, {"body": "Mine.", "credits": '[{"source":"Nobody"}]'}, by=lin, now=LATER)

    with pytest.raises(WorkflowError, match="“Nobody” is not among the sources yet"):
        back(aside, lin)
    item.refresh_from_db()
    assert item.body == "Theirs."


# Editions


def rename(edition, by, now=LATER, **texts):
    save_edition(edition.pk, typed(EDITION, edition, **texts), by=by, now=now)


def outline(edition):
    return [
        (
            section.heading,
            section.layout,
            section.text,
            [(slot.item_id, slot.wording) for slot in section.slots.all()],
        )
        for section in edition.sections.all()
    ]


@pytest.fixture
def edition(lin):
    """Two sections of three items, one in words of its own; kept."""
    one, two, three = (make_item(f"Item {number}.") for number in (1, 2, 3))
    edition = make_edition(one, two, dek="A dek.", introduction="Hello.", signoff="Bye.", hero=make_picture())
    edition.sections.create(heading="Plants", layout="numbers", text="Figures.", position=1)
    edition.sections.last().slots.create(item=three, wording="Item 3, shorter.")
    edition.sections.create(heading="Empty", position=2)
    keep_edition(edition, by=lin, now=NOON)
    return edition


def test_the_words_and_the_outline_of_an_edition_come_back(edition, lin):
    version, before = newest(edition), outline(edition)
    first, second, _ = edition.sections.all()
    slot = first.slots.first()
    rename(edition, lin, title="Other", dek="", introduction="Hi.", signoff="", mail_to="nobody")
    save_section(second.pk, typed(SECTION, second, heading="X", text="Y"), by=lin, now=LATER)
    save_wording(slot.pk, typed(SLOT, slot, wording="New."), by=lin, now=LATER)
    move_slot(edition.pk, slot=slot.pk, section=second.pk, by=lin, now=LATER)
    remove_section(edition.pk, section=first.pk, by=lin, now=LATER)
    add_section(edition.pk, heading="New", by=lin, now=LATER)

    found = back(version, lin)

    assert found.left_out == []
    assert outline(edition) == before
    assert difference(version, newest(edition)) == ""
    assert newest(edition).kind == Version.Kind.BROUGHT_BACK


def test_an_item_taken_out_comes_back_and_one_placed_since_goes(edition, lin):
    version, before = newest(edition), outline(edition)
    first = edition.sections.first()
    remove_slot(edition.pk, slot=first.slots.first().pk, by=lin, now=LATER)
    place(edition.pk, item=make_item("New.").pk, section=first.pk, by=lin, now=LATER)
    move_section(edition.pk, section=first.pk, by=lin, now=LATER)

    back(version, lin)

    assert outline(edition) == before


def test_the_words_of_items_are_left_as_they_are(edition, lin):
    version, item = newest(edition), edition.sections.first().slots.first().item
    rewrite(item, lin, body="Better.")

    back(version, lin)

    item.refresh_from_db()
    assert item.body == "Better."


def test_an_item_killed_since_is_left_out_and_said(edition, lin):
    version, item = newest(edition), edition.sections.first().slots.first().item
    NewsItem.objects.filter(pk=item.pk).update(status="killed")

    found = back(version, lin)

    assert found.left_out == ["“Item 1.”"]
    assert not Slot.objects.filter(item=item).exists()


def test_an_item_deleted_since_is_left_out_and_said(edition, lin):
    version, slot = newest(edition), edition.sections.first().slots.first()
    item = slot.item
    slot.delete()
    item.delete()

    assert back(version, lin).left_out == ["“Item 1.”"]


def test_an_older_version_of_an_edition_is_read_by_its_headings(edition, lin):
    version, before = newest(edition), outline(edition)
    del version.content["rows"]
    version.save()
    first = edition.sections.first()
    rename(edition, lin, title="Other")
    remove_slot(edition.pk, slot=first.slots.first().pk, by=lin, now=LATER)
    remove_section(edition.pk, section=edition.sections.last().pk, by=lin, now=LATER)

    back(version, lin)

    assert outline(edition) == before
    assert edition.sections.first() == first


def test_what_was_written_for_a_section_is_brought_back_into_it(edition, lin):
    section = edition.sections.first()
    aside = set_aside(edition, section, {"text": "Mine."}, by=lin, now=LATER)

    back(aside, lin)

    section.refresh_from_db()
    assert (section.text, section.text_html) == ("Mine.", "<p>Mine.</p>")


def test_what_was_written_for_a_section_that_is_gone_cannot_be(edition, lin):
    section = edition.sections.first()
    aside = set_aside(edition, section, {"text": "Mine."}, by=lin, now=LATER)
    Section.objects.filter(pk=section.pk).delete()

    with pytest.raises(Gone, match="is gone"):
        back(aside, lin)


def test_who_may_not_write_in_an_edition_brings_nothing_back(edition):
    version = newest(edition)
    type(edition).objects.filter(pk=edition.pk).update(status="in_review")

    with pytest.raises(NotYours, match="your role writes in drafts alone"):
        back(version, make_person("contributor"))


def test_a_published_edition_names_corrections(lin):
    edition = make_approved_edition()
    edition.publish(by=make_person(is_superuser=True), now=NOON)

    with pytest.raises(NotYours, match="it changes only by a correction"):
        back(newest(edition), lin)


def test_an_edition_changed_meanwhile_is_looked_at_first(edition, lin):
    version, seen = newest(edition), edition.version
    rename(edition, make_person("editor"), title="A colleague’s")

    with pytest.raises(Gone, match="changed since you opened this page"):
        bring_back_edition(version, by=lin, now=LATEST, seen=seen)
    edition.refresh_from_db()
    assert edition.title == "A colleague’s"
