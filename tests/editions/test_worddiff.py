import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.worddiff import IS, KEPT, WAS, abridged, compare, diff_html, diff_text
from tests.editions.documents import HOSTILE

SHOPS = "Vivo opened {} shops in Lima."
FAR = " ".join(f"word{number}" for number in range(60))


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_parts_make_up_both_wordings(before, after):
    parts = compare(before, after)

    assert "".join(text for kind, text in parts if kind != IS) == before
    assert "".join(text for kind, text in parts if kind != WAS) == after


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        (SHOPS.format("1,200"), SHOPS.format("1,300"), "1,200", "1,300"),
        (SHOPS.format("40"), SHOPS.format("14"), "40", "14"),
        ("J&T waits.", "J&J waits.", "J&T", "J&J"),
        ("It cost 5 million yuan.", "It cost 6 billion dollars.", "5 million yuan", "6 billion dollars"),
        ("小米在印尼建厂。", "小米在印度建厂。", "尼", "度"),
        ("", "A credit", "", "A credit"),
        ("The chief—said so.", "said so.", "The chief—", ""),
    ],
)
def test_whole_words_change_and_single_characters_of_chinese(before, after, was, now):
    parts = compare(before, after)

    assert "".join(text for kind, text in parts if kind == WAS) == was
    assert "".join(text for kind, text in parts if kind == IS) == now


def test_the_same_words_are_kept_whole():
    assert compare(FAR, FAR) == abridged(FAR, FAR) == [(KEPT, FAR)]


def test_what_is_far_from_a_change_is_left_out():
    parts = abridged(f"Five {FAR} ends", f"Six {FAR} closes")

    assert [kind for kind, _ in parts] == [WAS, IS, KEPT, WAS, IS]
    assert re.fullmatch(r" word0 .* word11 … word48 .* word59 ", parts[2][1])


def test_before_the_first_change_and_after_the_last_a_few_words_are_shown():
    first, *_, last = abridged(f"{FAR} five {FAR}", f"{FAR} six {FAR}")

    assert first[1].startswith("… word48 ")
    assert last[1].endswith(" word11 …")


def test_html_marks_what_was_and_what_is():
    html = diff_html("It cost 5 yuan.\nHe said.", "It cost 6 yuan.\nHe said.")

    assert html == "It cost <del>5</del> <ins>6</ins> yuan.<br>He said."


def test_html_is_escaped():
    html = diff_html(HOSTILE, f"{HOSTILE} and more")

    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("It cost\n5 yuan.", "It cost\n6 yuan.", "Was: It cost 5 yuan.\nNow: It cost 6 yuan."),
        ("", "Credit: 36Kr", "Now: Credit: 36Kr"),
        ("Gone.", "", "Was: Gone."),
        ("", "", ""),
    ],
)
def test_plain_text_gives_both_wordings(before, after, text):
    assert diff_text(before, after) == text


def test_two_long_passages_without_a_word_in_common_are_compared_in_time():
    one, two = (" ".join(f"{name}{number}" for number in range(5000)) for name in ("one", "two"))
    began = time.process_time()

    compare(one, two)

    assert time.process_time() - began < 5  # without a limit it takes a minute
