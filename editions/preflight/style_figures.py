"""How the house writes figures: 77%, 2019–2021, three shops, 12 shops. Pure."""

import re
from collections.abc import Iterator

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Fix, rule
from editions.preflight.own_words import OwnWords, own_words
from editions.preflight.quantities import WORDS
from editions.preflight.spots import Spot, together
from editions.preflight.style_money import CODES, FIGURE, any_of

PERCENT = re.compile(rf"({FIGURE})(?:[ -](?:percent|per cent|pct(?:\.(?= [a-z]))?)| %)(?![\w-])")

MONTHS = "January February March April May June July August September October November December"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
NAMED_RANGE = re.compile(
    rf"(?<![\w-])(?:(?:{any_of(MONTHS.split())})-(?:{any_of(MONTHS.split())})"
    rf"|(?:{any_of(DAYS.split())})-(?:{any_of(DAYS.split())}))(?![\w-])"
)
RANGE = re.compile(rf"(?<![\w.,:/–—-])(?P<sign>[$€£]?)({FIGURE})-[$€£]?({FIGURE})(?![\w/:–—]|[.,]\d|-\d)")
YEAR = re.compile(r"(?:19|20)\d\d")
SCORED = re.compile(
    r"\b(?:won|wins?|beat|beats|lost|lose|drew|draw|score|scored|vote|voted|ruled)\b[^.]{0,30}\Z", re.I
)
RANGED_BEFORE = re.compile(
    rf"\b(?:[Pp]ages?|pp\.?|[Aa]ge[ds]|between|from|{any_of(MONTHS.split())}|{any_of(CODES)}) \Z"
)
# what follows a range that counts or measures
RANGED_AFTER = re.compile(
    rf"%| ?(?:per ?cent|pct)\b| (?:hundred|thousand|million|billion|trillion|{any_of(MONTHS.split())})\b"
    r"|-(?:year|month|week|day|hour|minute|seat|inch|metre|meter|kilometre|kilometer)s?\b"
    r"| (?:km|kg|kW|MW|GW|kWh|MWh|GWh|nm|mm|cm|mAh|GB|TB)\b"
    r"| (?!(?:was|has|this|its|across|versus|plus|wins|votes|jets|planes|always|perhaps)\b)[a-z]{3,}(?<!s)s\b"
)
# a name right before: "Boeing 737-800 jets", "Model 3 cars"
CAPITAL_BEFORE = re.compile(
    r"(?<![\w’'.&-])(?!(?:About|All|An?|Another|For|From|In|Its|Of|On|Only|Over|Some|The|Their|These|With) )"
    r"[A-Z][\w’'.&-]* \Z"
)

WORD_OF = dict(zip("23456789", list(WORDS)[:8], strict=True))
TENS = [word for word, value in WORDS.items() if value >= 20]
TEENS = {word: value for word, value in WORDS.items() if 10 <= value < 20}
UNITS_OF_MEASURE = """
    acres amps amperes bits bytes carats cents centimetres centimeters cores degrees dollars euros feet
    gallons gigabytes gigahertz gigawatts grams hectares hertz hours hp inches kilobytes kilograms
    kilometres kilometers kilos kilowatts knots litres liters megabytes megahertz megapixels megawatts
    metres meters miles millimetres millimeters minutes nanometres nanometers nautical ounces pence
    percents pixels points pounds quarts rupees seconds stars terabytes tonnes tons volts watts yards
"""
NO_NOUNS = """
    across always as billions does has his hundreds is its less millions minus perhaps plus series
    thousands this thus times towards trillions unless versus was whereas
"""
ADJECTIVES = """
    additional big cheap different domestic electric existing extra foreign full further global
    international key large local main major more national new old other overseas private public rival
    separate similar small smaller larger bigger young
"""
NUMBERED = """
    article category chapter class clause figure form gate generation grade group level line model no
    number part page paragraph phase point round scene section series stage step table terminal tier
    type unit version volume zone
"""
NOT_COUNTED = any_of((UNITS_OF_MEASURE + NO_NOUNS).split())
THINGS = rf"(?:(?:{any_of(ADJECTIVES.split())}) )?[a-z]{{3,}}(?<!s)s(?![\w’'-])"
SMALL = re.compile(
    rf"(?<![\w.,:/$€£¥₹₩+#№%*–—-])(?<!No\. )(?<!no\. )[2-9]"
    rf"(?=(?P<things> (?!years? (?:old|of age))(?!(?:{NOT_COUNTED})\b){THINGS}))"
)
LARGE = re.compile(
    rf"(?<![\w’'–—-])(?:(?P<tens>{any_of(TENS)})(?:-(?P<unit>one|{any_of(WORD_OF.values())}))?"
    rf"|(?P<teen>{any_of(TEENS)}))"
    rf"(?=(?P<things> (?!(?:{any_of(NO_NOUNS.split())})\b)(?:million|billion|trillion|people|{THINGS})))"
)
NUMBERED_BEFORE = re.compile(rf"\b(?:{any_of(NUMBERED.split())}) \Z")
PAIRED_BEFORE = re.compile(rf"(?:\d[%)]?|\b(?:{any_of(WORDS)}))(?:,? (?:to|and|or|in|of|out of|by)|,) \Z")
OPENING = re.compile(r"(?:\A|\n|[.!?:][”\"’)]*\s)\W*\Z")  # nothing of the sentence stands before


