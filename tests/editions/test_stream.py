import contextlib
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.document import SeeAlsoDoc
from editions.pasted import PasteError, clean
from editions.stream import parse

SAMPLE = Path(__file__).parents[2] / "../shared/samples/cx-tech-2021-01.txt"
SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2021, 1, 19, 18, 27, tzinfo=SHANGHAI)
DATELINE = "Lin Wei / Jan 19, 2021 06:27 PM / Business & Tech"


def stream(*lines):
    return parse("\n\n".join(lines), zone=SHANGHAI)


def story(*lines):
    """The one story whose lines these are, under a dateline."""
    (item,) = stream(DATELINE, *lines).document.items
    return item


def test_each_dateline_opens_a_story():
    items = stream(
        DATELINE, "A maker of screens sells shares.", "It builds a plant.", DATELINE, "Another sells cars."
    ).document.items

    assert [item.body for item in items] == [
        "A maker of screens sells shares.\n\nIt builds a plant.",
        "Another sells cars.",
    ]
    assert {item.format for item in items} == {"story"}


def test_a_dateline_gives_author_time_and_topic():
    item = story("A maker of screens sells shares.")

    assert [person.name for person in item.byline] == ["Lin Wei"]
    assert item.published_at == EVENING
    assert item.topics == ("Business & Tech",)


@pytest.mark.parametrize(
    "line",
    [
        "By Lin Wei / Jan 19, 2021 06:27 PM / Business & Tech",
        "Lin Wei | Jan. 19, 2021, 6:27 p.m. | Business & Tech",
        "Lin Wei/January 19, 2021 18:27/Business & Tech",
        "Lin Wei / 2021-01-19 18:27 / Business & Tech",
        "Lin Wei | 19 Jan 2021, 18:27 | Business & Tech",
        "Lin Wei | 2021年1月19日18:27 | Business & Tech",
    ],
)
def test_a_dateline_is_read_in_many_forms(line):
    (item,) = stream(line, "A maker of screens sells shares.").document.items

    assert item.published_at == EVENING
    assert item.byline[0].name == "Lin Wei"
    assert item.topics == ("Business & Tech",)


def test_twelve_o_clock_is_noon_in_the_afternoon_and_midnight_in_the_morning():
    noon = stream("Lin Wei / Jan 19, 2021 12:58 PM", "Text.").document.items[0]
    night = stream("Lin Wei / Jan 19, 2021 12:58 AM", "Text.").document.items[0]

    assert (noon.published_at.hour, night.published_at.hour) == (12, 0)


def test_a_byline_may_name_several_people():
    (item,) = stream("Lin Wei, Sandy Okafor and Ana Reis / Jan 19, 2021 06:27 PM", "Text.").document.items

    assert [person.name for person in item.byline] == ["Lin Wei", "Sandy Okafor", "Ana Reis"]


@pytest.mark.parametrize(
    "date", ["Feb 30, 2021 06:27 PM", "Jan 19, 2021 25:10", "Jan 19, 2021 13:10 AM", "Foo 19, 2021 06:27 PM"]
)
def test_a_date_that_does_not_exist_stays_in_the_body_with_a_mark(date):
    line = f"Lin Wei / {date} / Business"
    parsed = stream(DATELINE, "First.", line, "Second.")

    assert parsed.document.items[1].body == f"{line}\n\nSecond."
    assert parsed.document.items[1].published_at is None
    assert [(mark.place, mark.text) for mark in parsed.marks] == [("sections.0.items.1.body", line)]


def test_a_dateline_without_an_hour_is_marked():
    parsed = stream("Lin Wei / Jan 19, 2021 / Business", "Text.")

    assert parsed.document.items[0].published_at == datetime(2021, 1, 19, tzinfo=SHANGHAI)
    assert [mark.place for mark in parsed.marks] == ["sections.0.items.0.published_at"]


def test_a_text_without_a_dateline_is_one_story_with_a_mark():
    parsed = stream("A maker of screens sells shares.", "It builds a plant on Jan 19, 2021.")

    (item,) = parsed.document.items
    assert item.body == "A maker of screens sells shares.\n\nIt builds a plant on Jan 19, 2021."
    assert "No dateline" in parsed.marks[0].why


def test_a_dateline_without_text_is_marked():
    parsed = stream(DATELINE, "Lin Wei / Jan 20, 2021 06:27 PM", "Text.")

    assert [(mark.place, mark.text) for mark in parsed.marks] == [("sections.0.items.0.body", DATELINE)]


