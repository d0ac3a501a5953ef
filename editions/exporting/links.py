"""The addresses of this site that a file leads to or loads, so that each can be written, and looked for.

Feeds in JSON and tables name what the page beside them names, and are not read. Pure.
"""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

CSS = re.compile(r"""(?:url\(|@import\s)["']?([^"')]+)["']?""")
XML = re.compile(r"""(?:<loc>|<link>|href=")([^<"]+)""")  # of sitemaps and feeds


def links(address: str, content: bytes, site_url: str) -> list[str]:
    """Return what the file of `address` leads to on the site, each once, as unquoted paths with queries."""
    found = dict.fromkeys(_inner(link, address, site_url) for link in _written(address, content))
    found.pop(None, None)
    return list(found)


def _written(address, content):
    if address.endswith(("/", ".html")):
        page = _Page()
        page.feed(content.decode())
        return page.found
    if address.endswith(".css"):
        return CSS.findall(content.decode())
    if address.endswith((".xml", ".rss")):
        return [unescape(link) for link in XML.findall(content.decode())]
    return []


def _inner(link, address, site_url):
    whole = urljoin(f"{site_url}{address}", link.strip())
    if whole != site_url and not whole.startswith(f"{site_url}/"):
        return None
    parts = urlsplit(whole.removeprefix(site_url) or "/")
    return unquote(parts.path) + (f"?{parts.query}" if parts.query else "")


class _Page(HTMLParser):
    """What a page leads to, loads, sends to, or names as the picture that stands for it."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        self.found += [facts[name] for name in ("href", "src", "action", "poster") if facts.get(name)]
        if facts.get("property") == "og:image":
            self.found.append(facts["content"])
