"""Sentences that came to harm on their way here, such as by copying from a page. Pure."""

import re

SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?。！？](?!\s|$)[^.!?。！？\n]*)*[.!?。！？]*")
# Words that hardly ever end a clause: whoever is named after them has gone missing.
LOST = re.compile(r"\b(?:of|by|from|between|among|including|than|via|such as|the|an)\s?[,.;](?=\s|$)")
# "unheard of", "where it came from": these end a clause in good English.
STRANDED = re.compile(
    "(?:afraid|along|aware|bit|ca[mr]e|close|com(?:e|es|ing)|cope|deal|dealt|dreamed|from|gone?|got|heard|kind|lived"
    "|made|named|near|part|passed|proud|rid|sort|spoken|start|stems?|stood|talk(?:ed)?|think|thought|unheard|went"
    "|work(?:ed|ing)?)$",
    re.IGNORECASE,
)


def lost_link_text(text: str) -> list[str]:
    """Return the sentences of `text` in which a linked name seems to have been lost:
    "a subsidiary of, which is itself owned by"."""
    if not LOST.search(text):
        return []
    return [match[0].strip() for match in SENTENCE.finditer(text) if _lost(match[0])]


def _lost(sentence: str) -> bool:
    before = (
        sentence[max(0, found.start() - 40) : found.start()].split() for found in LOST.finditer(sentence)
    )
    return any(not (words and STRANDED.match(words[-1])) for words in before)
