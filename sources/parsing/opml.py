"""Lists of feeds, to and from other readers. Source: opml.org, version 2.0. Pure."""

from collections.abc import Iterable

from lxml import etree

from sources.parsing.facts import TITLE, ParseError
from sources.parsing.plain import absolute, plain

MOST_FEEDS = 2000


def opml_in(body: bytes) -> list[tuple[str, str, str]]:
    """Return (title, address, home page) of the feeds in `body`, each address once, at most 2,000.

    Raises ParseError if it is no OPML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        raise ParseError("This file cannot be read: it is no OPML, or its XML is broken.") from None
    if root.tag.lower() != "opml":
        raise ParseError("This file is XML, but no OPML.")
    found = {}
    for outline in root.iter("outline"):
        address = absolute(outline.get("xmlUrl") or outline.get("xmlurl"))
        if address and address not in found:
            title = plain(outline.get("title") or outline.get("text"), TITLE)
            found[address] = (title, address, absolute(outline.get("htmlUrl")))
        if len(found) == MOST_FEEDS:
            break
    return list(found.values())


def opml_out(rows: Iterable[tuple[str, str, str]], title: str) -> bytes:
    """Return the OPML of `rows`, each (title, address of the feed, home page)."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = plain(title, TITLE)
    body = etree.SubElement(root, "body")
    for name, address, home_page in rows:
        words = plain(name, TITLE) or address
        attributes = {"type": "rss", "text": words, "title": words, "xmlUrl": address}
        etree.SubElement(body, "outline", attributes | ({"htmlUrl": home_page} if home_page else {}))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
