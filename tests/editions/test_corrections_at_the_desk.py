"""Correcting from the desk: the words as printed, the difference word by word, and then the correction."""

from datetime import timedelta

import pytest
from django.urls import reverse

from editions.corrections import correct_item
from editions.models import Correction, Edition, Slot, Snapshot
from sources.models import NewsItem
from tests.desk import ROLES, browser_of, fields_of, tree_of, words_of
from tests.factories import (
    NOON,
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_picture,
    make_published_edition,
    make_superuser,
)

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "It cost 5 yuan.", "It cost 6 yuan."
NOTE = "The price was wrong."


@pytest.fixture
def desk():
    return browser_of("publisher")


def of(row):
    name = "sources_newsitem" if isinstance(row, NewsItem) else "editions_edition"
    return reverse(f"admin:{name}_correct", args=[row.pk])


def boxes(answer):
    """What the browser would send of the form, without a button."""
    forms = tree_of(answer).iter("form")
    return fields_of(next(form for form in forms if form.find(".//button[@name='publish']") is not None))


def send(desk, row, button="publish", page=None, **changes):
    fields = {**boxes(page or desk.get(of(row))), "note": NOTE, **changes, button: ""}
    return desk.post(of(row), {name: value for name, value in fields.items() if value is not None})


def place_in_other_words(item, wording, number):
    edition = make_edition(item, number=number)
    slot = Slot.objects.get(section__edition=edition)
    slot.wording = wording
    slot.save()
    return edition


def publish(edition):
    make_masthead()
    chief = make_superuser()
    for verb in ("submit", "approve", "publish"):
        getattr(edition, verb)(by=chief, now=NOON)


def test_the_form_holds_the_words_as_printed(desk):
    item = make_item(WRONG, headline="Lima", credit="36Kr", image=make_picture(alt="A door"))
    make_published_edition(item)

    fields = boxes(desk.get(of(item)))

    shown = {name: fields[name] for name in ("headline", "body", "credits", "image_alt")}
    assert shown == {"headline": "Lima", "body": WRONG, "credits": "36Kr", "image_alt": "A door"}


def test_the_difference_is_shown_before_anything_is_published(desk):
    make_published_edition(item := make_item(WRONG), number=27)

    answer = send(desk, item, "show", body=RIGHT)

    assert "It cost <del>5</del> <ins>6</ins> yuan." in answer.content.decode()
    assert "No. 27" in words_of(answer)
    assert boxes(answer)["body"] == RIGHT
    assert Snapshot.objects.count() == 1


def test_a_correction_is_published(desk):
    make_published_edition(item := make_item(WRONG))

    answer = send(desk, item, body=RIGHT)

    assert answer.url == reverse("admin:sources_newsitem_sheet", args=[item.pk])
    correction = Correction.objects.get()
    assert (correction.note, correction.before, correction.after) == (NOTE, WRONG, RIGHT)


def test_only_what_was_touched_is_corrected(desk):
    """Nor are credits whose name reads otherwise in a line."""
    facts = {"credit": "36Kr | Asia", "companies": [make_company()], "event_date": "2025-07-08"}
    item = make_item(WRONG, headline="Lima", **facts)
    edition = make_published_edition(item)
    before = edition.snapshots.get().read().items[0]

    send(desk, item, headline="Quito")

    after = edition.snapshots.get(sequence=2).read().items[0]
    differing = {name for name in vars(before) if getattr(before, name) != getattr(after, name)}
    assert differing == {"headline", "label", "corrections"}


def test_lines_that_the_browser_ends_its_own_way_are_no_change(desk):
    make_published_edition(item := make_item("One.\r\n\r\nTwo.", dek="A.\r\nB."))

    answer = send(desk, item)

    assert answer.status_code == 422
    assert "This changes nothing that readers were shown" in words_of(answer)


def test_other_words_have_a_box_of_their_own(desk):
    item = make_item(WRONG)
    publish(edition := place_in_other_words(item, "Five yuan.", 7))

    send(desk, item, **{"body": RIGHT, "wording-7-1-1": "Six yuan."})

    assert edition.snapshots.get(sequence=2).read().items[0].body == "Six yuan."


def test_other_words_are_corrected_or_called_right(desk):
    item = make_item(WRONG)
    make_published_edition(item, number=6)
    publish(place_in_other_words(item, "A few yuan.", 7))

    refused = send(desk, item, body=RIGHT)
    assert "Printed in other words" in words_of(refused)
    assert not Correction.objects.exists()

    send(desk, item, **{"body": RIGHT, "right_wording-7-1-1": "on"})
    assert Correction.objects.get().edition.number == 6


def test_an_edition_in_hand_with_other_words_is_named(desk):
    make_published_edition(item := make_item(WRONG), number=27)
    publish(place_in_other_words(item, "A few yuan.", 28))
    make_edition(item, number=29)
    place_in_other_words(item, "Five yuan.", 30)

    send(desk, item, **{"body": RIGHT, "right_wording-28-1-1": "on"})

    page = words_of(desk.get(reverse("admin:sources_newsitem_sheet", args=[item.pk])))
    assert "No. 30, which is not out yet, has it in other words" in page
    assert ("No. 28, which" in page, "No. 29, which" in page) == (False, False)


