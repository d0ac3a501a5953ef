import re
from dataclasses import replace

import html5lib
import pytest

from editions.document import EditionDocument, PictureDoc
from editions.render.addresses import LEAVE
from editions.render.email import LIMIT, render_email, render_subject, too_heavy, weight
from tests.editions.documents import (
    MASTHEAD,
    make_document,
    make_full_document,
    make_hostile_document,
    make_item,
    make_large_document,
    make_section,
)


def parsed(document):
    return html5lib.parse(render_email(document), namespaceHTMLElements=False)


def tags(document, *names):
    return [node for node in parsed(document).iter() if node.tag in names]


@pytest.mark.parametrize("document", [make_full_document(), make_hostile_document()])
def test_every_link_and_picture_has_a_host_or_is_left_out(document):
    found = [node.get("href") or node.get("src") for node in tags(document, "a", "img")]

    assert all(re.match(r"https://|mailto:", href) for href in found)


def test_an_anchor_in_the_text_leads_to_the_page_on_the_web():
    email = render_email(make_document(signoff="[Up](#shops) and [away](//other.example/)"))

    assert 'href="https://recap.example/editions/27-shops-ships-and-a-recall/#shops"' in email
    assert 'href="https://other.example/"' in email


def test_styles_stand_on_the_elements():
    for node in tags(make_full_document(), "h1", "h2", "p", "li"):
        assert node.get("style"), node.tag


def test_dark_mode_and_narrow_screens_stay_in_the_head():
    head = render_email(make_document()).split("</head>")[0]

    assert "@media (prefers-color-scheme:dark)" in head
    assert "@media(max-width:620px)" in head


def test_the_preheader_comes_first_and_keeps_the_text_out_of_the_inbox():
    body = render_email(make_document(preheader="A shop in Lima")).split("<body")[1]

    assert re.search(r"display:none[^>]*>A shop in Lima(\u034f\u200c&nbsp;){60}</div>", body)


def test_without_a_preheader_the_dek_stands_in():
    assert 'hidden">Forty more' in render_email(make_document(dek="Forty more"))


def test_the_accent_of_the_masthead_is_used_and_only_a_colour_is_one():
    green = render_email(make_document(masthead=replace(MASTHEAD, accent="#0a7d32")))
    bad = render_email(make_document(masthead=replace(MASTHEAD, accent="red} body{display:none")))

    assert "color: #0a7d32" in green
    assert "display:none}" not in bad
    assert "color: #b3261e" in bad


def test_a_week_of_sixty_items_is_light_enough_to_be_shown_whole():
    email = render_email(make_large_document(60))

    assert weight(email) == len(email.encode()) < LIMIT
    assert not too_heavy(email)


def test_a_message_that_would_be_cut_off_is_known():
    assert too_heavy(render_email(make_large_document(200)))


def test_a_picture_is_as_wide_as_the_sheet_and_has_words_without_it():
    picture = tags(make_full_document(), "img")[0]

    assert picture.get("src") == "https://recap.example/media/jt.jpg"
    assert (picture.get("width"), picture.get("height")) == ("528", None)
    assert picture.get("alt") == "A depot at night"


def test_a_logo_stands_for_the_name_and_says_it():
    masthead = replace(MASTHEAD, logo=PictureDoc("/media/logo.png", 160, 40))

    assert 'alt="China Recap"' in render_email(make_document(masthead=masthead))


def test_the_foot_gives_the_reason_the_address_and_the_page():
    foot = render_email(make_document()).split("foot-sheet")[-1]

    assert "You get China Recap because you asked for it." in foot
    assert "1 Example Road, Singapore 048624" in foot
    assert 'href="https://recap.example/editions/27-shops-ships-and-a-recall/"' in foot


def test_with_an_address_for_leaving_the_foot_has_a_link_to_it():
    foot = render_email(make_document(), leave=LEAVE).split("foot-sheet")[-1]

    assert re.search(rf'<a href="{LEAVE}"[^>]*>Unsubscribe</a>', foot)


def test_without_an_address_for_leaving_the_foot_offers_none():
    assert "Unsubscribe" not in render_email(make_document())


def test_a_hostile_document_brings_no_script():
    tree = parsed(make_hostile_document())

    assert not tags(make_hostile_document(), "script")
    assert not [name for node in tree.iter() for name in node.attrib if name.startswith("on")]


def test_everything_of_a_commentary_is_there():
    email = render_email(make_full_document())

    for words in (
        "Whoever owns the ship",
        "By Lin Yue (Editor)",
        "Owns no shares.",
        "Earlier: A first ship sails",
    ):
        assert words in email


def test_a_sponsor_is_labelled():
    section = make_section(make_item("See https://fair.example/"), layout="sponsor")
    email = render_email(make_document(section))

    assert "Sponsored" in email
    assert 'rel="sponsored noopener"' in email


def test_an_empty_edition_says_so():
    assert "Nothing stands in this edition yet." in render_email(EditionDocument())


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({"subject": "Lima calling"}, "Lima calling"),
        ({}, "China Recap No. 27: Shops, ships and a recall"),
        ({"number": None}, "China Recap: Shops, ships and a recall"),
        ({"subject": "Lima\r\nBcc: all@example.com"}, "Lima Bcc: all@example.com"),
    ],
)
def test_the_subject_is_one_line(fields, subject):
    assert render_subject(make_document(**fields)) == subject
