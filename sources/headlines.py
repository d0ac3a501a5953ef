"""Which headlines tell the same story: a few words apart, and never a name or a figure apart. Pure.

Two English headlines are compared by their words, whatever their order and endings. They are near-same
where at least three words are shared and these are four fifths of all, or the whole of the shorter one and
half of the longer. Chinese has no words to split on: there `fuzz.ratio` decides.

A name or a figure in the place of another makes another story: "opens a plant in Hungary" and "in
Turkey", "in Q1" and "in Q2". The thresholds were found with the pairs in
tests/sources/test_headlines.py.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz, process

from sources.markets import MARKETS
from sources.mentions import fold, is_chinese
from sources.suggest import suggest_markets

SHARED = 3  # words; fewer say only that a company did something
ENOUGH = 0.8  # of the words of both
ENOUGH_CHINESE = 80  # of fuzz.ratio
SLIP = 86  # of fuzz.ratio, between two words

EMPTY_WORDS = """
    a about after again also amid an and as at by for from has have in into is it its more new now of on
    or out over s says some than that the their to up was were will with
"""
# words that headlines put for one another
SAME_WORDS = """
    acquire buy purchase | plant factory | store shop outlet | listing ipo float | carmaker automaker |
    company firm | unveil launch debut introduce release | q1 1q | q2 2q | q3 3q | q4 4q
"""
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"
QUARTERS = {"first": "Q1", "second": "Q2", "third": "Q3", "fourth": "Q4"}

_WORD = re.compile(r"[^\W_]+(?:[.,&][^\W_]+)*")
_QUARTER = re.compile(r"\b(first|second|third|fourth)[ -]quarter\b", re.IGNORECASE)
_CHINESE_FIGURE = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千万亿]+")
_NO_CHARACTER = re.compile(r"[\W_]+")


def near_same(one: str, other: str) -> bool:
    """Tell whether an editor would ask of two headlines if they are one story."""
    if _is_chinese(one) or _is_chinese(other):
        return _is_chinese(one) and _is_chinese(other) and _near_same_characters(one, other)
    return _near_same_words(one, other)


def near_same_pairs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the positions (ours, theirs) of headlines that are near-same: few of ours, many of theirs."""
    yield from _pairs_by_words(ours, theirs)
    yield from _pairs_by_characters(ours, theirs)


def parts(headline: str) -> frozenset[str]:
    """Return what near-same headlines mostly share: telling words, or pairs of Chinese characters."""
    if not _is_chinese(headline):
        return _words(headline)
    characters = _characters(headline)
    return frozenset(characters[place : place + 2] for place in range(len(characters) - 1))


def _near_same_words(one: str, other: str) -> bool:
    first, second = _words(one), _words(other)
    if not _enough(len(first & second), len(first), len(second)):
        return False
    left, right = _without_slip(first - second, second - first)
    return not (_names_or_counts(left, one) and _names_or_counts(right, other))


def _enough(shared: int, first: int, second: int) -> bool:
    """Tell whether `shared` words are enough for headlines of `first` and `second` words."""
    whole = shared == min(first, second) and 2 * shared >= max(first, second)
    return shared >= SHARED and (whole or 2 * shared >= ENOUGH * (first + second))


@lru_cache(maxsize=12_000)
def _words(headline: str) -> frozenset[str]:
    """Return the words that tell something, each without its ending."""
    return frozenset(chain.from_iterable(map(_stems, _with_quarters(headline).split())))


def _with_quarters(headline: str) -> str:
    if "uarter" not in headline:
        return headline
    return _QUARTER.sub(lambda found: QUARTERS[found[1].lower()], headline)


