"""Lists of feeds, to and from other readers. Source: opml.org, version 2.0. Pure."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree

from sources.parsing.charsets import decode
from sources.parsing.facts import TITLE, ParseError
from sources.parsing.feeds import DECLARATION
from sources.parsing.plain import absolute, plain

MOST_FEEDS = 2000
# Many a program writes addresses as they are, and titles with the names of HTML.
BARE_AMPERSAND = re.compile(r"&(?!#\d+;|#x[\da-f]+;|(?:amp|lt|gt|quot|apos);)", re.IGNORECASE)
FEED_SCHEME = re.compile(r"^\s*feed:(?:(?://)?(?=https?:)|(?=(//)))", re.IGNORECASE)


def opml_in(body: bytes) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return (title, address, home page) of the feeds in `body`, and the names of what is left out.

    Each address comes once, at most 2,000 do. Left out is what names no web address of a feed, or comes
    after these. Raises ParseError if it is no OPML.
    """
    root = _root(BARE_AMPERSAND.sub("&amp;", DECLARATION.sub("", decode(body), count=1).lstrip()))
    found, left_out = {}, []
    for outline in root.iter("outline"):
        title = plain(outline.get("title") or outline.get("text"), TITLE)
        address = absolute(unmarked(outline.get("xmlUrl") or outline.get("xmlurl") or ""))
        if address in found or (not address and len(outline)):
            continue  # again, or a folder
        if address and len(found) < MOST_FEEDS:
            found[address] = (title, address, absolute(outline.get("htmlUrl")))
        else:
            left_out.append(title or outline.get("xmlUrl", "")[:TITLE] or "one without a name")
    return list(found.values()), left_out


def _root(text: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError):
        raise ParseError("This file cannot be read: it is no OPML, or its XML is broken.") from None
    if root.tag.lower() != "opml":
        raise ParseError("This file is XML, but no OPML.")
    return root


def unmarked(address: str) -> str:
    """A `feed:` address is one of the web that a program was to open; where it says no more, it is http."""
    return FEED_SCHEME.sub(lambda match: "http:" if match[1] else "", address)


def opml_out(rows: Iterable[tuple[str, str, str]], title: str) -> bytes:
    """Return the OPML of `rows`, each (title, address of the feed, home page). It holds no password."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = plain(title, TITLE)
    body = etree.SubElement(root, "body")
    for name, *addresses in rows:
        address, home_page = map(_without_password, addresses)
        words = plain(name, TITLE) or address
        attributes = {"type": "rss", "text": words, "title": words, "xmlUrl": address}
        etree.SubElement(body, "outline", attributes | ({"htmlUrl": home_page} if home_page else {}))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _without_password(url):
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else url
