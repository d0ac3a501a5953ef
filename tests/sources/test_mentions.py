from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.mentions import Mention, Name, Names, fold, suggest_companies

XIAOMI, ONEPLUS, ONE, NOTHING, HONOR, NIO, JT, SPORTS, BIO, LI, SEAGULL, TCL, LEVI, VIVO = range(1, 15)

NAMES = Names(
    [
        Name("Xiaomi", XIAOMI),
        Name("小米", XIAOMI),
        Name("小米集团", XIAOMI),
        Name("OnePlus", ONEPLUS),
        Name("One", ONE),
        Name("Nothing", NOTHING, ambiguous=True),
        Name("Nothing Technology", NOTHING),
        Name("Honor", HONOR, ambiguous=True),
        Name("荣耀", HONOR, ambiguous=True),
        Name("Nio", NIO),
        Name("NIO", NIO),
        Name("J&T", JT),
        Name("J&T Express", JT),
        Name("361°", SPORTS),
        Name("361", SPORTS),
        Name("3SBio", BIO),
        Name("Li Auto", LI),
        Name("Seagull", SEAGULL, ambiguous=True),
        Name("TCL科技", TCL),
        Name("Peak's", LEVI),
        Name("Vivo", VIVO),
    ]
)


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Vivo and Xiaomi cut prices", [VIVO, XIAOMI]),
        ("Xiaomi, Vivo, and again Xiaomi", [XIAOMI, VIVO]),
        ("the Xiaomi-backed startup", [XIAOMI]),
        ("Xiaomi's stores", [XIAOMI]),
        ("Xiaomi’s stores", [XIAOMI]),
        ("XIAOMI in capitals, vivo in none", [XIAOMI, VIVO]),
        ("_Xiaomi_ and **Vivo**", [XIAOMI, VIVO]),
        ("(Vivo)", [VIVO]),
        ("Vivot, Revivo, Vivo2 and Xiaomis", []),
        ("OnePlus sells phones", [ONEPLUS]),
        ("One sells phones", [ONE]),
        ("one sells phones", []),
        ("Nio and NIO", [NIO]),
        ("nio and NiO", []),
        ("J&T Express and J&T", [JT]),
        ("AJ&T, J&Tx", []),
        ("361° opens stores", [SPORTS]),
        ("an oven of 361°C", []),
        ("the shoes of 361 sell", [SPORTS]),
        ("361,000 parcels, 1,361 vans, $361, 361% and 361.5", []),
        ("3SBio and Li Auto", [BIO, LI]),
        ("13SBio and Li Automatic", []),
    ],
)
def test_latin_names_count_as_whole_words(text, companies):
    assert suggest_companies(text, NAMES) == companies


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("小米集团与徕卡合作", [XIAOMI]),
        ("昨日小米发布新机", [XIAOMI]),
        ("与Vivo和小米竞争", [VIVO, XIAOMI]),
        ("TCL科技上涨", [TCL]),
        ("ATCL科技", []),
        ("Ｖｉｖｏ手机", [VIVO]),
        ("Ｊ＆Ｔ Express", [JT]),
        ("荣耀发布新机", [HONOR]),
        ("荣耀手机在巴黎", [HONOR]),
        ("这是全队的荣耀", []),
    ],
)
def test_chinese_names_need_no_word_bounds(text, companies):
    assert suggest_companies(text, NAMES) == companies


@pytest.mark.parametrize(
    "text",
    [
        "The brand Nothing sells in Leeds.",
        "Stores of Honor opened in Lyon.",
        "Nothing launches Phone",
        "Nothing launched its phone",
        "Nothing Launches Phone in Paris",
        "Nothing has unveiled a headset.",
        "Nothing to open Tokyo store",
        "Honor opens in Milan",
        "- Honor officially entered Peru.",
        "Prices fell. Honor raised its own.",
        "“Honor plans more,” he said.",
        "Nothing在印度发布手机",
        "British maker Honor’s lamps",
        "Nothing sold out. The maker Nothing is glad.",
        "Nothing sold out, as Nothing Technology said.",
        "Pictures of BYD Seagull at the show",
    ],
)
def test_an_ambiguous_name_counts_where_it_can_only_be_a_name(text):
    assert set(suggest_companies(text, NAMES)) & {NOTHING, HONOR, SEAGULL}


