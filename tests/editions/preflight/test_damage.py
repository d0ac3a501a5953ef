import pytest

from editions.document import PictureDoc
from editions.preflight import damage
from tests.editions.documents import make_document, make_item, make_section
from tests.editions.preflight.checked import fixed, found, in_body, passages


def mended(check, body, **fields):
    """The body as the fix of its one finding leaves it."""
    document = make_document(make_section(make_item(body, **fields), heading="Yards"))
    (finding,) = found(check, document)
    return fixed(finding, document)


# Lost links


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("It works for Nami, a subsidiary of, which is sold.", "a subsidiary of,"),
        ("The [yard](https://yard.example/) is led by. It is shut.", "is led by."),
        ("An representative said nothing.", "An representative"),
        ("The ferry [](https://yard.example/) sails.", "The ferry [](https://yard.example/)"),
        ("The ferry () sails.", "The ferry ()"),
    ],
)
def test_a_lost_link_is_an_error_that_names_the_spot(body, words):
    (finding,) = in_body(damage.lost_link, body)

    assert (finding.passage, finding.severity) == (words, "error")


@pytest.mark.parametrize(
    "body",
    [
        "It is a brand that nobody had heard of.",
        "It works for a subsidiary of [Nami](https://yard.example/of,), which is sold.",
        "It calls render() and waits.",
        "See https://yard.example/a-list-of, please.",
    ],
)
def test_a_whole_sentence_has_lost_no_link(body):
    assert in_body(damage.lost_link, body) == []


def test_a_name_that_may_be_lost_is_a_warning():
    (finding,) = in_body(damage.lost_name, "It follows yards like Nami and in moving to Busan.")

    assert (finding.passage, finding.severity) == ("like Nami and in moving", "warning")
    assert in_body(damage.lost_name, "It works with yards like Nami and in Busan.") == []


# Furniture


@pytest.mark.parametrize(
    "line",
    [
        "Read the full story here.",
        "Contact reporter Lin Wei (",
        "Contact reporter Lin Wei (lin@yard.example)",
        "Related: Ferries Return",
        "Share this article",
        "View in browser",
        "阅读原文",
    ],
)
def test_a_portal_s_line_is_an_error_that_can_be_taken_out(line):
    (finding,) = in_body(damage.portal_line, f"The yard is shut.\n\n{line}\n\nIt rained.")

    assert (finding.passage, finding.severity) == (line, "error")
    assert (
        mended(damage.portal_line, f"The yard is shut.\n\n{line}\n\nIt rained.")
        == "The yard is shut.\n\nIt rained."
    )


def test_a_portal_s_line_at_the_end_of_a_paragraph_or_alone_can_be_taken_out():
    assert mended(damage.portal_line, "The yard is shut. Read the full story here.") == "The yard is shut."
    assert mended(damage.portal_line, "Share this article\n\nThe yard is shut.") == "The yard is shut."


@pytest.mark.parametrize(
    "line",
    [
        "Read the full story [here](https://yard.example/).",
        "Related: [Ferries return](https://yard.example/)",
        "Related: what came of the others, in May.",
        "Contact reporters at the ministry for figures, the notice said.",
        "Subscribe now and then, it said.",
        "He asked readers to share this article, and they did.",
    ],
)
def test_what_leads_somewhere_or_is_a_sentence_is_no_furniture(line):
    assert in_body(damage.portal_line, f"The yard is shut.\n\n{line}") == []


def test_a_newsroom_may_ask_to_be_shared_and_a_sponsor_too():
    paid = make_section(make_item("Subscribe now"), layout="sponsor")

    assert found(damage.portal_line, make_document(paid, signoff="Share this article")) == []


# Doubles


def test_a_caption_in_the_body_can_be_taken_out():
    picture = PictureDoc("/media/yard.jpg", caption="The yard at night")
    body = "*The yard at night*\n\nThe yard is shut."

    assert mended(damage.doubled_caption, body, image=picture) == "The yard is shut."


