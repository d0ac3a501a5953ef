"""What a page says of itself to machines: JSON-LD (https://schema.org/). Pure."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from editions.document import CorrectionDoc, EditionDocument, ItemDoc, MastheadDoc
from editions.render.notes import notes
from sources.markup import trusted


def edition(document: EditionDocument) -> SafeString:
    """The NewsArticle of an edition."""
    site = document.masthead.site_url
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": document.title[:110],
        "description": document.dek,
        "url": site + document.path,
        "mainEntityOfPage": site + document.path,
        "datePublished": document.published_at.isoformat() if document.published_at else None,
        "isPartOf": {"@type": "Periodical", "name": document.masthead.name, "url": site + "/"},
        "issueNumber": document.number,
        "publisher": publisher(document.masthead),
        "author": publisher(document.masthead),
        "hasPart": [
            {"@type": "NewsArticle", "headline": item.label[:110], "url": site + item.path}
            for item in document.items
            if not item.removed
        ],
        **_corrected([note.correction for note in notes(document)]),
    }
    return _script(facts)


def item(entry: ItemDoc, document: EditionDocument, published_at: datetime) -> SafeString:
    """The NewsArticle of one item; `published_at` is aware."""
    site = document.masthead.site_url
    authors = [{"@type": "Person", "name": person.name} for person in entry.byline]
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": entry.label[:110],
        "url": site + entry.path,
        "mainEntityOfPage": site + entry.path,
        "datePublished": published_at.isoformat(),
        "publisher": publisher(document.masthead),
        "author": authors or publisher(document.masthead),
        "about": [{"@type": "Organization", "name": company.name} for company in entry.companies],
        "citation": [credit.url or credit.source for credit in entry.credits],
        **_corrected(entry.corrections),
    }
    return _script(facts)


def _corrected(corrections: Iterable[CorrectionDoc]) -> dict:
    """The CorrectionComments, and when the last of them was made; nothing where there are none."""
    dated = [(one.at.isoformat(), one.note) for one in corrections if one.at]
    if not dated:
        return {}
    comments = [{"@type": "CorrectionComment", "text": note, "datePublished": at} for at, note in dated]
    return {"dateModified": max(at for at, _ in dated), "correction": comments}


def publisher(masthead: MastheadDoc) -> dict:
    return {"@type": "Organization", "name": masthead.name, "url": masthead.site_url + "/"}


def _script(facts: dict) -> SafeString:
    """A data block; `<` is written as an escape, so that no text in it can end it."""
    text = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    return format_html('<script type="application/ld+json">{}</script>', trusted(text))
