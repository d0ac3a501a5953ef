"""The sums of money in a text, with US dollars as reported. Pure.

Only what carries a currency is a sum: 23.5%, 7.39 billion parcels and 3亿用户 are none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sources.mentions import fold

# what stands before the figure; "¥" is decided by what stands near
SIGNS = {
    "USD": "US$ $US $ USD 美元",
    "CNY": "RMB CNY CN¥ 人民币",
    "HKD": "HK$ HKD 港币",
    "TWD": "NT$ TWD 新台币",
    "SGD": "S$ SG$ SGD",
    "AUD": "A$ AU$ AUD",
    "CAD": "C$ CA$ CAD",
    "NZD": "NZ$ NZD",
    "MXN": "MX$ MXN",
    "BRL": "R$ BRL",
    "EUR": "€ EUR",
    "GBP": "£ GBP",
    "JPY": "JP¥ JPY",
    "¥": "¥ ￥",
    "KRW": "₩ KRW",
    "INR": "₹ INR Rs. Rs",
    "THB": "฿ THB",
    "VND": "₫ VND",
    "IDR": "Rp IDR",
    "MYR": "RM MYR",
    "PHP": "₱ PHP",
    "AED": "AED",
    "SAR": "SAR",
    "TRY": "₺ TRY",
    "RUB": "₽ RUB",
    "CHF": "CHF",
    "PLN": "PLN",
    "HUF": "HUF",
    "ZAR": "ZAR",
    "NGN": "₦ NGN",
    "KES": "KES",
    "EGP": "EGP",
}

# what stands after it, besides the codes above; commas part them
UNITS = {
    "USD": "US dollars, U.S. dollars, US dollar, dollars, 美元, 美金",
    "CNY": "yuan, renminbi, RMB, 元人民币, 人民币元, 人民币, 元",
    "HKD": "Hong Kong dollars, 港元, 港币",
    "TWD": "New Taiwan dollars, Taiwan dollars, 新台币, 元新台币",
    "SGD": "Singapore dollars, 新加坡元, 新元",
    "AUD": "Australian dollars, 澳元",
    "CAD": "Canadian dollars, 加元",
    "NZD": "New Zealand dollars, 新西兰元",
    "MXN": "Mexican pesos, 墨西哥比索",
    "BRL": "Brazilian reais, reais, 雷亚尔",
    "EUR": "euros, euro, 欧元",
    "JPY": "yen, Japanese yen, 日元, 円",
    "KRW": "Korean won, South Korean won, 韩元",
    "INR": "Indian rupees, rupees, 卢比",
    "THB": "Thai baht, baht, 泰铢",
    "VND": "Vietnamese dong, dong, 越南盾",
    "IDR": "Indonesian rupiah, rupiah, 印尼盾",
    "MYR": "Malaysian ringgit, ringgit, 令吉",
    "PHP": "Philippine pesos, 菲律宾比索",
    "AED": "dirhams, 迪拉姆",
    "SAR": "Saudi riyals, riyals, 里亚尔",
    "TRY": "Turkish lira, lira, 里拉",
    "RUB": "rubles, roubles, 卢布",
    "CHF": "Swiss francs, 瑞士法郎",
    "PLN": "Polish zloty, zloty",
    "HUF": "Hungarian forints, forints",
    "ZAR": "South African rand, rand",
    "NGN": "naira, 奈拉",
    "GBP": "pounds sterling, British pounds, 英镑",
}
# units that are also other words, weights and verbs: only with "million" and the like before them
LARGE_UNITS = {"GBP": "pounds", "KRW": "won"}

SCALES = {
    1_000: "thousand, k, 千",
    10_000: "万",
    100_000: "lakh",
    1_000_000: "million, mln, mn, m, 百万",
    10_000_000: "crore, crores, cr, 千万",
    100_000_000: "亿",
    1_000_000_000: "billion, bln, bn, b, 十亿",
    10_000_000_000: "百亿",
    100_000_000_000: "千亿",
    1_000_000_000_000: "trillion, trn, tn, 万亿, 兆",
}

# between a sum and the same sum in another currency: "20 billion yuan ($3 billion)", "3亿元（约4000万美元）"
THAT_IS = r" ?[(（\[]{about}|,? or {about}|[,，] ?(?:约合|折合|合){about}"
ABOUT = (
    r"(?: ?(?:about|around|approximately|approx\.?|roughly|nearly|some|over|or|约合|约为|约|折合|合|~|≈))? ?"
)

# near a bare "¥"
YEN_NEARBY = r"\byen\b|Japan|Tokyo|Osaka|JPY|日元|日本|円"
YUAN_NEARBY = r"\byuan\b|\bRMB\b|renminbi|CNY|人民币"


@dataclass(frozen=True)
class Amount:
    """`amount` and `usd` are whole units; `usd` is what the text itself gives, never our conversion."""

    text: str
    amount: Decimal
    currency: str
    usd: Decimal | None = None


@dataclass(frozen=True)
class _Sum:
    start: int
    end: int
    amount: Decimal
    currency: str


def suggest_amounts(text: str) -> list[Amount]:
    """Return the sums in `text` in order, each once with its US dollars where they stand beside it.

    Of a range, such as "$10-20 million", the upper end is the amount.
    """
    folded = fold(text)
    amounts: list[Amount] = []
    last: _Sum | None = None
    for found in _sums(folded):
        if last and _is_the_same(folded, last, found):
            amounts[-1] = _with_dollars(text, last, found)
            last = None
        else:
            usd = found.amount if found.currency == "USD" else None
            amounts.append(Amount(text[found.start : found.end], found.amount, found.currency, usd))
            last = found
    first: dict[tuple[Decimal, str], Amount] = {}
    for amount in amounts:
        first.setdefault((amount.amount, amount.currency), amount)
    return list(first.values())


def _is_the_same(text: str, one: _Sum, other: _Sum) -> bool:
    """Tell whether `other` only repeats `one` in dollars, or dollars in another currency."""
    between = _THAT_IS.fullmatch(text, one.end, other.start)
    return bool(between) and (one.currency == "USD") != (other.currency == "USD")


def _with_dollars(text: str, one: _Sum, other: _Sum) -> Amount:
    closed = other.end + (text[other.end : other.end + 1] in tuple(")）]"))
    usd = one.amount if one.currency == "USD" else other.amount
    return Amount(text[one.start : closed], one.amount, one.currency, usd)


def _sums(text: str) -> Iterator[_Sum]:
    for match in _MONEY.finditer(text):
        sign, unit = match["sign"], match["unit"] or match["large_unit"]
        currency = _CURRENCY[(unit if unit and sign in _VAGUE_SIGNS else sign).lower()]
        if currency == "¥":
            currency = _yuan_or_yen(text, match.start(), match.end())
        yield _Sum(match.start(), match.end(), _value(match["figure"], match["scale"]), currency)


def _value(figure: str, scale: str | None) -> Decimal:
    value = Decimal(figure.replace(",", "")) * (_SCALE[scale.lower()] if scale else 1)
    return value.to_integral_value() if value == value.to_integral_value() else value


def _yuan_or_yen(text: str, start: int, end: int) -> str:
    near = text[max(0, start - 60) : end + 60]
    return "JPY" if _YEN.search(near) and not _YUAN.search(near) else "CNY"


def _keys(table: dict, separator: str | None = ",") -> dict:
    return {word.strip().lower(): key for key, words in table.items() for word in words.split(separator)}


def _any_of(words: Iterable[str]) -> str:
    """A pattern of all the words, the longest first; those of letters are whole words."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?![A-Za-z])" if word[-1].isascii() else "") for word in longest)


