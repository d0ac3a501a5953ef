import pytest

from editions.pasted import LIMIT, PasteError, clean


@pytest.mark.parametrize(
    ("paste", "text"),
    [
        ("\ufeffOne\r\ntwo\rthree", "One\ntwo\nthree"),
        ("USD\u00a0799 and\u3000more", "USD 799 and more"),
        ("zero\u200bwidth \u202bright to left\u200f", "zerowidth right to left"),
        ("lone \ud83d surrogate", "lone \ufffd surrogate"),
        ("a pair \ud83d\ude00 of them", "a pair 😀 of them"),
        ("a bell\x07 rings", "a bell rings"),
        ("family 👨\u200d👩\u200d👧 here\u200d", "family 👨\u200d👩\u200d👧 here"),
        ("小米，“出海”——财新", "小米，“出海”——财新"),
        ("1 < 2 and <b> is bold", "1 < 2 and <b> is bold"),
    ],
)
def test_a_text_box_is_tidied_and_its_words_are_kept(paste, text):
    assert clean(paste) == text


@pytest.mark.parametrize(
    ("paste", "says"),
    [
        ("", "no text"),
        (" \r\n\u200b\u00a0 ", "no text"),
        ("<p> </p>", "no text"),
        ("a" * (LIMIT + 1), "1,000,001 characters"),
        ("a\n" * 60_000 + "a", "60,001 lines"),
        ("%PDF-1.7 words", "file and not text"),
        ("PK\x03\x04 words", "file and not text"),
        ("some\0thing", "file and not text"),
        ("\ufffd\x01\x02" * 20 + "words" * 40, "file and not text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(paste, says):
    with pytest.raises(PasteError, match=says) as refusal:
        clean(paste)

    assert str(refusal.value).endswith(".")


HTML = """<!DOCTYPE html><html><head><title>Page</title><style>p { color: red }</style></head>
<body><h2>Cars &amp; <em>ships</em></h2><p>BYD sails
to <a class="x > y" href="https://byd.com/a?b=1&amp;c=2">Brazil</a>.<br>So does
<a href="javascript:alert(1)">Chery</a>.</p><script>if (1 < 2) alert("no")</script>
<!-- not this --><ul><li>One</li><li>Two</li></ul></body></html>"""


def test_html_becomes_text():
    assert clean(HTML) == (
        "## Cars & ships\n\nBYD sails to [Brazil](https://byd.com/a?b=1&c=2).\nSo does Chery.\n\n- One\n- Two"
    )


@pytest.mark.parametrize(
    "paste", [HTML, "<p>Write &lt;/p&gt; and &amp;lt;p>.</p>", "a\u200d\u200db", "<script>x"]
)
def test_cleaning_twice_changes_nothing_more(paste):
    assert clean(clean(paste)) == clean(paste)


def test_a_script_that_never_ends_hides_nothing():
    assert clean("<p>Before</p><script>After") == "Before\n\nAfter"


def test_markdown_with_a_tag_is_not_html():
    assert clean("# Title\n\nOne<br>two") == "# Title\n\nOne<br>two"
