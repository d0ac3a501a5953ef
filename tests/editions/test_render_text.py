import pytest

from editions.document import CreditDoc, EditionDocument
from editions.render.addresses import LEAVE
from editions.render.text import WIDTH, render_text, width, wrap
from tests.editions.documents import (
    make_document,
    make_full_document,
    make_hostile_document,
    make_item,
    make_large_document,
    make_section,
)

LONG = "https://maker.example/" + "a/very/long/path/" * 8


@pytest.mark.parametrize(
    "document", [make_full_document(), make_hostile_document(), make_large_document(), EditionDocument()]
)
def test_no_line_is_too_wide_unless_it_is_an_address_and_none_ends_in_a_space(document):
    for line in render_text(document).split("\n"):
        assert width(line) <= WIDTH or "://" in line or " " not in line.strip("- ")
        assert line == line.rstrip()


def test_spaces_that_somebody_typed_do_not_end_a_line():
    text = render_text(make_document(make_section(make_item(authors_note="word  " * 30 + " \nend"))))

    assert [line for line in text.split("\n") if line != line.rstrip()] == []


def test_links_are_numbered_and_the_same_address_has_one_number():
    body = "[One](https://a.example/) and [two](https://b.example/) and [one](https://a.example/)."
    text = render_text(make_document(make_section(make_item(body))))

    assert "- One [1] and two [2] and one [1]." in text
    assert "\n[1] https://a.example/\n[2] https://b.example/\n" in text


def test_links_are_numbered_as_they_are_read_the_text_before_its_credits():
    credits = (CreditDoc("The Paper", "https://b.example/"),)
    item = make_item("See [this](https://a.example/).", credits=credits)

    assert "- See this [1]. —The Paper [2]" in render_text(make_document(make_section(item)))


def test_an_address_that_is_shown_already_needs_no_footnote():
    text = render_text(make_document(make_section(make_item("See https://a.example/now"))))

    assert "- See https://a.example/now\n" in text
    assert "[1]" not in text


def test_an_address_is_never_broken():
    credit = CreditDoc("The Paper", LONG)

    assert f"\n[1] {LONG}\n" in render_text(make_document(make_section(make_item(credits=(credit,)))))
    assert f"\n  {LONG}\n" in render_text(make_document(make_section(make_item(f"See {LONG} now"))))


def test_links_within_the_site_become_absolute():
    assert "[1] https://recap.example/tips/" in render_text(make_document(signoff="[Tell us](/tips/)"))


def test_chinese_takes_two_columns_and_breaks_anywhere_but_before_a_full_stop():
    lines = wrap("小" * 35 + "米。" + "大" * 3)

    assert lines == ["小" * 35, "米。大大大"]
    assert width(lines[0]) == 70


def test_a_brief_hangs_behind_its_bullet():
    text = render_text(make_document(make_section(make_item("word " * 20 + "\n\nSecond paragraph."))))

    assert "\n- word" in text
    assert "\n  word" in text
    assert "\n  Second paragraph." in text


def test_lists_keep_their_bullets_and_numbers():
    section = make_section(text="Both:\n\n1. one\n2. two\n    - deeper\n\n> said")

    assert "Both:\n\n1. one\n2. two\n  - deeper\n\n> said\n" in render_text(make_document(section))


def test_the_credit_ends_the_text():
    credit = CreditDoc("Reuters", via="Caixin", note="citing its chief")
    text = render_text(make_document(make_section(make_item("Short.", credits=(credit,)))))

    assert "- Short. —Reuters via Caixin, citing its chief\n" in text


def test_a_title_is_underlined_as_wide_as_it_is():
    assert "\n小米出海\n--------\n" in render_text(make_document(make_section(heading="小米出海")))


def test_entities_are_words_again():
    assert "- J&T <grew>\n" in render_text(make_document(make_section(make_item("J&T &lt;grew&gt;"))))


def test_the_foot_gives_reason_and_address():
    text = render_text(make_document())

    assert "You get China Recap because you asked for it." in text
    assert "1 Example Road, Singapore 048624" in text


def test_with_an_address_for_leaving_a_line_of_the_foot_gives_it():
    assert f"\nUnsubscribe: {LEAVE}\n" in render_text(make_document(), leave=LEAVE)


def test_without_an_address_for_leaving_the_text_offers_none():
    assert "Unsubscribe" not in render_text(make_document())
