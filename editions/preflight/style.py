"""House style: words to avoid, and the rules of the modules beside this one. Pure.

Each can be switched off in the masthead. None changes a quotation or reaches into Chinese.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from editions.document import EditionDocument
from editions.preflight import style_commas, style_figures, style_headings, style_money, style_quotes
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Fix, rule
from editions.preflight.own_words import OwnWords, own_words


@rule(
    "style.word",
    WARNING,
    "Word to avoid",
    example="Vivo utilises a Zeiss lens, where the masthead says to write “uses”",
    switchable=True,
    piecewise=True,
)
def word_to_avoid(document: EditionDocument, context: Context) -> Iterator[Finding]:
    avoided = {" ".join(word.split()).lower(): instead for word, instead in context.house.words_to_avoid}
    avoided.pop("", None)
    if not avoided:
        return
    pattern = _pattern(tuple(avoided))
    for words in own_words(document):
        found_here = list(pattern.finditer(words.own))
        names = _names(words, context) if found_here else []
        for found in found_here:
            if any(start <= found.start() and found.end() <= end for start, end in names):
                continue
            instead = _in_capitals_of(found[0], avoided[" ".join(found[0].split()).lower()])
            fix = Fix(f"Write “{instead}”", found.start(), found[0], instead) if instead else None
            said = f": write “{instead}”" if instead else ""
            yield Finding(words.text.place, f"House style avoids “{found[0]}”{said}.", found[0], fix)


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words in any capitals, the longest first; a space matches any run of spaces."""
    longest = sorted(words, key=len, reverse=True)
    either = "|".join(r"[ \t\n]+".join(re.escape(part) for part in word.split()) for word in longest)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


def _names(words: OwnWords, context: Context) -> list[tuple[int, int]]:
    return [(mention.start, mention.end) for mention in context.names.find(words.text.text)]


def _in_capitals_of(found: str, instead: str) -> str:
    if found.isupper() and len(found) > 1:
        return instead.upper()
    return instead[:1].upper() + instead[1:] if found[0].isupper() else instead


CHECKS = (
    *style_money.CHECKS,
    *style_figures.CHECKS,
    *style_quotes.CHECKS,
    *style_commas.CHECKS,
    *style_headings.CHECKS,
    word_to_avoid,
)
