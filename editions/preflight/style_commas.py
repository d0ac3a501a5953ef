"""The comma before "and" in a list, which the house sets or leaves out. Pure.

Only plain lists count: names after names, or short things after a word such as "including". Between
clauses a comma is no matter of style, so whatever might be one is passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Fix, rule
from editions.preflight.own_words import own_words
from editions.preflight.texts import FILLER

AND = re.compile(r"(,?) (and|or) (?=[^\W_])")
CLAUSE = re.compile(rf"[.;:!?()\[\]“”\"–—|\n{FILLER}]+\s*")
PART = re.compile(r"(?:\A|(?<=, ))(?:(?!, ).)+")
LONGEST = 4  # words of a part
LONGEST_LIST = 400  # characters

CAPITAL = r"\d*[A-Z][\w’'.&-]*"
NAME = re.compile(rf"(?:the )?{CAPITAL}(?: (?:of |the )?(?:{CAPITAL}|\d+))*\Z")
NAME_AT_END = re.compile(rf"(?:\bthe )?\b{CAPITAL}(?: (?:{CAPITAL}|\d+))*\Z")
NEXT_NAME = re.compile(r"(?:the )?\d*[A-Z][\w’'&-]*(?: (?:[A-Z][\w’'&-]*|\d+))*")
NEXT_THING = re.compile(
    r"[a-z][\w’'-]*(?: (?!(?:and|as|at|by|for|from|in|of|on|or|that|to|which|with)\b)[a-z][\w’'-]*){0,3}"
)
CUE = re.compile(r"\b(?:including|such as|like|namely) (?=[^,]*\Z)")
LEADS_TO_NAMES = re.compile(
    r"\b(?:across|against|among|between|by|for|from|in|including|into|like|namely|of|such as|to|with) \Z"
)
# what begins a sentence whose first comma only parts its opening from its subject
OPENS = re.compile(
    r"(?:About|Above|According|Across|After|Along|Alongside|Although|Amid|Among|An?|As|At|Because|Before|"
    r"Besides|Between|Beyond|By|Despite|During|Earlier|Even|For|From|Given|If|In|Inside|Instead|Last|Later|"
    r"Like|Meanwhile|Near|Next|Now|Of|On|Once|Outside|Over|Since|So|Still|Then|Though|Through|To|Today|"
    r"Under|Unlike|Until|Upon|When|Where|Whereas|While|With|Within|Without|Yesterday|[A-Z]\w+(?:ed|ing|ly))\b"
)
SUBORDINATE = re.compile(r"\b(?:after|although|as|because|before|if|since|though|unless|until|when|while)\b")
# words that make a clause, or an aside, of what they stand in
CLAUSAL = re.compile(
    r"\b(?:and|or|but|nor|so|yet|which|who|whom|whose|that|when|where|while|as|after|before|since|because|if|"
    r"although|though|unless|until|however|meanwhile|is|are|was|were|be|been|has|have|had|will|would|can|could|"
    r"may|might|said|says|say|told|added|once|also|then|by|its|his|her|their|it|he|she|they|we|you)\b"
)
SPEAKS = re.compile(r" (?:said|says|say|told|reported|added|announced)\b")
GOES_ON = re.compile(r" (?:and|or|&) |, [A-Z]")
ENDS = re.compile(r"[.,;:)]|\s*\Z|\n")


@dataclass(frozen=True)
class Part:
    """What stands between two commas."""

    start: int
    text: str

    @property
    def is_short(self) -> bool:
        return len(self.text.split()) <= LONGEST


@rule(
    "style.serial-comma",
    WARNING,
    "Comma before the last of a list",
    example="Rivals including Haier, Gree and Midea: write “Haier, Gree, and Midea”",
    switchable=True,
    piecewise=True,
)
def serial_comma(document: EditionDocument, context: Context) -> Iterator[Finding]:
    wants = context.house.serial_comma == "with"
    verb, label = ("puts a", "Add the comma") if wants else ("has no", "Leave out the comma")
    for words in own_words(document):
        for found in AND.finditer(words.own):
            span = None if bool(found[1]) == wants else _list_around(found, words.own)
            # "Peru, Chile, and Xiaomi followed" is two clauses, so a comma goes only where the list ends.
            if span is None or (not wants and not ENDS.match(words.own, span[1])):
                continue
            listed = words.text.text[slice(*span)]
            yield Finding(
                words.text.place,
                f"House style {verb} comma before the last of a list: “{listed}”.",
                listed,
                Fix(label, found.start(), found[0], f"{',' * wants} {found[2]} "),
            )


def _list_around(found: re.Match[str], text: str) -> tuple[int, int] | None:
    """Return where the list around an "and" starts and ends, or None where it may be none."""
    earliest = max(0, found.start() - LONGEST_LIST)
    start = max((end.end() for end in CLAUSE.finditer(text, earliest, found.start())), default=earliest)
    parts = [Part(start + part.start(), part[0]) for part in PART.finditer(text[start : found.start()])]
    return (_names(parts, text, found.end()) or _things(parts, text, found.end())) if len(parts) > 1 else None


def _names(parts: list[Part], text: str, after: int) -> tuple[int, int] | None:
    last = NEXT_NAME.match(text, after)
    if last is None or GOES_ON.match(text, last.end()):
        return None
    middle = len(parts)
    while middle > 1 and parts[middle - 1].is_short and NAME.match(parts[middle - 1].text):
        middle -= 1
    before, names = parts[middle - 1], parts[middle:]
    head = NAME_AT_END.search(before.text)
    if head is None or OPENS.match(head[0]):  # "On Friday, Vivo, Oppo and Nio"
        return (names[0].start, last.end()) if len(names) > 1 else None
    if not names or len(head[0].split()) > LONGEST:
        return None
    lead = before.text[: head.start()]
    if len(names) == 1:  # "In Thailand, Vivo and Oppo" is none, "plants in Thailand, Laos and Peru" is one
        opens = OPENS.match(before.text) or SUBORDINATE.search(lead) or SPEAKS.match(text, last.end())
        if not LEADS_TO_NAMES.search(lead) or (opens and not CUE.search(before.text)):
            return None
    return before.start + head.start(), last.end()


def _things(parts: list[Part], text: str, after: int) -> tuple[int, int] | None:
    last = NEXT_THING.match(text, after)
    cued = [place for place, part in enumerate(parts[:-1]) if CUE.search(part.text)]
    if last is None or not cued:
        return None
    cue = CUE.search(parts[cued[-1]].text)
    first = Part(parts[cued[-1]].start + cue.end(), parts[cued[-1]].text[cue.end() :])
    for part in (first, *parts[cued[-1] + 1 :]):
        if not part.is_short or not part.text[:1].islower() or CLAUSAL.search(part.text):
            return None
    return first.start, last.end()


CHECKS = (serial_comma,)
