"""What readers may have come for, where the address that they followed is of nothing."""

import re

from editions.archive.suggesting import Suggestion, suggested

OURS = ("companies", "markets", "items", "editions", "topics", "sources", "kinds", "deals", "entries")
WORD = re.compile(r"[^\W\d_][^\W_]*")  # numbers of items and editions say nothing of what they are about
LONGEST, MOST = 120, 5


def nearby(path: str) -> list[Suggestion]:
    """What the search suggests for the words of `path`; for the longest of them where all find nothing.

    Programs that try the addresses of other systems are answered without a search.
    """
    section, _, rest = path.removeprefix("/zh/").strip("/").partition("/")
    slug = rest if section in OURS else section
    if len(slug) > LONGEST or "." in slug or (rest and section not in OURS):
        return []
    words = WORD.findall(slug)
    found = suggested(" ".join(words))
    if not found and len(words) > 1:
        found = suggested(max(words, key=len))
    return found[:MOST]
