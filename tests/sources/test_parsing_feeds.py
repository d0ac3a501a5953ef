"""What a feed says where it is huge, hostile or none."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.parsing import ParseError, feed
from sources.parsing.bounds import bounded
from sources.parsing.facts import TOO_LONG

URL = "https://feeds.example/rss"
HEAD = '<rss version="2.0"><channel><title>Feed</title>'
FOOT = "</channel></rss>"
PIECES = [
    b"<rss version='2.0'>",
    b"<channel>",
    b"<item>",
    b"<title>",
    b"]]>",
    b"<![CDATA[",
    b"&#",
    b"&",
    b"<",
    b"9" * 99,
]


def rss(entries, foot=FOOT):
    return feed(f"{HEAD}{entries}{foot}".encode(), url=URL)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "the answer was empty"),
        (b"<!DOCTYPE html><html><body>Hello</body></html>", "a web page, not a feed"),
        (b"Hello", "something else, not a feed"),
        (b'{"items": 7}', "JSON, but no JSON Feed"),
        (b'{"version": ', "JSON is broken"),
        (b"[" * 100_000, "JSON is broken"),
        (b"<opml version='2.0'><body><outline/></body></opml>", "a list of feeds, not a feed"),
    ],
    ids=["empty", "page", "words", "json", "half-json", "deep-json", "opml"],
)
def test_what_is_no_feed_is_called_what_it_is(body, words):
    with pytest.raises(ParseError, match=words):
        feed(body, url=URL)


def test_the_first_500_entries_are_read():
    found = rss("".join(f"<item><title>Entry {number}</title></item>" for number in range(700)))

    assert [found.entries[0].title, found.entries[-1].title] == ["Entry 0", "Entry 499"]
    assert (len(found.entries), found.trouble) == (500, TOO_LONG)


def test_what_is_not_read_is_not_parsed():
    text, trouble = bounded(f"{HEAD}{'<item><title>x</title></item>' * 700}{FOOT}")

    assert (text.count("<item>"), text.endswith(FOOT), trouble) == (500, True, TOO_LONG)


def test_long_texts_are_cut():
    entry = rss(
        f"<item><title>{'长 ' * 100_000}</title><description>{'b ' * 9000}</description></item>"
    ).entries[0]

    assert (len(entry.title), len(entry.summary)) == (500, 1000)


def test_a_feed_cut_off_keeps_its_whole_entries():
    found = rss("<item><title>One</title></item><item><title>Tw", foot="")

    assert found.entries[0].title == "One"
    assert found.trouble.startswith("Its XML is broken")


def test_an_identity_does_not_depend_on_where_the_feed_is():
    body = f"{HEAD}<item><guid>17</guid><link>/17</link></item>{FOOT}".encode()

    one, other = feed(body, url=URL), feed(body, url="https://moved.example/rss")

    assert one.entries[0].identity == other.entries[0].identity == "17"
    assert other.entries[0].url == "https://moved.example/17"


@pytest.mark.parametrize(
    "body",
    [
        f"{HEAD}<item xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'><link>http://clicks.example/7"
        f"</link><feedburner:origLink>http://paper.example/7</feedburner:origLink></item>{FOOT}",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "http://paper.example/7"}]}',
    ],
    ids=["behind-a-counter-of-clicks", "as-the-identity-of-json"],
)
def test_the_address_of_an_entry_may_stand_elsewhere(body):
    assert feed(body.encode(), url=URL).entries[0].url == "http://paper.example/7"


@pytest.mark.parametrize(
    "hostile",
    [
        "<item><author>" + "a" * 1_000_000 + "</author></item>",
        "<item><title><![CDATA[" + "]" * 1_000_000,
        "<item><title>&#" + "1" * 10_000 + ";",
        "<" + "/" * 1_000_000,
    ],
    ids=["author", "brackets", "digits", "slashes"],
)
def test_a_hostile_feed_is_cut_to_size(hostile):
    with contextlib.suppress(ParseError):
        assert rss(hostile).title == "Feed"


def test_a_feed_of_many_tags_is_cut_to_size():
    text, _ = bounded(f"{HEAD}<item>{'<category>x</category>' * 60_000}</item>{FOOT}")

    assert text.count("<") < 61_000


def test_bytes_that_name_a_file_do_not_open_it(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(f"{HEAD}{FOOT}")

    with pytest.raises(ParseError, match="something else"):
        feed(str(path).encode(), url=URL)


def test_no_file_is_read_for_an_entity():
    doctype = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'

    found = feed(f"{doctype}{HEAD}<item><title>&secret;</title></item>{FOOT}".encode(), url=URL)

    assert found.entries[0].title in ("", "&secret;")


@settings(max_examples=60, deadline=None)
@given(body=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)))
def test_no_bytes_break_it(body):
    with contextlib.suppress(ParseError):
        feed(body, url=URL)
