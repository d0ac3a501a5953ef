"""A document as one Markdown file. Pure."""

import re
from collections.abc import Iterator

from editions.document import EditionDocument, ItemDoc, PictureDoc, SectionDoc, SeeAlsoDoc
from editions.render import figures, notes
from editions.render.addresses import Site
from editions.render.credits import credit_parts

SPECIAL = re.compile(r"[\\`*\[\]]|(?<!\w)_|_(?!\w)")
ENTITY = re.compile(r"&(?=#?\w+;)")
HEADING = re.compile(r"^(#{1,6})(?=\s)", re.MULTILINE)


def render_markdown(document: EditionDocument) -> str:
    return "\n\n".join(part for part in _parts(document) if part) + "\n"


def _parts(document: EditionDocument) -> Iterator[str]:
    site, document = Site(document), notes.with_notices(document)
    yield f"# {plain(document.title or 'Untitled edition')}"
    name = " · ".join(part for part in (document.masthead.name, figures.number_and_week(document)) if part)
    yield plain(name)
    yield f"*{plain(document.dek)}*" if document.dek else ""
    yield _picture(document.hero, site)
    yield _under(document.introduction, 1, site)
    for section in document.sections:
        yield from _section(section, site, document.masthead.time_zone)
    yield from _corrections(document)
    yield "---"
    yield _under(document.signoff, 1, site)
    yield f"<{site.page}>" if site.page else ""


def _corrections(document: EditionDocument) -> Iterator[str]:
    found = notes.notes(document)
    yield "## Corrections" if found else ""
    for note in found:
        yield _bullet("\n\n".join(plain(line) for line in (note.text, *note.difference.splitlines())))


def _section(section: SectionDoc, site: Site, zone: str) -> Iterator[str]:
    title = figures.section_title(section)
    yield f"## {plain(title)}" if title else ""
    yield "*Sponsored*" if section.layout == "sponsor" else ""
    yield _under(section.text, 2, site)
    for item in section.items:
        text = "\n\n".join(part for part in _item(item, title, site, zone) if part)
        yield text if section.layout in ("single", "feature") else _bullet(text)


def _item(item: ItemDoc, title: str, site: Site, zone: str) -> Iterator[str]:
    if item.headline and item.headline != title:
        yield f"### {plain(item.headline)}"
    yield f"*{plain(item.dek)}*" if item.dek else ""
    yield "By " + ", ".join(plain(person.name) for person in item.byline) if item.byline else ""
    yield _picture(item.image, site)
    yield f"{_under(item.body, 3, site)} {_credits(item, site)}".strip()
    yield from (f"*{plain(line)}*" for line in notes.lines_under(item, zone))
    yield plain(item.authors_note)
    for person in item.byline:
        yield plain(f"{person.biography} {person.disclosure}")
    if item.follows_up:
        yield f"Earlier: {_seen(item.follows_up, site)}"
    for one in item.see_also:
        yield f"See also: {_seen(one, site)}"


def plain(text: str) -> str:
    """Return `text` on one line, with what Markdown would read as its own marks escaped."""
    return escaped(" ".join(text.split()))


def escaped(text: str) -> str:
    text = SPECIAL.sub(lambda found: f"\\{found[0]}", ENTITY.sub("&amp;", text))
    return text.replace("<", "&lt;")


def link(text: str, url: str) -> str:
    """Return a link, or the words alone where there is no address; brackets in it end nothing."""
    if not url:
        return plain(text)
    target = re.sub(r"[\s<>]", lambda found: f"%{ord(found[0]):02X}", url)
    return f"[{plain(text)}]({f'<{target}>' if '(' in target or ')' in target else target})"


def _credits(item: ItemDoc, site: Site) -> str:
    parts = credit_parts(item)
    names = (link(part.source, site.address(part.url)) for part in parts)
    return "".join(
        f"{part.before}{name}{escaped(part.after)}" for part, name in zip(parts, names, strict=True)
    )


def _seen(one: SeeAlsoDoc, site: Site) -> str:
    return link(one.title, site.address(one.url))


def _picture(picture: PictureDoc | None, site: Site) -> str:
    src = site.address(picture.path) if picture else ""
    if picture is None or not src:
        return ""
    words = " · ".join(part for part in (picture.caption, picture.credit) if part)
    return f"!{link(picture.alt, src)}" + (f"\n\n{plain(words)}" if words else "")


def _under(text: str, level: int, site: Site) -> str:
    """Return Markdown with its highest heading one below `level`, and its links to the site absolute."""
    highest = min((len(marks) for marks in HEADING.findall(text)), default=1)
    text = HEADING.sub(lambda found: "#" * min(6, len(found[1]) - highest + level + 1), text.strip())
    return text.replace("](/", f"]({site.root}/")


def _bullet(text: str) -> str:
    return "- " + text.replace("\n", "\n  ").replace("\n  \n", "\n\n")
