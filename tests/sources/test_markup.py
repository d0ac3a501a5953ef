import time

import pytest

from sources.markup import beginning, headed, safe_href, sponsored, to_html, to_text, trusted, with_links


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("before<script>alert(1)</script>after", "<p>beforeafter</p>"),
        ("<STYLE>p { color: red }</STYLE>words", "<p>words</p>"),
        ("<script>a</script>b<style>c</style>d", "<p>bd</p>"),
        ("<p onclick='alert(1)'>a</p>", "<p>a</p>"),
        ("<img src=x onerror=alert(1)>words", "<p>words</p>"),
        ("[x](javascript:alert(1))", "<p><a>x</a></p>"),
        ("[x](data:text/html,alert)", "<p><a>x</a></p>"),
        ('<a href=" java\nscript:alert(1)">x</a>', "<p><a>x</a></p>"),
        ('<a href="&#106;avascript:alert(1)">x</a>', "<p><a>x</a></p>"),
        ('<a href="vbscript:x" style="color:red" id="a" class="b">x</a>', "<p><a>x</a></p>"),
        ("<svg onload=alert(1)><b>x</b></svg>", "<p><b>x</b></p>"),
        ("<iframe src='//evil.example'></iframe>words", "<p>words</p>"),
        ("<b><i>x</b>y", "<p><b><i>x</i></b><i>y</i></p>"),
        ("<!-- hidden -->words", "<p>words</p>"),
        ("a \ud800 b", "<p>a ? b</p>"),
        ("AT&T <3", "<p>AT&amp;T &lt;3</p>"),
    ],
)
def test_what_is_hostile_goes_and_the_words_stay(text, html):
    assert to_html(text) == html


def test_a_script_that_never_ends_keeps_the_words_after_it():
    assert to_text(to_html("One line.\n\n<script>not closed\n\nThe last line.")).endswith("The last line.")


def test_a_script_put_together_from_two_is_not_one():
    assert "<script" not in to_html("<scr<script>x</script>ipt>alert(1)</script>")


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("Read https://a.example/x?b=1&c=2.", "https://a.example/x?b=1&amp;c=2"),
        ("(https://a.example/Foo_(bar))", "https://a.example/Foo_(bar)"),
        ("见https://a.example/1。然后", "https://a.example/1"),
        ("<https://a.example>", "https://a.example"),
        ("[x](https://a.example)", "https://a.example"),
        ('<a href="https://a.example">https://a.example</a>', "https://a.example"),
        ("[x](//a.example)", "//a.example"),
    ],
)
def test_a_link_elsewhere_is_cut_from_its_opener(text, href):
    html = to_html(text)

    assert html.count("<a ") == 1
    assert f'<a href="{href}" rel="noopener">' in html


@pytest.mark.parametrize("text", ["Booking.com and JD.com", "`https://a.example`", "lin@example.com"])
def test_what_is_no_address_of_the_web_becomes_no_link(text):
    assert "<a" not in to_html(text)


def test_links_within_the_site_and_to_a_mailbox_need_no_rel():
    assert to_html("[a](/tips/) [b](mailto:lin@example.com)") == (
        '<p><a href="/tips/">a</a> <a href="mailto:lin@example.com">b</a></p>'
    )


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# A\n\n## B", ["<h3>A</h3>", "<h4>B</h4>"]),
        ("# A\n\n### B", ["<h3>A</h3>", "<h4>B</h4>"]),
        ("## A\n\n## B", ["<h3>A</h3>", "<h3>B</h3>"]),
        ("<h1>A</h1>", ["<h3>A</h3>"]),
    ],
)
def test_headings_begin_below_those_of_the_page_and_skip_no_level(text, levels):
    assert to_html(text, top_heading=3).split("\n") == levels


def test_headings_stop_at_the_sixth_level():
    assert to_html("# A\n\n## B\n\n### C", top_heading=5) == "<h5>A</h5>\n<h6>B</h6>\n<h6>C</h6>"


def test_stored_headings_can_be_moved_again():
    assert headed(trusted("<h3>A</h3><h4>B</h4>"), 2) == "<h2>A</h2><h3>B</h3>"


def test_a_line_end_is_a_line_break():
    assert to_html("one\r\ntwo") == "<p>one<br>\ntwo</p>"


def test_a_list_may_follow_its_introduction_without_a_blank_line():
    assert to_html("Two:\n- a\n- b") == "<p>Two:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


def test_a_year_at_the_start_of_a_line_is_no_list():
    assert "<li>" not in to_html("It was founded in\n2025. Nobody noticed.")


def test_brackets_that_close_nowhere_are_kept_as_they_are():
    html = to_html("a [b and [c](https://a.example) d")

    assert html == '<p>a [b and <a href="https://a.example" rel="noopener">c</a> d</p>'


def test_a_table_has_no_style_of_its_own():
    html = to_html("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert "<td>2</td>" in html
    assert "style" not in html


@pytest.mark.parametrize(
    "text", ["[" * 12_000, "![x](" * 2_400, "<b>" * 4_000, "> " * 6_000, "1. " * 4_000, "<script" * 1_700]
)
def test_a_text_made_to_be_slow_is_rendered_all_the_same(text):
    start = time.perf_counter()

    to_html(text)

    assert time.perf_counter() - start < 5


def test_words_come_back_from_html_paragraph_by_paragraph():
    html = to_html("# A\n\nb **c**\n&amp; d\n\n- x\n- y")

    assert to_text(html) == "A\nb c\n& d\nx\ny"


def test_paid_links_are_declared():
    assert 'rel="sponsored noopener"' in sponsored(to_html("https://a.example"))


def test_addresses_are_changed_as_they_are_read_and_written_back_escaped():
    html = with_links(
        trusted('<a href="/a?b=1&amp;c=2">href="x"</a>'), lambda href: f"https://a.example{href}"
    )

    assert html == '<a href="https://a.example/a?b=1&amp;c=2">href="x"</a>'


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example", True),
        ("/items/4/", True),
        ("#item-4", True),
        ("mailto:lin@example.com", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("items/4", False),
    ],
)
def test_only_known_schemes_and_paths_may_be_linked(url, kept):
    assert safe_href(url) == (url if kept else "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One **two**\n\nthree", "One two three"),
        ("One two three four", "One two three …"),
        ("小米在巴西开设首家门店", "小米在巴西开 …"),
        ("小米 opened in 巴西利亚", "小米 opened in …"),
    ],
)
def test_a_beginning_has_so_many_words_and_two_chinese_signs_are_one(text, said):
    assert beginning(to_html(text), 3) == said
