"""The paragraphs of a text, each with what it is in Markdown: prose, list, table, heading, quote. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editions.preflight.texts import Text

HEADING = re.compile(r"#{1,6}\s|\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")  # or a rule across the page
LIST = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")
TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
RUN_ON = {("prose", "prose"), ("quote", "quote"), ("prose", "list")}  # (line, paragraph that it belongs to)
HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
WIDEST = 200  # characters in which the words beside a spot are looked for
WORD = re.compile(r"\w[^\s—]*")


@dataclass(frozen=True)
class Paragraph:
    """`shape`: prose, list (one entry), table (a row), heading, quote or line.

    `text` and `masked` are without the space around them; `start` is where they stand in the field.
    """

    start: int
    text: str
    masked: str
    shape: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def paragraphs(text: Text) -> Iterator[Paragraph]:
    """Yield the paragraphs in order. A text that is no prose is one."""
    if text.kind != "prose":
        yield _paragraph(text, 0, len(text.text), text.kind)
        return
    start, end, shape = 0, 0, ""
    for at, line, here in _lines(text.masked):
        goes_on = (here, shape) in RUN_ON
        if shape and not goes_on:
            yield _paragraph(text, start, end, shape)
        if not goes_on:
            start, shape = at, here
        end = at + len(line)
    if shape:
        yield _paragraph(text, start, end, shape)


def opening(words: str, count: int = 8) -> str:
    """Return the first `count` words as they stand; of a text without spaces, 24 characters."""
    found = re.match(rf"\s*((?:\S+\s+){{0,{count - 1}}}\S+)", words)
    first = found[1].rstrip(",;:") if found else ""
    return first[:24] if HAN.search(first) else first


def ending(text: str, end: int, count: int = 5) -> str:
    """Return the last `count` words of a line up to `end`; of Chinese, 12 characters."""
    line = text[max(0, end - WIDEST) : end].split("\n")[-1]
    if HAN.search(line[-12:]):
        return line[-12:]
    head = line.rsplit(None, count)
    return line[len(head[0]) :].lstrip() if len(head) > count else line.lstrip()


def is_chinese(words: str) -> bool:
    """Tell a text that is counted in characters from one that is counted in words."""
    return len(HAN.findall(words)) > len(WORD.findall(words)) / 2


def _paragraph(text: Text, start: int, end: int, shape: str) -> Paragraph:
    words = text.text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return Paragraph(start, text.text[start:end], text.masked[start:end], shape)


def _lines(masked: str) -> Iterator[tuple[int, str, str]]:
    """Yield (start, line, shape) of each line; the shape of a blank line is empty."""
    lines = masked.split("\n")
    at, in_table = 0, False
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        opens = line.lstrip().startswith("|") or ("|" in line and "|" in below and TABLE_RULE.match(below))
        in_table = bool(line.strip() and (in_table or opens))
        yield at, line, "table" if in_table else _shape(line)
        at += len(line) + 1


def _shape(line: str) -> str:
    if not line.strip(" \t>"):
        return ""
    if HEADING.match(line):
        return "heading"
    if LIST.match(line):
        return "list"
    return "quote" if line.lstrip().startswith(">") else "prose"
