"""When a save at the desk is a version of its own, and who wrote in an edition."""

from datetime import timedelta

import pytest

from editions import saving
from editions.fields import EDITION, ITEM, stamp
from editions.models import Version
from editions.saving import Typed
from editions.versions import keep_item
from sources.models import NewsItem
from sources.workflow import WorkflowError
from tests.factories import NOON, make_edition, make_item, make_masthead, make_person, make_superuser

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def item(db):
    return make_item("It opened.")


@pytest.fixture
def lin(db):
    return make_person("editor")


@pytest.fixture
def mei(db):
    return make_person("publisher")


def write(item, text, *, by, after=0):
    now = NOON + after * A_MINUTE
    started = stamp(ITEM["body"].read(NewsItem.objects.get(pk=item.pk)))
    return saving.save_item(item.pk, {"body": Typed(text, started)}, by=by, now=now)


def said(item):
    return [version.content.get("body") for version in item.versions.taken()]


def test_the_saves_of_one_author_within_five_minutes_are_one_version(item, lin):
    for minute, text in enumerate(["A", "A b", "A b c", "A b c d", "A b c d e", "A b c d e f"]):
        write(item, text, by=lin, after=minute)

    assert said(item) == ["A b c d e", "A b c d e f"]
    first = item.versions.first()
    assert (first.begun_at, first.at) == (NOON, NOON + 4 * A_MINUTE)


def test_a_save_is_not_written_over_the_version_of_a_colleague(item, lin, mei):
    write(item, "A", by=lin)
    write(item, "A b", by=mei, after=1)
    write(item, "A b c", by=lin, after=2)

    assert said(item) == ["A", "A b", "A b c"]


@pytest.mark.parametrize("kind", [Version.Kind.SAVED, Version.Kind.BROUGHT_BACK])
def test_a_save_is_not_written_over_a_version_saved_or_brought_back(item, lin, kind):
    keep_item(item, by=lin, now=NOON, kind=kind)
    write(item, "A", by=lin, after=1)

    assert said(item) == ["It opened.", "A"]


def test_a_save_is_not_written_over_what_was_approved(item, lin):
    make_masthead()
    edition, chief = make_edition(item), make_superuser()
    write(item, "A", by=lin)
    edition.submit(by=chief, now=NOON)
    edition.approve(by=chief, now=NOON + A_MINUTE)
    write(item, "A b", by=lin, after=2)

    assert said(item) == ["A", "A b"]


def test_what_was_set_aside_between_does_not_part_two_saves(item, lin, mei):
    stale = {"body": Typed("Lost", stamp("another"))}
    write(item, "A", by=lin)
    saving.save_item(item.pk, stale, by=lin, now=NOON + A_MINUTE)
    write(item, "A b", by=lin, after=2)

    assert said(item) == ["A b"]
    assert item.versions.count() == 2


def test_the_last_version_is_what_stands_though_its_save_asked_the_clock_first(item, lin, mei):
    write(item, "A", by=lin, after=1)
    write(item, "A b", by=mei, after=0)

    assert said(item)[-1] == NewsItem.objects.get().body == "A b"


def test_a_version_of_an_edition_holds_its_words_and_its_outline(item, lin):
    edition = make_edition(item, heading="Shops abroad")
    started = stamp(EDITION["dek"].read(edition))
    saving.save_edition(edition.pk, {"dek": Typed("Shops.", started)}, by=lin, now=NOON)

    [version] = edition.versions.all()
    assert version.content["dek"] == "Shops."
    assert [part["heading"] for part in version.content["sections"]] == ["Shops abroad"]
    assert version.content["rows"]["slots"] == [[edition.sections.get().pk, item.pk, ""]]


def test_who_was_refused_did_not_write_and_who_saved_did(item, lin, mei):
    edition = make_edition(item)
    write(item, "A", by=lin)
    saving.save_item(item.pk, {"body": Typed("Lost", stamp("another"))}, by=mei, now=NOON)

    assert edition.writers() == {lin.pk}


def test_nobody_approves_what_they_saved_at_the_desk(item, mei):
    make_masthead(four_eyes=True)
    edition = make_edition(item)
    write(item, "A", by=mei)
    edition.submit(by=mei, now=NOON)

    with pytest.raises(WorkflowError, match="four-eyes"):
        edition.approve(by=mei, now=NOON + A_MINUTE)
