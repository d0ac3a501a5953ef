"""Which clippings tell one story: what to look for in an index, and what decides. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from sources.headlines import near_same, parts

WINDOW = timedelta(days=3)
# Of sixteen smallest hashes, eight pairs: headlines that share two thirds of their words share a pair in 99
# of 100 cases, those that share half of them in 90. Source: Broder, "On the resemblance and containment of
# documents", 1997.
BANDS, ROWS = 8, 2
PRIME = (1 << 61) - 1
# News that a company makes once in three days. It may well launch two things in them, and a story that is
# hidden below another is worse than two rows of one story.
ONCE = frozenset(
    {"market_entry", "funding", "acquisition", "results", "listing", "regulation", "legal", "recall"}
)
TURNS = [(0x9E3779B97F4A7C15 * (2 * turn + 1) % PRIME, 0xBF58476D1CE4E5B9 * (turn + 1) % PRIME)
         for turn in range(BANDS * ROWS)]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What is known of a clipping: `at` is when it was published, aware; the others are keys of rows."""

    title: str
    at: datetime
    companies: frozenset[int] = frozenset()
    kind: str = ""
    markets: frozenset[int] = frozenset()


def keys(told: Told) -> frozenset[str]:
    """Return what a clipping is found by: one of them is shared by nearly all that tell its story."""
    found = set()
    if hashes := [_number(part) for part in parts(told.title)]:
        least = [min((a * one + b) % PRIME for one in hashes) for a, b in TURNS]
        for band in range(BANDS):
            found.add(f"t{band}.{_digest(least[band * ROWS : (band + 1) * ROWS])}")
        # Where a word stands in hundreds of headlines of a day, its pairs tell little: the whole always does.
        found.add(f"t.{_digest(sorted(hashes))}")
    if told.companies and told.kind in ONCE:
        found.add(f"c.{told.kind}.{_digest(sorted(told.companies))}")
    return frozenset(found)


def weight(key: str) -> int:
    """Return what a shared key says: a whole title, or companies with a kind, more than a pair of words."""
    return BANDS if key.startswith(("c.", "t.")) else 1


def same_story(one: Told, other: Told) -> bool:
    """Tell whether both are news of one event.

    Within three days: near-same titles, unless both name companies and none in common; or the very same
    companies with news of the same kind, one that comes once in a while, unless both name markets and none
    in common.
    """
    if abs(one.at - other.at) > WINDOW:
        return False
    if _apart(one.companies, other.companies):
        return False
    return near_same(one.title, other.title) or _same_news(one, other)


def _same_news(one: Told, other: Told) -> bool:
    if not one.companies or one.companies != other.companies:
        return False
    if one.kind != other.kind or one.kind not in ONCE:
        return False
    return not _apart(one.markets, other.markets)


def _apart(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _number(part: str) -> int:
    return int.from_bytes(blake2b(part.encode(), digest_size=8).digest())


def _digest(numbers: list[int]) -> str:
    return blake2b(",".join(map(str, numbers)).encode(), digest_size=8).hexdigest()