def test_what_another_corrected_meanwhile_is_shown_and_nothing_typed_is_lost(desk):
    make_published_edition(item := make_item(WRONG))
    old_page = desk.get(of(item))
    correct_item(
        NewsItem.objects.get(), {"body": "It cost 7 yuan."}, note="Wrong.", by=make_superuser(), now=NOON
    )

    answer = send(desk, item, page=old_page, body=RIGHT)

    assert answer.status_code == 422
    assert "Somebody changed it since" in words_of(answer)
    assert "<del>7</del> <ins>6</ins>" in answer.content.decode()
    assert boxes(answer)["body"] == RIGHT
    send(desk, item, page=answer)
    assert NewsItem.objects.get().body == RIGHT


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"note": ""}, "Say what was wrong"),
        ({"credits": "36Kr | https://no address"}, "is no web address"),
        ({"event_date": "soon"}, "Enter a valid date"),
        ({"headline": "x" * 301}, "at most 300 characters"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_words(changes, words, desk):
    make_published_edition(item := make_item(WRONG))

    answer = send(desk, item, **{"body": RIGHT, **changes})

    assert (answer.status_code, boxes(answer)["body"]) == (422, RIGHT)
    assert words in words_of(answer)


def test_the_words_of_an_edition_are_corrected(desk):
    edition = make_published_edition(title="Shops", introduction="Hello.")

    answer = send(desk, edition, title="Ships", **{"heading-0": "Abroad"})

    assert answer.url == reverse("admin:editions_edition_sheet", args=[edition.pk])
    document = edition.snapshots.get(sequence=2).read()
    assert (document.title, document.sections[0].heading, document.introduction) == (
        "Ships",
        "Abroad",
        "Hello.",
    )


def test_a_heading_that_is_a_headline_has_no_box(desk):
    edition = make_published_edition(make_item(headline="Lima"), heading="Lima")

    assert "heading-0" not in boxes(desk.get(of(edition)))


def test_corrections_so_far_are_listed_word_by_word(desk):
    make_published_edition(item := make_item(WRONG))
    send(desk, item, body=RIGHT)

    for address in (of(item), reverse("admin:editions_correction_changelist")):
        page = desk.get(address)
        assert NOTE in words_of(page)
        assert "It cost <del>5</del> <ins>6</ins> yuan." in page.content.decode()


def test_what_is_not_out_is_changed_in_its_form(desk):
    item = make_item(WRONG)

    for row in (item, make_edition(item)):
        answer = desk.get(of(row), follow=True)
        assert "Only what is out is corrected" in words_of(answer)


def test_an_item_that_is_nowhere_is_not_found(desk):
    assert desk.get(reverse("admin:sources_newsitem_correct", args=[404])).status_code == 404


def test_only_those_who_publish_may_correct():
    make_published_edition(item := make_item(WRONG))
    edition = Edition.objects.get()

    for row in (item, edition):
        assert [browser_of(role).get(of(row)).status_code for role in ROLES] == [403, 403, 200, 200]


def test_an_item_published_on_its_own_is_corrected(desk):
    make_masthead()
    item = make_item(WRONG)
    item.publish(by=make_superuser(), now=NOON - timedelta(days=1), check=lambda item: [])

    send(desk, item, body=RIGHT)

    assert Correction.objects.get().edition is None


# Telling those who were sent the error


@pytest.mark.parametrize(("ticked", "due"), [("on", True), (None, False)])
def test_a_correction_is_mailed_where_that_is_ticked(desk, ticked, due):
    item = make_item(WRONG)
    for number in (26, 27):
        publish(make_edition(item, number=number))

    send(desk, item, body=RIGHT, mail=ticked)

    assert [one.mail_due_at is not None for one in Correction.objects.all()] == [due, due]


def test_the_words_of_an_edition_are_corrected_by_mail_too(desk):
    edition = make_published_edition(title="Shops abroad")

    send(desk, edition, title="Shops at home", mail="on")

    assert Correction.objects.get().mail_due_at == Correction.objects.get().at


def test_the_form_asks_how_many_were_sent_the_error(desk):
    item = make_item(WRONG)
    edition = make_published_edition(item)

    asked = [one.get("hx-get") for one in tree_of(desk.get(of(item))).iter("span") if one.get("hx-get")]

    assert asked == [f"{reverse('corrected_readers')}?edition={edition.pk}&item={item.pk}"]


def test_what_was_published_on_its_own_was_mailed_to_nobody(desk):
    make_masthead()
    item = make_item(WRONG)
    item.publish(by=make_superuser(), now=NOON, check=lambda item: [])

    assert "mail" not in boxes(desk.get(of(item)))
    assert 'name="mail"' not in desk.get(of(item)).content.decode()
