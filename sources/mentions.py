"""Which companies a text names: every name, local name, former name and alias, in one pass.

A name is a suggestion and an editor decides, so a doubtful one is left out: "Nothing changes" names
no company, "the brand Nothing" does. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick

# third person and past of the verbs that make a name of the word before them: "Honor opens"
NEWS_VERBS = """
    acquires acquired    announces announced  appoints appointed  debuts debuted
    enters entered       expands expanded     files filed         hires hired
    introduces introduced  invests invested   launches launched   lists listed
    opens opened         partners partnered   plans planned       posts posted
    raises raised        recalls recalled     releases released   reports reported
    rolls rolled         ships shipped        signs signed        sues sued
    teams teamed         unveils unveiled
"""
# after "to" and "will"; "Nothing to report" and "Nothing to announce" keep other verbs out
PLANS = "acquire debut enter expand invest launch list open raise recall sue unveil"

# the same for names in Chinese, which has no capitals: 荣耀发布, 理想汽车
CHINESE_NEWS = (
    "发布 推出 宣布 正式 完成 获得 进军 收购 上市 召回 手机 汽车 集团 公司 终端 科技 品牌 首席 创始人 CEO"
)

# phrases that hold the name of a company and are not about it
FIXED_PHRASES = (
    "all or nothing",
    "double or nothing",
    "guest of honor",
    "guard of honor",
    "honor guard",
    "honor of kings",
    "honor roll",
    "legion of honor",
    "maid of honor",
    "medal of honor",
    "nothing but",
)

# words that stay small in a Title Case Heading, so that they say nothing about it
SMALL_WORDS = "a an and as at but by for from in into is its nor of on or over s the to up vs with"


@dataclass(frozen=True)
class Name:
    """One spelling of a company's name. `company` is the caller's key; `ambiguous` is also a word."""

    text: str
    company: int
    ambiguous: bool = False


@dataclass(frozen=True)
class KnownCompany:
    """A company as the newsroom keeps it."""

    id: int
    name: str
    local_name: str = ""
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    ambiguous: bool = False


@dataclass(frozen=True)
class Mention:
    """`text` is what stands in the text from `start` to `end`."""

    start: int
    end: int
    text: str
    company: int


class Names:
    """The names to look for, built once and asked for every text.

    Where two companies share a spelling, the one given first is found. `phrases` are known to name
    nobody, and hide the names inside them.
    """

    def __init__(self, names: Iterable[Name], phrases: Iterable[str] = FIXED_PHRASES):
        spellings: dict[str, list[Name | None]] = {}
        for name in names:
            if word := name.text.strip():
                spellings.setdefault(fold(word).lower(), []).append(name)
        for phrase in phrases:
            spellings.setdefault(phrase.lower(), []).append(None)
        self._automaton = ahocorasick.Automaton()
        for spelling, bearers in spellings.items():
            self._automaton.add_word(spelling, (len(spelling), bearers))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in order. The longest name wins, and none overlap."""
        folded = fold(text)
        found = list(_longest(self._spelled(folded)))
        certain = {
            name.company
            for start, end, name in found
            if name and (not name.ambiguous or _is_certain(folded, start, end))
        }
        return [
            Mention(start, end, text[start:end], name.company)
            for start, end, name in found
            if name and name.company in certain
        ]

    def knows(self, name: str) -> bool:
        """Tell whether `name` is a spelling of somebody, holds one, or begins a longer one."""
        folded = fold(name.strip())
        if not len(self._automaton) or not folded:
            return False
        longer = (one for one in self._automaton.keys(folded.lower()) if len(one) > len(folded))
        return any(self._spelled(folded)) or any(_stands_alone(one, 0, len(folded)) for one in longer)

    def _spelled(self, folded: str) -> Iterator[tuple[int, int, Name | None]]:
        if not len(self._automaton):
            return
        for last, (length, bearers) in self._automaton.iter(folded.lower()):
            start, end = last + 1 - length, last + 1
            if not _stands_alone(folded, start, end):
                continue
            for name in bearers:
                if name is None or _in_its_spelling(name, folded[start:end]):
                    yield start, end, name
                    break


def suggest_companies(text: str, names: Names) -> list[int]:
    """Return the companies that `text` names, each once, in the order of their first mention."""
    return list(dict.fromkeys(mention.company for mention in names.find(text)))


