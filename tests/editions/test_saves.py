"""What the desk's script is answered when it saves."""

import json
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from editions.fields import EDITION, ITEM, SECTION, stamp
from editions.models import Section, Version
from editions.saving import Typed, save_edition, save_item
from sources.models import NewsItem
from tests.desk import address, browser_of
from tests.factories import (
    NOON,
    make_approved_edition,
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_source,
)

LIST = reverse("admin:editions_edition_changelist")
pytestmark = pytest.mark.django_db


def of_item(item, name):
    return reverse(f"admin:sources_newsitem_{name}", args=[item.pk])


def sent(fields, row, **texts):
    """`texts` as a browser sends them that read the row as it is now."""
    before = {name: fields[name].read(row) for name in texts}
    stamps = {f"started.{name}": stamp(text) for name, text in before.items()}
    return texts | stamps | {f"base.{name}": text for name, text in before.items()}


def post(browser, url, fields, row, **texts):
    return browser.post(url, sent(fields, row, **texts), headers={"HX-Request": "true"})


def change(row, fields, save, name, text):
    """A colleague, Lin Zhao, saves `name` of the row as it is now."""
    lin = User.objects.filter(first_name="Lin").first() or make_person(
        "editor", first_name="Lin", last_name="Zhao"
    )
    save(row.pk, {name: Typed(text, stamp(fields[name].read(row)))}, by=lin, now=NOON)


def test_a_save_answers_with_the_stamp_of_what_stands_now():
    item = make_item("It opened.")

    answer = post(browser_of("editor"), of_item(item, "save"), ITEM, item, body="Vivo opened.\r\nTwice.")

    assert answer.status_code == 200
    said = answer.json()
    assert said["stamps"] == {"body": stamp("Vivo opened.\nTwice.")}
    assert (said["changed"], said["errors"], said["merge"]) == (["body"], {}, {})


def test_the_hour_of_a_save_is_told_in_the_zone_of_the_newsroom():
    make_masthead(time_zone="Asia/Kathmandu")
    item = make_item()

    answer = post(browser_of("editor"), of_item(item, "save"), ITEM, item, body="A").json()

    at = item.versions.get().at.astimezone(ZoneInfo("Asia/Kathmandu"))
    assert answer["saved"] == at.strftime("%H:%M")


def test_a_stale_save_is_answered_with_both_texts_word_by_word():
    item = make_item("It opened in Lima.")
    change(item, ITEM, save_item, "body", "It opened in Quito.")

    answer = post(browser_of("editor"), of_item(item, "save"), ITEM, item, body="Vivo opened in Lima.")

    assert answer.status_code == 409
    merge = answer.json()["merge"]["body"]
    assert merge["theirs"] == "It opened in Quito."
    assert "Lin Zhao changed the text too" in merge["html"]
    assert "<del>It</del> opened in <del>Quito</del>." in merge["html"]
    assert "<ins>Vivo</ins> opened in <ins>Lima</ins>." in merge["html"]
    assert ">Vivo opened in Quito.</textarea>" in merge["html"]


def test_where_both_changed_the_same_words_ones_own_text_is_there_to_be_written_on():
    item = make_item("It opened in Lima.")
    change(item, ITEM, save_item, "body", "It opened in Quito.")

    answer = post(browser_of("editor"), of_item(item, "save"), ITEM, item, body="It opened in Cusco.")

    html = answer.json()["merge"]["body"]["html"]
    assert ">It opened in Cusco.</textarea>" in html
    assert "do not touch" not in html


def test_what_was_chosen_is_shown_in_words():
    make_source("36Kr"), make_source("The Paper")
    item, vivo, oppo = make_item(), make_company("Vivo"), make_company("Oppo")
    mine = sent(
        ITEM,
        item,
        credits='[{"source": "The Paper", "via": "Caixin"}]',
        companies=f"[{oppo.pk}]",
        kind="listing",
    )
    change(item, ITEM, save_item, "credits", '[{"source": "36Kr", "url": "https://36kr.com/1"}]')
    change(item, ITEM, save_item, "companies", f"[{vivo.pk}]")
    change(item, ITEM, save_item, "kind", "recall")

    merge = browser_of("editor").post(of_item(item, "save"), mine).json()["merge"]

    assert "36Kr" in merge["credits"]["html"]
    assert "https://36kr.com/1" in merge["credits"]["html"]
    assert "via" in merge["credits"]["html"]
    assert "<del>Vivo</del>" in merge["companies"]["html"]
    assert "<ins>Oppo</ins>" in merge["companies"]["html"]
    assert "<del>Recall</del>" in merge["kind"]["html"]
    assert all("data-merged" not in one["html"] for one in merge.values())


