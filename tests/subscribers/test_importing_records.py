"""From text to records: delimiters, quotes, and lines without end."""

import io

import pytest

from subscribers.importing.encodings import Unreadable
from subscribers.importing.records import LONGEST_LINE, delimiter_of, lines_of, records_of


def records(text, delimiter=","):
    return list(records_of(lines_of(io.StringIO(text, newline="").readline), delimiter))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_delimiter_is_what_parts_the_lines_alike(delimiter):
    lines = [
        delimiter.join(["email", "name", "note"]),
        delimiter.join(["a@b.example", '"Byron, Ada; x"', ""]),
    ]

    assert delimiter_of([f"{line}\r\n" for line in lines]) == delimiter


def test_a_list_of_addresses_alone_needs_no_delimiter():
    assert delimiter_of(["a@b.example\n", "c@d.example\n"]) == ","


def test_a_record_knows_the_line_in_which_it_begins():
    text = 'email,note\r\n"a@b.example","two\nlines"\r\n\r\nc@d.example,\r\n'

    assert records(text) == [
        (1, ["email", "note"]),
        (2, ["a@b.example", "two\nlines"]),
        (5, ["c@d.example", ""]),
    ]


@pytest.mark.parametrize("rows", [3, 400, 20_000])
def test_a_quote_that_never_closes_is_refused_with_its_line(rows):
    text = 'email\na@b.example\n"c@d.example\n' + "e@f.example\n" * rows

    with pytest.raises(Unreadable, match="opens near line 3 is never closed"):
        records(text)


def test_a_quote_that_closes_only_at_the_next_one_far_below_is_refused_too():
    text = 'email\n"a@b.example\n' + "e@f.example\n" * 150 + '"c@d.example\n'

    with pytest.raises(Unreadable, match="never closed"):
        records(text + '"\n')


def test_a_stray_quote_within_a_cell_is_text():
    assert records('a@b.example,5" disk\n') == [(1, ["a@b.example", '5" disk'])]


def test_a_line_without_end_is_refused_before_it_is_read():
    with pytest.raises(Unreadable, match="Line 2 is longer"):
        records("email\n" + "x" * (LONGEST_LINE + 1))
