"""Of which class a refusal is, by what real servers answer."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.bounces import BLOCK, HARD, SOFT, classify

ANSWERS = Path(__file__).parents[1] / "samples/bounces/answers.txt"


def answers():
    for line in ANSWERS.read_text().splitlines():
        if line and not line.startswith("#"):
            kind, answer = line.split("|", 1)
            yield kind.strip(), answer.strip().replace(" / ", "\n")


@pytest.mark.parametrize(("kind", "answer"), answers())
def test_an_answer_has_its_class(kind, answer):
    assert classify(None, "", answer) == kind


@pytest.mark.parametrize(
    ("reply", "enhanced", "kind"),
    [
        (550, "5.1.1", HARD),
        (553, "5.1.3", HARD),
        (None, "5.4.4", HARD),
        (556, "", HARD),
        (552, "5.2.2", SOFT),
        (550, "5.2.1", SOFT),
        (550, "", SOFT),
        (None, "5.0.0", SOFT),
        (None, "4.4.7", SOFT),
        (450, "5.1.1", SOFT),  # not yet
        (550, "4.1.1", SOFT),
        (None, "5.4.6", SOFT),
        (None, "5.3.4", BLOCK),
        (550, "5.1.8", BLOCK),
        (554, "5.7.1", BLOCK),
        (451, "4.7.650", BLOCK),
        (None, "", SOFT),
    ],
)
def test_a_code_without_words_has_its_class(reply, enhanced, kind):
    assert classify(reply, enhanced, "") == kind


def test_a_telling_code_among_the_words_is_believed_before_the_one_apart():
    assert classify(550, "5.1.1", "550 5.7.1 refused") == BLOCK
    assert classify(550, "5.0.0", "550 5.1.1 refused") == HARD


@given(st.none() | st.integers(), st.text(), st.text())
def test_anything_has_a_class(reply, enhanced, text):
    assert classify(reply, enhanced, text) in (HARD, SOFT, BLOCK)
