"""Quotation marks, the serial comma, headings and words to avoid."""

import time
from dataclasses import replace

import pytest

from editions.preflight import style
from editions.preflight.context import House
from editions.preflight.findings import WARNING
from editions.preflight.style import word_to_avoid
from editions.preflight.style_commas import serial_comma
from editions.preflight.style_headings import heading_case
from editions.preflight.style_quotes import straight_quotes
from sources.mentions import Name, Names
from tests.editions.documents import MASTHEAD, make_document, make_full_document, make_item, make_section
from tests.editions.preflight.checked import fixed, found, in_body, passages

BODY = "Vivo opened a long row of shops in Lima. Its plans are first for us to read, and Leica may follow."


def test_every_rule_of_style_may_be_switched_off_and_blocks_nothing():
    assert {(check.switchable, check.severity) for check in style.CHECKS} == {(True, WARNING)}


def test_an_edition_in_the_style_of_the_house_is_left():
    document = replace(make_full_document(), title="Shops, ships, and a recall")

    assert [finding for check in style.CHECKS for finding in found(check, document)] == []


# Quotation marks


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ('"It\'s ours," she said.', "“It’s ours,” she said."),
        ("""He said "the makers' choice is 'yes'" twice.""", "He said “the makers’ choice is ‘yes’” twice."),
        ("Rock 'n' roll of the '90s, 'twas.", "Rock ’n’ roll of the ’90s, ’twas."),
        ("\"'Never,' he said,\" she said.", "“‘Never,’ he said,” she said."),
        ('**"Black Myth"** and *"Ne Zha"* ("so")', "**“Black Myth”** and *“Ne Zha”* (“so”)"),
        ('A "Phone 15" isn\'t of 6.1" or 5\'11".', 'A “Phone 15” isn’t of 6.1" or 5\'11".'),
        ("[It's](https://a.example/ \"it's\") `it's`", "[It’s](https://a.example/ \"it's\") `it's`"),
        ('The words "为发烧而生" are Xiaomi\'s.', "The words “为发烧而生” are Xiaomi’s."),
        ("“It's” here", "“It’s” here"),
        ('It has "a 12" screen" now.', 'It has “a 12" screen” now.'),
        ("**Vivo**'s own", "**Vivo**’s own"),
    ],
)
def test_straight_marks_become_curly_ones(body, after):
    document = make_document(make_section(make_item(body)))
    [finding] = found(straight_quotes, document)

    assert fixed(finding, document) == after


@pytest.mark.parametrize(
    "body",
    [
        "“It’s ours,” she said.",
        'A 6.1" screen, 5\'11" tall.',
        'He said "so and left.',
        '    print("so")',
        '```\nprint("so")\n```',
        "小米说\"好\"，又说'是'。",
        "See https://a.example/it's",
        '<a href="https://a.example/">So</a>',
    ],
)
def test_marks_that_are_straight_for_a_reason_are_left(body):
    assert in_body(straight_quotes, body) == []


def test_a_line_whose_marks_do_not_pair_is_left_and_the_others_are_not():
    document = make_document(make_section(make_item('He said "so\n\nShe said "no"')))
    [finding] = found(straight_quotes, document)

    assert fixed(finding, document) == 'He said "so\n\nShe said “no”'


def test_the_straight_marks_of_a_text_are_counted():
    [finding] = in_body(straight_quotes, "It isn't Vivo's.")

    assert finding.sentence == "2 quotation marks or apostrophes are straight, first in: isn't"


def test_a_text_that_somebody_pasted_without_an_end_is_looked_through_at_once():
    before = time.process_time()
    [finding] = in_body(straight_quotes, f"It's {'palabra ' * 12_000}")

    assert finding.fix.after.startswith("It’s palabra")
    assert time.process_time() - before < 2


# The serial comma


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("Rivals including Haier, Gree and Midea rose.", "Rivals including Haier, Gree, and Midea rose."),
        ("It has plants in Peru, Chile and Laos.", "It has plants in Peru, Chile, and Laos."),
        ("Peru, Chile, Laos or Oman may buy.", "Peru, Chile, Laos, or Oman may buy."),
        ("With such as Haier, Gree and Midea, it grew.", "With such as Haier, Gree, and Midea, it grew."),
        ("On Friday, Vivo, Oppo and Nio rose.", "On Friday, Vivo, Oppo, and Nio rose."),
        ("Goods such as mugs, rugs and fridge magnets.", "Goods such as mugs, rugs, and fridge magnets."),
    ],
)
def test_a_house_with_the_serial_comma_puts_it(body, after):
    document = make_document(make_section(make_item(body)), title="")
    [finding] = found(serial_comma, document)

    assert fixed(finding, document) == after


@pytest.mark.parametrize(
    "body",
    [
        "Rivals including Haier, Gree, and Midea rose.",
        "On Friday, Vivo and Oppo rose.",
        "In Thailand, Vivo and Oppo rose.",
        "Backed by Tencent, Nio and Xpeng rose.",
        "As sales fell in China, Nio and Xpeng cut prices.",
        "It says that as sales fell in China, Nio and Xpeng cut prices.",
        "Sales fell in China, Nio and Xpeng said.",
        "The firm bought by rival Tencent, Nio and Xpeng merged.",
        "Last year, mugs and rugs sold.",
        "Two Chinese rivals, Nio and Xpeng, rose.",
        "The firm, once small, makes and sells phones.",
        "It has offices in Shenzhen, China and Hanoi, Vietnam.",
        "It works with Pfizer, Johnson and Johnson and others.",
        "It works with Procter, Johnson & Johnson.",
        "Including Peru, which grew, and Chile.",
        "“We like Haier, Gree and Midea,” she said.",
        "Goods including mugs, said Li and others.",
    ],
)
def test_what_may_be_no_list_gets_no_comma(body):
    assert in_body(serial_comma, body) == []