@rule(
    "style.percent",
    WARNING,
    "Percent in words",
    example="Sales rose 10.5 percent: write “10.5%”",
    switchable=True,
    piecewise=True,
)
def percent(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for words in own_words(document):
        spots = [_spot(found, f"{found[1]}%") for found in PERCENT.finditer(words.own)]
        yield from together(words.text, spots, "Write the sign")


@rule(
    "style.range",
    WARNING,
    "Hyphen in a range",
    example="It opens 10-15 shops a year: write “10–15”",
    switchable=True,
    piecewise=True,
)
def dash_in_range(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for words in own_words(document):
        ranges = [found for found in RANGE.finditer(words.latin) if _is_range(found, words.latin)]
        ranges = sorted([*ranges, *NAMED_RANGE.finditer(words.latin)], key=lambda found: found.start())
        spots = [_spot(found, found[0].replace("-", "–")) for found in ranges]
        yield from together(words.text, spots, "Write en dashes")


@rule(
    "style.numerals",
    WARNING,
    "Number in the wrong form",
    example="It opened 3 shops with twelve partners: write “three shops” and “12 partners”",
    switchable=True,
    piecewise=True,
)
def numerals(document: EditionDocument, context: Context) -> Iterator[Finding]:
    """Two to nine in words, 10 and more in figures; only where the number plainly counts things."""
    for words in own_words(document):
        if words.text.kind == "prose" and words.layout != "numbers":
            yield from _small(words)
            yield from _large(words)


def _small(words: OwnWords) -> Iterator[Finding]:
    for found in SMALL.finditer(words.own):
        before = words.own[max(0, found.start() - 40) : found.start()]
        if PAIRED_BEFORE.search(before) or _is_named(before) or OPENING.search(before) or "|" in before:
            continue
        yield _numeral(words, found, WORD_OF[found[0]])


def _large(words: OwnWords) -> Iterator[Finding]:
    for found in LARGE.finditer(words.own):
        before = words.own[max(0, found.start() - 40) : found.start()]
        if PAIRED_BEFORE.search(before) or _is_named(before) or OPENING.search(before):
            continue
        value = TEENS[found["teen"]] if found["teen"] else WORDS[found["tens"]]
        unit = found["unit"]
        value += (1 if unit == "one" else WORDS[unit]) if unit else 0
        yield _numeral(words, found, str(value))


def _numeral(words: OwnWords, found: re.Match[str], after: str) -> Finding:
    return Finding(
        words.text.place,
        f"House style writes “{found[0]}” as “{after}”: words to nine, figures from 10.",
        found[0] + found["things"],
        Fix(f"Write “{after}”", found.start(), found[0], after),
    )


def _is_named(before: str) -> bool:
    return bool(NUMBERED_BEFORE.search(before) or CAPITAL_BEFORE.search(before))


def _is_range(found: re.Match[str], text: str) -> bool:
    """Tell whether two figures with a hyphen between are the ends of a range, and nothing else: no
    model, score, phone number or part of a date."""
    first, last = (float(part.replace(",", "")) for part in (found[2], found[3]))
    before, after = text[max(0, found.start() - 50) : found.start()], text[found.end() : found.end() + 40]
    if YEAR.fullmatch(found[2]) and YEAR.fullmatch(found[3]):
        return first < last
    if YEAR.fullmatch(found[2]) and len(found[3]) == 2:
        return int(last) == int(first) % 100 + 1 and last > 12  # 2025-26; 2009-10 may be a month
    if first >= last or found[2].startswith("0") or SCORED.search(before):
        return False
    if found["sign"] or RANGED_BEFORE.search(before):
        return True
    return bool(RANGED_AFTER.match(after)) and not CAPITAL_BEFORE.search(before)


def _spot(found: re.Match[str], after: str) -> Spot:
    return Spot(found.start(), found[0], after)


CHECKS = (percent, dash_in_range, numerals)
