"""What goes wrong with a paste: one clear sentence at its place, nothing stored, nothing typed lost."""

import pytest
from django.db.models.signals import pre_save
from django.test import Client

from editions.models import Edition
from tests.desk import (
    address,
    browser_of,
    form_on,
    kept_for_a_module,
    read,
    rows,
    save,
    tree_of,
    understood_form,
    words_of,
)

pytestmark = pytest.mark.django_db
ROUNDUP = """\
Budget brands test new ground
- Xiaomi opened a shop in Warsaw on July 8. —Reuters
- Anker Innovations raised $20 million in a series B to sell batteries in Kenya. —36Kr

Vivo returns to Poland
Vivo is back in Polish shops after two years away, with three phones. —The Paper
"""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """An editor's browser, and the form of ROUNDUP as it is sent unchanged, read once."""
    with kept_for_a_module(django_db_blocker):
        browser = browser_of("editor")
        # The masthead's row is made by whoever asks first.
        yield browser, understood_form(browser, "roundup", ROUNDUP)


@pytest.fixture
def editor(site):
    return site[0]


@pytest.fixture
def fields(site):
    return dict(site[1])


def said_at(response, name):
    """The sentences that stand in the same field as the input of this name."""
    for div in tree_of(response).iter("div"):
        classes = div.get("class", "").split()
        if "field" in classes and any(element.get("name") == name for element in div.iter()):
            return ["".join(error.itertext()) for error in div.iter("li")]
    return None


def refused(browser, fields):
    """The answer to a form with a slip in it, which stores nothing."""
    before = rows()
    response = save(browser, "roundup", fields)
    assert response.status_code == 422
    assert rows() == before
    return response


# Texts that cannot be read


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no text in the paste"),
        (" \n\u200b\ufeff\n ", "There is no text in the paste"),
        ("a" * 5_000_000, "The paste has 5,000,000 characters"),
        ("\x00\x01\x02PNG\x1a\x00" * 50, "This is a file and not text"),
        ("Xiaomi opened\x00 a shop.", "This is a file and not text"),
        ("%PDF-1.7 stream", "This is a file and not text"),
    ],
    ids=["empty", "invisible", "5 MB", "binary", "NUL", "PDF"],
)
@pytest.mark.parametrize("way", ["roundup", "stream", "commentary"])
def test_a_text_that_cannot_be_read_is_refused_in_a_sentence(editor, way, text, sentence):
    before = rows()

    response = read(editor, way, text)

    assert response.status_code == 422
    assert said_at(response, "text")[0].startswith(sentence)
    assert rows() == before


def test_a_refused_text_stands_in_its_box_again(editor):
    text = "%PDF-1.7\nA long afternoon of typing.\n"

    fields = form_on(read(editor, "roundup", text), address("understood", "roundup"))

    assert fields["text"] == text.replace("\n", "\r\n")


def test_scripts_in_html_are_no_part_of_the_text(editor):
    html = "<h2>Shops</h2><ul><li>Vivo opened one.<script>alert(1)</script></li></ul><style>p{}</style>"

    fields = understood_form(editor, "roundup", html)

    assert (fields["s0-heading"], fields["s0i0-body"]) == ("Shops", "Vivo opened one.")
    assert "alert" not in str(fields)


def test_marks_of_direction_are_taken_out(editor):
    fields = understood_form(editor, "roundup", "Shops\n- \u202eVivo\u202c opened\u200f one. —Reuters")

    assert (fields["s0i0-body"], fields["s0i0-credits"]) == ("Vivo opened one.", "Reuters")


def test_lone_surrogates_are_read_past(editor):
    body = b"text=Shops%0A-+Vivo+opened+%ED%A0%80one.+\xed\xa0\x80+It+sells+phones."
    response = editor.post(
        address("understood", "roundup"), body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 200
    assert "Vivo opened" in form_on(response, address("paste_save", "roundup"))["s0i0-body"]


def test_text_is_shown_as_text(editor):
    response = read(editor, "roundup", 'Shops\n- Vivo <img src=x onerror=alert(1)> & "one" opened.')

    assert b"<img src=x" not in response.content


# Slips in the form


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("week_last", "2025-01-01", "The week ends before it begins; check the two days."),
        ("week_first", "soon", "Enter a valid date."),
        ("number", "-3", "Ensure this value is greater than or equal to 0."),
        ("number", "99999999999999999999", "Ensure this value is less than or equal to"),
        ("title", "", "This field is required."),
        ("s0i0-markets", "Poland; Atlantis", "“Atlantis” is no market in the list"),
        ("s0i0-credits", "Reuters | https://", "“https://” is no web address"),
        ("s0i0-credits", "Reuters | www.reuters.com", "“www.reuters.com” is no web address"),
        ("s0i0-credits", "| https://example.com", "A credit is a source, and after a bar its link"),
        ("s0i0-credits", "x" * 121, "A credit is a source, and after a bar its link"),
        ("s0i1-deal_currency", "", "An amount wants a currency, such as USD."),
        ("s0i1-deal_currency", "dollars", "Write it as USD."),
        ("s0i1-deal_amount", "a lot", "Enter a number."),
        ("s0i1-deal_amount", "-5", "Ensure this value is greater than or equal to 0."),
        ("s0i1-deal_amount", "NaN", "Enter a number."),
        ("s0i1-deal_amount", "1e30", "Ensure that there are no more than"),
        ("s0i0-event_date", "31 June", "Enter a valid date."),
        ("s1i0-headline", "", "A story or a commentary wants a headline; or make it a brief."),
        ("s0i0-companies", "x" * 121, "is too long for a name; separate names by a semicolon."),
        ("s0i1-deal_type", "", "Say what the money was for, or take the figures out."),
        ("s0i0-kind", "gossip", "Select a valid choice."),
        ("s0-layout", "cloud", "Select a valid choice."),
        ("s0i0-headline", "x" * 301, "Ensure this value has at most 300 characters"),
    ],
)
def test_a_slip_is_said_at_its_field(editor, fields, name, value, sentence):
    response = refused(editor, {**fields, name: value})

    assert sentence in " ".join(said_at(response, name))
    assert "Nothing is stored yet, and nothing you typed is lost." in words_of(response)


