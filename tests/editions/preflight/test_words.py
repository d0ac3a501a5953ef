import pytest

from editions.document import PictureDoc
from editions.preflight import words
from editions.preflight.context import House
from editions.preflight.findings import Place
from sources.mentions import KnownCompany
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import found, in_body, passages


def brief(count):
    return "Ship " * (count - 1) + "sails."


# Reading time


@pytest.mark.parametrize(("count", "findings"), [(2_700, 0), (3_200, 1)])
def test_an_edition_is_long_past_twelve_minutes(count, findings):
    assert len(in_body(words.reading_time, brief(count))) == findings


def test_the_minutes_of_a_long_edition_are_named():
    (finding,) = in_body(words.reading_time, brief(3_200))

    assert finding.sentence.startswith("This edition takes some 14 minutes to read")


# Long sentences


def test_a_sentence_of_thirty_five_words_is_not_long():
    assert in_body(words.long_sentence, brief(35)) == []


def test_a_longer_sentence_is_named_by_its_first_words_and_its_length():
    (finding,) = in_body(words.long_sentence, f"It grew. The yard, they say, {brief(36)} Then it rained.")

    assert finding.passage == "The yard, they say, Ship Ship Ship Ship"
    assert "has 40 words" in finding.sentence


@pytest.mark.parametrize(
    "middle",
    [
        "of Nami Co. Ltd. in",
        "in the U.S. on",
        "before Pier No. 5 in",
        "on Dec. 24 with",
        "by J. K. Wei and",
        "by 3.5 percent with",
        "for Yahoo! and",
    ],
)
def test_an_abbreviation_ends_no_sentence(middle):
    assert len(in_body(words.long_sentence, f"{'ship ' * 18} {middle} {brief(18)}")) == 1


@pytest.mark.parametrize(
    "middle",
    [
        "of Nami Inc. The",
        "in the U.S. It",
        "at 5 p.m. They",
        "sails. Nami",
        "sails? “Nami",
        "sails.” Nami",
        "sail\n",
    ],
)
def test_what_begins_a_sentence_ends_the_one_before(middle):
    assert in_body(words.long_sentence, f"{'ship ' * 18} {middle} {brief(18)}") == []


@pytest.mark.parametrize(
    "body",
    [
        "\n".join(f"- {'ship ' * 40}" for _ in range(2)),
        f"| {'ship ' * 40} | 3 |",
        f"# {'Ship ' * 40}",
        "它在印尼的第一座工厂已经投产，" * 20 + "年底完工。",
        f"Its [yard](https://yard.example/{'-'.join(['ship'] * 40)}) {brief(33)}",
    ],
)
def test_tables_lists_headings_chinese_and_addresses_are_not_counted(body):
    assert in_body(words.long_sentence, body) == []


# Long items


@pytest.mark.parametrize(
    ("form", "count", "sentence"),
    [
        ("brief", 90, ""),
        ("brief", 91, "This brief has 91 words; the house's limit is 90."),
        ("story", 600, ""),
        ("story", 1_001, "This story has 1,001 words; the house's limit is 600."),
        ("commentary", 3_000, ""),
    ],
)
def test_an_item_is_held_to_the_length_of_its_format(form, count, sentence):
    document = make_document(make_section(make_item(brief(count), format=form)))

    assert [one.sentence for one in found(words.long_item, document)] == ([sentence] if sentence else [])


def test_the_house_sets_the_length_and_nought_is_no_limit():
    assert len(in_body(words.long_item, brief(30), house=House(longest_brief=20))) == 1
    assert in_body(words.long_item, brief(300), house=House(longest_brief=0)) == []


def test_addresses_and_tables_add_no_words_and_two_characters_are_one():
    house = House(longest_brief=10)

    assert (
        in_body(words.long_item, f"{brief(9)} [Map](https://a.example/one-two)\n\n| a | b |", house=house)
        == []
    )
    assert in_body(words.long_item, "工" * 21, house=house) == []
    assert len(in_body(words.long_item, "工" * 22, house=house)) == 1


# Words that hold a place


@pytest.mark.parametrize(
    ("body", "held"),
    [
        ("The yard employs TK people.", ["TK"]),
        ("The yard, [TKTK], is **TK** old.", ["TKTK", "TK"]),
        ("TODO: ask the yard.", ["TODO"]),
        ("It has XXX berths and sells XXXX.", ["XXX", "XXXX"]),
        ("Lorem ipsum dolor sit amet.", ["Lorem ipsum dolor sit amet"]),
    ],
)
def test_a_word_that_holds_a_place_is_found(body, held):
    assert passages(in_body(words.placeholder, body)) == held
    assert in_body(words.placeholder, body)[0].severity == "error"


@pytest.mark.parametrize(
    "body",
    [
        "TK Elevator and TK Maxx opened.",
        "It cost TK 500 million.",
        "The TK-421 and the TKs sail, with a to-do and a todo list.",
        "It sells shirts in XXL and XXXL, and owns yard.XXX.",
        "Super Bowl XXX and the XXX Olympiad were on.",
        "The [yard](https://yard.example/TODO/TK) and `TODO`.",
        "某某公司XXX已投产。",
    ],
)
def test_a_name_a_sum_a_size_and_a_numeral_hold_no_place(body):
    assert in_body(words.placeholder, body) == []


def test_a_known_company_may_be_named_so():
    company = KnownCompany(1, "Nami TK")

    assert in_body(words.placeholder, "The Nami TK sails.", companies=(company,)) == []
    assert len(in_body(words.placeholder, "The TK sails.", companies=(company,))) == 1


def test_a_credit_is_read_too():
    picture = PictureDoc("/media/yard.jpg", credit="TK")
    document = make_document(make_section(make_item(image=picture), heading="Yards"))

    assert [finding.place for finding in found(words.placeholder, document)] == [Place("image", 0, 0)]
