"""Names of companies in a text that nobody has entered yet. Pure.

Only what stands beside a word for a company is taken for one ("battery maker Foo", "Foo, a Beijing-based
startup", "Foo Robotics"): a name that is missed can be typed, a wrong one is in the way of all the others.
"""

import re
from collections.abc import Iterator

from sources.mentions import Names, fold
from sources.suggest.chinese_names import chinese_names, without_ending
from sources.suggest.no_names import (
    BYSTANDERS,
    FAMILIES,
    INSTITUTIONS,
    NOT_A_NAME,
    PERSONS,
    PLACES,
    SYLLABLE,
    TITLES,
    WEEK,
)

# what somebody is who makes or sells; "fund", "agency" and "platform" say too little
COMPANY = (
    r"(?:startup|start-up|company|firm|brand|chain|retailer|supplier|producer|manufacturer|operator|giant"
    r"|unicorn|conglomerate|exporter|brewer|[a-z]*-?maker)"
)
# "research firm Foo": who is asked, not whom the news is about
ASKED = "accounting advisory analytics audit consulting data law polling rating ratings research"
# the last word of a company's name
ENDINGS = """
    Technology Technologies Tech Group Motors Motor Holdings Holding Electronics Robotics Pharma
    Optoelectronics Pharmaceutical
    Pharmaceuticals Biotech Biologics Biopharma Biosciences Therapeutics Semiconductor Semiconductors
    Microelectronics Automotive Automobile Auto Logistics Airlines Petrochemical Industries
    Photonics Aerospace Shipbuilding Energy Electric AI Interactive Cosmetics Appliances Inc Ltd Corp Limited
"""
# what only a company does, at the start of a sentence: a city opens parks, and a ministry launches plans
DOES = (
    r"(?:raise[sd]|secure[sd]|bag(?:s|ged)) [^.\n]{0,40}?(?:[$€£¥]|yuan|illion|round|series|funding)",
    r"close[sd] [^.\n]{0,30}?(?:round|series [a-f]\b)",
    r"file[sd] [^.\n]{0,20}?for [^.\n]{0,30}?(?:ipo\b|listing|initial public)",
    r"(?:opens|opened) [^.\n]{0,40}?(?:store|shop|factory|plant|outlet|showroom|flagship|warehouse)",
    r"(?:acquires|acquired|buys|bought) [^.\n]{0,60}?(?:stake|for [$€£])",
    r"(?:recalls|recalled) \d|(?:goes|went) public\b|(?:lists|listed) on\b",
    r"(?:launch(?:es|ed)|unveil(?:s|ed)|ship(?:s|ped)) its\b",
)

WORD = r"(?:[A-Z]\w*|[a-z][A-Z]\w*|\d{1,3}[A-Z]\w*)(?:[&-][A-Z0-9]\w*)*(?:\.(?:ai|com|io|cn))?(?![\w-])"
NAME = rf"(?P<name>{WORD}(?: (?:& )?{WORD}){{0,3}})"
LEGAL = r"(?:,? (?:Co|Inc|Ltd|Corp|Group|Holdings|Limited)\b\.?)"
FORM_OF_LAW = re.compile(r"(?:,? (?:Co|Inc|Ltd|Corp|Limited)\b\.?)+$")
MODIFIER = r"(?:(?!(?:at|by|for|from|in|of|on|than|that|the|to|which|who|with)\b)[\w'&.-]+ )"
FORMS = (
    re.compile(rf"(?<![\w-])(?P<which>[\w-]+ )?(?<![\w-]){COMPANY} (?:called |named |known as )?{NAME}"),
    re.compile(rf"\b[A-Z]\w+(?: [A-Z]\w+)?-(?:based|headquartered|listed) {NAME}"),
    re.compile(
        rf"(?<![\w-]){NAME}, (?:an?|one of (?:the )?[\w']+|the [A-Z]\w+-based) {MODIFIER}{{0,6}}?{COMPANY}s?"
        r"(?=[,.;:)]|$"
        r"| (?:backed|based|behind|for|founded|from|in|known|making|of|selling|that|which|whose|with)\b)"
    ),
    re.compile(
        rf"(?<![\w-])(?P<name>{WORD}(?: (?:& )?{WORD}){{0,2}}? (?:{'|'.join(ENDINGS.split())})(?![\w-])"
        rf"{LEGAL}{{0,2}})"
    ),
)
SENTENCE_START = r"(?:\A|\n|[.!?:。]\s+\"?)[ \t]*"
STARTS = re.compile(rf"{SENTENCE_START}(?P<name>{WORD}(?: {WORD})?) (?i:{'|'.join(DOES)})")
PLACE_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]n|[Aa]cross|[Aa]round|[Oo]utside|[Ss]ince|[Dd]uring) $"
)
# an ordinary word, by its ending: "Regulators raised", "Inflation", "Lawmakers"
ORDINARY_ENDING = re.compile(r"[a-z](?:tion|ment|ness|ship|ity|ing|ed|ly|s)$")
HEADING = re.compile(r"[^\W\d_][\w'-]*")
PINYIN = re.compile(rf"{SYLLABLE}{{1,3}}", re.I)


