"""Percentages that do not follow from the two figures beside them. Pure.

Only forms that leave no doubt are read: "rose 20% to 150 from 125", "from 125 to 150, up 20%".
"""

import re
from collections.abc import Iterator

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, rule
from editions.preflight.quantities import DIGITS, SCALE, Figure, read_figure
from editions.preflight.texts import texts

ROSE = """
    rose rise rises rising grew grow grows growing increased increases increasing climbed climbs jumped
    jumps soared soars surged surges gained gains advanced leapt swelled widened up raised raises lifted
"""
FELL = """
    fell fall falls falling dropped drops dropping declined declines declining decreased decreases slid
    sank tumbled tumbles plunged plunges plunging plummeted shrank slumped slumps dipped slipped narrowed
    down cut cuts lowered lowers reduced reduces trimmed slashed
"""
A_RISE, A_FALL = "rise|increase|jump|gain|surge", "fall|drop|decline|decrease|cut|slump"
# what makes of a number a day, an hour, a while or a share
NO_FIGURE = (
    r"[0-9]|[.,][0-9]| ?(?:%|percent|per cent|[ap]\.?m\b)|[- ](?:month|year|day|week|hour|quarter)s?\b"
    r"| (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
# between the percentage and the figures
WHEN = (
    r"(?:,? (?:year[- ](?:on|over)[- ]year|yoy|on the year|from a year (?:ago|earlier)|(?:last|this) year"
    r"|in the (?:[a-z]+ ){1,2}(?:quarter|half|year|months)|in 20[0-9]{2}),?)?"
)
LEAST_SLACK = 0.1  # percentage points by which a percentage may miss what the two figures allow
SMALL_WORDS = {"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "over", "the", "this"}


@rule(
    "facts.percentage",
    WARNING,
    "Percentage that does not follow from its figures",
    example="Sales rose 20% to 150 million from 100 million.",
    piecewise=True,
)
def percentage(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for text in texts(document):
        if not _PERCENT_SIGN.search(text.masked):
            continue
        for match in (match for form in _FORMS for match in form.finditer(text.masked)):
            change = _true_change(match)
            if change is not None:
                told = f"{match['percent']}% {'down' if _fell(match) else 'up'}"
                sentence = (
                    f"From {_written(match, 'from')} to {_written(match, 'to')} is {_in_words(change)},"
                    f" not {told}: mend one of the three."
                )
                yield Finding(text.place, sentence, match[0].strip(" ,"))


def percent_change(old: Figure, new: Figure) -> tuple[float, float, float] | None:
    """Return the least, the likeliest and the most change in percent, or None from nothing."""
    if old.low <= 0:
        return None
    pairs = ((new.low, old.high), (new.value, old.value), (new.high, old.low))
    least, likeliest, most = ((to / was - 1) * 100 for to, was in pairs)
    return least, likeliest, most


def _true_change(match: re.Match[str]) -> float | None:
    """Return the change in percent where the one that is told cannot be meant."""
    if _is_year(match, "from") or _is_year(match, "to") or not _of_one_kind(match):
        return None
    percent = read_figure(match["percent"], round_numbers=0)
    told = Figure(-percent.value if _fell(match) else percent.value, max(percent.slack, LEAST_SLACK))
    new, old = match["to_scale"] or "", match["from_scale"] or ""
    scales = {(old, new), (old or new, new or old)}  # "from 1.2 to 1.5 billion"
    figures = [(_figure(match["from"], old), _figure(match["to"], new)) for old, new in scales]
    changes = [percent_change(old, new) for old, new in figures]
    if any(not change or (told.low <= change[2] and change[0] <= told.high) for change in changes):
        return None
    return min((change[1] for change in changes if change), key=abs)


def _figure(written: str, scale: str) -> Figure:
    return read_figure(written, scale, round_numbers=0.025)


def _fell(match: re.Match[str]) -> bool:
    words = match.groupdict()
    return bool(words.get("fell") or words.get("a_fall"))


def _in_words(change: float) -> str:
    return f"{abs(change):.1f}".removesuffix(".0") + f"% {'down' if change < 0 else 'up'}"


def _is_year(match: re.Match[str], which: str) -> bool:
    bare = not match[f"{which}_scale"] and not match[f"{which}_sign"]
    return bare and bool(re.fullmatch(r"(?:19|20)[0-9]{2}", match[which]))


def _of_one_kind(match: re.Match[str]) -> bool:
    """Tell whether both figures are in one currency and count one thing, where they say of what."""
    signs = {match[f"{which}_sign"].strip() for which in ("from", "to")}
    words = {word for which in ("from", "to") for word in match[f"{which}_unit"].split()[:1]}
    return len(signs) == 1 and len(words - SMALL_WORDS) < 2


def _written(match: re.Match[str], which: str) -> str:
    return f"{match[f'{which}_sign']}{match[which]}{match[f'{which}_scale'] or ''}"


def _number(name: str) -> str:
    """A figure with its sign, scale and the words after it."""
    return (
        rf"(?P<{name}_sign>(?:(?:US|HK|NT|S|A|C|R)?\$|[€£¥₹₩]|(?:USD|RMB|CNY|EUR|HKD|GBP|JPY|INR) ?)?)"
        rf"(?P<{name}>{DIGITS})(?P<{name}_scale>{SCALE})?(?!{NO_FIGURE})"
        rf"(?P<{name}_unit>(?: [a-z][a-z’'-]*){{0,3}}?)"
    )


_ROSE, _FELL = "|".join(ROSE.split()), "|".join(FELL.split())
_PERCENT_SIGN = re.compile(r"[0-9] ?(?:%|per ?cent)")
_PERCENT = rf"(?P<percent>{DIGITS}) ?(?:%|percent\b|per cent\b)"
_CHANGED = rf"(?:(?P<rose>{_ROSE})|(?P<fell>{_FELL}))(?: (?:by )?|(?: [a-z]+){{1,3}}? by ){_PERCENT}"
_NOUN = rf"(?:(?P<a_rise>{A_RISE})|(?P<a_fall>{A_FALL}))"
_OTHER = rf"(?P<percent>{DIGITS}) ?(?:%|percent|per cent) {_NOUN}"
_FROM, _TO = _number("from"), _number("to")
_GAP = r"(?: (?:a year|in|at|on|by|during|last|this) [^,.;()%]{0,30}?)?"
_END = r"(?=[.,;:)—–]|\s*$|\n)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\b{_CHANGED}{WHEN} to {_TO}{_GAP},? from {_FROM}(?= |[.,;:)]|\s*$)",
        rf"\b{_CHANGED}{WHEN} from {_FROM}{_GAP} to {_TO}(?= |[.,;:)]|\s*$)",
        rf"\bfrom {_FROM}{_GAP} to {_TO}{_GAP}(?:, | — |—| – | \(){_CHANGED}{_END}",
        rf"\bto {_TO}{_GAP},? from {_FROM}{_GAP}(?:, | — |—| – | \(){_CHANGED}{_END}",
        rf"\bfrom {_FROM}{_GAP} to {_TO}{_GAP}, an? {_NOUN} of {_PERCENT}{_END}",
        rf"\bfrom {_FROM}{_GAP} to {_TO}{_GAP}, an? {_OTHER}{_END}",
    )
)
CHECKS = (percentage,)
