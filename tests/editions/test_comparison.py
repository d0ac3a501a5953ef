"""Two versions beside each other: which passages differ, and what is said of it in a few words."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from editions.comparison import (
    compare,
    differences,
    in_a_few_words,
    parts_of_edition,
    parts_of_item,
    parts_of_texts,
)

VIVO = {"id": 4, "label": "Vivo in Lima", "headline": "Vivo in Lima", "body": "Vivo opened a shop."}
BYD = {"id": 7, "label": "BYD in Hungary", "headline": "BYD in Hungary", "body": "BYD builds a plant."}
ROWS = {"slugline": "lima", "embargo_until": None, "image_caption": "", "image_credit": ""}


def items(before, after):
    return compare(parts_of_item(before, UTC), parts_of_item(after, UTC))


def editions(before, after):
    return compare(parts_of_edition(before, UTC), parts_of_edition(after, UTC))


def edition(*sections, **words):
    """An edition with `sections` of (key, heading, items)."""
    placed = [{"heading": heading, "items": list(held)} for _, heading, held in sections]
    slots = [[key, item["id"], ""] for key, _, held in sections for item in held]
    return {"sections": placed, "rows": {"mail_to": "everyone", "slots": slots}, **words}


def differing(pairs):
    return [(pair.of, pair.label, pair.before, pair.after) for pair in pairs if pair.differs]


@pytest.mark.parametrize(
    ("before", "after", "label", "texts"),
    [
        ({"headline": "Vivo"}, {"headline": "Vivo in Lima"}, "Headline", ("Vivo", "Vivo in Lima")),
        ({}, {"body": "小米在秘鲁开店。"}, "Text", ("", "小米在秘鲁开店。")),
        ({"kind": "recall"}, {"kind": "legal"}, "Kind", ("Recall", "Legal")),
        (
            {"credits": [{"source": "36Kr"}]},
            {
                "credits": [
                    {"source": "36Kr", "url": "https://36kr.com/1", "via": "Reuters", "note": "in Chinese"}
                ]
            },
            "Credits",
            ("36Kr", "36Kr, via Reuters, in Chinese https://36kr.com/1"),
        ),
        ({"companies": [{"name": "Vivo"}]}, {}, "Companies", ("Vivo", "")),
        (
            {},
            {
                "deals": [
                    {"type": "funding", "amount": "1500000.50", "currency": "CNY", "counterparties": ["Sky"]}
                ]
            },
            "Deal",
            ("", "funding · CNY 1,500,000.5 · with Sky"),
        ),
        (
            {"event_date": "2025-07-01"},
            {"event_date": "2025-07-14"},
            "Date of the event",
            ("1 July 2025", "14 July 2025"),
        ),
        ({"format": "brief"}, {"format": "story"}, "Format", ("Brief", "Story")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_field_of_an_item_is_a_passage(before, after, label, texts):
    assert differing(items(before, after)) == [("", label, *texts)]


def test_what_is_the_same_is_paired_and_does_not_differ():
    [headline, body, form] = items(VIVO, VIVO)

    assert (headline.label, body.label, form.label) == ("Headline", "Text", "Format")
    assert not any(pair.differs for pair in (headline, body, form))


def test_what_older_versions_did_not_keep_is_no_difference():
    assert differing(items(VIVO, VIVO | {"rows": ROWS})) == []
    assert differing(items(VIVO | {"rows": ROWS | {"slugline": ""}}, VIVO | {"rows": ROWS})) == [
        ("", "Slug line", "", "lima")
    ]


def test_an_embargo_is_shown_in_the_newsrooms_zone():
    after = VIVO | {"rows": ROWS | {"embargo_until": "2025-07-14T23:30:00+00:00"}}
    parts = parts_of_item(after, ZoneInfo("Asia/Shanghai"))

    assert [part.text for part in parts if part.label == "Embargo until"] == ["15 July 2025, 07:30"]


def test_an_item_placed_or_taken_out_is_one_passage_where_it_stands():
    pairs = editions(edition((1, "Shops", [VIVO])), edition((1, "Shops", [BYD])))

    assert ("“Vivo in Lima”", "Taken out", "Vivo opened a shop.", "") in differing(pairs)
    assert ("“BYD in Hungary”", "Placed", "", "BYD builds a plant.") in differing(pairs)
    assert in_a_few_words(pairs) == "“Vivo in Lima”: taken out; “BYD in Hungary”: placed"


def test_items_in_another_order_differ_in_their_order_alone():
    before, after = (edition((1, "Shops", held)) for held in ([VIVO, BYD], [BYD, VIVO]))

    assert [found[1] for found in differing(editions(before, after))] == ["Order of sections and items"]


def test_an_outline_is_compared_line_by_line():
    before, after = (edition((1, "Vivo in Lima", held)) for held in ([VIVO, BYD], [BYD, VIVO]))
    [order] = [pair for pair in editions(before, after) if pair.differs]

    assert differences(order) == [
        ("kept", "Vivo in Lima\n"),
        ("is", "    BYD in Hungary\n"),
        ("kept", "    Vivo in Lima\n"),
        ("was", "    BYD in Hungary\n"),
    ]


def test_what_has_a_new_name_has_not_moved():
    renamed = VIVO | {"label": "Vivo in Peru", "headline": "Vivo in Peru"}
    pairs = editions(edition((1, "Shops", [VIVO])), edition((1, "Shops abroad", [renamed])))

    assert in_a_few_words(pairs) == "Section “Shops abroad”: heading; “Vivo in Peru”: headline"


def test_a_section_that_is_moved_keeps_its_words():
    one, two = (1, "Shops", [VIVO]), (2, "Plants", [BYD])

    assert in_a_few_words(editions(edition(one, two), edition(two, one))) == "Order of sections and items"


def test_a_section_made_anew_is_known_by_its_heading():
    before, after = edition((1, "Shops", [VIVO])), edition((9, "Shops", [VIVO]))
    older = {name: before[name] for name in before if name != "rows"}

    assert in_a_few_words(editions(before, after)) == ""
    assert in_a_few_words(editions(older, after)) == ""


def test_the_editions_own_words_come_first_and_under_no_name():
    before, after = (
        edition((1, "Shops", [VIVO]), title="Old"),
        edition((1, "Shops", [VIVO]), title="New", dek="D"),
    )

    assert differing(editions(before, after)) == [("", "Title", "Old", "New"), ("", "Dek", "", "D")]


def test_few_words_stay_few():
    after = dict.fromkeys(("headline", "dek", "body", "authors_note"), "x") | {
        "topics": ["a"],
        "kind": "legal",
    }

    assert in_a_few_words(items({}, after)) == "Headline, dek, text, kind, 2 more"


def test_texts_set_aside_are_shown_as_a_reader_would_read_them():
    texts = {
        "companies": "[4,9]",
        "credits": '[{"source":"36Kr","url":"https://36kr.com/1","via":"","note":""}]',
        "deals": '[{"type":"price","amount":"54,999","currency":"INR","usd":"","counterparties":[4]}]',
    }

    shown = [part.text for part in parts_of_texts(texts, UTC, companies={4: "Vivo"}, markets={})]

    assert shown == ["Vivo, one deleted since", "36Kr https://36kr.com/1", "price · INR 54,999 · with Vivo"]


@pytest.mark.parametrize("field", ["credits", "deals", "companies", "event_date", "embargo_until"])
@pytest.mark.parametrize("text", ["{", "[1]", "[[]]", '"x"', '[{"amount": "many"}]', "soon"])
def test_what_was_refused_and_makes_no_sense_is_shown_as_it_came(field, text):
    [part] = parts_of_texts({field: text}, UTC, companies={}, markets={})

    assert part.text
