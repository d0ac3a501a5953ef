"""What was searched for, marked in the text that holds it. Pure.

The text is compared as the index compares it, so "cafe" is marked in "Café", and 首家 in 首家门店.
"""

import re
from collections.abc import Iterable, Sequence

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from editions.searching.terms import Term, fold, places

LONGEST = 50_000  # characters of a text that are looked through
BEFORE = 80  # characters of a snippet before its first hit
GAP = re.compile(r"\s")


def hits(text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Return where `terms` stand in `text`, in order and none within another. Excluded ones mark nothing."""
    folded = fold(text[:LONGEST])
    found = list(places(folded.text))
    spots = [spot for term in terms if not term.is_excluded for spot in _stands(found, term)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spots):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(folded.places[start], folded.places[end - 1] + 1) for start, end in merged]


def mark(text: str, terms: Sequence[Term]) -> SafeString:
    """Return `text` as HTML with `terms` in <mark>."""
    return _marked(text, hits(text, terms))


def snippet(text: str, terms: Sequence[Term], length: int) -> SafeString:
    """Return some `length` characters of `text` around the first hit as HTML, or nothing without a hit."""
    found = hits(text, terms)
    if not found:
        return SafeString()
    first = max(0, min(found[0][0] - BEFORE, len(text) - length))
    start = _gap(text, first, found[0][0]) if first else 0
    end = min(len(text), max(start + length, found[0][1]))
    end = len(text) - _gap(text[::-1], len(text) - end, len(text) - found[0][1]) if end < len(text) else end
    inside = [(a - start, b - start) for a, b in found if start <= a and b <= end]
    before, after = "… " * (start > 0), " …" * (end < len(text))
    return escape(before) + _marked(text[start:end], inside) + escape(after)


def _stands(found: list[tuple[str, int, int]], term: Term) -> Iterable[tuple[int, int]]:
    """Yield where `term` stands among the words `found` of a text, from its start to its end."""
    first, length = term.words[0], len(term.words)
    for at, (word, start, _end) in enumerate(found):
        if term.is_beginning:
            if word.startswith(first):
                yield start, start + len(first)
        elif word == first and tuple(one[0] for one in found[at : at + length]) == term.words:
            yield start, found[at + length - 1][2]


def _marked(text: str, found: list[tuple[int, int]]) -> SafeString:
    cuts = zip([0, *(end for _start, end in found)], found, strict=False)
    parts = ((text[before:start], text[start:end]) for before, (start, end) in cuts)
    rest = found[-1][1] if found else 0
    return format_html_join("", "{}<mark>{}</mark>", parts) + escape(text[rest:])


def _gap(text: str, first: int, last: int) -> int:
    """The place after the first space between `first` and `last`; `first` where there is none."""
    found = GAP.search(text, first, last)
    return found.end() if found else first
