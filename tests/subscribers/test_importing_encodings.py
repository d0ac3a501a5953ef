"""Which encoding a file is written in, and what is no text at all."""

import pytest

from subscribers.importing.encodings import Unreadable, detect

CHINESE = "邮箱,姓名\nwei@inbox.example.com,王伟\nli@inbox.example.com,李娜的朋友\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_an_encoding_is_told_from_the_bytes(encoding, name):
    raw = CHINESE.encode(encoding)

    found = detect([raw])

    assert found == name
    assert raw.decode(found) == CHINESE


def test_european_letters_are_not_taken_for_chinese():
    text = "name,email\nJens Müller,jens@inbox.example.com\nUte Bücher,ute@inbox.example.com\n"
    text.encode("cp1252").decode("gb18030")  # which could be Chinese

    assert detect([text.encode("cp1252")]) == "cp1252"


def test_a_character_may_be_cut_by_the_end_of_a_piece():
    raw = CHINESE.encode()

    assert detect(raw[place : place + 7] for place in range(0, len(raw), 7)) == "utf-8"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"PK\x03\x04" + bytes(40), "archive or a spreadsheet"),
        (b"email\n" + b"a@inbox.example.com\n" * 40 + b"\x00\x00\n", "NUL bytes"),
        (bytes(5000), "NUL bytes"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(raw, said):
    with pytest.raises(Unreadable, match=said):
        detect([raw] if raw else [])
