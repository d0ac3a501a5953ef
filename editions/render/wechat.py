"""A document as HTML to paste into the editor of a WeChat Official Account. Pure.

That editor drops classes, ids, style sheets and links that lead out of WeChat, and sets lists its own
way. So every style stands on its element, lists are paragraphs with their bullets written out, and an
address becomes a number that the end explains. Source: what markdown-css and mdnice, two public
converters for that editor, had to do (their issues on `ul`, on pseudo-classes and on footnotes).
"""

import re
from dataclasses import dataclass
from html import unescape

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from editions.document import EditionDocument, ItemDoc, PictureDoc, SectionDoc
from editions.render import bodies, figures, notes
from editions.render.addresses import Site
from editions.render.credits import credit_html
from editions.render.emphasis import emphasise
from sources.markup import TAG, trusted

PARAGRAPH = "margin:0 0 12px;font-size:16px;line-height:1.75;color:#17191c"
HEADING = "margin:20px 0 8px;font-size:17px;line-height:1.4;font-weight:bold;color:#17191c"
ENTRY = "margin:0 0 8px;padding-left:1em;font-size:16px;line-height:1.75;color:#17191c"
QUOTE = "margin:0 0 12px;padding-left:12px;border-left:3px solid #e3dfd5"
MARK = "font-size:12px;color:#b3261e"
HREF = re.compile(r'href="([^"]*)"')

# Each tag of sanitised HTML, as it opens and as it closes; a tag that is not here goes.
TAGS = {
    "p": (f'<p style="{PARAGRAPH}">', "</p>"),
    "pre": (f'<p style="{PARAGRAPH};white-space:pre-wrap">', "</p>"),
    "tr": (f'<p style="{PARAGRAPH}">', "</p>"),
    "td": ("", "　"),
    "th": ("<strong>", "</strong>　"),
    "blockquote": (f'<section style="{QUOTE}">', "</section>"),
    "b": ("<strong>", "</strong>"),
    "strong": ("<strong>", "</strong>"),
    "em": ('<span style="font-style:italic">', "</span>"),
    "i": ('<span style="font-style:italic">', "</span>"),
    "del": ('<span style="text-decoration:line-through">', "</span>"),
    "ins": ('<span style="text-decoration:underline">', "</span>"),
    "s": ('<span style="text-decoration:line-through">', "</span>"),
    "span": ('<span style="font-size:14px;color:#6b7078">', "</span>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "br": ("<br>", ""),
    **{f"h{level}": (f'<p style="{HEADING}">', "</p>") for level in range(1, 7)},
}


@dataclass(frozen=True)
class Entry:
    headline: str
    item: ItemDoc
    is_plain: bool
    image: PictureDoc | None
    body: SafeString
    seen: SafeString


@dataclass(frozen=True)
class Block:
    title: str
    layout: str
    lead_in: SafeString
    entries: list[Entry]


def render_wechat(document: EditionDocument) -> str:
    paste, document = Paste(Site(document)), notes.with_notices(document)
    zone = document.masthead.time_zone
    context = {
        "document": document,
        "kicker": figures.number_and_week(document),
        "hero": paste.site.picture(document.hero),
        "introduction": paste.html(bodies.introduction(document)),
        "blocks": [_block(section, paste, zone) for section in document.sections],
        "corrections": paste.html(notes.listed(notes.notes(document))),
        "signoff": paste.html(bodies.signoff(document)),
        "web": paste.site.page,
        "notes": [(number, url) for url, number in paste.numbers.items()],
    }
    return render_to_string("editions/wechat/edition.html", context)


def _block(section: SectionDoc, paste: "Paste", zone: str) -> Block:
    title = figures.section_title(section)
    lead_in = paste.html(bodies.lead_in(section))
    entries = [_entry(item, title, paste, zone) for item in section.items]
    return Block(title, section.layout, lead_in, entries)


def _entry(item: ItemDoc, title: str, paste: "Paste", zone: str) -> Entry:
    body = bodies.with_tail(emphasise(bodies.item(item), item.companies, link=False), credit_html(item))
    seen = [("Earlier", item.follows_up)] if item.follows_up else []
    seen += [("See also", one) for one in item.see_also]
    return Entry(
        headline="" if item.headline == title else item.headline,
        item=item,
        is_plain=bodies.is_plain(item),
        image=paste.site.picture(item.image),
        body=paste.html(body + notes.under(item, zone)),
        seen=format_html_join(
            trusted("<br>"), "{}: {}{}", ((word, one.title, paste.note(one.url)) for word, one in seen)
        ),
    )


class Paste:
    """HTML as the editor keeps it, and the addresses that it points to by number."""

    def __init__(self, site: Site):
        self.site = site
        self.numbers: dict[str, int] = {}

    def note(self, href: str) -> SafeString:
        url = self.site.address(href) if href else ""
        if not url:
            return trusted("")
        number = self.numbers.setdefault(url, len(self.numbers) + 1)
        return trusted(f'<span style="{MARK}">[{number}]</span>')

    def html(self, html: SafeString) -> SafeString:
        """Return sanitised HTML with its tags exchanged for those that are kept."""
        parts = TAG.split(html)
        lists: list[int] = []
        links: list[SafeString] = []
        for place in range(1, len(parts), 2):
            parts[place] = self._tag(parts[place], lists, links)
        return trusted("".join(parts).replace("\n", ""))

    def _tag(self, tag: str, lists: list[int], links: list[SafeString]) -> str:
        name, closing = tag.strip("</>").split(maxsplit=1)[0], tag.startswith("</")
        if name == "a":
            if closing:
                return links.pop()
            href = HREF.search(tag)
            links.append(self.note(unescape(href[1])) if href else trusted(""))
            return ""
        if name in ("ul", "ol"):
            lists[len(lists) - 1 if closing else len(lists) :] = (
                [] if closing else [0 if name == "ol" else -1]
            )
            return ""
        if name == "li":
            return "</section>" if closing else f'<section style="{ENTRY}">{_bullet(lists)}'
        return TAGS.get(name, ("", ""))[closing]


def _bullet(lists: list[int]) -> str:
    if not lists or lists[-1] < 0:
        return "• "
    lists[-1] += 1
    return f"{lists[-1]}. "
