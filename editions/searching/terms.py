"""The words of a text and of a query, in the form in which both are compared.

Chinese has no spaces, and neither database splits it: a run of it becomes its pairs of characters, and its
last character, so that one character alone is found as the beginning of a word. Pure.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass

from sources.mentions import is_chinese

LONGEST = 200  # characters of a query that are read
MOST = 12  # terms of a query that are read
RUN = re.compile(r"[^\W_]+")
TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True)
class Term:
    """Words that stand side by side. `is_beginning`: the last is the beginning of a word."""

    words: tuple[str, ...]
    is_beginning: bool = False
    is_excluded: bool = False


def words(text: str) -> list[str]:
    """Return the words of `text` in order: small letters without accents, Chinese as pairs."""
    plain = unicodedata.normalize("NFKD", text.replace("\0", " ")).casefold()
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return [word for run in RUN.findall(plain) for part in _scripts(run) for word in _pairs(part)]


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


def _scripts(run: str) -> list[str]:
    parts = [run[:1]]
    for before, one in itertools.pairwise(run):
        if is_chinese(before) == is_chinese(one):
            parts[-1] += one
        else:
            parts.append(one)
    return parts


def _pairs(part: str) -> list[str]:
    if not is_chinese(part[0]):
        return [part]
    return [part[at : at + 2] for at in range(len(part))]
