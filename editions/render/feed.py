"""A document as the full text of a feed's entry: plain HTML, every link absolute. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.html import format_html
from django.utils.safestring import SafeString

from editions.document import EditionDocument, ItemDoc, PictureDoc
from editions.render import bodies, notes
from editions.render.addresses import Site
from editions.render.credits import credit_html
from sources.markup import trusted


def render_entry(document: EditionDocument) -> str:
    site, document = Site(document), notes.with_notices(document)
    return "\n".join(site.links(part) for part in _parts(document) if part)


def _parts(document: EditionDocument) -> Iterator[SafeString]:
    if corrections := notes.listed(notes.notes(document)):
        yield format_html("<h2>Corrections</h2>{}", corrections)
    yield bodies.introduction(document)
    for section in document.sections:
        if section.layout == "sponsor":
            yield trusted("<p>Sponsored</p>")
        if section.heading:
            yield format_html("<h2>{}</h2>", section.heading)
        yield bodies.lead_in(section)
        for item in section.items:
            yield _item(item, section.heading, document.masthead.time_zone)
    yield bodies.signoff(document)


def _item(item: ItemDoc, heading: str, zone: str) -> SafeString:
    text = bodies.with_tail(bodies.item(item), credit_html(item)) + notes.under(item, zone)
    if item.headline and item.headline != heading:
        return format_html('<h3><a href="{}">{}</a></h3>{}', item.path, item.headline, text)
    return text


def render_item_entry(item: ItemDoc, document: EditionDocument) -> str:
    """One item as the full text of an entry, in the words and with the credits of its page."""
    site = Site(replace(document, path=item.path))
    return "\n".join(str(site.links(part)) for part in _item_parts(item, document, site) if part)


def _item_parts(item: ItemDoc, document: EditionDocument, site: Site) -> Iterator[SafeString]:
    if picture := site.picture(item.image):
        words = ". ".join(filter(None, (picture.caption, picture.credit)))
        caption = format_html("<figcaption>{}</figcaption>", words) if words else ""
        yield format_html('<figure><img src="{}" alt="{}">{}</figure>', picture.path, picture.alt, caption)
    if item.dek:
        yield format_html("<p><em>{}</em></p>", item.dek)
    yield bodies.with_tail(bodies.item(item), credit_html(item)) + notes.under(
        item, document.masthead.time_zone
    )
    if item.authors_note:
        yield format_html("<p>{}</p>", item.authors_note)
    for person in item.byline:
        if told := " ".join(filter(None, (person.biography, person.disclosure))):
            yield format_html("<p><em>{}: {}</em></p>", person.name, told)
    if item.follows_up:
        yield format_html(
            '<p>Follows <a href="{}">{}</a></p>', item.follows_up.url or item.path, item.follows_up.title
        )
    for also in item.see_also:
        if also.url:
            yield format_html('<p>See also: <a href="{}">{}</a></p>', also.url, also.title)
        else:
            yield format_html("<p>See also: {}</p>", also.title)


def entry_picture(picture: PictureDoc | None, document: EditionDocument) -> PictureDoc | None:
    """`picture` at its absolute address, or None where it has none."""
    address = Site(document).address(picture.path) if picture else ""
    return replace(picture, path=address) if picture and address else None
