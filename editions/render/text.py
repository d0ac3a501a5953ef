"""A document as the plain text of an email in the language in force: 72 columns, links as numbered
footnotes. Pure."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from unicodedata import east_asian_width

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editions.document import EditionDocument, ItemDoc, SectionDoc, SeeAlsoDoc
from editions.render import bodies, figures, notes
from editions.render.addresses import Site
from editions.render.credits import credit_parts
from sources.markup import BLOCK_TAGS, TAG

WIDTH = 72
HOLD = "\u00a0"  # joins a footnote's number to the word before it; printed as a space

# A line of Chinese may break after every character, but opens with no closing mark and ends with no
# opening one. Source: JIS X 4051 and GB/T 15834, in short.
WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
OPENERS, CLOSERS = "（《「『【“‘", "，。、；：？！）》」』】”’…—"
ATOM = re.compile(rf"[{OPENERS}]*[{WIDE}][{CLOSERS}]*|[^{WIDE}{OPENERS}]+|.")
BLOCKS = frozenset(BLOCK_TAGS.split()) - {"td", "th", "tbody", "thead"}
HREF = re.compile(r'href="([^"]*)"')


def render_text(document: EditionDocument, leave: str = "", preferences: str = "") -> str:
    """Return the text; with a reader's own addresses, lines that give them."""
    page, document = Page(Site(document)), notes.with_notices(document)
    page.write(
        " · ".join(part for part in (document.masthead.name, figures.number_and_week(document)) if part)
    )
    page.title(document.title, "=")
    page.write(document.dek)
    if page.site.page:
        page.write(_("Read on the web: %(address)s") % {"address": page.site.page})
    page.write_html(bodies.introduction(document))
    for section in document.sections:
        _section(page, section, document.masthead.time_zone)
    _corrections(page, document)
    page.write_html(bodies.signoff(document))
    page.footnotes()
    page.write(_because(document.masthead.name))
    page.write(_("Choose what you get: %(address)s") % {"address": preferences} if preferences else "")
    page.write(_("Unsubscribe: %(address)s") % {"address": leave} if leave else "")
    page.write(document.masthead.postal_address)
    return page.text()


def _because(name: str) -> str:
    if not name:
        return _("You get this because you asked for it.")
    return _("You get %(name)s because you asked for it.") % {"name": name}


def _corrections(page: "Page", document: EditionDocument) -> None:
    found = notes.notes(document)
    page.title(_("Corrections") if found else "", "-")
    for note in found:
        page.write(note.text)
        page.write(note.difference)


def _section(page: "Page", section: SectionDoc, zone: str) -> None:
    title = figures.section_title(section)
    page.title(title, "-")
    if section.layout == "sponsor":
        page.write(_("Sponsored"))
    page.write_html(bodies.lead_in(section))
    for item in section.items:
        _item(page, item, "" if item.headline == title else item.headline, section.layout, zone)


def _item(page: "Page", item: ItemDoc, headline: str, layout: str, zone: str) -> None:
    page.margins("" if layout in ("single", "feature") else "- ")
    page.write(headline)
    page.write(item.dek)
    if item.byline:
        page.write(_("By %(names)s") % {"names": ", ".join(person.name for person in item.byline)})
    page.write_html(bodies.item(item), lambda: _credits(page, item))
    for line in notes.lines_under(item, zone):
        page.write(line)
    page.write(item.authors_note)
    for person in item.byline:
        page.write(f"{person.biography} {person.disclosure}")
    if item.follows_up:
        page.write(_seen(page, _("Earlier"), item.follows_up))
    for one in item.see_also:
        page.write(_seen(page, _("See also"), one))
    page.margins("")


def _seen(page: "Page", word: str, one: SeeAlsoDoc) -> str:
    return _("%(word)s: %(words)s") % {"word": word, "words": f"{one.title}{page.note(one.url)}"}


def _credits(page: "Page", item: ItemDoc) -> str:
    parts = credit_parts(item)
    return "".join(f"{part.before}{part.source}{page.note(part.url)}{part.after}" for part in parts)


