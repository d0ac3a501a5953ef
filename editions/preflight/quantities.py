"""Figures as a text writes them, and how far each may be rounded. Pure."""

import re
from dataclasses import dataclass

SCALES = {
    **dict.fromkeys(("thousand", "k"), 1e3),
    **dict.fromkeys(("million", "mln", "mn", "m"), 1e6),
    **dict.fromkeys(("billion", "bln", "bn", "b"), 1e9),
    **dict.fromkeys(("trillion", "trn", "tn"), 1e12),
    "hundred": 1e2,
    "lakh": 1e5,
    "crore": 1e7,
    "万": 1e4,
    "千万": 1e7,
    "亿": 1e8,
    "万亿": 1e12,
}
WORDS = dict(
    zip(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
            "thirty",
            "forty",
            "fifty",
            "sixty",
            "seventy",
            "eighty",
            "ninety",
        ],
        (*range(2, 20), *range(20, 100, 10)),
        strict=True,
    )
)
UNITS = "|".join(list(WORDS)[:8])

DIGITS = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
WORD = rf"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|{UNITS})|{'|'.join(WORDS)}"
_SCALE_WORDS = sorted((word for word in SCALES if word not in "kmb"), key=len, reverse=True)
SCALE = rf"(?:[ -]?(?:{'|'.join(_SCALE_WORDS)})|[kmb])(?![A-Za-z])"  # behind a figure


@dataclass(frozen=True)
class Figure:
    """`slack` is how far the true value may be from `value` where the writer rounded it."""

    value: float
    slack: float

    @property
    def low(self) -> float:
        return self.value - self.slack

    @property
    def high(self) -> float:
        return self.value + self.slack

    def times(self, scale: float) -> "Figure":
        return Figure(self.value * scale, self.slack * scale)


def read_figure(written: str, scale: str = "", *, round_numbers: float = 0.05) -> Figure:
    """Return the figure of "7.39", "491,700" or "twenty-five" and of a scale such as "billion".

    Half a unit of its last digit is slack. A whole number that ends in zeros is taken as rounded there,
    by at most `round_numbers` of itself: 20,000 by 1,000.
    """
    digits = written.replace(",", "")
    if not digits[0].isdigit():
        digits = str(sum(WORDS.get(part, 1) for part in digits.lower().split("-")))
    value, decimals = float(digits), len(digits.partition(".")[2])
    slack = 0.5 / 10**decimals
    if not decimals:
        zeros = len(digits) - len(digits.rstrip("0"))
        slack = max(slack, min(10**zeros / 2, value * round_numbers))
    return Figure(value, slack).times(SCALES[scale.strip(" -").lower()] if scale.strip(" -") else 1)


def spell_out(text: str) -> str:
    """Return `text` with "seven billion" as "7 billion", so that sums and counts in words are read too."""
    return _SPELT.sub(lambda found: f"{read_figure(found[1]).value:.0f}{found[2]}", text)


def write(value: float) -> str:
    """Return `value` for a sentence, to two figures from a thousand on: "2.8 billion", "515"."""
    for word, scale in (("trillion", 1e12), ("billion", 1e9), ("million", 1e6)):
        if value >= scale * 0.995:
            return f"{_two_figures(value / scale):g} {word}"
    return f"{_two_figures(value):,.0f}" if value >= 100 else f"{_two_figures(value):g}"


def _two_figures(value: float) -> float:
    return float(f"{value:.2g}")


_SPELT = re.compile(rf"\b({WORD})( (?:hundred|thousand|million|billion|trillion)\b)", re.IGNORECASE)
