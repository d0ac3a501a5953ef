import contextlib
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.commentary import parse
from editions.document import ContributorDoc
from editions.pasted import PasteError, clean

SAMPLE = Path(__file__).parents[2] / "../shared/samples/commentary-phoenix-2025.txt"
HEADLINE = "Ferries learn to fly"
DEK = "Builders of boats look abroad. Their yards follow them, slowly."
LONG = "The yards of the south build more boats in a year than all of their rivals taken together."
OTHER = "Most of these boats are sold before the first plate of steel has been cut for them."


def item(*lines, apart="\n"):
    (item,) = parse(apart.join(lines)).document.items
    return item


def why(parsed, field):
    """The reasons of the marks at a field, but for the author's name, which these texts lack."""
    return [mark.why for mark in parsed.marks if mark.place == f"sections.0.items.0.{field}"]


@pytest.mark.parametrize("line", [HEADLINE, f"# {HEADLINE}", f"**{HEADLINE}**"])
def test_the_first_line_is_the_headline(line):
    assert item(line, DEK, LONG, OTHER).headline == HEADLINE


def test_a_paragraph_is_no_headline():
    parsed = parse("\n".join([LONG * 3, OTHER, LONG]))

    assert parsed.document.items[0].headline == ""
    assert len(why(parsed, "headline")) == 1


@pytest.mark.parametrize("line", [DEK, f"*{DEK}*", f"_{DEK}_"])
def test_a_standfirst_is_the_dek(line):
    read = item(HEADLINE, line, LONG, OTHER)

    assert read.dek == DEK
    assert read.body == f"{LONG}\n\n{OTHER}"


@pytest.mark.parametrize(
    "line", [f"{LONG} {LONG} {LONG}", LONG * 6, "May 12, 2025", f"- {OTHER}", f"## {OTHER}"]
)
def test_what_is_no_standfirst_stays_in_the_body(line):
    read = item(HEADLINE, line, LONG, OTHER)

    assert read.dek == ""
    assert read.body.startswith(line)


def test_the_us_do_not_end_a_sentence():
    dek = "Yards wait for the U.S. Navy. Others build for the U.K. Coastguard."

    assert item(HEADLINE, dek, LONG, OTHER).dek == dek


def test_a_short_text_has_no_standfirst():
    assert item(HEADLINE, DEK, LONG).body == f"{DEK}\n\n{LONG}"


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
@pytest.mark.parametrize("line", ["Slow water", "# Slow water", "### Slow water", "**Slow water**"])
def test_a_subhead_becomes_markdown(line, blank):
    assert item(HEADLINE, DEK, LONG, line, OTHER, apart=blank).body == f"{LONG}\n\n## Slow water\n\n{OTHER}"


@pytest.mark.parametrize(
    "line",
    [
        "Slow water rises.",
        "Why now?",
        "- Slow water",
        "1. Slow water",
        "Photo: VCG",
        "slow water",
        "A yard (left)",
    ],
)
def test_a_short_line_that_is_no_subhead_stays(line):
    assert item(HEADLINE, DEK, LONG, line, OTHER).body == f"{LONG}\n\n{line}\n\n{OTHER}"


def test_short_lines_in_a_row_are_no_subheads():
    body = item(HEADLINE, DEK, LONG, "Ferries", "Tugs", "Yards").body

    assert "##" not in body


@pytest.mark.parametrize(
    "caption",
    [
        "A hull is under construction, as of May 3.",
        "The new yard opened its gates in Busan in March. It has three docks.",
    ],
)
def test_a_caption_that_stands_apart_is_set_in_italics_and_marked(caption):
    text = "\n".join([HEADLINE, DEK, LONG, OTHER, "", caption, LONG, OTHER])
    parsed = parse(text)

    assert parsed.document.items[0].body == "\n\n".join([LONG, OTHER, f"*{caption}*", LONG, OTHER])
    assert [mark.text for mark in parsed.marks if "caption" in mark.why] == [caption]


@pytest.mark.parametrize("line", [LONG, "The yard opened in Busan. " * 3, "The yard opened in Busan " * 10])
def test_a_paragraph_that_stands_apart_is_no_caption(line):
    text = "\n".join([HEADLINE, DEK, LONG, OTHER, "", line, LONG, OTHER])

    assert "*" not in parse(text).document.items[0].body


def test_the_first_paragraph_below_the_standfirst_is_no_caption():
    first = "The new yard opened its gates in Busan in March."
    text = "\n".join([HEADLINE, DEK, "", first, LONG, OTHER])

    assert parse(text).document.items[0].body == "\n\n".join([first, LONG, OTHER])


def test_a_long_paragraph_with_the_words_of_a_caption_is_not_marked():
    parsed = parse("\n".join([HEADLINE, DEK, LONG, f"{LONG} Ten are under construction. {OTHER} {OTHER}"]))

    assert why(parsed, "body") == []


def test_where_all_paragraphs_stand_apart_only_the_wording_of_a_caption_is_marked():
    place = "The new yard opened its gates in Busan in March."
    view = "A hull on display in Busan in March."
    parsed = parse("\n\n".join([HEADLINE, DEK, LONG, place, view, OTHER]))

    assert parsed.document.items[0].body == "\n\n".join([LONG, place, view, OTHER])
    assert [mark.text for mark in parsed.marks if "caption" in mark.why] == [view]


