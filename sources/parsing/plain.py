"""Words and addresses as strangers write them, made fit to keep. Pure."""

import html
import re
from urllib.parse import urljoin, urlsplit

from lxml import etree

LONGEST_ADDRESS = 2000
MARKUP = re.compile(r"<[a-zA-Z/!?]")
# What cannot be stored, or turns the direction of what follows; white space is collapsed by itself.
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
PARTS = "blockquote br dd div dt figcaption h1 h2 h3 h4 h5 h6 hr li p pre section td th"
SILENT = ("script", "style", "template")


def tree(text: str) -> etree._Element | None:
    """Return the root of an HTML page or fragment, mended; None if there is nothing in it."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


def plain(text: object, limit: int) -> str:
    """Return `text`, which may hold HTML, as one line of at most `limit` characters."""
    if not isinstance(text, str):
        return ""
    text = text[: 20 * limit]  # what stands behind so much markup is no title
    if MARKUP.search(text):
        text = _words(text)
    elif "&" in text:
        text = html.unescape(text)
    line = " ".join(UNPRINTABLE.sub("", text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def absolute(address: object, base: str = "") -> str:
    """Return `address` resolved against `base` if it is one of the web, otherwise nothing."""
    if not isinstance(address, str) or not address.strip():
        return ""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        is_web = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    url = parts.geturl().replace(" ", "%20")
    return url if is_web and len(url) <= LONGEST_ADDRESS and not UNPRINTABLE.search(url) else ""


def _words(text: str) -> str:
    root = tree(text)
    if root is None:
        return ""
    etree.strip_elements(root, *SILENT, with_tail=False)
    for part in root.iter(*PARTS.split()):
        part.text, part.tail = " " + (part.text or ""), " " + (part.tail or "")
    return "".join(root.itertext())
