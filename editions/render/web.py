"""A document as the article of a web page, without the page around it, in the language in force. Pure.

No style attribute stands in it: the Content-Security-Policy of public pages refuses them. The bars of
the rail are drawings, whose widths are attributes of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editions.document import EditionDocument, ItemDoc, PictureDoc, SectionDoc, SeeAlsoDoc
from editions.render import bodies, figures, notes
from editions.render.credits import credit_html
from editions.render.emphasis import emphasise
from sources.kinds import KINDS
from sources.markup import headed, safe_href, sponsored, trusted

FEED = "/editions/feed.xml"
JOIN = '<div data-place="join"></div>'  # in the rail, where the page of today puts its form; no text is this
LAYOUTS = frozenset(["briefs", "single", "feature", "numbers", "quote", "sponsor"])
BLOCKS = frozenset(["single", "feature"])  # layouts whose items are articles, not entries of a list
COLON = re.compile(r"</strong>\s*[:：]\s*")  # which would begin a line: the number stands above


@dataclass(frozen=True)
class Chip:
    """A small label; an interface `word` is translated, a name is not."""

    text: str
    style: str = ""
    href: str = ""
    word: str = ""


@dataclass(frozen=True)
class ItemView:
    """An item as the template prints it. `level` is that of its headline, which may be empty."""

    item: ItemDoc
    is_plain: bool  # words, credit and chips alone, as most briefs are: the templates skip the rest
    anchor: str
    href: str
    headline: str
    level: int
    body: SafeString
    chips: list[Chip]
    image: PictureDoc | None
    follows_up: SeeAlsoDoc | None
    see_also: list[SeeAlsoDoc]


@dataclass(frozen=True)
class SectionView:
    anchor: str
    title: str
    layout: str
    is_list: bool
    lead_in: SafeString
    items: list[ItemView]


def render_article(document: EditionDocument) -> str:
    """Return the head, the two columns and the rail of the edition's page."""
    document = notes.with_notices(document)
    hero = document.hero if document.hero and safe_href(document.hero.path) else None
    path = safe_href(document.path)
    sections = list(_sections(document))
    context = {
        "document": document,
        "kicker": figures.number_and_week(document),
        "published": _published(document),
        "minutes": figures.reading_minutes(document),
        "counts": figures.counts(document),
        "email_path": f"{path}email/" if path and document.published_at else "",  # a draft has none yet
        "hero": hero,
        "corrections": notes.listed(notes.notes(document)),
        "introduction": headed(bodies.introduction(document), 2),
        "sections": sections,
        "signoff": headed(bodies.signoff(document), 2),
        "contents": [one for one in sections if one.title and one.layout != "sponsor"],
        "kinds": figures.by_kind(document),
        "companies": [Chip(one.name, href=safe_href(one.path)) for one in figures.companies(document)],
        "feed": FEED,
        "join": trusted(JOIN),
        "written_in": _written_in(),
    }
    return render_to_string("editions/web/_article.html", context)


def render_item(item: ItemDoc, document: EditionDocument) -> str:
    """Return the article of the item's own page, with the way back to the edition it ran in."""
    zone = document.masthead.time_zone
    view = _item_view(replace(item, corrections=()), "item", zone, title="", level=1)
    context = {
        "view": view,
        "heading": item.headline or item.label or _("Untitled"),
        "kicker": KINDS.get(item.kind, ""),
        "published": _published(document),
        "edition_path": safe_href(document.path),
        "edition": figures.number_and_week(document),
        "document": document,
        "corrections": notes.listed(notes.item_notes(item, zone)),
        "written_in": _written_in(),
    }
    return render_to_string("editions/web/_item_page.html", context)


def _written_in() -> str:
    """The language to mark what we wrote with: English, where the words around it are not."""
    return "" if (get_language() or "en").startswith("en") else "en"


def _published(document: EditionDocument) -> str:
    if document.published_at is None:
        return ""
    return figures.moment_text(document.published_at, document.masthead.time_zone)


def _sections(document: EditionDocument) -> Iterator[SectionView]:
    anchors = iter(figures.item_anchors(document))
    zone = document.masthead.time_zone
    for entry, section in zip(figures.contents(document), document.sections, strict=True):
        level, paid = 3 if entry.title else 2, section.layout == "sponsor"
        items = [
            _item_view(item, next(anchors), zone, title=entry.title, level=level, paid=paid)
            for item in section.items
        ]
        lead_in = headed(_paid(bodies.lead_in(section), section), level)
        if section.layout == "numbers":
            lead_in = trusted(COLON.sub("</strong> ", lead_in))
        layout = section.layout if section.layout in LAYOUTS else "briefs"
        yield SectionView(entry.anchor, entry.title, layout, layout not in BLOCKS, lead_in, items)


def _paid(html: SafeString, section: SectionDoc) -> SafeString:
    return sponsored(html) if section.layout == "sponsor" else html


def _item_view(
    item: ItemDoc, anchor: str, zone: str, *, title: str, level: int, paid: bool = False
) -> ItemView:
    body = emphasise(bodies.item(item), item.companies)
    headline = "" if item.headline == title else item.headline
    return ItemView(
        item=item,
        is_plain=bodies.is_plain(item),
        anchor=anchor,
        href=safe_href(item.path) or f"#{anchor}",
        headline=headline,
        level=level,
        body=headed(
            bodies.with_tail(sponsored(body) if paid else body, credit_html(item)), level + bool(headline)
        )
        + notes.under(item, zone),
        chips=list(_chips(item)),
        image=item.image if item.image and safe_href(item.image.path) else None,
        follows_up=_seen(item.follows_up) if item.follows_up else None,
        see_also=[_seen(one) for one in item.see_also],
    )


def _seen(one: SeeAlsoDoc) -> SeeAlsoDoc:
    return SeeAlsoDoc(one.title, safe_href(one.url))


def _chips(item: ItemDoc) -> Iterator[Chip]:
    for deal in item.deals:
        if text := figures.deal_text(deal):
            yield Chip(text, "deal")
    if item.kind in KINDS:
        yield Chip("", word=KINDS[item.kind])
    for market in item.markets:
        yield Chip(market.name, href=safe_href(market.path))
