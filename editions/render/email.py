"""A document as the HTML of an email in the language in force: tables, inline styles, absolute links. Pure.

Mail programs drop style sheets, so the rules of `_inlined.css` are written onto the elements; what can
only be a sheet (dark mode, narrow screens) stays in the head and is lost without harm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from css_inline import CSSInliner
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from editions.document import EditionDocument, ItemDoc, PictureDoc, SectionDoc, SeeAlsoDoc
from editions.render import bodies, figures, notes
from editions.render.addresses import Site
from editions.render.credits import credit_html
from editions.render.emphasis import emphasise
from sources.markup import headed, sponsored

LIMIT = 102_000  # bytes; Gmail cuts a message off at about 102 KB and hides the rest behind a link
COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
ACCENT = "#b3261e"


@dataclass(frozen=True)
class Row:
    """An item as one row of the table. `level` is that of its headline, which may be empty."""

    item: ItemDoc
    is_plain: bool
    href: str
    headline: str
    level: int
    body: SafeString
    image: PictureDoc | None
    seen: list[SeeAlsoDoc]


@dataclass(frozen=True)
class Block:
    title: str
    layout: str
    lead_in: SafeString
    rows: list[Row]


def render_email(document: EditionDocument, leave: str = "", preferences: str = "") -> str:
    """Return the HTML; with a reader's own addresses, links to them in the foot."""
    accent = document.masthead.accent
    accent = accent if COLOUR.fullmatch(accent) else ACCENT
    site, document = Site(document), notes.with_notices(document)
    context = {
        "document": document,
        "masthead": document.masthead,
        "subject": render_subject(document),
        "number": _("No. %(number)s") % {"number": document.number} if document.number is not None else "",
        "preheader": document.preheader or document.dek,
        "filler": range(60),
        "web": site.address(document.path),
        "leave": leave,
        "preferences": preferences,
        "logo": site.picture(document.masthead.logo),
        "hero": site.picture(document.hero),
        "corrections": site.links(notes.listed(notes.notes(document))),
        "introduction": headed(site.links(bodies.introduction(document)), 2),
        "blocks": list(_blocks(document, site)),
        "signoff": headed(site.links(bodies.signoff(document)), 2),
        "accent": accent,
        "spoken": _spoken(),
    }
    return _inliner(accent).inline(render_to_string("editions/email/edition.html", context))


def _spoken() -> str:
    """The language to mark our few words with: that in force, where what we wrote is in another."""
    language = get_language() or "en"
    return "" if language.startswith("en") else language


def render_subject(document: EditionDocument) -> str:
    """Return the subject line, or one made of name, number and title; never with a line end in it."""
    number = f" No. {document.number}" if document.number is not None else ""
    return " ".join((document.subject or f"{document.masthead.name}{number}: {document.title}").split())


def weight(html: str) -> int:
    """Return what `html` weighs, in bytes, before its transport encoding."""
    return len(html.encode("utf-8", "surrogatepass"))


def too_heavy(html: str) -> bool:
    return weight(html) > LIMIT


@lru_cache(maxsize=8)
def _inliner(accent: str) -> CSSInliner:
    rules = render_to_string("editions/email/_inlined.css", {"accent": accent})
    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=True, extra_css=rules)


def _blocks(document: EditionDocument, site: Site) -> Iterator[Block]:
    for section in document.sections:
        title = figures.section_title(section)
        paid = section.layout == "sponsor"
        lead_in = headed(site.links(bodies.lead_in(section)), 3 if title else 2)
        rows = [_row(item, section, title, site, document.masthead.time_zone) for item in section.items]
        yield Block(title, section.layout, sponsored(lead_in) if paid else lead_in, rows)


def _seen(item: ItemDoc) -> Iterator[tuple[str, SeeAlsoDoc]]:
    if item.follows_up:
        yield _("Earlier"), item.follows_up
    for one in item.see_also:
        yield _("See also"), one


def _row(item: ItemDoc, section: SectionDoc, title: str, site: Site, zone: str) -> Row:
    headline = "" if item.headline == title else item.headline
    level = 3 if title else 2
    text = site.links(emphasise(bodies.item(item), item.companies, link=False))
    body = bodies.with_tail(sponsored(text) if section.layout == "sponsor" else text, credit_html(item))
    return Row(
        item=item,
        is_plain=bodies.is_plain(item),
        href=site.address(item.path),
        headline=headline,
        level=level,
        body=headed(body, level + bool(headline)) + notes.under(item, zone),
        image=site.picture(item.image),
        seen=[
            SeeAlsoDoc(_("%(word)s: %(words)s") % {"word": word, "words": one.title}, site.address(one.url))
            for word, one in _seen(item)
        ],
    )