_SCALE = _keys(SCALES)
_UNIT = {code.lower(): code for code in SIGNS if code.isalpha()} | _keys(UNITS)
_LARGE_UNIT = _keys(LARGE_UNITS)
_CURRENCY = _keys(SIGNS, separator=None) | _UNIT | _LARGE_UNIT
_VAGUE_SIGNS = (None, "$", "¥", "￥")  # what the unit says is more exact

_SIGN = _any_of(sign for signs in SIGNS.values() for sign in signs.split())
_FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?:\.[0-9]{1,6})?(?![0-9]|[.,][0-9])"
_SCALE_OF = rf"(?i:[ -]?(?:{_any_of(_SCALE)}))"
_MONEY = re.compile(
    rf"(?<![A-Za-z0-9.,])(?:(?P<sign>{_SIGN}) ?)?"
    rf"(?:{_FIGURE}(?:{_SCALE_OF}? ?(?:[-–—~]|to|至|到) ?(?:(?:{_SIGN}) ?)?| and (?:{_SIGN}) ?))?"
    rf"(?P<figure>{_FIGURE})(?i:[ -]?(?P<scale>{_any_of(_SCALE)}))?"
    rf"(?i:[ -]?(?P<unit>{_any_of(_UNIT)})|(?<=illion) (?P<large_unit>{_any_of(_LARGE_UNIT)}))?"
    rf"(?(sign)|(?(unit)|(?(large_unit)|(?!))))"
)
_THAT_IS = re.compile(THAT_IS.format(about=ABOUT), re.IGNORECASE)
_YEN, _YUAN = re.compile(YEN_NEARBY), re.compile(YUAN_NEARBY)
