"""Quotation marks and brackets that have no partner. Pure."""

import re
from collections import Counter
from dataclasses import dataclass

from editions.preflight.paragraphs import WIDEST, ending, opening, paragraphs
from editions.preflight.texts import Text

BRACKETS = re.compile(r"[()（）\[\]【】「」『』《》]")
CLOSES = {")": "(", "）": "(", "]": "[", "】": "【", "」": "「", "』": "『", "》": "《"}
MARKER = re.compile(r"(?<![\w(（])(?:[A-Za-z]|[ivxIVX]{1,4}|\d{1,3})[)）]")  # "a)", "ii)", "3)"
EMOTICON = re.compile(r"(?<![\w(])[:;=]['’]?[-^o]?[()\[\]]+(?=[\s.,!?)]|$)", re.M)
DOUBLE_QUOTES = re.compile(r"[“”\"]")


@dataclass(frozen=True)
class Lonely:
    """A sign without partner, with the words that it opens or closes."""

    words: str
    opens: bool


def lonely_quotes(text: Text) -> list[Lonely]:
    """Return the double quotation marks of `text` without a partner in their paragraph.

    A quotation over several paragraphs opens each of them and closes the last.
    """
    if not DOUBLE_QUOTES.search(text.masked):
        return []
    if "„" in text.masked or ("”" in text.masked and "“" not in text.masked):
        return []  # German closes with what English opens with, and Swedish opens with what it closes with
    all_of_it = list(paragraphs(text))
    lonely = []
    carried = False
    for number, one in enumerate(all_of_it):
        opened, closed = _unpaired(one.masked)
        if closed is not None and not carried:
            lonely.append(Lonely(ending(one.text, closed + 1), False))
        carried = carried and closed is None  # or this ends a quotation that began further up
        if opened is None:
            continue
        following = all_of_it[number + 1].masked.lstrip("> *_") if number + 1 < len(all_of_it) else ""
        if not following.startswith(("“", '"')):
            lonely.append(Lonely(opening(one.text[opened:], 6), True))
            carried = one.text[opened] == "“"
    return lonely


def lonely_brackets(text: Text) -> list[tuple[int, Lonely]]:
    """Return (place, sign) of each bracket without a partner anywhere in the text, in order."""
    if not BRACKETS.search(text.masked):
        return []
    faces = {at for found in EMOTICON.finditer(text.masked) for at in range(*found.span())}
    markers = {found.end() - 1 for found in MARKER.finditer(text.masked)}
    stack: list[tuple[int, str]] = []
    lonely: list[tuple[int, str]] = []
    opened: Counter[str] = Counter()
    for found in BRACKETS.finditer(text.masked):
        at, sign = found.start(), found[0]
        if at in faces or text.masked[at - 1 : at] == "\\":
            continue
        if sign not in CLOSES:
            stack.append((at, "(" if sign == "（" else sign))
            opened[stack[-1][1]] += 1
        elif opened[CLOSES[sign]]:
            while stack[-1][1] != CLOSES[sign]:
                opened[stack[-1][1]] -= 1
                lonely.append(stack.pop())
            opened[stack.pop()[1]] -= 1
        elif at not in markers:
            lonely.append((at, sign))
    last_face = max(faces, default=-1)  # in "(see below :)" it closes the bracket too
    lonely += [one for one in stack if one[0] > last_face]
    return [(at, _bracket(text.text, at, sign)) for at, sign in sorted(lonely)]


def _unpaired(words: str) -> tuple[int | None, int | None]:
    """Return where a double quote stands open at the end, and where one closes that was never opened."""
    stack: list[int] = []
    lonely = None
    signs = list(DOUBLE_QUOTES.finditer(words))
    inches = any(sign[0] != "“" and words[sign.start() - 1 : sign.start()].isdigit() for sign in signs)
    for sign in signs:
        at = sign.start()
        after_digit = words[at - 1 : at].isdigit()
        if sign[0] == "“" or (sign[0] == '"' and not stack and not after_digit):
            stack.append(at)
        elif stack:
            stack.pop()
        elif not after_digit:
            lonely = at
    if inches and (lonely is not None or (stack and words[stack[-1]] == '"')):
        return None, None  # in "The 6.1" screen is nice," one of the signs is an inch
    return (stack[-1] if stack else None), lonely


def _bracket(text: str, at: int, sign: str) -> Lonely:
    if sign in CLOSES:
        return Lonely(ending(text, at + 1), False)
    return Lonely(opening(text[at : at + WIDEST], 5), True)