def test_a_sentence_that_holds_the_caption_is_no_double():
    picture = PictureDoc("/media/yard.jpg", caption="The yard at night")
    document = make_document(make_section(make_item("The yard at night is shut.", image=picture)))

    assert found(damage.doubled_caption, document) == []


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("Nami yard\n\nNami yard\n\nIt is shut.", "Nami yard\n\nIt is shut."),
        ("Nami yard\nNami yard\nIt is shut.", "Nami yard\nIt is shut."),
        ("The yard is shut.\n\nIt rained.\n\nThe  yard is shut.", "The yard is shut.\n\nIt rained."),
        ("- Nami shut a yard\n- It rained\n- Nami shut a yard", "- Nami shut a yard\n- It rained"),
        ("船厂已经停产。\n\n下雨了。\n\n船厂已经停产。", "船厂已经停产。\n\n下雨了。"),
    ],
)
def test_the_second_of_two_equal_paragraphs_can_be_taken_out(body, after):
    if "船厂" in body:
        body, after = (text.replace("停产。", "停产，明年复工。") for text in (body, after))

    assert mended(damage.doubled_paragraph, body) == after


@pytest.mark.parametrize(
    "body",
    [
        "Yes.\n\nYes.",
        "Photo: VCG\n\nThe yard is shut.\n\nPhoto: VCG",
        "| one | two | three | four |\n| one | two | three | four |",
        "## What it means for the yard\n\nOne.\n\n## What it means for the yard\n\nTwo.",
        "The yard is shut. The yard is shut now.",
    ],
)
def test_short_lines_rows_and_subheads_may_stand_twice(body):
    assert in_body(damage.doubled_paragraph, body) == []


# Quotes and brackets


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("He said: “We sell.", "“We sell."),
        ('He said: "We sell and leave.', '"We sell and leave.'),
        ("He said we sell” and left “at once”.", "He said we sell”"),
        ("“We sell.\n\nWe leave,” he said.", "“We sell."),
        ("他说：“我们走。", "“我们走。"),
    ],
)
def test_a_quotation_that_does_not_close_is_found(body, words):
    assert passages(in_body(damage.open_quotation, body)) == [words]


@pytest.mark.parametrize(
    "body",
    [
        "The ’90s, the ‘90s and the yards’ “rock ’n’ roll”.",
        'A 6.1" screen and a 7" one.',
        '"The 6.1" screen sells," he said.',
        "“A 6” pipe leaks,” he said.",
        "“We sell.\n\n“We leave,” he said.",
        "> “We sell.\n>\n> “We leave.”",
        "„Wir gehen“, sagte er.",
        "”Vi går”, sade han.",
        "“好的”，他说：“我们走。”",
    ],
)
def test_apostrophes_inches_and_a_quotation_over_paragraphs_are_fine(body):
    assert in_body(damage.open_quotation, body) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("The yard (its third opens in May.", "(its third opens in May."),
        ("The yard, its third) opens.", "The yard, its third)"),
        ("The yard [its third (in Busan] opens).", "(in Busan] opens)."),
        ("他说「好。", "「好。"),
        ("他在《书里写道。", "《书里写道。"),
    ],
)
def test_a_bracket_that_does_not_close_is_found(body, words):
    assert words in passages(in_body(damage.open_bracket, body))


@pytest.mark.parametrize(
    "body",
    [
        "The Phone (3) is a) red, b) new and 3) out.",
        "It sold well :) or ;-) not :( and (see below :)",
        "他说「好」，《书》（中文) 【完】",
        "See [the list](https://yard.example/list_(ships)) or https://yard.example/x_(y).",
        "(It opens.\n\nIt closes.)",
        r"It writes \( and \[ as they are.",
        "Contact reporter Lin Wei (",  # which is found as furniture
    ],
)
def test_lists_faces_links_and_pairs_of_any_width_are_fine(body):
    assert in_body(damage.open_bracket, body) == []


# Sentences without an end