@pytest.mark.parametrize(
    "text",
    [
        "Nothing changes for buyers",
        "Nothing changes for buyers.\nXiaomi says so.",
        "In honor of the founder",
        "an honor to open it, and nothing launches today",
        "Nothing to report from Lagos",
        "Nothing to lose",
        "Nothing was announced.",
        "Sales fell. Nothing helped.",
        "Sales fell.\n\n- Nothing helped",
        "3. Nothing helped",
        "He shrugged: “Nothing helps.”",
        "He shrugged: Nothing helps",
        'The rule says "Nothing helps"',
        "## Nothing Helps",
        "Why Buyers Say Nothing Changes in Europe",
        "How a Seagull Stopped the Launch",
        "Players of Honor of Kings spend more",
        "the Legion of Honor for a founder",
        "NOTHING LAUNCHES TODAY",
    ],
)
def test_an_ambiguous_word_is_left_alone(text):
    assert not set(suggest_companies(text, NAMES)) & {NOTHING, HONOR, SEAGULL}


def test_one_certain_mention_makes_the_others_certain():
    text = "Nothing changes. The brand Nothing said so."

    assert [mention.start for mention in NAMES.find(text)] == [0, 27]


def test_the_longest_name_wins_and_none_overlap():
    found = NAMES.find("小米集团, Li Auto")

    assert found == [Mention(0, 4, "小米集团", XIAOMI), Mention(6, 13, "Li Auto", LI)]


def test_a_shorter_name_is_found_where_the_longer_one_is_no_word():
    assert [mention.text for mention in NAMES.find("J&T Expressway")] == ["J&T"]


@pytest.mark.parametrize("text", ["Ｌｉ\u00a0Ａｕｔｏ", "Li\u2009Auto", "İ Li Auto"])
def test_widths_and_spaces_are_alike_and_places_those_of_the_text(text):
    (mention,) = NAMES.find(text)

    assert text[mention.start : mention.end] == mention.text
    assert fold(mention.text) == "Li Auto"


@pytest.mark.parametrize("text", ["Peak's", "Peak’s", "Peak‘s", "PEAKʼS"])
def test_apostrophes_are_alike(text):
    assert suggest_companies(text, NAMES) == [LEVI]


def test_of_two_companies_with_one_name_the_first_given_is_found():
    names = Names([Name("Delta", 1), Name("DELTA", 2)])

    assert suggest_companies("DELTA grows", names) == [1]


@pytest.mark.parametrize("names", [Names([]), Names([], phrases=()), Names([Name(" ", 1)], phrases=())])
def test_no_names_find_nothing(names):
    assert names.find("Vivo opens in Peru") == []


@pytest.mark.parametrize("name", ["Nothing", "nio-backed NIO", "Nothing Tech", "Li", "TCL", "小米手机", "荣"])
def test_a_name_is_known_whole_in_a_longer_one_and_as_the_beginning_of_one(name):
    assert NAMES.knows(name)


@pytest.mark.parametrize("name", ["", "Xia", "Vivot", "Auto", "nio", "大米"])
def test_what_only_resembles_a_name_is_not_known(name):
    assert not NAMES.knows(name)
    assert not Names([], phrases=()).knows(name)


@given(st.text(st.characters(exclude_categories=())))
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)


fragments = st.sampled_from(
    ["Nothing", "小米", "Honor of Kings", " ", "’s", ". ", "\n", "361", "İ", "\ud800", "\0"]
)


@given(st.lists(fragments | st.text(st.characters(exclude_categories=()))).map("".join))
def test_mentions_stand_in_the_text_in_order(text):
    found = NAMES.find(text)

    assert all(text[mention.start : mention.end] == mention.text for mention in found)
    assert all(one.end <= next.start for one, next in pairwise(found))
