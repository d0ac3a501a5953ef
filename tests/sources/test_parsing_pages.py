"""What a page says where it is written badly."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.parsing import Page, page

URL = "https://news.example/a/1.html"
PIECES = [
    b"<",
    b">",
    b'"',
    b"<meta ",
    b"name=date ",
    b"content=",
    b"<script type=application/ld+json>",
    b"[{",
    b"</",
]


def titled(title, *, site="", heading=""):
    head = f"<title>{title}</title><meta property='og:site_name' content='{site}'>"
    return page(f"<html><head>{head}</head><body><h1>{heading}</h1></body></html>".encode(), url=URL).title


def linked(json):
    return page(f"<script type='application/ld+json'>{json}</script>".encode(), url=URL)


@pytest.mark.parametrize(
    ("title", "site", "heading", "expected"),
    [
        ("四川茶饮进入法国 - 36氪", "36氪", "", "四川茶饮进入法国"),
        ("Tea chain lands in Paris | Reuters", "Reuters", "", "Tea chain lands in Paris"),
        ("茶饮出海_财经_澎湃新闻-The Paper", "澎湃新闻", "", "茶饮出海_财经"),
        ("茶饮出海_财经_澎湃新闻-The Paper", "", "茶饮出海", "茶饮出海"),
        ("BYD - the long way to Europe", "", "", "BYD - the long way to Europe"),
        ("小米 - 36氪专访 - 36氪", "36氪", "", "小米 - 36氪专访"),
        ("36氪", "36氪", "茶饮出海", "茶饮出海"),
    ],
    ids=["dash", "bar", "section", "heading", "no-site", "inner-dash", "site-alone"],
)
def test_a_title_loses_the_name_of_its_site(title, site, heading, expected):
    assert titled(title, site=site, heading=heading) == expected


@pytest.mark.parametrize(
    "json",
    [
        '{"@type": "NewsArticle", "headline": "Kept",}',
        '{"@type": "NewsArticle", "headline": "Kept"};',
        '//<![CDATA[\n[{"@type": ["Thing", "Article"], "headline": "Kept"}]\n//]]>',
        '{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "Kept"}}',
        '{"@type": "Report", "headline": "Kept",\n"description": "two\nlines"}',
        '{"@type": "NewsArticle", "headline": {"a": 1}, "name": "Kept"}',
    ],
    ids=["comma", "semicolon", "cdata", "nested", "line-break", "no-string"],
)
def test_json_is_read_as_people_write_it(json):
    assert linked(json).title == "Kept"


@pytest.mark.parametrize("json", ["[" * 100_000, "null", "[1, null]", '{"@type": 7}', '{"@type": "Article"}'])
def test_json_that_says_nothing_is_passed_over(json):
    assert linked(json) == Page(URL)


def test_a_date_may_be_a_number_of_seconds_since_1970():
    found = linked('{"@type": "NewsArticle", "headline": "Kept", "datePublished": 1751592600}')

    assert found.published_at == datetime(2025, 7, 4, 1, 30, tzinfo=UTC)


def test_an_address_is_of_the_web_or_it_is_none():
    html = b"<link rel=canonical href='ftp://x.example/'><meta property=og:image content='http://[bad'>"

    found = page(html, url=URL)

    assert (found.canonical_url, found.image_url) == ("", "")


def test_a_page_of_many_tags_is_read_as_far_as_its_first_tags():
    found = page(b"<title>Kept</title>" + b"<p>" * 100_000 + b"<meta name=author content=Late>", url=URL)

    assert (found.title, found.author) == ("Kept", "")


def test_what_cannot_be_stored_is_left_out():
    assert titled("A\0 tea\x1b chain \u202eabroad") == "A tea chain abroad"


@settings(max_examples=60, deadline=None)
@given(body=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)))
def test_no_bytes_break_it(body):
    assert page(body, url=URL).url == URL
