"""A document as the full text of a feed's entry: plain HTML, every link absolute. Pure."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from editions.document import CreditDoc, EditionDocument, ItemDoc
from sources.markup import trusted


def render_entry(document: EditionDocument) -> str:
    site = document.masthead.site_url
    parts = [trusted(document.introduction_html)]
    for section in document.sections:
        if section.heading:
            parts.append(format_html("<h2>{}</h2>", section.heading))
        parts.append(trusted(section.html))
        parts += [_item(item, section.heading, site) for item in section.items]
    parts.append(trusted(document.signoff_html))
    return "\n".join(part for part in parts if part)


def _item(item: ItemDoc, heading: str, site: str) -> SafeString:
    headline = ""
    if item.headline and item.headline != heading:
        headline = format_html('<h3><a href="{}{}">{}</a></h3>', site, item.path, item.headline)
    credits = format_html_join(", ", "{}", ((_credit(credit),) for credit in item.credits))
    return format_html(
        "{}{}{}", headline, trusted(item.html), format_html("<p>—{}</p>", credits) if item.credits else ""
    )


def _credit(credit: CreditDoc) -> SafeString:
    if credit.url:
        return format_html('<a href="{}">{}</a>', credit.url, credit.source)
    return format_html("{}", credit.source)