def _without_slip(left: frozenset[str], right: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of one side alone, but for a pair that only a slip of a finger parts."""
    for one in left:
        for other in right:
            if one.isalpha() and other.isalpha() and fuzz.ratio(one, other) >= SLIP:
                return left - {one}, right - {other}
    return left, right


def _names_or_counts(words: frozenset[str], headline: str) -> bool:
    """Tell whether one of the words stands in the headline as a name or a figure."""
    return any(
        not words.isdisjoint(_stems(token)) and _is_telling(token)
        for token in _with_quarters(headline).split()
    )


def _is_telling(token: str) -> bool:
    return any(map(str.isupper, token)) or any(map(str.isdigit, "".join(_stems(token))))


def _pairs_by_words(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    own = [frozenset() if _is_chinese(headline) else _words(headline) for headline in ours]
    bearers: dict[str, int] = {}  # bit n: the word stands in headline n of ours
    for place, words in enumerate(own):
        for word in words:
            bearers[word] = bearers.get(word, 0) | 1 << place
    known = frozenset(bearers)
    for their_place, told in enumerate(map(_words, theirs)):
        shared = told & known
        if len(shared) < SHARED:
            continue
        # Which of ours share three words, or four: added up in binary, all bits at once, since to count
        # each pair alone takes ten times as long.
        ones = twos = fours = 0
        for word in shared:
            bits = bearers[word]
            ones, bits = ones ^ bits, ones & bits
            twos, bits = twos ^ bits, twos & bits
            fours |= bits
        candidates = fours if len(told) > 6 else fours | (ones & twos)
        while candidates:
            place = candidates.bit_length() - 1
            candidates ^= 1 << place
            is_close = _enough(len(own[place] & told), len(own[place]), len(told))
            if is_close and near_same(ours[place], theirs[their_place]):
                yield place, their_place


def _pairs_by_characters(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    if not any(map(_is_chinese, ours)):
        return
    chinese = {place: _characters(headline) for place, headline in enumerate(theirs) if _is_chinese(headline)}
    for place, headline in enumerate(ours):
        if not _is_chinese(headline):
            continue
        for _, _, their_place in process.extract(
            _characters(headline), chinese, scorer=fuzz.ratio, score_cutoff=ENOUGH_CHINESE, limit=None
        ):
            if _same_figures_and_markets(headline, theirs[their_place]):
                yield place, their_place


def _near_same_characters(one: str, other: str) -> bool:
    alike = fuzz.ratio(_characters(one), _characters(other), score_cutoff=ENOUGH_CHINESE)
    return bool(alike) and _same_figures_and_markets(one, other)


def _characters(headline: str) -> str:
    return _NO_CHARACTER.sub("", fold(headline)).lower()


def _same_figures_and_markets(one: str, other: str) -> bool:
    """Tell whether no figure and no market of the one stands in the place of another's."""
    for told in (_CHINESE_FIGURE.findall, suggest_markets):
        first, second = Counter(told(one)), Counter(told(other))
        if first - second and second - first:
            return False
    return True


def _is_chinese(headline: str) -> bool:
    return not headline.isascii() and any(map(is_chinese, headline))


@lru_cache(maxsize=20_000)
def _stems(token: str) -> tuple[str, ...]:
    """Return what the words of `token` tell: no endings, and one word for all that mean the same."""
    words = _WORD.findall(fold(token).lower())
    return tuple(_stem(word) for word in words if word not in _EMPTY)


def _stem(word: str) -> str:
    stem = _ending_off(word)
    return _SAME.get(word) or _SAME.get(stem, stem)


def _ending_off(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending)
            is_doubled = ending in ("ing", "ed") and len(stem) > 3 and stem[-1] == stem[-2]  # planned
            return stem[:-1] if is_doubled else stem
    return word


def _same() -> dict[str, str]:
    same = {}
    for group in SAME_WORDS.split("|"):
        first, *others = group.split()
        for word in (first, *others):
            same[word] = same[_ending_off(word)] = first
    same |= {word: str(number) for number, word in enumerate(NUMBERS.split())}
    for market in MARKETS:
        for word in (market.name, *market.words):
            if word.isascii() and word.isalpha() and word[:3] == market.name[:3]:  # Hungarian, not Budapest
                same[word.lower()] = market.slug
    return same


_EMPTY, _SAME = frozenset(EMPTY_WORDS.split()), _same()