def test_deals_are_merged_in_words():
    item = make_item()
    deal = {"type": "funding", "amount": "30000000", "currency": "CNY", "usd": "", "round": "series B"}
    mine = sent(ITEM, item, deals="[]")
    change(item, ITEM, save_item, "deals", json.dumps([deal]))

    merge = browser_of("editor").post(of_item(item, "save"), mine).json()["merge"]

    assert "Funding round, series B, CNY 30000000" in merge["deals"]["html"]


def test_a_wrong_field_is_answered_with_its_sentence():
    edition = make_edition()

    answer = post(browser_of("editor"), address("save", edition.pk), EDITION, edition, title="")

    assert answer.status_code == 422
    assert answer.json()["errors"] == {"title": "This cannot be empty."}


def test_an_approval_voided_by_a_save_is_told_in_its_answer_and_not_again_on_the_next_page():
    browser, edition = browser_of("editor"), make_approved_edition()

    answer = post(browser, address("save", edition.pk), EDITION, edition, dek="Shops.")

    assert f"No.%20{edition.number}%20was%20approved%20before" in answer.headers["Desk-Said"]
    edition.refresh_from_db()
    assert edition.status == "in_review"
    assert "was approved before this change" not in browser.get(LIST).content.decode()


def test_what_somebody_else_typed_in_this_browser_is_not_saved_under_another_name():
    browser, item = browser_of("editor"), make_item("It opened.")
    sent = {"body": "Mine.", "started.body": stamp("It opened."), "person": str(make_person("editor").pk)}

    answer = browser.post(of_item(item, "save"), sent)

    assert answer.status_code == 403
    assert "Somebody else is logged in here" in answer.content.decode()
    assert NewsItem.objects.get().body == "It opened."


@pytest.mark.parametrize("part", ["section", "edition", "item"])
def test_what_was_deleted_answers_404(part):
    browser, edition = browser_of("editor"), make_edition()
    url = {
        "section": address("section_save", edition.pk, 9999),
        "edition": address("save", 9999),
        "item": reverse("admin:sources_newsitem_save", args=[9999]),
    }[part]

    assert browser.post(url, {"text": "A", "started.text": ""}).status_code == 404


def test_a_section_of_another_edition_is_not_saved():
    browser, one, other = browser_of("editor"), make_edition(), make_edition()
    section = one.sections.get()

    answer = post(browser, address("section_save", other.pk, section.pk), SECTION, section, heading="A")

    assert answer.status_code == 404
    assert Section.objects.get(pk=section.pk).heading != "A"


@pytest.mark.parametrize(
    ("role", "status", "code"),
    [
        ("contributor", "draft", 200),
        ("contributor", "in_review", 403),
        ("editor", "in_review", 200),
        ("publisher", "in_review", 200),
    ],
)
def test_who_may_write_in_an_edition(role, status, code):
    edition = make_edition(status=status)

    answer = post(browser_of(role), address("save", edition.pk), EDITION, edition, dek="Shops.")

    assert answer.status_code == code
    assert (EDITION["dek"].read(type(edition).objects.get()) == "Shops.") == (code == 200)


def test_a_refused_save_says_why_in_one_sentence_and_is_set_aside():
    edition = make_edition(status="in_review")

    answer = post(browser_of("contributor"), address("save", edition.pk), EDITION, edition, dek="Shops.")

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content.decode().endswith("Ask an editor.")
    assert Version.objects.get().kind == Version.Kind.ASIDE


def test_a_colleagues_later_change_of_another_part_is_not_blamed_for_this_one():
    edition = make_edition()
    change(edition, EDITION, save_edition, "dek", "Shops.")
    mei = make_person("publisher", first_name="Mei")
    save_edition(edition.pk, {"signoff": Typed("Bye.", stamp(""))}, by=mei, now=NOON)

    answer = post(browser_of("editor"), address("save", edition.pk), EDITION, edition, dek="Ships.")

    assert "Lin Zhao changed the dek too" in answer.json()["merge"]["dek"]["html"]


def test_a_save_takes_few_queries(django_assert_max_num_queries):
    browser, item = browser_of("editor"), make_item("It opened.", credit="The Paper")
    make_edition(item)

    with django_assert_max_num_queries(34):
        post(browser, of_item(item, "save"), ITEM, item, body="Vivo opened.")


def test_get_saves_nothing():
    browser, item = browser_of("editor"), make_item()

    assert browser.get(of_item(item, "save"), {"body": "A", "started.body": ""}).status_code == 405
    assert not item.versions.exists()
