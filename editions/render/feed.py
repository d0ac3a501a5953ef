"""A document as the full text of a feed's entry: plain HTML, every link absolute. Pure."""

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from editions.document import EditionDocument, ItemDoc
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
