"""An edition in pieces, so that after a change only the piece that changed is checked again. Pure.

A piece is a document with one text or one item of the edition in it. What the piecewise checks find in it
is kept by all that they are told: the piece, and what of the context they may ask for. Nothing else
reaches them, so that what is kept is never stale.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from editions.document import EditionDocument
from editions.preflight.context import Context, LinkFacts
from editions.preflight.findings import Check, Finding
from editions.preflight.links import linked

# Of an edition; each stands in a piece of its own kind.
HEAD = {"title": "", "dek": "", "subject": "", "preheader": "", "introduction": "", "introduction_html": ""}
FOOT = {"signoff": "", "signoff_html": ""}

Known = tuple[tuple[str, LinkFacts | None], ...]


@dataclass(frozen=True)
class Piece:
    """`section` and `item` are where its one section, and the one item in it, stand in the edition."""

    document: EditionDocument
    section: int | None = None
    item: int | None = None

    def in_edition(self, finding: Finding) -> Finding:
        place = finding.place
        if place.section is None:
            return finding
        item = None if place.item is None else self.item
        return replace(finding, place=replace(place, section=self.section, item=item))


@dataclass(frozen=True, eq=False)
class Asked:
    """Checks, and what of a context they may ask for beside links; compared by identity, which is quick."""

    checks: tuple[Check, ...]
    context: Context


def found_in_pieces(
    document: EditionDocument, context: Context, checks: tuple[Check, ...]
) -> dict[str, list[Finding]]:
    """Return what `checks`, all of them piecewise, find in `document`, by their codes."""
    asked = _asked(checks, context.house, context.day, context.companies, context.names, context.paywalled)
    found: dict[str, list[Finding]] = {check.code: [] for check in checks}
    for piece in pieces(document):
        known = tuple((address, context.links.get(address)) for address in _addresses(piece.document))
        for finding in _found(piece.document, asked, known):
            found[finding.code].append(piece.in_edition(finding))
    return found


def pieces(document: EditionDocument) -> Iterator[Piece]:
    """Yield the pieces in the order of reading."""
    yield Piece(replace(document, sections=(), **FOOT))
    frame = replace(document, slug="", path="", hero=None, corrections=(), sections=(), **HEAD, **FOOT)
    for number, section in enumerate(document.sections):
        headlines = {item.headline for item in section.items}
        heading = "" if section.heading in headlines else section.heading  # as `texts` has it
        words = replace(section, heading=heading, items=())
        yield Piece(replace(frame, sections=(words,)), number)
        bare = replace(section, heading="", text="", html="", items=())
        for place, item in enumerate(section.items):
            yield Piece(replace(frame, sections=(replace(bare, items=(item,)),)), number, place)
    yield Piece(replace(document, slug="", path="", hero=None, corrections=(), sections=(), **HEAD))


@lru_cache(maxsize=8)  # masthead and companies change now and then
def _asked(checks, house, day, companies, names, paywalled) -> Asked:
    context = Context(day=day, house=house, companies=companies, names=names, paywalled=paywalled)
    return Asked(checks, context)


@lru_cache(maxsize=1024)  # some editions in hand, and an editor changes one item at a time
def _addresses(document: EditionDocument) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.address for link in linked(document)))


@lru_cache(maxsize=1024)
def _found(document: EditionDocument, asked: Asked, known: Known) -> tuple[Finding, ...]:
    links = {address: facts for address, facts in known if facts}
    context = replace(asked.context, links=links)
    return tuple(finding for check in asked.checks for finding in check(document, context))
