"""What a check is and what it finds. Pure.

A rule is a function `(document, context) -> findings`, one rule a function. `@rule` makes it a Check:
code, severity and an example stand beside it, so that the catalogue (`docs/checks.md`) cannot lie.

An error depends on the text and the masthead alone, never on the network, the archive or the hour:
what was approved without errors must still be publishable at three in the morning.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from editions.document import EditionDocument, ItemDoc, SectionDoc
from editions.preflight.context import Context

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Place:
    """A field of the edition; with `section` one of that section; with `item` too, of that item in it.

    `section` and `item` are positions, the item's within its section. `field` is a name of
    EditionDocument, SectionDoc or ItemDoc ("body", "headline", "credits", "image").
    """

    field: str
    section: int | None = None
    item: int | None = None


@dataclass(frozen=True)
class Fix:
    """Words that take the place of `before`, which stands at `start` in the field of the finding."""

    label: str  # what the button says: "Write “Kuaishou”"
    start: int
    before: str
    after: str


@dataclass(frozen=True)
class Earlier:
    """An item that ran before, and where; `number` is None where it was published on its own."""

    id: int
    label: str
    path: str
    date: date
    number: int | None = None


@dataclass(frozen=True)
class Finding:
    """`passage` is the words it is about, as they stand in the field; `url` the address, where one is.

    A rule leaves `code` and `severity` to its Check.
    """

    place: Place
    sentence: str
    passage: str = ""
    fix: Fix | None = None
    earlier: Earlier | None = None
    url: str = ""
    code: str = ""
    severity: str = WARNING


@dataclass(frozen=True)
class Check:
    """`example` shows what it finds, in a line; `switchable` where the masthead may switch it off.

    One that is `piecewise` looks at each text, or at each item with the layout of its section, by itself, and
    asks of the context nothing but house, companies, links, paywalls and the day (`pieces.py`).
    """

    code: str
    severity: str
    title: str
    example: str
    run: Callable[[EditionDocument, Context], Iterable[Finding]]
    switchable: bool = False
    piecewise: bool = False
    do_not_call_in_templates: ClassVar[bool] = True  # a template would call it to print it

    def __call__(self, document: EditionDocument, context: Context) -> list[Finding]:
        found = self.run(document, context)
        return [replace(finding, code=self.code, severity=self.severity) for finding in found]


def rule(
    code: str,
    severity: str,
    title: str,
    *,
    example: str,
    switchable: bool = False,
    piecewise: bool = False,
) -> Callable[[Callable[[EditionDocument, Context], Iterable[Finding]]], Check]:
    """Make a Check of the rule below. `code` is stable: overrides and documentation hang on it."""
    return lambda run: Check(code, severity, title, example, run, switchable, piecewise)


def section_of(document: EditionDocument, place: Place) -> SectionDoc | None:
    return None if place.section is None else document.sections[place.section]


def item_of(document: EditionDocument, place: Place) -> ItemDoc | None:
    section = section_of(document, place)
    return None if section is None or place.item is None else section.items[place.item]


def key(finding: Finding, document: EditionDocument) -> str:
    """Return what names the finding as long as its words stay the same: an override hangs on it."""
    item, section = item_of(document, finding.place), section_of(document, finding.place)
    owner = f"item {item.id}" if item and item.id else section.heading if section else ""
    earlier = str(finding.earlier.id) if finding.earlier else ""
    words = finding.passage or finding.url or finding.sentence
    parts = [finding.code, owner, finding.place.field, earlier, words]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:24]


def where(document: EditionDocument, place: Place) -> str:
    """Return the place in words, for a list of findings: "Shops abroad, “Vivo opens in Lima”"."""
    item, section = item_of(document, place), section_of(document, place)
    if item:
        return f"“{item.headline or item.label or item.body[:60] or 'Untitled'}”"
    if section:
        return section.heading or "A section without heading"
    return FIELDS.get(place.field, place.field.replace("_", " ").capitalize())


FIELDS = {"signoff": "Sign-off", "subject": "Subject line", "hero": "Picture of the edition", "html": "Email"}
