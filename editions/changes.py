"""What differs between two readings of an edition, in a few words. Pure."""

import dataclasses
from collections.abc import Iterator

from editions.document import EditionDocument, ItemDoc

NAMES = {
    "signoff": "sign-off",
    "week_first": "week",
    "week_last": "week",
    "hero": "picture",
    "html": "words",
    "body": "words",
    "see_also": "see also",
    "authors_note": "author's note",
    "byline": "byline",
    "event_date": "date",
}
# Made of other fields, so that naming them would say things twice.
DERIVED = {"introduction_html", "signoff_html", "path", "label", "slug", "published_at", "sections", "html"}
MOST = 6  # differences named; the rest is counted


def changed(before: EditionDocument, after: EditionDocument) -> str:
    """Return what differs, as a list in words; "" where nothing that is shown does."""
    found = list(dict.fromkeys(_changes(before, after)))
    more = len(found) - MOST
    return "; ".join([*found[:MOST], *([f"and {more} more"] if more > 0 else [])])


def _changes(before: EditionDocument, after: EditionDocument) -> Iterator[str]:
    yield from (f"the {name}" for name in _fields(before, after))
    old, new = [one.heading for one in before.sections], [one.heading for one in after.sections]
    if old != new:
        yield "the headings"
    elif [(one.text, one.layout) for one in before.sections] != [
        (one.text, one.layout) for one in after.sections
    ]:
        yield "the text of a section"
    were, are = _by_id(before), _by_id(after)
    yield from (f"“{_name(item)}” is out" for key, item in were.items() if key not in are)
    yield from (f"“{_name(item)}” is new" for key, item in are.items() if key not in were)
    for key, item in are.items():
        if key in were and (fields := list(dict.fromkeys(_fields(were[key], item)))):
            yield f"“{_name(item)}”: {', '.join(fields)}"
    if list(were) != list(are) and sorted(were, key=str) == sorted(are, key=str):
        yield "the order of items"


def _fields(before: object, after: object) -> Iterator[str]:
    for field in dataclasses.fields(before):  # type: ignore[arg-type]
        if field.name not in DERIVED and getattr(before, field.name) != getattr(after, field.name):
            yield NAMES.get(field.name, field.name.replace("_", " "))


def _by_id(document: EditionDocument) -> dict[object, ItemDoc]:
    return {item.id or item.body: item for item in document.items}


def _name(item: ItemDoc) -> str:
    return item.label or item.headline or item.body[:40] or "Untitled"
