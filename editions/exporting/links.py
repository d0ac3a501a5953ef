"""The addresses of this site that a file leads to or loads, so that each can be written, and looked for.

Feeds in JSON and tables name what the page beside them names, and are not read. Pure.
"""

import re
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

CSS = re.compile(r"""(?:url\(|@import\s)["']?([^"')]+)["']?""")
# What a page leads to, loads, sends to, or names as the picture that stands for it.
PAGE = etree.XPath("//@href | //@src | //@action | //@poster | //*[@property='og:image']/@content")
XML = re.compile(r"""(?:<loc>|<link>|href=")([^<"]+)""")  # of sitemaps and feeds


def links(address: str, content: bytes, site_url: str) -> list[str]:
    """Return what the file of `address` leads to on the site, each once, as unquoted paths with queries."""
    found = dict.fromkeys(_inner(link, address, site_url) for link in _written(address, content))
    found.pop(None, None)
    return list(found)


def _written(address, content):
    if address.endswith(("/", ".html")):
        page = etree.fromstring(content, etree.HTMLParser(encoding="utf-8"))
        return [] if page is None else PAGE(page)
    if address.endswith(".css"):
        return CSS.findall(content.decode())
    if address.endswith((".xml", ".rss")):
        return [unescape(link) for link in XML.findall(content.decode())]
    return []


def _inner(link, address, site_url):
    # What begins with a slash leads to the same from every page, and most does.
    return _resolved(link.strip(), "" if link.startswith("/") else address, site_url)


@lru_cache(maxsize=4096)
def _resolved(link, address, site_url):
    whole = urljoin(f"{site_url}{address}", link)
    if whole != site_url and not whole.startswith(f"{site_url}/"):
        return None
    parts = urlsplit(whole.removeprefix(site_url) or "/")
    return unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
