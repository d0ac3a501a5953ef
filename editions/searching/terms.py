"""The words of a text and of a query, in the form in which both are compared.

Chinese has no spaces, and neither database splits it: a run of it becomes its pairs of characters, and its
last character, so that one character alone is found as the beginning of a word. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sources.mentions import is_chinese

LONGEST = 200  # characters of a query that are read
MOST = 12  # terms of a query that are read
CHINESE = "㐀-鿿𠀀-𲎯"  # as `is_chinese` has it
PART = re.compile(rf"[{CHINESE}]+|[^\W_{CHINESE}]+")
TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True)
class Term:
    """Words that stand side by side. `is_beginning`: the last is the beginning of a word."""

    words: tuple[str, ...]
    is_beginning: bool = False
    is_excluded: bool = False


@dataclass(frozen=True)
class Folded:
    """A text in the form in which words are compared; its character `n` comes of `places[n]` of the text."""

    text: str
    places: Sequence[int]


def fold(text: str) -> Folded:
    """Return `text` in small letters without accents."""
    forms = {one: _form(one) for one in set(text)}
    if all(len(form) == 1 for form in forms.values()):
        return Folded(text.translate(str.maketrans(forms)), range(len(text)))
    found = [(letter, place) for place, one in enumerate(text) for letter in forms[one]]
    return Folded("".join(letter for letter, _ in found), [place for _, place in found])


def places(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a folded text in order, each with where it starts and ends; Chinese as pairs."""
    for part in PART.finditer(folded):
        start, end = part.span()
        if is_chinese(folded[start]):
            for at in range(start, end):
                yield folded[at : min(at + 2, end)], at, min(at + 2, end)
        else:
            yield part[0], start, end


def words(text: str) -> list[str]:
    """Return the words of `text` in order: small letters without accents, Chinese as pairs."""
    return [word for word, _start, _end in places(fold(text).text)]


def parse(query: str) -> tuple[Term, ...]:
    """Return the terms of `query`: words, "phrases", and -words to leave out. It never raises."""
    query = re.sub("[“”„«»]", '"', query[:LONGEST])
    found = []
    for minus, phrase, word in TERM.findall(query):
        said = words(phrase or word)
        is_beginning = len(said) == 1 and len(said[0]) == 1 and is_chinese(said[0])
        if len(said) > 1 and len(said[-1]) == 1 and said[-2][-1:] == said[-1] and is_chinese(said[-1]):
            said.pop()  # the text may go on where the query ends
        if said:
            found.append(Term(tuple(said), is_beginning, bool(minus)))
    return tuple(found[:MOST])


@cache
def _form(one: str) -> str:
    """What a character becomes: "é" is "e", "ﬁ" is "fi", an accent of its own is nothing."""
    plain = unicodedata.normalize("NFKD", one).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
