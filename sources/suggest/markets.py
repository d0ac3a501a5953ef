"""The markets a text speaks of. Pure.

China is left out unless somebody enters it: every item is about Chinese companies. So is what only
says where a company comes from ("Hong Kong-based"), and what looks like a place and is none.
"""

import re
from collections.abc import Iterator

from sources.markets import MARKETS
from sources.mentions import Mention, Name, Names, fold

# phrases that hold the name of a place and are not about it
PHRASES = """
    guinea pig, guinea pigs, guinea fowl, brazil nut, brazil nuts, french fries, danish pastry, swiss roll
    turkey breast, turkey dinner, turkey farm, turkey meat, turkey sandwich, turkey sandwiches
    Air Jordan, Jordan Brand, Georgia Tech, New Mexico, New England, New South Wales, British Columbia
    Indian Ocean, Paris Agreement, Paris Saint-Germain, Bank of America, American Express, Swiss Re
    American depositary, American depository, London Metal Exchange, South China Sea
    Times of India, Japan Times, Korea Herald, Bangkok Post, Jakarta Post, Nikkei Asia, Asia Times
    New York Times, South China Morning Post, Straits Times
    U.S. dollar, U.S. dollars, US dollar, US dollars, Hong Kong dollar, Hong Kong dollars
    Singapore dollar, Singapore dollars, Australian dollar, Australian dollars, Canadian dollar
    Canadian dollars, Japanese yen, Indian rupee, Indian rupees, Swiss franc, Swiss francs
    内蒙古, 马里兰, 马里奥, 中东部, 印度洋
"""

# "Hong Kong-based Casetify", "New York-listed": the place is not the market; nor is that of US$5
NOT_THE_MARKET_AFTER = r"-(?:based|born|listed|headquartered|founded|made|built|style|traded)\b|\$"
# "German optics firm Leica", "U.S. carmaker": like a people's name, this only hints at the market
COMPANY_AFTER = (
    r"(?: [\w-]+){0,2} (?:automaker|brand|carmaker|chipmaker|company|competitor|developer|firm|giant|group|"
    r"investor|maker|manufacturer|partner|producer|retailer|rival|startup|supplier)s?\b"
)
# "CONTACT US" in a line of capitals
NOT_THE_MARKET_BEFORE = {"US": r"\b[A-Z]{3,} $"}

# also English words, so that a capital at the start of a sentence says nothing
ALSO_WORDS = {"Polish"}

# places that are also the names of people
ALSO_PEOPLE = {"Chad", "Georgia", "Jordan"}
PLACE_BEFORE = r"\b(?:in|into|to|from|across|throughout|near|outside|and|enter|enters|entered|entering) $"
FIRST_NAME_BEFORE = r"\b(?!In |Into |To |From |Across |And |For |The |Of |As |While |Enters )[A-Z][a-z]+ $"
PERSON_AFTER = r" (?:[A-Z][a-z]+|sued|said|says|told|won|wore|wears|retired|scored|played|plays)\b|-branded"

# places whose name alone is more often another's: Georgia without these is the state in America
NEEDS_NEARBY = {"Georgia": r"Tbilisi|Batumi|Georgian|Caucasus|Armenia|Azerbaijan|Black Sea|Eurasia"}

CHINA_IS_THE_MARKET = (
    r"\b(?:enter|enters|entered|entering|into|returns? to|returned to)"
    r"(?: the)?(?: Chinese mainland| mainland China| China| Chinese)\b|(?:进入|进军|重返)中国"
)

_READINGS = [(market.slug, False) for market in MARKETS] + [(market.slug, True) for market in MARKETS]


def _names() -> Iterator[Name]:
    for place, market in enumerate(MARKETS):
        for word in (market.name, market.local_name, *market.also):
            yield Name(word, place)
        for word in market.hints:
            yield Name(word, place + len(MARKETS), ambiguous=word in ALSO_WORDS)


_NAMES = Names(_names(), phrases=[p.strip() for p in PHRASES.replace("\n", ",").split(",") if p.strip()])
_AFTER = re.compile(NOT_THE_MARKET_AFTER)
_COMPANY_AFTER = re.compile(COMPANY_AFTER)
_BEFORE = {word: re.compile(before) for word, before in NOT_THE_MARKET_BEFORE.items()}
_PLACE_BEFORE = re.compile(PLACE_BEFORE, re.IGNORECASE)
_FIRST_NAME_BEFORE = re.compile(FIRST_NAME_BEFORE)
_PERSON_AFTER = re.compile(PERSON_AFTER)
_NEEDS_NEARBY = {word: re.compile(nearby) for word, nearby in NEEDS_NEARBY.items()}
_CHINA = re.compile(CHINA_IS_THE_MARKET)


def suggest_markets(text: str) -> list[str]:
    """Return slugs of `sources.markets` in the order of their first mention.

    Those only hinted at, by "Thai" or "Bangkok", come after those that are named.
    """
    folded = fold(text)
    entered = [match.span() for match in _CHINA.finditer(folded)]
    found = [mention for mention in _NAMES.find(text) if _is_the_market(folded, mention)]
    people = {fold(mention.text) for mention in found if _is_a_person(folded, mention)}
    named: list[str] = []
    hinted: list[str] = []
    for mention in found:
        slug, is_hint = _READINGS[mention.company]
        is_home = slug == "china" and not any(start <= mention.start < end for start, end in entered)
        if not is_home and fold(mention.text) not in people:
            (hinted if is_hint or _COMPANY_AFTER.match(folded, mention.end) else named).append(slug)
    return list(dict.fromkeys(named + hinted))


def _is_the_market(text: str, mention: Mention) -> bool:
    word = fold(mention.text)
    if word.isascii() and word.islower():  # turkey, chile
        return False
    if _AFTER.match(text, mention.end):
        return False
    if word in _BEFORE and _BEFORE[word].search(_before(text, mention)):
        return False
    return word not in _NEEDS_NEARBY or bool(_NEEDS_NEARBY[word].search(text))


def _is_a_person(text: str, mention: Mention) -> bool:
    """Whoever names a person by this word means the person throughout, so one such place is enough."""
    if fold(mention.text) not in ALSO_PEOPLE or _PLACE_BEFORE.search(_before(text, mention)):
        return False
    return bool(_FIRST_NAME_BEFORE.search(_before(text, mention)) or _PERSON_AFTER.match(text, mention.end))


def _before(text: str, mention: Mention) -> str:
    return text[max(0, mention.start - 30) : mention.start]