def _same_characters() -> dict[int, str]:
    same = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}  # ＡＢＣ and ＆
    same |= dict.fromkeys(map(ord, "‘’ʼ＇`´"), "'")
    same |= dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000"), " ")
    same |= dict.fromkeys(map(ord, "\u2010\u2011"), "-")
    same[ord("İ")] = "I"  # the one letter whose small form is two characters
    return same


_SAME = _same_characters()


def fold(text: str) -> str:
    """Return `text` with one form for each apostrophe, space, hyphen and full-width character.

    It is as long as `text`, so that a place in the one is the same place in the other.
    """
    return text.translate(_SAME)


def is_chinese(character: str) -> bool:
    return "㐀" <= character <= "鿿" or "𠀀" <= character <= "𲎯"


def _longest(found: Iterable[tuple[int, int, Name | None]]) -> Iterator[tuple[int, int, Name | None]]:
    free = 0
    for start, end, name in sorted(found, key=lambda place: (place[0], -place[1])):
        if start >= free:
            yield start, end, name
            free = end


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no letter or digit is joined to the name. Chinese has no word bounds."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if _joined(before[-1:], text[start]) or _joined(text[end - 1], after[:1]):
        return False
    in_figures = text[start:end].isdigit()  # the brand 361 is no part of 361,000 parcels
    return not (in_figures and (_NUMBER_BEFORE.search(before) or _NUMBER_AFTER.match(after)))


_NUMBER_BEFORE = re.compile(r"\d[.,]$|[$€£¥]$")
_NUMBER_AFTER = re.compile(r"[.,]\d| ?%|°")


def _joined(left: str, right: str) -> bool:
    """Tell whether two neighbours belong to one word, as in 361°C."""
    return (left.isalnum() or left == "°") and right.isalnum() and not (is_chinese(left) or is_chinese(right))


def _in_its_spelling(name: Name, found: str) -> bool:
    """Tell whether capitals are as they must be: names under four letters are often words, too."""
    letters = sum(letter.isalpha() and not is_chinese(letter) for letter in name.text)
    if name.ambiguous or letters < 4:
        return found == fold(name.text.strip())
    return True


def _inflected() -> str:
    third_and_past = NEWS_VERBS.split()
    past, plans = "|".join(third_and_past[1::2]), "|".join(PLANS.split())
    return f"(?:{'|'.join(third_and_past[::2])}|{past}|has (?:{past})|(?:to|will) (?:{plans}))"


_NEWS_FOLLOWS = re.compile(rf"[ \t]+(?:(?:also|just|now|officially) )?{_inflected()}\b", re.IGNORECASE)
_CHINESE_NEWS_FOLLOWS = re.compile("|".join(CHINESE_NEWS.split()))
_SENTENCE_STARTS = re.compile(
    r"""(?: (?:\A|\n) [\s\d.()\[\]#>*_•·▪●"“”'«「『–—-]*  # a line, its bullet or number
          | [.!?…:。！？：]["”')\]]* \s* ["“'(\[*_«]*     # the end of another sentence
          | ["“'«「『][*_]*                                # a quotation
        )\Z""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_][\w'&-]*")


_SMALL = frozenset(SMALL_WORDS.split())


def _is_certain(text: str, start: int, end: int) -> bool:
    """Tell whether an ambiguous word, already in its own capitals, is a name where it stands."""
    if is_chinese(text[start]):
        return bool(_CHINESE_NEWS_FOLLOWS.match(text, end))
    if any(map(is_chinese, text[max(0, start - 1) : start] + text[end : end + 1])):
        return True
    if _NEWS_FOLLOWS.match(text, end):
        return True
    if _SENTENCE_STARTS.search(text, max(0, start - 40), start):
        return False
    return not _capitals_are_worthless(text, start, end)


def _capitals_are_worthless(text: str, start: int, end: int) -> bool:
    """Tell whether the words around are mostly capitalised, as in a Title Case Heading."""
    before = text[max(0, start - 200) : start].rpartition("\n")[2]
    after = text[end : end + 200].partition("\n")[0]
    words = _WORD.findall(before)[1:] + _WORD.findall(after)
    telling = [word for word in words if word not in _SMALL]
    return sum(word[0].islower() for word in telling) * 3 < len(telling) or not telling