def unknown_names(text: str, names: Names) -> list[str]:
    """Return what `text` seems to call a company and `names` does not know, each once, in order.

    `names` holds companies and whoever else is no news, such as the newsroom's sources.
    """
    folded = fold(text)
    found = sorted([*_english(folded), *chinese_names(folded)])
    new = [name for _, name in found if not (names.knows(name) or names.knows(_own(name)))]
    longest = [name for name in new if not any(name != other and f"{name} " in f"{other} " for other in new)]
    return list(dict.fromkeys(longest))


def _english(text: str) -> Iterator[tuple[int, str]]:
    for form in (*FORMS, STARTS):
        for found in form.finditer(text):
            name = _name(found["name"])
            which = (found.groupdict().get("which") or "").strip().lower()
            if (
                not name
                or which in _ASKED
                or PLACE_BEFORE.search(text, 0, text.find(name, found.start("name")))
            ):
                continue
            if form is STARTS and _may_be_a_word(name, text):
                continue
            if form is FORMS[-1] and _is_torn_out(text, *found.span("name"), name):
                continue
            yield found.start("name"), name


def _name(words: str) -> str:
    """Return the name that `words` hold, without an ordinary word before it or a title behind, or nothing."""
    parts = words.split(" ")
    while parts and (_plain(parts[0]) in NOT_A_NAME or parts[0] == "&"):
        parts = parts[1:]
    ends = (place for place, part in enumerate(parts) if _plain(part) in TITLES | WEEK)
    parts = parts[: next(ends, len(parts))]
    name = FORM_OF_LAW.sub("", " ".join(parts)).removesuffix(" &")
    plain = [_plain(part) for part in parts]
    own = [part for part in plain if part not in _ENDING_WORDS]
    is_nobody = (
        len(name) < 2
        or not own
        or " ".join(own) in PLACES
        or all(part in PLACES | NOT_A_NAME | INSTITUTIONS | {"&"} for part in own)
        or INSTITUTIONS & set(plain)
        or name.lower() in BYSTANDERS
        or _is_a_person(plain)
    )
    return "" if is_nobody else name


def _plain(word: str) -> str:
    return word.lower().rstrip(".,")


def _is_a_person(words: list[str]) -> bool:
    if words[0] in PERSONS:
        return True
    if len(words) not in (2, 3) or _ENDING_WORDS & set(words):
        return False
    return words[0] in FAMILIES and all(PINYIN.fullmatch(word.replace("-", "")) for word in words[1:])


def _may_be_a_word(name: str, text: str) -> bool:
    """Tell whether `name`, at the start of a sentence, may be a noun or somebody's surname."""
    words = name.split()
    if len(words) > 1:
        return _plain(words[-1]) not in _ENDING_WORDS
    if any(letter.isupper() or letter.isdigit() for letter in name[1:]):
        return False
    if name.lower() in FAMILIES | PLACES | INSTITUTIONS | TITLES or ORDINARY_ENDING.search(name):
        return True
    return bool(re.search(rf"\b{name.lower()}s?\b", text))


def _is_torn_out(text: str, start: int, end: int, name: str) -> bool:
    """Tell whether `name` is a part of something longer: "Foo Industries Fund", or in a Title Case Heading
    "Xiaomi Backs Foo Robotics"."""
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    following = re.match(r" ([A-Z][a-z]+)", after)
    if following and following[1].lower() in _LONGER:
        return True
    words = [word for word in HEADING.findall(f"{before} {after}") if len(word) > 3]
    if len(words) < 3 or sum(word[0].isupper() for word in words) * 3 < len(words) * 2:
        return False
    last = (before.split() or [""])[-1]
    runs_on = last[:1].isupper() and last[-1].isalnum() and last.lower() not in NOT_A_NAME
    return runs_on or any(ORDINARY_ENDING.search(word) for word in _own(name).split())


def _own(name: str) -> str:
    """Return what is the name's own: "Foo" of "Foo Robotics", 星跃 of 星跃科技集团."""
    words = [word for word in name.split() if _plain(word) not in _ENDING_WORDS]
    return without_ending(" ".join(words))


_LONGER = INSTITUTIONS | {"fund", "funds"}  # the Foo Industries Fund is no company
_ASKED = frozenset(ASKED.split())
_ENDING_WORDS = frozenset(word.lower() for word in (*ENDINGS.split(), "Co"))