def test_the_header_of_the_site_is_dropped():
    parsed = stream("Harbour News – Latest", "Home >", DATELINE, "Text.")

    assert [drop.text for drop in parsed.dropped] == ["Harbour News – Latest", "Home >"]
    assert len(parsed.document.items) == 1


@pytest.mark.parametrize("end", ["Contact editor Ana Reis (", "Related: Ships Wait", "Long. " * 200])
def test_a_story_above_the_first_dateline_is_kept(end):
    parsed = stream("The end of a story whose beginning was not copied.", end, DATELINE, "Text.")

    assert len(parsed.document.items) == 2
    assert "No dateline" in parsed.marks[0].why


def test_a_doubled_credit_becomes_the_picture_s_credit():
    item = story("Photo: VCG", "Photo: VCG", "Text.")

    assert (item.image.credit, item.image.caption, item.body) == ("VCG", "", "Text.")


def test_a_doubled_line_becomes_the_picture_s_caption():
    item = story("A ferry in Busan", "A ferry in Busan", "Text.")

    assert (item.image.credit, item.image.caption, item.body) == ("", "A ferry in Busan", "Text.")


def test_a_caption_may_carry_its_credit():
    item = story("A ferry leaves Busan. Photo: VCG", "Text.")

    assert (item.image.credit, item.image.caption) == ("VCG", "A ferry leaves Busan.")


def test_a_doubled_paragraph_is_no_caption():
    long = "A ferry leaves Busan and others follow. " * 9

    assert story(long, long).body == f"{long.strip()}\n\n{long.strip()}"


def test_a_second_picture_stays_in_the_body():
    item = story("Photo: VCG", "Text.", "Photo: IC", "Dock", "Dock", "Quay", "Quay")

    assert (item.image.credit, item.image.caption) == ("VCG", "Dock")
    assert item.body == "Text.\n\nPhoto: IC\n\nQuay\n\nQuay"


def test_related_titles_become_see_also():
    item = story("Text.", "Related: Ferries Return", "Related: [Docks Reopen](https://example.com/docks)")

    assert item.see_also == (
        SeeAlsoDoc("Ferries Return"),
        SeeAlsoDoc("Docks Reopen", "https://example.com/docks"),
    )


def test_a_doubled_related_title_is_no_caption():
    item = story("Text.", "Related: Ferries Return", "Related: Ferries Return")

    assert item.see_also == (SeeAlsoDoc("Ferries Return"),)
    assert item.image is None


@pytest.mark.parametrize("end", ["Contact reporter Lin Wei (", "Related stories:"])
def test_bare_titles_below_the_end_of_a_story_become_see_also(end):
    item = story("Text without a full stop", end, "Ferries Return", "Docks Reopen: What Next?")

    assert [more.title for more in item.see_also] == ["Ferries Return", "Docks Reopen: What Next?"]
    assert item.body == "Text without a full stop"


@pytest.mark.parametrize(
    "stray", ["Here another text begins.", "Ana Reis / yesterday / Business", "Here words run on" * 10]
)
def test_text_below_the_end_of_a_story_stays_with_a_mark(stray):
    parsed = stream(DATELINE, "Text.", "Contact reporter Lin Wei (", stray)

    assert parsed.document.items[0].body == f"Text.\n\n{stray}"
    assert [mark.text for mark in parsed.marks] == [stray]


@pytest.mark.parametrize(
    "line",
    [
        "Read the full story here.",
        "Read the full story [here](https://example.com/story).",
        "To read the full story, click here.",
        "Contact reporter Lin Wei (",
        "Contact reporter Lin Wei (lin@example.com) and editor Ana Reis (",
        "Share this article",
        "Open WeChat and scan the QR code",
    ],
)
def test_furniture_is_dropped_with_a_reason(line):
    parsed = stream(DATELINE, "Text.", line)

    assert parsed.document.items[0].body == "Text."
    assert [drop.text for drop in parsed.dropped] == [line]
    assert parsed.dropped[0].why