def test_a_number_that_is_taken_is_said_at_its_field(editor, fields):
    Edition.objects.create(number=27, title="Taken", week_first="2025-07-07", week_last="2025-07-13")

    response = refused(editor, {**fields, "number": "27"})

    assert said_at(response, "number") == ["Edition with this Number already exists."]


def test_all_slips_are_said_at_once(editor, fields):
    slips = {"title": "", "s0i0-markets": "Atlantis", "s1i0-event_date": "soon"}

    response = refused(editor, {**fields, **slips})

    assert all(said_at(response, name) for name in slips)
    assert "3 fields want another look" in words_of(response)


def test_what_was_typed_is_shown_again(editor, fields):
    del fields["s0i1-keep"]
    typed = {
        **fields,
        "title": "",
        "s0-heading": "My <own> heading",
        "s0i0-headline": "A headline of mine",
        "s0i0-body": "First line.\r\n\r\nSecond & last.",
        "s0i0-credits": "Reuters | https://example.com/a\r\nCaixin",
        "s0i0-deal_amount": "a lot",
        "s1i0-image_caption": "Hidden here, and kept",
    }

    shown = form_on(refused(editor, typed), address("paste_save", "roundup"))
    assert shown | {"csrfmiddlewaretoken": ""} == typed | {"csrfmiddlewaretoken": ""}


def test_a_section_keeps_its_heading_in_sight_beside_a_slip(editor, fields):
    response = refused(editor, {**fields, "title": ""})

    assert said_at(response, "s0-heading") == []  # a field that a person sees; a single story has none
    assert said_at(response, "s1-heading") is None


def test_an_edition_that_keeps_nothing_is_refused(editor, fields):
    kept = {key: value for key, value in fields.items() if not key.endswith("-keep")}

    assert "No item is left to save; keep at least one." in words_of(refused(editor, kept))


# Forms that no browser of ours sent


@pytest.mark.parametrize(
    "changes",
    [
        {"sections": "99999"},
        {"sections": "-1"},
        {"sections": "x"},
        {"sections": "٣"},
        {"s0-items": "x"},
        {"s0-items": "99999"},
        {"s0i0-format": None},
        {"s0i0-body": None},
        {"s0-layout": None},
        {"s0-follows": "perhaps"},
        {"sections": "9" * 5000},
    ],
    ids=lambda changes: " ".join(f"{name}={str(value)[:5]}" for name, value in changes.items()),
)
def test_a_tampered_form_is_never_an_error_of_ours(editor, fields, changes):
    sent = {key: value for key, value in {**fields, **changes}.items() if value is not None}

    assert save(editor, "roundup", sent).status_code in (302, 422)


def test_more_items_than_a_page_can_hold_are_refused(editor):
    response = read(editor, "roundup", "Shops\n" + "- Vivo opened a shop. —Reuters\n" * 501)

    assert response.status_code == 422
    assert said_at(response, "text") == [
        "This holds 501 items, and a page shows 500 at most: paste less at a time."
    ]


def test_a_number_taken_meanwhile_is_said_and_nothing_is_stored(editor, fields):
    def rival(sender, instance, **kwargs):  # who saves between the check of the form and the row
        taken = Edition(number=1, title="Rival", week_first=instance.week_first, week_last=instance.week_last)
        Edition.objects.bulk_create([taken])

    pre_save.connect(rival, sender=Edition)
    try:
        response = refused(editor, fields)
    finally:
        pre_save.disconnect(rival, sender=Edition)

    assert "Somebody saved the same number, company or source at this moment" in words_of(response)
    assert form_on(response, address("paste_save", "roundup"))["s0i0-body"] == fields["s0i0-body"]


def test_an_empty_post_is_refused(editor):
    assert refused(editor, {}).status_code == 422


def test_a_paste_of_an_unknown_kind_is_not_found(editor):
    assert editor.get(address("paste", "poem")).status_code == 404


def test_the_forms_want_the_token_of_the_session(editor):
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies = editor.cookies

    assert read(guarded, "roundup", ROUNDUP).status_code == 403
