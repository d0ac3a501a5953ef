"""Text that came to harm on its way here, such as by copying from a page. Pure."""

import re
from collections.abc import Iterator

SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?。！？](?!\s|$)[^.!?。！？\n]*)*[.!?。！？]*")
# Words that hardly ever end a clause: whoever is named after them has gone missing.
LOST = re.compile(
    r"\b(?:(?P<article>the|an)|of|by|from|between|among|including|than|via|such as)\s?[,.;](?=\s|$)"
    # "by, or on behalf of, the state", "more than, say, ten": here the clause goes on.
    r"(?!\s(?:or|and|but|if|as|not|rather|at|in|on|to|with|for|say|let alone|among|amongst|most|notably|even"
    r"|well|perhaps|possibly|presumably|probably|of course)\b)"
)
# Names on a portal are links, and a link that was not copied leaves "an" before the wrong word. Other
# words follow "An" too, as it is a surname.
WRONG_ARTICLE = re.compile(
    r"\b[Aa]n (?:brand|company|partner|platform|representative|service|spokes\w+|subsidiary|supplier)\b"
)
# ... or "and" before none: "companies like Alibaba and in making", where no "in" stands before it.
LOST_NAME = re.compile(
    r"\b(?:like|such as|including) [A-Z][\w’'-]*(?: [A-Z][\w’'-]*)* and (?P<link>in|of|from|by)"
    r" (?!(?:developing|emerging|existing|growing|leading|neighbou?ring|surrounding)\b)\w+ing\b"
)
# "unheard of", "where it came from": these end a clause in good English.
STRANDED = re.compile(
    "(?:accused|afraid|along|aware|bit|ca[mr]e|capable|close|com(?:e|es|ing)|cope|deal|dealt|dreamed|fond|from|gone?"
    "|got|heard|kind|lived|made|named|near|part|passed|proud|rid|sort|spoken|start|stems?|stood|talk(?:ed)?|think"
    "|thought|tired|unheard|went|work(?:ed|ing)?)$",
    re.IGNORECASE,
)
# "the list it was taken from", "what they pay for", "the shop Vivo was banned from", "or on behalf of,".
RELATIVE = re.compile(
    r"\bwhat(?:ever)?\b|\b(?:which|whom|that) (?:it|they|he|she|we|you|the|an?|its|their|[A-Z]\w*)\b"
    r"|\b[a-z]+ [A-Z][\w’'-]* (?:is|are|was|were|has|have|had)\b|^\s*or\b"
    r"|(?<!\w)(?!(?:said|says|say|that|as|if|when|while|because|after|before|and|but|since|though|so|where|until"
    r"|whether|added|told|claimed|reported|revealed|confirmed|announced)\b)"
    r"\w+ (?:it|they|he|she|we|you|I|nobody|no one)\b"
)
SAYING = re.compile(r"\b(?:said|says|say|told|added|claim(?:s|ed)|report(?:s|ed)|announced|confirmed) that\b")
CLAUSE_END = re.compile(r"[,.;:()\n—]")


def lost_links(text: str) -> Iterator[tuple[int, int]]:
    """Yield where (start, end) a linked name has been lost beyond doubt, with the words before it:
    "a subsidiary of,"."""
    for found in LOST.finditer(text):
        clause = _clause(text, found.start())
        if found["article"] or not _ends_well(clause):
            before = re.search(r"(?:[\w’'&-]+\s+){0,3}$", clause)
            yield found.start() - len(before[0] if before else ""), found.end()
    for found in WRONG_ARTICLE.finditer(text):
        yield found.span()


def doubtful_links(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a linked name may have been lost: "like Alibaba and in making"."""
    for found in LOST_NAME.finditer(text):
        if not re.search(rf"\b{found['link']}\b", _clause(text, found.start())):
            yield found.span()


def lost_link_text(text: str) -> list[str]:
    """Return the sentences of `text` in which a linked name seems to have been lost:
    "a subsidiary of, which is itself owned by"."""
    spots = [start for start, _ in (*lost_links(text), *doubtful_links(text))]
    if not spots:
        return []
    sentences = SENTENCE.finditer(text)
    return [one[0].strip() for one in sentences if any(one.start() <= spot < one.end() for spot in spots)]


def _clause(text: str, end: int) -> str:
    """Return the words of the clause before `end`, at most some 160 characters."""
    return CLAUSE_END.split(text[max(0, end - 160) : end])[-1]


def _ends_well(clause: str) -> bool:
    """Tell whether a clause may end in a preposition: "a brand that nobody had heard of"."""
    words = clause.split()
    if words and STRANDED.match(words[-1]):
        return True
    return bool(RELATIVE.search(clause)) and not SAYING.search(clause)