@pytest.mark.parametrize(
    "line",
    [
        "Contact reporters at the ministry for figures, the notice said.",
        "Readers may read the full story of the ferry in a museum.",
        "The ferry left on Jan 19, 2021 06:27 PM.",
        "It sold 24/7 services.",
        "A ferry left Busan with cars and with people. " * 5 + "/ Jan 19, 2021 06:27 PM",
    ],
)
def test_a_sentence_that_only_resembles_furniture_stays(line):
    assert story("Text.", line).body == f"Text.\n\n{line}"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The ferry belongs to Nami, a subsidiary of, which is sold.", "a subsidiary of, which"),
        ("An spokesperson said nothing.", "An spokesperson"),
        ("It follows yards such as Blue Hull and in opening docks.", "such as Blue Hull and in opening"),
    ],
)
def test_a_sentence_that_lost_its_link_is_marked(sentence, words):
    parsed = stream(DATELINE, "Text.", DATELINE, sentence)

    (mark,) = parsed.marks
    assert mark.place == "sections.0.items.1.body"
    assert words in mark.text


@pytest.mark.parametrize(
    "sentence", ["An said the ferry left.", "It works with yards like Nami and in Busan.", "An hour went by."]
)
def test_a_whole_sentence_is_not_marked(sentence):
    assert stream(DATELINE, sentence).marks == ()


def test_an_empty_paste_is_refused():
    with pytest.raises(PasteError):
        parse(" \n ", zone=SHANGHAI)


def words(*texts):
    return Counter(re.findall(r"\w+", " ".join(texts)))


def kept(parsed):
    """All words that the document holds or that were dropped, but those of datelines."""
    for item in parsed.document.items:
        yield item.body
        yield from (more.title + " " + more.url for more in item.see_also)
        if item.image:
            yield from (item.image.caption, item.image.credit)
    yield from (drop.text for drop in parsed.dropped)


NO_DATELINE = st.characters(exclude_categories=["Cs"], exclude_characters="/|／｜")
LINE = st.text(NO_DATELINE, max_size=60) | st.sampled_from(
    [
        "Photo: VCG",
        "A ferry in Busan",
        "A quay. Photo: IC",
        "Related: Ferries Return",
        "Related: [Docks](https://example.com/1)",
        "Related:",
        "Contact reporter Lin Wei (",
        "Read the full story here",
        "Share this article",
        "Lin Wei / Feb 30, 2021 06:27 PM / Business",
        DATELINE,
    ]
)


@given(st.lists(LINE, max_size=12))
def test_no_word_is_lost(lines):
    text = "\n".join(lines)
    try:
        parsed = parse(text, zone=SHANGHAI)
    except PasteError:
        return

    text = re.sub(rf"^\s*{re.escape(DATELINE)}\s*$", "", clean(text), flags=re.M)
    missing = words(text) - words(*kept(parsed))
    assert set(missing) <= {"Photo", "Related"}  # they became fields


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(PasteError):
        assert parse(text, zone=SHANGHAI).document.items


@pytest.fixture(scope="module")
def portal():
    if not SAMPLE.exists():
        pytest.skip("shared/samples is not here")
    return parse(SAMPLE.read_text(), zone=SHANGHAI)


def test_the_portal_s_stream_has_twenty_dated_stories(portal):
    items = portal.document.items

    assert len(items) == 20
    assert all(item.published_at.tzinfo is SHANGHAI and item.byline and item.body for item in items)
    assert Counter(len(item.byline) for item in items) == {1: 19, 3: 1}
    assert {item.topics for item in items} == {("Business & Tech",)}


def test_the_portal_s_pictures_are_three_credits_and_a_caption(portal):
    images = [item.image for item in portal.document.items if item.image]

    assert [image.credit for image in images] == ["VCG", "IC", "", "VCG"]
    assert [bool(image.caption) for image in images] == [False, False, True, False]


def test_the_portal_points_to_nineteen_related_stories(portal):
    counts = Counter(len(item.see_also) for item in portal.document.items)

    assert counts == {1: 17, 2: 1, 0: 2}


def test_what_is_no_story_on_the_portal_is_dropped(portal):
    dropped = [drop.text for drop in portal.dropped]
    bodies = " ".join(item.body for item in portal.document.items)

    assert sum("full story" in text for text in dropped) == 4
    assert sum(text.startswith("Contact ") for text in dropped) == 20
    assert dropped[-1].startswith("Open WeChat")
    assert not re.search("Photo:|Related:|Contact |full story|scan the QR", bodies)


def test_the_portal_s_lost_links_are_marked(portal):
    assert Counter(mark.place for mark in portal.marks) == {
        "sections.0.items.12.body": 1,
        "sections.0.items.13.body": 2,
    }
