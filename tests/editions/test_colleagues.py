"""Which colleagues a text names."""

import pytest

from editions.colleagues import Colleague, has_mark, named

ADA = Colleague(1, "ada@example.com", "Ada", "Byron")
ADA_TWO = Colleague(2, "ada-two", "Ada", "Wong")
LIN = Colleague(3, "linwei", "薇", "林")
MEI = Colleague(4, "mei", "Mei Lin", "Tan")
ANA = Colleague(5, "ana.b", "Ana", "")
SHI = Colleague(6, "shi", "林薇薇", "")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@ana, look.", [5]),
        ("@ANA look", [5]),
        ("Look (@Ana’s sum)", [5]),
        ("@ana.b.", [5]),
        ("@ada@example.com: is it so?", [1]),
        ('@"Ada Byron" please', [1]),
        ("@“ada wong” please", [2]),
        ("@AdaWong please", [2]),
        ("@Ada Wong please", [2]),
        ("@ada-two please", [2]),
        ("@MeiLinTan and @mei lin", [4]),
        ("请@林薇看一下", [3]),
        ("请＠林薇看一下", [3]),
        ("@薇林", [3]),
        ("@林薇A轮的数字", [3]),
        ("@林薇薇看一下", [6]),
        ("@Ana看一下", [5]),
        ("@mei, @ana and @mei", [4, 5]),
        ("@MEI and @Mei Lin", [4]),
        ("@Ana\n@linwei", [5, 3]),
    ],
)
def test_a_colleague_is_named(text, ids):
    assert named(text, [ADA, ADA_TWO, LIN, MEI, ANA, SHI]) == ids


@pytest.mark.parametrize(
    "text",
    [
        "Ana, look.",
        "@Ada, look.",  # two of them
        "@Anabel, look.",
        "@ana-maria, look.",
        "@ana.c, look.",
        "@ana@example.org, look.",
        "Write to desk@ana.example.",
        "desk@ana",
        "@ ana",
        '@"Ana Nobody"',
        "@",
        "",
    ],
)
def test_nobody_is_named(text):
    assert named(text, [ADA, ADA_TWO, LIN, MEI, ANA]) == []


def test_a_username_is_one_persons_also_where_it_is_anothers_first_name():
    assert named("@mei", [Colleague(1, "mei"), Colleague(2, "tan", "Mei")]) == [1]


def test_nobody_is_named_where_nobody_is():
    assert named("@ana", []) == []


@pytest.mark.parametrize(
    ("text", "has"),
    [("@ana", True), ("请@薇", True), ("Write to desk@example.com.", False), ("3 @ 4", False), ("", False)],
)
def test_a_mark_is_what_would_name_somebody(text, has):
    assert has_mark(text) is has
