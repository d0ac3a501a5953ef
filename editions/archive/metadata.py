"""What a page says of itself to machines: JSON-LD (https://schema.org/). Pure."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from editions.document import CorrectionDoc, EditionDocument, ItemDoc, MastheadDoc
from editions.render.notes import notes
from sources.markup import trusted


def edition(document: EditionDocument, path: str, image: str) -> SafeString:
    """The NewsArticle of an edition, whose page is at `path`; `image` is the address of its card."""
    site = document.masthead.site_url
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": document.title[:110],
        "description": document.dek,
        "url": site + path,
        "mainEntityOfPage": site + path,
        "image": image,
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


def website(masthead: MastheadDoc, home: str, search: str) -> SafeString:
    """The WebSite with its front page at `home`, a path, and its search at `search`, where it has one."""
    site = masthead.site_url
    facts = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": masthead.name,
        "url": site + home,
        "publisher": publisher(masthead),
    }
    if search:
        facts["potentialAction"] = {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site}{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        }
    return _script(facts)


def dataset(masthead: MastheadDoc, *, name: str, about: str, path: str, files: dict[str, str]) -> SafeString:
    """The Dataset that the table at `path` shows; `files` are its paths by their media types."""
    site = masthead.site_url
    facts = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{masthead.name}: {name}",
        "description": about,
        "url": site + path,
        "creator": publisher(masthead),
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": site + file}
            for kind, file in files.items()
        ],
    }
    return _script(facts)


def item_list(site_url: str, entries: Iterable[tuple[str, str]]) -> SafeString:
    """The ItemList of a page that lists other pages: pairs of a name and a path, in the order shown."""
    listed = [
        {"@type": "ListItem", "position": place, "name": name, "url": site_url + path}
        for place, (name, path) in enumerate(entries, start=1)
    ]
    facts = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": listed}
    return _script({**facts, "numberOfItems": len(listed)})


def breadcrumbs(site_url: str, crumbs: Iterable[tuple[str, str]]) -> SafeString:
    """The BreadcrumbList of a page: pairs of words and a path, from the top of the site down."""
    trail = [
        {"@type": "ListItem", "position": place, "name": words, "item": site_url + path}
        for place, (words, path) in enumerate(crumbs, start=1)
    ]
    return _script({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": trail})


def organisation(
    site_url: str,
    *,
    name: str,
    path: str,
    also: Iterable[str] = (),
    parent: tuple[str, str] | None = None,
    website: str = "",
    ticker: str = "",
) -> SafeString:
    """The Organization of a company's page; a Corporation where it has a ticker, which no other kind may.

    `also` are its other names; `parent` is the name and the path of the company it belongs to.
    """
    names = [one for one in also if one and one != name]
    facts = {
        "@context": "https://schema.org",
        "@type": "Corporation" if ticker else "Organization",
        "name": name,
        "alternateName": names,
        "url": website or site_url + path,
        "mainEntityOfPage": site_url + path,
        "parentOrganization": parent and organisation_named(parent[0], site_url + parent[1]),
        "tickerSymbol": ticker,
    }
    return _script({key: value for key, value in facts.items() if value})


def organisation_named(name: str, url: str) -> dict:
    return {"@type": "Organization", "name": name, "url": url}


def _corrected(corrections: Iterable[CorrectionDoc]) -> dict:
    """The CorrectionComments, and when the last of them was made; nothing where there are none."""
    dated = [(one.at.isoformat(), one.note) for one in corrections if one.at]
    if not dated:
        return {}
    comments = [{"@type": "CorrectionComment", "text": note, "datePublished": at} for at, note in dated]
    return {"dateModified": max(at for at, _ in dated), "correction": comments}


def publisher(masthead: MastheadDoc) -> dict:
    return organisation_named(masthead.name, masthead.site_url + "/")


def _script(facts: dict) -> SafeString:
    """A data block; `<` is written as an escape, so that no text in it can end it."""
    text = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    return format_html('<script type="application/ld+json">{}</script>', trusted(text))
