"""Lists of feeds."""

import pytest

from sources.parsing import ParseError, opml_in, opml_out

ROWS = [
    ("晨星科技", "https://chenxing.example/feed?a=1&b=2", "https://chenxing.example/"),
    ("Meridian & Wire", "https://meridian.example/all.atom", ""),
]
NESTED = """<opml version="1.1"><body><outline text="Asia"><outline text="China">
<outline text="One" xmlUrl="https://one.example/rss" htmlUrl="https://one.example/"/></outline>
<outline title="Again" text="x" xmlUrl="https://one.example/rss"/><outline text="No feed"/>
<outline xmlUrl="file:///etc/passwd"/></outline></body></opml>"""


def test_a_list_comes_back_as_it_went_out():
    assert opml_in(opml_out(ROWS, "Feeds of the newsroom")) == ROWS


def test_a_list_says_what_it_is():
    text = opml_out(ROWS, "Feeds of the newsroom").decode()

    assert text.startswith("<?xml version='1.0' encoding='UTF-8'?>\n<opml version=\"2.0\">")
    assert "<title>Feeds of the newsroom</title>" in text


def test_nested_lists_are_read_and_each_feed_comes_once():
    assert opml_in(NESTED.encode()) == [("One", "https://one.example/rss", "https://one.example/")]


def test_2000_feeds_are_read():
    rows = [("Feed", f"https://x.example/{number}", "") for number in range(2100)]

    assert opml_in(opml_out(rows, "Many")) == rows[:2000]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no OPML"),
        (b"<opml><body>", "XML is broken"),
        (b"<html/>", "XML, but no OPML"),
        (b"\xff\0", "no OPML"),
    ],
    ids=["empty", "cut-off", "page", "bytes"],
)
def test_what_is_no_list_is_said_to_be_none(body, words):
    with pytest.raises(ParseError, match=words):
        opml_in(body)


def test_no_file_is_read_for_an_entity():
    doctype = b'<!DOCTYPE opml [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
    outline = b'<outline xmlUrl="https://x.example/rss" text="Feed"/>&secret;'

    assert opml_in(doctype + b"<opml><body>" + outline + b"</body></opml>") == [
        ("Feed", "https://x.example/rss", "")
    ]