@pytest.mark.parametrize(
    "line", ["(The author builds (small) boats.)", "（The author builds (small) boats.）"]
)
def test_the_last_paragraph_in_parentheses_is_the_author_s_note(line):
    read = item(HEADLINE, DEK, LONG, OTHER, line)

    assert read.authors_note == "The author builds (small) boats."
    assert read.body == f"{LONG}\n\n{OTHER}"


def test_a_note_may_stand_without_parentheses():
    assert item(HEADLINE, DEK, LONG, "*The author is a builder.*").authors_note == "The author is a builder."


@pytest.mark.parametrize("line", ["(Some) boats are (small)", "Boats are (mostly) small."])
def test_other_parentheses_are_no_note(line):
    read = item(HEADLINE, DEK, LONG, OTHER, line)

    assert (read.authors_note, read.body) == ("", f"{LONG}\n\n{OTHER}\n\n{line}")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Jane Doe", [("Jane Doe", "")]),
        ("by Jane Doe, Chief Economist", [("Jane Doe", "Chief Economist")]),
        ("By Jane Doe, founder and editor of Hulls", [("Jane Doe", "founder and editor of Hulls")]),
        ("By Jane Doe | Chief Economist", [("Jane Doe", "Chief Economist")]),
        ("By Jane van Doe and Wei Han", [("Jane van Doe", ""), ("Wei Han", "")]),
        ("By Jane Doe, Ana Reis and Wei Han", [("Jane Doe", ""), ("Ana Reis", ""), ("Wei Han", "")]),
        ("By 王小明", [("王小明", "")]),
    ],
)
def test_an_author_is_found_near_the_top(line, people):
    for lines in ([HEADLINE, line, DEK], [HEADLINE, DEK, line]):
        read = item(*lines, LONG, OTHER)

        assert read.byline == tuple(ContributorDoc(*person) for person in people)
        assert (read.dek, read.body) == (DEK, f"{LONG}\n\n{OTHER}")


@pytest.mark.parametrize(
    "line", ["By Jane Doe.", "By 2030 all is built", "By design", "By the sea, far from here"]
)
def test_a_line_that_begins_with_by_need_not_name_an_author(line):
    read = item(HEADLINE, DEK, line, LONG, OTHER)

    assert read.byline == ()
    assert line in read.body


def test_a_missing_author_is_marked():
    parsed = parse("\n".join([HEADLINE, DEK, LONG, OTHER]))

    assert why(parsed, "byline") == ["The author's name is missing."]


def test_a_sentence_that_was_cut_is_marked():
    parsed = parse("\n".join([HEADLINE, DEK, LONG, "On the far coast. Yards that were idle open again."]))

    assert [mark.text for mark in parsed.marks if mark.place.endswith("body")] == ["On the far coast."]


@pytest.mark.parametrize(
    "start", ["In short.", "In the end nothing changed.", "On Monday he left.", "At last."]
)
def test_a_whole_sentence_is_not_marked(start):
    parsed = parse("\n".join([HEADLINE, DEK, LONG, f"{start} Yards open again."]))

    assert why(parsed, "body") == []


def test_a_sentence_that_lost_its_link_is_marked():
    parsed = parse(
        "\n".join([HEADLINE, DEK, LONG, "The yard belongs to Nami, a subsidiary of, which is sold."])
    )

    assert len(why(parsed, "body")) == 1


def test_an_empty_paste_is_refused():
    with pytest.raises(PasteError):
        parse(" \n ")


def words(*texts):
    return Counter(re.findall(r"[^\W_]+", " ".join(texts)))


def kept(item):
    yield from (item.headline, item.dek, item.body, item.authors_note)
    yield from (person.name + " " + person.role for person in item.byline)


LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        DEK,
        LONG,
        "",
        "Slow water",
        "# Slow water",
        "A hull on display in Busan.",
        "(The author builds.)",
        "By Jane Doe",
    ]
)


@given(st.lists(LINE, max_size=12))
def test_no_word_is_lost(lines):
    text = "\n".join(lines)
    try:
        parsed = parse(text)
    except PasteError:
        return

    missing = words(clean(text)) - words(*kept(parsed.document.items[0]))
    assert set(missing) <= {"By"}  # it became a field


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(PasteError):
        assert len(parse(text).document.items) == 1


@pytest.fixture(scope="module")
def long_read():
    if not SAMPLE.exists():
        pytest.skip("shared/samples is not here")
    return parse(SAMPLE.read_text())


def test_the_long_read_keeps_its_parts(long_read):
    (read,) = long_read.document.items

    assert read.headline.startswith("The phoenix")
    assert read.headline.endswith("world")
    assert read.dek.startswith("Confronted by")
    assert read.dek.endswith("growth.")
    assert re.findall(r"^## (.+)$", read.body, re.M) == [
        "Capacity spillover",
        "Challenge for smaller companies",
        "Soft power",
        "The long game",
    ]
    assert read.authors_note.startswith("The author is")
    assert read.authors_note.endswith("Beijing.")


def test_the_long_read_shows_its_three_captions(long_read):
    (read,) = long_read.document.items
    captions = re.findall(r"^\*(.+)\*$", read.body, re.M)

    assert [caption.split()[0] for caption in captions] == ["Hong", "A", "BYD's"]
    assert [mark.text for mark in long_read.marks if "caption" in mark.why] == captions


def test_the_long_read_asks_for_its_author(long_read):
    assert long_read.document.items[0].byline == ()
    assert why(long_read, "byline") == ["The author's name is missing."]
