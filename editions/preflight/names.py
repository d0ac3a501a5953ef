"""Names of companies that a reader may not know for what they are. Pure.

What stands alone is judged within one item, headline and captions included, for an item is read alone: in
the feed, in a search, on the page of a company.

An alias is a plain short form where it has the first word of the company's name ("Anker" for Anker
Innovations, "BYD Auto" for BYD) or where the name is made of its initials ("Contemporary Amperex Technology"
for CATL): these stand alone. Any other ("Temu", "Hon Hai") wants the name of the company, where the item is
filed under it and opens with it: in passing, WeChat is WeChat. A name that was given up always wants the
one that took its place.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Fix, rule
from editions.preflight.spellings import CHECKS as SPELLINGS
from editions.preflight.spellings import is_written_in_chinese, squeezed
from editions.preflight.texts import Text, masked, mentions, texts
from sources.mentions import KnownCompany, Mention, Names, fold, is_chinese

# words that make a name longer and say nothing
LEGAL_WORDS = "ag co company corp corporation group holding holdings inc limited ltd nv plc sa se"

_LEGAL = frozenset(LEGAL_WORDS.split())
_NAME_GOES_ON = re.compile(r"[-/&.]\w|[ \u00a0][A-Z0-9(]")
_SENTENCE_END = re.compile(r"[.!?。！？][\"”’)]*\s|\n")
_POSSESSIVE = re.compile(r"['’]")

Spot = tuple[Text, Mention]


@rule(
    "names.full-name",
    WARNING,
    "Short form where other items have the full name",
    example="“J&T” alone in one item, “J&T Express” in others.",
)
def full_name(document: EditionDocument, context: Context) -> Iterator[Finding]:
    known = {company.id: company for company in context.companies}
    items = _items(document, context.names)
    full = [_companies_by_name(spots, known) for spots in items]
    for number, spots in enumerate(items):
        elsewhere = frozenset().union(*full[:number], *full[number + 1 :]) - full[number]
        told = set()
        for text, spot in spots:
            if spot.company not in elsewhere or spot.company in told or text.place.field != "body":
                continue
            name = known[spot.company].name
            if _is_form_of(fold(spot.text), name) and not _NAME_GOES_ON.match(text.text, spot.end):
                told.add(spot.company)
                sentence = f"“{spot.text}” here, “{name}” in other items: write it the same way once."
                yield _finding(text, spot, sentence, name)


@rule(
    "names.former-name",
    WARNING,
    "Former name alone",
    example="“Qiaodan Sports” in an item that does not say “Zhongqiao Sports”.",
    piecewise=True,
)
def former_name(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for company, spots in _by_company(document, context):
        if all(fold(spot.text) in company.former_names for _, spot in spots):
            text, spot = _first(spots)
            is_safe = text.place.field == "body" and not is_written_in_chinese(text.masked)
            goes_on = _NAME_GOES_ON.match(text.text, spot.end) or _POSSESSIVE.match(text.text, spot.end)
            instead = f"{company.name} (formerly {spot.text})" if is_safe and not goes_on else ""
            sentence = f"“{spot.text}” is now “{company.name}”, which the item does not say."
            yield _finding(text, spot, sentence, instead)


@rule(
    "names.alias",
    WARNING,
    "Alias or brand alone",
    example="“Temu” in an item that does not say “PDD Holdings”.",
    piecewise=True,
)
def alias(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for company, spots in _by_company(document, context):
        text, spot = _first(spots)
        strange = [one for _, one in spots if _is_strange(fold(one.text), company)]
        filed = text.item is not None and any(one.name == company.name for one in text.item.companies)
        if filed and len(strange) == len(spots) and _opens(spots[0]) and not _is_in_chinese(text):
            sentence = f"“{spot.text}” stands without “{company.name}”: name the company once, too."
            yield _finding(text, spot, sentence)


@rule(
    "names.chinese-alone",
    WARNING,
    "Chinese name without the English one",
    example="“小米” in an English item that does not say “Xiaomi”.",
    piecewise=True,
)
def chinese_alone(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for company, spots in _by_company(document, context):
        text, spot = _first(spots)
        is_alone = all(_is_chinese(one.text) and one.text not in company.former_names for _, one in spots)
        if not is_alone or _is_chinese(company.name) or _is_in_chinese(text) or _is_in_a_phrase(text, spot):
            continue
        before, after = text.text[: spot.start], text.text[spot.end :]
        is_bracketed = before.endswith(("(", "（")) or after.lstrip().startswith(("(", "（"))
        both = "" if is_bracketed else f"{company.name} ({spot.text})"
        sentence = f"“{spot.text}” stands without “{company.name}”: readers of English cannot read it."
        yield _finding(text, spot, sentence, both)


def _by_company(document: EditionDocument, context: Context) -> Iterator[tuple[KnownCompany, list[Spot]]]:
    """Yield each company that an item names with the places where it does, item after item."""
    known = {company.id: company for company in context.companies}
    for spots in _items(document, context.names):
        of_company: dict[int, list[Spot]] = {}
        for text, spot in spots:
            of_company.setdefault(spot.company, []).append((text, spot))
        yield from ((known[company], found) for company, found in of_company.items() if company in known)


@lru_cache(maxsize=2)
def _items(document: EditionDocument, names: Names) -> list[list[Spot]]:
    """Return the names that stand in each item, in the order of reading."""
    items: dict[tuple[int | None, int | None], list[Spot]] = {}
    for text in texts(document):
        if text.item:
            spots = items.setdefault((text.place.section, text.place.item), [])
            spots += ((text, mention) for mention in mentions(names, text.masked))
    return list(items.values())


def _companies_by_name(spots: list[Spot], known: Mapping[int, KnownCompany]) -> frozenset[int]:
    """Return the companies that stand in an item by the very name that the newsroom gives them."""
    return frozenset(
        spot.company
        for _, spot in spots
        if spot.company in known and fold(spot.text).casefold() == fold(known[spot.company].name).casefold()
    )


def _is_form_of(written: str, name: str) -> bool:
    """Tell whether `written` is the beginning of `name`, or `name` with words such as Group behind it."""
    ours, theirs = written.casefold().split(), fold(name).casefold().split()
    if len(ours) < len(theirs):
        return theirs[: len(ours)] == ours
    return ours[: len(theirs)] == theirs and ours != theirs and _LEGAL.issuperset(ours[len(theirs) :])


def _is_strange(written: str, company: KnownCompany) -> bool:
    """Tell whether `written` is a Latin alias from which nobody could guess the company's name."""
    aliases = {fold(one).casefold() for one in company.aliases}
    if written.casefold() not in aliases or _is_chinese(written):
        return False
    words, name = [squeezed(word) for word in written.split()], squeezed(company.name)
    is_spelled_out = len(words) > 2 and name.startswith("".join(word[:1] for word in words))
    return squeezed(company.name.split()[0]) not in words and not is_spelled_out