@pytest.mark.parametrize(
    ("body", "tail"),
    [
        ("The yard is its third in Busan and will open in the", "Busan and will open in the"),
        ("It sold more ferries in the year and rose by 30%", "the year and rose by 30%"),
        (
            "It rained.\n\nThe yard is its third in Busan and will open, **they say**",
            "and will open, **they say**",
        ),
        ("新船厂在印尼投产，计划年产三十万台，并将在明年扩建第二条线", "，并将在明年扩建第二条线"),
    ],
)
def test_a_paragraph_that_breaks_off_is_found(body, tail):
    (finding,) = in_body(damage.no_end, body)

    assert finding.passage.endswith(tail)


@pytest.mark.parametrize(
    "body",
    [
        "The yard is its third in Busan and will open in May.",
        "The yard, they say, is its third in Busan and “will open.”",
        "The yard is its third in Busan and will open in:\n\n- May\n- June, if it does not rain meanwhile",
        "The yard is its third in Busan, as [its owner says in a note](https://yard.example/)",
        "The yard is its third in Busan and will open. —The Paper",
        "The yard is its third in Busan and will open (Reuters)",
        "## The yard is its third in Busan and will open in May",
        "*The yard that is its third in Busan, seen from above at night*",
        "Haier and Midea Open a Works in Cairo for Makers of Fridges",
        "A yard in Busan",
        "| the yard is its third in Busan | and will open in May |",
        "新船厂在印尼投产，计划年产三十万台，并将在明年扩建第二条线。",
    ],
)
def test_what_ends_well_or_needs_no_end_is_left_alone(body):
    assert in_body(damage.no_end, body) == []


def test_an_edition_without_full_stops_is_so_on_purpose():
    items = [make_item(f"The yard is number {number} in Busan and will open in May") for number in range(3)]

    assert found(damage.no_end, make_document(make_section(*items))) == []
    assert len(found(damage.no_end, make_document(make_section(*items, make_item(f"{items[0].body}."))))) == 0
    assert len(found(damage.no_end, make_document(make_section(items[0])))) == 1


# Spaces and what nobody sees


def test_two_spaces_become_one_in_the_whole_text():
    assert mended(damage.two_spaces, "It  opens.  It is\u00a0 new.\n- a  b") == "It opens. It is new.\n- a b"


@pytest.mark.parametrize(
    "body",
    [
        "A line  \nand another",
        "-   a\n1.  b\n  - c",
        "| a   | b |\n|-----|---|\n| c   | d |",
        "`a  b`",
        "> -  a",
    ],
)
def test_spaces_that_lay_out_the_source_are_left_alone(body):
    assert in_body(damage.two_spaces, body) == []


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("It o\u00adpens\u200b in\u2060 May.\ufeff", "It opens in May."),
        ("It opens\u202e in May.", "It opens in May."),
        ("It \ue001opens\x07 in May.", "It opens in May."),
        ("它\u200b投产。", "它投产。"),
    ],
)
def test_invisible_characters_can_be_taken_out(body, after):
    assert mended(damage.invisible, body) == after


@pytest.mark.parametrize(
    "body",
    [
        "A family 👨\u200d👩\u200d👧 and a heart ❤\ufe0f.",
        "می\u200cخواهم",
        "שלום\u200f abc",
        "It is 5\u00a0km, 20\u00a0%.",
        "See https://yard.example/a\u200bb",
    ],
)
def test_what_builds_emoji_and_words_of_other_scripts_is_left_alone(body):
    assert in_body(damage.invisible, body) == []


def test_a_non_breaking_space_between_words_becomes_plain():
    body = "The yard\u00a0opens in spring.\u00a0The ferry sails."

    assert mended(damage.hard_space, body) == "The yard opens in spring. The ferry sails."


@pytest.mark.parametrize(
    "body",
    [
        "5\u00a0km",
        "20\u00a0%",
        "Mr.\u00a0Wei",
        "10\u00a0million\u00a0yuan",
        "Nami\u00a07",
        "Xiaomi\u00a0Pad",
        "«\u00a0Oui\u00a0»",
    ],
)
def test_a_non_breaking_space_that_holds_two_together_stays(body):
    assert in_body(damage.hard_space, body) == []
