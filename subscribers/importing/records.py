"""From the text of a file to its records, however it is delimited. Pure."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator

from subscribers.importing.encodings import Unreadable

DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab"}
LONGEST_LINE = 100_000  # characters
MOST_LINES = 100  # of one record: beyond, a quote was left open
SAMPLE = 30  # lines from which the delimiter is told


def delimiter_of(sample: list[str]) -> str:
    """Return the delimiter that parts most of these lines into the same number of cells."""

    def fit(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells)
        width, lines = widths.most_common(1)[0] if widths else (1, 0)
        return (lines if width > 1 else 0), width

    return max(DELIMITERS, key=fit)


def lines_of(readline: Callable[[int], str]) -> Iterator[str]:
    """Yield lines from a text file's `readline`. Raises Unreadable for one that is no line of a list."""
    number = 0
    while line := readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            raise Unreadable(
                f"Line {number} is longer than {LONGEST_LINE:,} characters: this is no list of subscribers."
            )
        yield line


def records_of(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the line in which each record begins, and its cells.

    Raises Unreadable where a quote is never closed: everything after it would be one cell.
    """
    held = _Held(lines)
    reader = csv.reader(held, delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            if reader.line_num - begins >= MOST_LINES:
                raise csv.Error
            if cells:
                yield begins, cells
            begins, held.fresh = reader.line_num + 1, True
        for _ in csv.reader(held.lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if str(error) in ("", "unexpected end of data") or "limit" in str(error):
            begins = max(reader.line_num - len(held.lines) + 1, 1)
            raise Unreadable(f"A quote that opens near line {begins} is never closed.") from error


class _Held:
    """Lines, with those of the current record at hand."""

    def __init__(self, lines: Iterator[str]):
        self.source, self.lines, self.fresh = lines, [], False

    def __iter__(self):
        return self

    def __next__(self) -> str:
        line = next(self.source)
        if self.fresh:
            self.lines, self.fresh = [], False
        self.lines.append(line)
        return line