def _first(spots: list[Spot]) -> Spot:
    """Return the first place in the body, where there is one: headlines are cut short on purpose."""
    return next((found for found in spots if found[0].place.field == "body"), spots[0])


def _opens(spot: Spot) -> bool:
    """Tell whether the item has it in its headline or its first sentence."""
    text, mention = spot
    return text.place.field in ("headline", "dek") or not _SENTENCE_END.search(text.text, 0, mention.start)


def _is_in_chinese(text: Text) -> bool:
    item = text.item
    return item is not None and is_written_in_chinese(f"{item.headline}\n{masked(item.body)}")


def _is_in_a_phrase(text: Text, spot: Mention) -> bool:
    """Tell whether the name is part of a longer run of Chinese, such as a title that is quoted."""
    beside = text.text[max(0, spot.start - 1) : spot.start] + text.text[spot.end : spot.end + 1]
    return any(map(is_chinese, beside))


def _is_chinese(name: str) -> bool:
    return any(map(is_chinese, name))


def _finding(text: Text, spot: Mention, sentence: str, instead: str = "") -> Finding:
    fix = Fix(f"Write “{instead}”", spot.start, spot.text, instead) if instead else None
    return Finding(text.place, sentence, spot.text, fix)


CHECKS = (*SPELLINGS, full_name, former_name, alias, chinese_alone)