class Page:
    """Lines as they are written, and the footnotes that they point to."""

    def __init__(self, site: Site):
        self.site = site
        self.lines: list[str] = []
        self.numbers: dict[str, int] = {}
        self.first = self.rest = ""

    def margins(self, bullet: str) -> None:
        """Begin an entry: its first paragraph behind `bullet`, all others as far in."""
        self.first, self.rest = bullet, " " * len(bullet)

    def note(self, href: str) -> str:
        """Return the mark of the footnote that holds `href`, the same for the same address."""
        url = self.site.address(href) if href else ""
        return f"{HOLD}[{self.numbers.setdefault(url, len(self.numbers) + 1)}]" if url else ""

    def write(self, text: str, bullet: str = "", *, close: bool = False) -> None:
        """Add a paragraph; `close` to the one before it, as the entries of a list are."""
        if not text.strip():
            return
        if close and self.lines and not self.lines[-1]:
            self.lines.pop()
        first, rest = self.first + bullet, self.rest + " " * len(bullet)
        for line in text.strip().split("\n"):
            self.lines += wrap(line, first, rest)
            first = rest
        self.lines.append("")
        self.first = self.rest

    def write_html(self, html: SafeString, tail_of: Callable[[], str] = str) -> None:
        """Add `html`, and what `tail_of` returns once the footnotes of `html` have their numbers."""
        blocks = list(_blocks(html, self))
        tail = tail_of()
        if tail and blocks and not blocks[-1][0]:
            blocks[-1] = ("", f"{blocks[-1][1]} {tail}")
        elif tail:
            blocks.append(("", tail))
        before = ""
        for bullet, text in blocks:
            mark = bullet.strip(" >")
            self.write(text, bullet, close=bool(mark and before))
            before = mark

    def title(self, text: str, line: str) -> None:
        start = len(self.lines)
        self.write(text)
        if len(self.lines) > start:
            longest = max(width(one) for one in self.lines[start:])
            self.lines[-1:] = [line * min(longest, WIDTH), ""]

    def footnotes(self) -> None:
        self.lines += [f"[{number}] {url}" for url, number in self.numbers.items()]
        self.lines += [""] if self.numbers else []

    def text(self) -> str:
        return "\n".join(line.replace(HOLD, " ").rstrip() for line in self.lines).strip() + "\n"


def width(text: str) -> int:
    """Return the columns that `text` takes: two for a Chinese character."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    """Return `text` in lines of at most `WIDTH` columns; a word or address is never broken."""
    lines, line, used = [], first, width(first)
    empty = True
    for word in text.split(" "):
        atoms = [word] if word.isascii() else ATOM.findall(word)
        for place, atom in enumerate(atoms):
            gap = " " if place == 0 and not empty else ""
            wide = width(atom)
            if not empty and used + len(gap) + wide > WIDTH:
                lines.append(line)
                line, used, gap = rest, len(rest), ""
            line, used, empty = f"{line}{gap}{atom}", used + len(gap) + wide, False
    return [*lines, line]


def _blocks(html: str, page: Page) -> Iterator[tuple[str, str]]:
    """The paragraphs of sanitised HTML, each with the bullet before it."""
    words: list[str] = []
    lists: list[int] = []  # of each list that is open: -1 for bullets, else the number reached
    bullet, link = "", ("", 0)
    for place, part in enumerate(TAG.split(html)):
        if place % 2 == 0:
            words.append(unescape(part).replace("\n", " "))
            continue
        name = part.strip("</>").split(maxsplit=1)[0]
        if name == "br":
            words.append("\n")
        elif name in ("td", "th") and part.startswith("</"):
            words.append(" | ")
        elif name == "a" and not part.startswith("</"):
            href = HREF.search(part)
            link = (unescape(href[1]) if href else "", len(words))
        elif name == "a":
            shown = "".join(words[link[1] :]).strip()
            words.append("" if shown == link[0] else page.note(link[0]))
        elif name in BLOCKS:
            if text := _tidy(words):
                yield bullet, text
                bullet = " " * len(bullet)
            words = []
            bullet = _bullet(part, name, lists, bullet)
    if text := _tidy(words):
        yield bullet, text


def _bullet(tag: str, name: str, lists: list[int], bullet: str) -> str:
    """Keep count of the lists that are open; return what stands before the next paragraph."""
    if name in ("ul", "ol"):
        if tag.startswith("</"):
            lists[-1:] = []
        else:
            lists.append(-1 if name == "ul" else 0)
        return ""
    if name == "li" and lists and not tag.startswith("</"):
        indent = "  " * (len(lists) - 1)
        if lists[-1] < 0:
            return f"{indent}- "
        lists[-1] += 1
        return f"{indent}{lists[-1]}. "
    return (
        "> " if name == "blockquote" and not tag.startswith("</") else "" if name == "blockquote" else bullet
    )


def _tidy(words: list[str]) -> str:
    lines = "".join(words).split("\n")
    return "\n".join(" ".join(re.split(r"[ \t\r\f\v]+", line.strip())) for line in lines).strip(" |\n")
