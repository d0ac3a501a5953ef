"""Straight quotation marks and apostrophes, and the curly ones that belong in their place. Pure.

A line whose marks do not pair is left as it is: what is lost there, a person must find. Feet and inches,
code, addresses, tags and Chinese lines keep their straight marks.
"""

import re
from collections.abc import Iterator

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Fix, rule
from editions.preflight.own_words import covered, own_words
from editions.preflight.texts import FILLER

STRAIGHT = re.compile(r"[\"']")
UNTOUCHED = re.compile(
    r"^```.*?(?:^```|\Z)"  # a block of code
    r"|^(?: {4}|\t)[^\n]*"
    r"|^ {0,3}\[[^\]\n]+\]:[^\n]*"  # the target of a link, at the foot
    r"|(?<=\])\([^)\n]*\)"  # and beside it, with its title
    r"|</?[A-Za-z][^<>\n]*>",
    re.MULTILINE | re.DOTALL,
)
LINE = re.compile(r".+")
CLOSES = re.compile(r"(?<=[^\s'])'(?!\w)")
EMPHASIS = "*_~"
ELIDED = re.compile(r"'(?:\d0s|\d\d|tis|twas|til|em|cause|bout|n')(?!\w)", re.IGNORECASE)
OPENERS = "([{“‘—–-/|=" + FILLER


@rule(
    "style.quotes",
    WARNING,
    "Straight quotation marks",
    example='Vivo\'s chief says "yes": write “Vivo’s” and “yes” in curly marks',
    switchable=True,
    piecewise=True,
)
def straight_quotes(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for words in own_words(document):
        text = words.text.text
        if not STRAIGHT.search(words.latin):
            continue
        curly = curled(text, _masked(text, words.latin))
        if curly != text:
            changed = [at for at, letter in enumerate(text) if letter != curly[at]]
            passage = text[text.rfind(" ", 0, changed[0]) + 1 :].split()[0]
            many = "s or apostrophes are" if len(changed) > 1 else " or apostrophe is"
            said = f"{len(changed)} quotation mark{many} straight, first in: {passage}"
            yield Finding(words.text.place, said, passage, Fix("Curl them", 0, text, curly))


def _masked(text: str, masked: str) -> str:
    """Return `masked` with code, tags and targets of links covered, which are looked for in `text`."""
    for found in UNTOUCHED.finditer(text):
        masked = f"{masked[: found.start()]}{covered(found)}{masked[found.end() :]}"
    return masked


def curled(text: str, masked: str) -> str:
    """Return `text` with curly marks wherever `masked`, which is as long, has straight ones that pair."""
    letters = list(text)
    for line in LINE.finditer(masked):
        for at, mark in _marks(line[0]):
            letters[line.start() + at] = mark
    return "".join(letters)


def _marks(line: str) -> Iterator[tuple[int, str]]:
    """The curly marks of a line: the double ones if all of them pair, the single ones one by one."""
    doubles = _doubles(line, inches=False)
    if doubles is None:
        doubles = _doubles(line, inches=True)
    yield from doubles or []
    yield from _singles(line)


def _doubles(line: str, *, inches: bool) -> list[tuple[int, str]] | None:
    """The double marks, or None where they do not pair. With `inches`, one after a figure measures."""
    marks, is_open = [], False
    for at, letter in enumerate(line):
        if letter != '"':
            continue
        before, after = _neighbour(line, at, -1), _neighbour(line, at, 1)
        if before.isdigit() and (inches or not is_open):
            continue
        if is_open and not before.isspace() and not after.isalnum():
            marks.append((at, "”"))
        elif not is_open and not before.isalnum() and not after.isspace():
            marks.append((at, "“"))
        else:
            return None
        is_open = not is_open
    return None if is_open else marks


def _singles(line: str) -> Iterator[tuple[int, str]]:
    is_open = False
    last_close = max((found.start() for found in CLOSES.finditer(line)), default=-1)
    for at, letter in enumerate(line):
        if letter != "'":
            continue
        before, after = _neighbour(line, at, -1), _neighbour(line, at, 1)
        if before.isalpha() or (before.isdigit() and (is_open or after.isalpha())):
            yield at, "’"  # don't, Vivo's, the makers', the 1990's, or the end of a quotation
            is_open = is_open and after.isalnum()
        elif before.isdigit():
            continue  # feet
        elif ELIDED.match(line, at):
            yield at, "’"
        elif is_open and not before.isspace() and not after.isalnum():
            yield at, "’"
            is_open = False
        elif (before.isspace() or before in OPENERS + '"“') and not after.isspace() and at < last_close - 1:
            yield at, "‘"
            is_open = True


def _neighbour(line: str, at: int, step: int) -> str:
    """The letter beside `at`, past marks of emphasis; a space where the line ends."""
    at += step
    while 0 <= at < len(line) and line[at] in EMPHASIS:
        at += step
    return line[at] if 0 <= at < len(line) else " "


CHECKS = (straight_quotes,)
