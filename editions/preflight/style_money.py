"""How the house writes money: the currency's code, then the figure. Pure.

Whichever currency it is: USD 799, CNY 20 billion, EUR 3 million, as the chips of deals say it. Yuan are no
exception: a China desk has both currencies in one sentence, and "CNY 20 billion (USD 2.8 billion)" reads
better than two forms side by side. A scale stays as it is written.
"""

import re
from collections.abc import Iterable, Iterator

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, rule
from editions.preflight.own_words import own_words
from editions.preflight.spots import Spot, together
from sources.suggest.amounts import LARGE_UNITS, SCALES, SIGNS, UNITS

FIGURE = r"\d(?:[\d,]*\d)?(?:\.\d+)?"


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


CODES = {code for code in SIGNS if code.isalpha()}
SIGN_CODES = {sign: code for code, signs in SIGNS.items() for sign in signs.split() if sign not in CODES}
UNIT_CODES = {
    word.strip().lower(): code
    for table in (UNITS, LARGE_UNITS)
    for code, words in table.items()
    for word in words.split(",")
    if word.isascii()
}
SCALE = any_of(word.strip() for words in SCALES.values() for word in words.split(",") if word.isascii())
SCALED = rf"(?:[ -]?(?i:{SCALE})(?![A-Za-z]))"
UNIT = rf"(?i:{any_of(set(UNIT_CODES) - set(LARGE_UNITS.values()))})|{'|'.join(sorted(CODES))}"
LARGE_UNIT = rf"(?<=illion )(?:{any_of(LARGE_UNITS.values())})"
YUAN_OR_YEN = SIGNS["¥"].split()
SIGNED = re.compile(
    rf"(?<![A-Za-z0-9.,$€£])(?:(?P<sign>{any_of(SIGN_CODES)}) ?|(?P<code>{'|'.join(sorted(CODES))})(?=\d))"
    rf"(?P<sum>{FIGURE}{SCALED}?)(?: (?:{UNIT})(?![\w-]))?"
)
NAMED = re.compile(
    rf"(?<![\w.,:/$€£¥￥-])(?P<sum>(?:{FIGURE}[-–])?{FIGURE}{SCALED}?) (?P<unit>{UNIT}|{LARGE_UNIT})(?![\w-])"
)
CODED = re.compile(rf"(?:{'|'.join(sorted(CODES))}) \Z")
OTHER_END = re.compile(rf"\d{SCALED}?(?:,? (?:to|and|or)|,) \Z")  # "between 20 and" before "30 billion yuan"


@rule(
    "style.currency",
    WARNING,
    "Currency not in the house's form",
    example="The phone costs $799, or 5,700 yuan: write “USD 799” and “CNY 5,700”",
    switchable=True,
    piecewise=True,
)
def currency(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for words in own_words(document):
        signed = list(SIGNED.finditer(words.own))
        vague = [found for found in signed if found["sign"] in YUAN_OR_YEN]
        spots = [_signed(found) for found in signed if found not in vague]
        taken = {place for spot in spots for place in range(spot.start, spot.start + len(spot.before))}
        shared = []
        for found in NAMED.finditer(words.own):
            if CODED.search(words.own, max(0, found.start() - 4), found.start()) or found.start() in taken:
                continue
            end = OTHER_END.search(words.own, max(0, found.start() - 30), found.start())
            (shared if end and end.start() not in taken else spots).append(_named(found))
        yield from together(words.text, sorted(spots, key=lambda spot: spot.start), "Write the codes")
        for found in vague:
            said = f"“{found[0]}” may be yuan or yen: write CNY or JPY before the figure."
            yield Finding(words.text.place, said, found[0])
        for spot in shared:
            said = f"“{spot.before}” ends a range: write “{spot.after[:3]}” before its first figure."
            yield Finding(words.text.place, said, spot.before)


def _signed(found: re.Match[str]) -> Spot:
    code = found["code"] or SIGN_CODES[found["sign"]]
    return Spot(found.start(), found[0], f"{code} {found['sum']}")


def _named(found: re.Match[str]) -> Spot:
    unit = found["unit"]
    code = unit if unit in CODES else UNIT_CODES[unit.lower()]
    return Spot(found.start(), found[0], f"{code} {found['sum']}")


CHECKS = (currency,)