def test_the_opening_of_a_sentence_is_no_part_of_its_list():
    assert passages(in_body(serial_comma, "On Friday, Vivo, Oppo and Nio rose.")) == ["Vivo, Oppo and Nio"]


def test_a_house_without_the_serial_comma_leaves_it_out():
    document = make_document(make_section(make_item("It opened in Peru, Chile, and Laos.")), title="")
    [finding] = found(serial_comma, document, house=House(serial_comma="without"))

    assert fixed(finding, document) == "It opened in Peru, Chile and Laos."


@pytest.mark.parametrize(
    "body", ["It opened in Peru, Chile, and Xiaomi followed.", "It opened in Peru, Chile and Laos."]
)
def test_a_comma_between_clauses_stays(body):
    assert in_body(serial_comma, body, house=House(serial_comma="without")) == []


# Headings


def about(headline, case="sentence", **context):
    document = make_document(make_section(make_item(BODY, headline=headline)), title="")
    return document, found(heading_case, document, house=House(heading_case=case), **context)


@pytest.mark.parametrize(
    ("headline", "after"),
    [
        ("Vivo Opens Its First Shop in Lima", "Vivo opens its first shop in Lima"),
        ("Vivo opens a Shop in Lima", "Vivo opens a shop in Lima"),
        ("The Long Read: Shops and Plans", "The long read: Shops and plans"),
    ],
)
def test_sentence_case_keeps_capitals_for_names(headline, after):
    document, [finding] = about(headline)

    assert fixed(finding, document) == after


def test_a_word_that_the_edition_does_not_decide_leaves_the_mending_to_a_person():
    _, [finding] = about("Vivo Opens First Bazaar")

    assert (finding.fix, finding.sentence) == (
        None,
        "House style has headings in sentence case: see “Opens”, “First”.",
    )


@pytest.mark.parametrize(
    "headline",
    [
        "Vivo opens in Lima, and Leica follows",
        "Black Myth: Wukong",
        "Plans for a Long Friday",
        "BYD and the US in May",
        "Shops on iPhone and MacBook",
        "Who opens? Shops do",
        "小米 Opens 海外第一家门店",
    ],
)
def test_names_acronyms_and_what_may_be_a_name_keep_their_capitals(headline):
    assert about(headline)[1] == []


def test_a_known_company_keeps_its_capitals():
    document, findings = about("Shops of Row Shop", names=Names([Name("Row Shop", 1)]))

    assert findings == []
    assert len(found(heading_case, document)) == 1


def test_the_companies_of_an_item_and_the_masthead_keep_their_capitals():
    item = make_full_document().items[0]
    romoss = replace(item.companies[0], name="Long Plans")
    document = make_document(
        make_section(replace(item, body=BODY, headline="Up with Long Plans", companies=(romoss,))),
        title="A week of First Read",
        masthead=replace(MASTHEAD, name="First Read"),
    )

    assert found(heading_case, document) == []


@pytest.mark.parametrize(
    ("headline", "after"),
    [
        ("Vivo opens its first shop", "Vivo Opens Its First Shop"),
        ("the Shops with iPhone and 12nm in the EU", "The Shops with iPhone and 12nm in the EU"),
    ],
)
def test_title_case_capitalises_all_but_small_words(headline, after):
    document, [finding] = about(headline, "title")

    assert fixed(finding, document) == after


@pytest.mark.parametrize("headline", ["A Row of Shops in the EU", "Vivo’s Plans for Lima", "小米海外建厂"])
def test_a_heading_in_title_case_is_left(headline):
    assert about(headline, "title")[1] == []


def test_a_company_that_writes_itself_small_stays_small():
    assert about("Plans of vivo", "title", names=Names([Name("vivo", 1)]))[1] == []


# Words to avoid

AVOIDED = House(words_to_avoid=(("utilise", "use"), ("going forward", ""), ("Solution", "product")))


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("They utilise it.", "They use it."),
        ("Utilise it.", "Use it."),
        ("UTILISE it.", "USE it."),
        ("A solution.", "A product."),
    ],
)
def test_a_word_to_avoid_is_replaced_in_its_capitals(body, after):
    document = make_document(make_section(make_item(body)))
    [finding] = found(word_to_avoid, document, house=AVOIDED)

    assert fixed(finding, document) == after


def test_a_word_to_avoid_without_another_is_pointed_out():
    [finding] = in_body(word_to_avoid, "We grow, going\nforward.", house=AVOIDED)

    assert (finding.sentence, finding.fix) == ("House style avoids “going\nforward”.", None)


@pytest.mark.parametrize(
    "body",
    [
        "They utilised it.",
        "“They utilise it,” she said.",
        "A re-solution.",
        "[So](https://a.example/solution)",
    ],
)
def test_other_words_and_what_others_said_are_left(body):
    assert in_body(word_to_avoid, body, house=AVOIDED) == []


def test_a_company_may_have_a_word_to_avoid_in_its_name():
    names = Names([Name("Solution Motors", 1)])

    assert passages(
        in_body(word_to_avoid, "Solution Motors has a solution.", house=AVOIDED, names=names)
    ) == ["solution"]


def test_standing_texts_have_words_to_avoid_too():
    document = make_document(introduction="We utilise it.", signoff="And utilise it.")

    assert len(found(word_to_avoid, document, house=AVOIDED)) == 2
