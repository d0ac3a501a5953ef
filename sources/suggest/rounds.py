"""The funding round a text names. Pure."""

import re

from sources.mentions import fold

# what is found, and how it is written; a Chinese text keeps its own word
ROUNDS = (
    (r"\bpre-series[ -]([A-E])\b", "pre-{0}"),
    (r"\bpre-?([A-E])\+?(?= (?:round|funding|financing|series))", "pre-{0}"),
    (r"\bseries[ -]([A-K][1-9]?\+?)(?![\w+])", "series {0}"),
    (r"\b([A-E]\+?)[ -]round\b", "series {0}"),
    (r"\b(angel|seed|pre-seed|pre-IPO)(?=[ -](?:round|fund|financ|invest|capital|money|stage))", "{0}"),
    (r"((?:Pre-?)?[A-K][1-9]?\+{0,2}轮|天使\+?轮|种子轮|战略轮|Pre-IPO轮)", "{0}"),
)
# "the Series E sedan": a letter alone is a round only where money is near
MONEY = r"fund|financ|rais|round|invest|capital|valu|led by|clos|融资|投资|领投"

_ROUNDS = tuple((re.compile(pattern, re.IGNORECASE), form) for pattern, form in ROUNDS)
_MONEY = re.compile(MONEY, re.IGNORECASE)
_WORDS = {"pre-ipo": "pre-IPO"}


def suggest_round(text: str) -> str:
    """Return the first round that `text` names, such as "series B", "pre-A", "seed" or "A轮"."""
    folded = fold(text)
    found = [
        (match.start(), -match.end(), form.format(_letters(match[1])))
        for pattern, form in _ROUNDS
        for match in pattern.finditer(folded)
        if _MONEY.search(folded, max(0, match.start() - 80), match.end() + 80)
    ]
    return min(found)[2] if found else ""


def _letters(round_: str) -> str:
    if "轮" in round_:
        return round_
    return round_.upper() if len(round_) < 4 else _WORDS.get(round_.lower(), round_.lower())
