"""Charsets, dates, languages and words as strangers write them."""

from datetime import UTC, datetime
from email.utils import formatdate

import pytest

from sources.parsing import decode
from sources.parsing.dates import moment
from sources.parsing.languages import language
from sources.parsing.plain import absolute, plain

CHINESE = "一家茶饮公司在首尔开出了第一家门店"
TAIWANESE = (
    "<p>青鳥航運開通新航線，首批貨櫃船下月從高雄港出發，四週後抵達巴西。</p>"
    "<p>公司表示，今年的出口可望增加三成。</p>"
)
JAPANESE = "<p>中国の電気自動車メーカーがブラジルに新しい工場を開くと発表した。生産は来春から。</p>"
KOREAN = "<p>중국 전기차 업체가 브라질에 새 공장을 연다고 발표했다. 생산은 내년 봄부터다.</p>"


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (CHINESE.encode(), "text/html; charset=gbk", CHINESE),
        (CHINESE.encode("gbk"), "text/html; charset=utf-8", CHINESE),
        (CHINESE.encode("gbk"), "text/html; charset=ISO-8859-1", CHINESE),
        (CHINESE.encode("gbk"), "", CHINESE),
        (("㐀" + CHINESE).encode("gb18030"), "text/html; charset=gb2312", "㐀" + CHINESE),
        ("青鳥航運開通新航線".encode("big5"), "text/html; charset=big5", "青鳥航運開通新航線"),
        (CHINESE.encode("utf-16"), "text/html; charset=utf-8", CHINESE),
        (CHINESE.encode("utf-8-sig"), "", CHINESE),
        (b'<?xml version="1.0" encoding="Shift_JIS"?>' + "店".encode("shift_jis"), "", None),
        ("カフェ".encode("iso2022_jp"), "text/html; charset=iso-2022-jp", "カフェ"),
        ("Café à Orléans".encode("latin-1"), "", "Café à Orléans"),
        (TAIWANESE.encode("big5"), "", TAIWANESE),
        (JAPANESE.encode("shift_jis"), "text/xml; charset=utf-8", JAPANESE),
        (JAPANESE.encode("euc_jp"), "", JAPANESE),
        (KOREAN.encode("euc_kr"), "text/html; charset=ISO-8859-1", KOREAN),
        (CHINESE.encode() + b"\xe4\xb8", "", CHINESE + "\ufffd"),
        (b"caf\xc3\xa9", "text/html; charset=punycode", "café"),
        (b"", "", ""),
    ],
    ids=[
        "utf8-as-gbk", "gbk-as-utf8", "gbk-as-latin", "gbk", "gb18030-as-gb2312", "big5", "utf16", "bom",
        "declared-in-xml", "iso2022", "latin", "big5-undeclared", "shift-jis-as-utf8", "euc-jp",
        "euc-kr-as-latin", "cut-off", "no-web-name", "empty",
    ],
)  # fmt: skip
def test_bytes_become_the_text_that_was_meant(body, content_type, expected):
    text = decode(body, content_type)

    assert text == expected if expected is not None else text.endswith("店")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-07-04T09:30:00+08:00", "01:30"),
        ("2025-07-04T01:30:00.000Z", "01:30"),
        ("Fri, 04 Jul 2025 09:30:00 +0800", "01:30"),
        ("Fri, 04 Jul 2025 09:30 PDT", "16:30"),
        ("4 July 2025, 09:30 GMT+8", "01:30"),
        ("2025/7/4 09:30", "09:30"),
        ("July 4, 2025", "00:00"),
        ("20250704", "00:00"),
        ("1751592600", "01:30"),
        (1751592600123, "01:30"),
        (1751592600.5, "01:30"),
        (float("nan"), None),
        (10**400, None),
        ("3 hours ago", None),
        ("July 2025", None),
        ("4 July", None),
        ("09:30", None),
        ("17", None),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("01-01-0001", None),
        ("Fri, 04 Jul 2025 09:30:00 +0000", "09:30"),
        ("2025-07-04T09:30:00-0000", "09:30"),
        ("9999-12-31T23:59:59Z", None),
        ("2025-02-31", None),
        ("Fri, 99 Jul 2025 09:30:00 +0800", None),
        ("9" * 5000, None),
        (None, None),
    ],
)
def test_a_moment_is_read_or_unknown(text, expected):
    found = moment(text)

    assert (found and f"{found:%Y-%m-%d %H:%M}") == (expected and f"2025-07-04 {expected}")


@pytest.mark.parametrize("text", ["2025年7月4日 09:30", "2025-07-04 09:30:00", "Fri Jul 4 09:30:00 CST 2025"])
def test_a_chinese_text_means_the_time_of_beijing(text):
    assert moment(text, chinese=True) == datetime(2025, 7, 4, 1, 30, tzinfo=UTC)


def test_what_a_program_stamps_in_universal_time_is_not_of_beijing():
    text = formatdate(1751592600)

    assert text.endswith(" -0000")
    assert moment(text, chinese=True) == datetime(2025, 7, 4, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("en-GB", "Tea", "en"),
        ("en", CHINESE, "zh"),
        ("zh-CN", "A tea chain opens its first shop in Seoul", "en"),
        ("cn", "", "zh"),
        ("", "The shop opens in May", "en"),
        ("", "小米SU7 Ultra在欧洲开售", "zh"),
        ("", "キャンパスを開設", "ja"),
        ("ja", "日本経済新聞", "ja"),
        ("", "서울에 첫 매장", "ko"),
        ("", "Ouverture à Lyon", ""),
        ("fr-FR", "Ouverture à Lyon", "fr"),
        ("{{lang}}", "", ""),
    ],
)
def test_a_language_is_declared_or_seen(declared, text, expected):
    assert language(declared, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One</p><p>two<br>three</p>", "One two three"),
        ("a<b>b</b>c <script>x()</script>d", "abc d"),
        ("Q&amp;A &#8212; 5 < 6", "Q&A — 5 < 6"),
        (" \n many\tspaces\u3000here ", "many spaces here"),
        (7, ""),
    ],
)
def test_words_are_plain(text, expected):
    assert plain(text, 100) == expected


def test_a_long_text_ends_in_an_ellipsis():
    assert plain("word " * 10, 12) == "word word w…"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("b.html", "https://x.example/a/b.html"),
        ("//y.example/b", "https://y.example/b"),
        ("/a b", "https://x.example/a%20b"),
        ("ftp://y.example/b", ""),
        ("mailto:a@x.example", ""),
        ("javascript:alert(1)", ""),
        ("https://[::1", ""),
        ("https://y.example:99999/", ""),
        ("/" + "a" * 3000, ""),
        ("", ""),
        (None, ""),
    ],
)
def test_an_address_is_absolute_or_nothing(address, expected):
    assert absolute(address, "https://x.example/a/index.html") == expected
