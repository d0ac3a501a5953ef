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
    assert opml_in(opml_out(ROWS, "Feeds of the newsroom")) == (ROWS, [])


def test_a_list_says_what_it_is():
    text = opml_out(ROWS, "Feeds of the newsroom").decode()

    assert text.startswith("<?xml version='1.0' encoding='UTF-8'?>\n<opml version=\"2.0\">")
    assert "<title>Feeds of the newsroom</title>" in text


def test_no_password_goes_out():
    row = ("", "https://mei:secret@paper.example:8443/feed?by=a@b", "https://mei@paper.example/")

    body = opml_out([row], "Feeds")
    address = "https://paper.example:8443/feed?by=a@b"
    assert opml_in(body) == ([(address, address, "https://paper.example/")], [])
    assert b"secret" not in body


def test_nested_lists_are_read_and_each_feed_comes_once():
    rows, _ = opml_in(NESTED.encode())

    assert rows == [("One", "https://one.example/rss", "https://one.example/")]


def test_what_names_no_feed_of_the_web_is_told():
    _, left_out = opml_in(NESTED.encode())

    assert left_out == ["No feed", "file:///etc/passwd"]


def test_2000_feeds_are_read_and_the_others_told():
    rows = [("Feed", f"https://x.example/{number}", "") for number in range(2003)]

    assert opml_in(opml_out(rows, "Many")) == (rows[:2000], ["Feed"] * 3)


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("feed://one.example/rss", "http://one.example/rss"),
        ("feed:https://one.example/rss", "https://one.example/rss"),
        ("FEED://https://one.example/rss", "https://one.example/rss"),
        ("https://one.example/rss?a=1&b=2", "https://one.example/rss?a=1&b=2"),
        ("https://one.example/rss?a=1&amp;b=2", "https://one.example/rss?a=1&b=2"),
    ],
)
def test_addresses_are_read_as_programs_write_them(address, read):
    [(_, url, _)], _ = opml_in(f'<opml><outline text="One" xmlUrl="{address}"/></opml>'.encode())

    assert url == read


@pytest.mark.parametrize("declared", ["utf-8", "gb2312"])
def test_a_list_in_another_charset_than_it_declares_is_read(declared):
    text = f'<?xml version="1.0" encoding="{declared}"?><opml><outline text="晨星科技观察" xmlUrl="https://x.example/"/></opml>'
    [(title, *_)], _ = opml_in(text.encode("gb18030"))

    assert title == "晨星科技观察"


def test_the_names_that_html_has_for_characters_are_read():
    [(title, *_)], _ = opml_in(
        b'<opml><outline text="Caf&eacute; &amp; Bar" xmlUrl="https://x.example/"/></opml>'
    )

    assert title == "Café & Bar"


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

    assert opml_in(doctype + b"<opml><body>" + outline + b"</body></opml>") == (
        [("Feed", "https://x.example/rss", "")],
        [],
    )
