"""The editor of an item as the server gives it, and what it offers as one types."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from sources.models import Company, Market, Source
from tests.desk import ROLES, browser_of, tree_of, words_of
from tests.factories import (
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_picture,
    make_published_edition,
    make_source,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"admin:sources_newsitem_{name}", args=args)


def open_editor(item, role="editor", slot=None):
    return browser_of(role).get(url("editor", item.pk), {"slot": slot.pk} if slot else {})


def fields_of(response):
    """What can be written and what can only be read, by name."""
    named = [(one.get("name") or one.get("data-name"), one) for one in tree_of(response).iter()]
    found = {name: one for name, one in named if one.get("data-field") is not None}
    marks = ("readonly", "disabled", "data-readonly")
    closed = {name for name, one in found.items() if any(mark in one.attrib for mark in marks)}
    return set(found) - closed, closed


def offered(name, query, role="contributor"):
    return [one["name"] for one in browser_of(role).get(url(name), {"q": query}).json()["found"]]


WORDS = {"headline", "dek", "body", "format", "event_date", "embargo_until", "credits", "deals"}
FACTS = {"kind", "slugline", "companies", "markets", "topics"}


def test_an_editor_writes_every_field_of_a_draft():
    assert fields_of(open_editor(make_item())) == (WORDS | FACTS, set())


def test_a_picture_brings_its_caption_and_credit():
    item = make_item(image=make_picture())

    assert fields_of(open_editor(item))[0] == WORDS | FACTS | {"image_caption", "image_credit"}


def test_what_is_out_keeps_its_words_and_leads_to_a_correction():
    item = make_item()
    make_published_edition(item)
    response = open_editor(item, "publisher")

    assert fields_of(response) == (FACTS, WORDS)
    assert url("correct", item.pk) in response.content.decode()
    assert "This is out: its words change by a correction" in words_of(response)


def test_who_may_not_correct_is_not_led_there():
    item = make_item()
    make_published_edition(item)

    assert url("correct", item.pk) not in open_editor(item, "contributor").content.decode()


def test_who_may_only_look_writes_nothing_and_is_told():
    reader, browser = make_person(), Client()
    reader.user_permissions.add(Permission.objects.get(codename="view_newsitem"))
    browser.force_login(reader, "django.contrib.auth.backends.ModelBackend")
    response = browser.get(url("editor", make_item().pk))

    assert fields_of(response) == (set(), WORDS | FACTS)
    assert "Your role reads items and does not write in them" in words_of(response)


def test_the_wording_of_a_slot_is_saved_to_an_address_of_its_own():
    edition = make_edition()
    slot = edition.sections.get().slots.get()
    slot.wording = "Other words."
    slot.save()
    response = open_editor(slot.item, slot=slot)

    form = next(one for one in tree_of(response).iter("form") if one.get("id") == f"wording-{slot.pk}")
    assert form.get("data-save") == reverse("admin:editions_edition_wording", args=[edition.pk, slot.pk])
    assert "Other words." in "".join(form.itertext())


def test_a_slot_of_another_item_is_not_found():
    slot = make_edition().sections.get().slots.get()

    assert open_editor(make_item(), slot=slot).status_code == 404


def test_an_editor_opens_with_few_queries(django_assert_max_num_queries):
    items = [make_item(companies=[make_company(), make_company()], credit="36Kr") for _ in range(2)]
    items[0].deals.create(type="funding").counterparties.set([make_company(), make_company()])
    items[0].credits.create(source=make_source())
    browser = browser_of("editor")
    browser.get(url("editor", items[1].pk))

    with django_assert_max_num_queries(25):
        browser.get(url("editor", items[0].pk))


# What its words suggest


def suggested(item):
    tree = tree_of(browser_of("contributor").get(url("suggestions", item.pk)))
    return [(one.get("data-suggest"), one.get("data-id")) for one in tree.iter("button")]


def test_what_the_words_name_is_suggested_and_not_written():
    vivo, brazil = make_company("Vivo"), Market.objects.get(slug="brazil")
    item = make_item("Vivo launches a phone in Brazil.")

    assert suggested(item) == [("companies", str(vivo.pk)), ("markets", str(brazil.pk)), ("kind", "launch")]
    assert not item.companies.exists()


def test_what_the_item_has_is_not_suggested_again():
    vivo = make_company("Vivo")
    there = {"companies": [vivo], "markets": [Market.objects.get(slug="brazil")], "kind": "launch"}
    item = make_item("Vivo launches a phone in Brazil.", **there)

    assert suggested(item) == []


# What is offered as one types


@pytest.fixture
def companies():
    make_company("Xiaomi", local_name="小米", aliases="Mi\nRedmi", former_names="Xiaomi Tech")
    make_company("BYD", local_name="比亚迪")
    make_company("Build Your Xiao")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("xiao", ["Xiaomi", "Build Your Xiao"]),
        ("小", ["Xiaomi"]),
        ("亚迪", ["BYD"]),
        ("redmi", ["Xiaomi"]),
        ("Xiaomi Tech", ["Xiaomi"]),
        ("  xiaomi ", ["Xiaomi"]),
        ("%", []),
        ("", []),
        ("\0", []),
    ],
)
def test_a_company_is_found_by_any_of_its_names(companies, query, names):
    assert offered("companies", query) == names


def test_a_merged_company_is_not_offered_and_eight_are_enough():
    one = make_company("Acme 0")
    make_company("Acme 00 merged", merged_into=one)
    for number in range(1, 12):
        make_company(f"Acme {number:02}")

    found = offered("companies", "acme")
    assert len(found) == 8
    assert "Acme 00 merged" not in found


def test_the_whole_name_comes_first():
    for name in ("Nothing Hill", "Nothing", "Double Nothing"):
        make_company(name)

    assert offered("companies", "nothing") == ["Nothing", "Nothing Hill", "Double Nothing"]


def test_what_is_put_in_the_text_is_in_the_script_that_was_typed(companies):
    browser = browser_of("contributor")
    for query in ("Xiaomi", "小米"):
        [found] = browser.get(url("companies"), {"q": query}).json()["found"]
        assert found["insert"] == query


def test_chips_learn_their_names_by_key_also_of_a_merged_company():
    one = make_company("Acme")
    merged = make_company("Old Acme", merged_into=one)
    asked = {"id": [merged.pk, 10**30, "x"]}
    [found] = browser_of("contributor").get(url("companies"), asked).json()["found"]

    assert found["name"] == "Old Acme"


def test_markets_and_sources_are_found_by_name():
    make_source("36Kr", credit_line="36氪")

    assert offered("markets", "泰国") == ["Thailand"]
    assert offered("sources", "36k") == ["36氪"]


# Adding what is not there

POSTS = [("source_add", (200, 200, 200, 200)), ("company_add", (403, 200, 200, 200))]


@pytest.mark.parametrize(("name", "answers"), POSTS)
def test_a_new_name_is_added_by_whom_it_may_be(name, answers):
    statuses = [browser_of(role).post(url(name), {"name": f"New {role}"}).status_code for role in ROLES]

    assert tuple(statuses) == answers
    assert Client().post(url(name), {"name": "New"}).status_code == 302


@pytest.mark.parametrize(("name", "model"), [("source_add", Source), ("company_add", Company)])
def test_a_name_that_is_there_is_given_and_not_added_again(name, model):
    browser = browser_of("editor")
    first = browser.post(url(name), {"name": "  The  Paper "}).json()
    second = browser.post(url(name), {"name": "the paper"}).json()

    assert first == second
    assert model.objects.get(pk=first["id"]).name == "The Paper"


@pytest.mark.parametrize("name", ["source_add", "company_add"])
@pytest.mark.parametrize(
    ("said", "sentence"), [("", "Say its name."), ("x" * 121, "A name is 120 characters")]
)
def test_a_name_that_cannot_be_is_refused_in_a_sentence(name, said, sentence):
    response = browser_of("editor").post(url(name), {"name": said})

    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize("name", ["editor", "suggestions", "companies", "markets", "sources"])
def test_what_is_read_changes_nothing_and_wants_a_colleague(name):
    args = [make_item().pk] if name in ("editor", "suggestions") else []

    assert [browser_of(role).get(url(name, *args)).status_code for role in ROLES] == [200] * 4
    assert browser_of("editor").post(url(name, *args)).status_code == 405
    assert Client().get(url(name, *args)).status_code == 302


def test_the_names_of_chips_come_with_the_editor():
    company = make_company("Vivo <b>")
    make_masthead()
    response = open_editor(make_item(companies=[company]))

    chips = next(one for one in tree_of(response).iter("desk-chips") if one.get("data-name") == "companies")
    assert json.loads(chips.get("data-names")) == {str(company.pk): "Vivo <b>"}
