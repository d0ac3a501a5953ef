"""Several spots of one text that are mended together, in one finding. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from editions.preflight.findings import Finding, Fix
from editions.preflight.texts import Text

SHOWN = 2  # spots that a sentence names


@dataclass(frozen=True)
class Spot:
    """`before`, which stands at `start`, and what is to be written in its place."""

    start: int
    before: str
    after: str


def mended(text: str, spots: Sequence[Spot]) -> str:
    """Return `text` with every spot as it should be; the spots are in order and none overlap."""
    parts, at = [], 0
    for spot in spots:
        parts += [text[at : spot.start], spot.after]
        at = spot.start + len(spot.before)
    return "".join([*parts, text[at:]])


def together(text: Text, spots: Sequence[Spot], label: str) -> list[Finding]:
    """Return one finding for all the spots of a text, or none where there are none."""
    if not spots:
        return []
    pairs = [(spot.before, spot.after) for spot in spots]
    pairs = list(dict.fromkeys(pairs))
    named = ", ".join(f"“{before}” as “{after}”" for before, after in pairs[:SHOWN])
    more = f", and {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else ""
    fix = Fix(label, 0, text.text, mended(text.text, spots))
    return [Finding(text.place, f"House style writes {named}{more}.", spots[0].before, fix)]
