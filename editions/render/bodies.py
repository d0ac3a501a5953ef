"""The HTML of the texts of a document. Pure.

It was made and sanitised when the text was saved; only a document that has not been saved, such as a
paste under review, has Markdown alone.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from editions.document import EditionDocument, ItemDoc, SectionDoc
from sources import markup


def item(item: ItemDoc) -> SafeString:
    return _html(item.html, item.body)


def lead_in(section: SectionDoc) -> SafeString:
    return _html(section.html, section.text)


def introduction(document: EditionDocument) -> SafeString:
    return _html(document.introduction_html, document.introduction)


def signoff(document: EditionDocument) -> SafeString:
    return _html(document.signoff_html, document.signoff)


def with_tail(html: SafeString, tail: SafeString) -> SafeString:
    """Return `html` with `tail` as the last words of its last paragraph, or in one of its own."""
    if not tail:
        return html
    if html.endswith("</p>"):
        return format_html("{} {}</p>", markup.trusted(html.removesuffix("</p>")), tail)
    return format_html("{}<p>{}</p>", html, tail)


def _html(html: str, text: str) -> SafeString:
    return markup.trusted(html) if html or not text else markup.to_html(text)


def is_plain(item: ItemDoc) -> bool:
    """Whether there is nothing to `item` beside headline, text, credits and facts."""
    return not (
        item.dek or item.byline or item.image or item.authors_note or item.follows_up or item.see_also
    )
