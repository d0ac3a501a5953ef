"""A document with right words in the place of wrong ones, and which words these were. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from editions.document import CreditDoc, EditionDocument, ItemDoc, SectionDoc
from editions.render import bodies, figures
from sources.markup import to_html, to_text

IMAGE = {"image_caption": "caption", "image_credit": "credit", "image_alt": "alt"}
ITEM_FIELDS = ("headline", "dek", "body", "credits", "event_date", *IMAGE)
EDITION_FIELDS = ("title", "dek", "introduction", "signoff")

Passages = tuple[str, str]  # as it was, as it is


def fields_of(entry: ItemDoc) -> dict[str, Any]:
    """Return what may be corrected of an item, by the names of ITEM_FIELDS; IMAGE where it has one."""
    own = {name: getattr(entry, name) for name in ITEM_FIELDS if name not in IMAGE}
    image = {name: getattr(entry.image, part) for name, part in IMAGE.items() if entry.image}
    return {**own, "body": same_lines(entry.body), **image}


def same_lines(text: str) -> str:
    """Return `text` as a box of a form would send it back unchanged."""
    return text.replace("\r\n", "\n").strip("\n")


def correct_entry(entry: ItemDoc, changes: Mapping[str, Any], label: str = "") -> ItemDoc:
    """Return the item with `changes`, by the names of ITEM_FIELDS; `label` where that is another now."""
    own = {name: value for name, value in changes.items() if name not in IMAGE}
    if "body" in own:
        own["html"] = str(to_html(own["body"]))
    image = {IMAGE[name]: value for name, value in changes.items() if name in IMAGE}
    if image and entry.image is not None:
        own["image"] = replace(entry.image, **image)
    return replace(entry, label=label or entry.label, **own)


def correct_document(
    document: EditionDocument, changes: Mapping[str, str], sections: Mapping[int, Mapping[str, str]]
) -> EditionDocument:
    """Return the edition with `changes` of its own words, and of its sections by their positions."""
    own = dict(changes)
    for name in ("introduction", "signoff"):
        if name in own:
            own[f"{name}_html"] = str(to_html(own[name]))
    parts = tuple(
        _correct_section(section, sections.get(place, {})) for place, section in enumerate(document.sections)
    )
    return replace(document, sections=parts, **own)


def _correct_section(section: SectionDoc, changes: Mapping[str, str]) -> SectionDoc:
    html = {"html": str(to_html(changes["text"]))} if "text" in changes else {}
    return replace(section, **changes, **html)


def item_passages(before: ItemDoc, after: ItemDoc) -> Passages:
    """Return the passages that differ, in words that a reader can compare."""
    return _passages(zip(_item_texts(before), _item_texts(after), strict=True))


def edition_passages(before: EditionDocument, after: EditionDocument) -> Passages:
    """Return the passages that differ in what is the edition's own."""
    return _passages(zip(_edition_texts(before), _edition_texts(after), strict=True))


def joined(passages: list[Passages]) -> Passages:
    """Return several pairs as one, each said once."""
    once = list(dict.fromkeys(passages))
    before, after = ("\n".join(filter(None, (pair[side] for pair in once))) for side in (0, 1))
    return before, after


Readings = tuple[str, ...]  # of one text: as it is read, and where that says the same, as it was typed


def _item_texts(entry: ItemDoc) -> Iterator[Readings]:
    yield (entry.headline,)
    yield (entry.dek,)
    yield to_text(bodies.item(entry)), entry.body
    yield _credits(entry.credits)
    yield (_named("Date", figures.week(entry.event_date, None)),)
    image = entry.image
    yield (_named("Caption", image.caption if image else ""),)
    yield (_named("Picture credit", image.credit if image else ""),)
    yield (_named("Picture described as", image.alt if image else ""),)


def _edition_texts(document: EditionDocument) -> Iterator[Readings]:
    yield (document.title,)
    yield (document.dek,)
    yield to_text(bodies.introduction(document)), document.introduction
    for section in document.sections:
        yield (section.heading,)
        yield to_text(bodies.lead_in(section)), section.text
    yield to_text(bodies.signoff(document)), document.signoff


def _credits(credits: tuple[CreditDoc, ...]) -> Readings:
    names = [f"{one.source}{f' via {one.via}' if one.via else ''}" for one in credits]
    whole = [", ".join(filter(None, (name, one.note))) for name, one in zip(names, credits, strict=True)]
    linked = [" ".join(filter(None, (name, one.url))) for name, one in zip(whole, credits, strict=True)]
    return _named("Credit", "; ".join(whole)), _named("Credit", "; ".join(linked))


def _named(name: str, text: str) -> str:
    return f"{name}: {text}" if text else ""


def _passages(pairs: Iterator[tuple[Readings, Readings]]) -> Passages:
    found = []
    for before, after in pairs:
        differing = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        if differing:
            found.append(_differing_lines(*map(same_lines, differing[0])))
    return joined(found)


def _differing_lines(before: str, after: str) -> Passages:
    """The lines from the first that differs to the last, of each."""
    one, two = before.split("\n"), after.split("\n")
    while one and two and one[0] == two[0]:
        one, two = one[1:], two[1:]
    while one and two and one[-1] == two[-1]:
        one, two = one[:-1], two[:-1]
    return "\n".join(one), "\n".join(two)
