"""A web page to what it says of itself. Pure."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from sources.parsing.bounds import bounded_page
from sources.parsing.charsets import decode
from sources.parsing.dates import moment
from sources.parsing.facts import NAME, SUMMARY, TITLE, FeedLink, Page
from sources.parsing.languages import language
from sources.parsing.linked_data import linked_facts
from sources.parsing.plain import absolute, plain, tree

# Where each fact is looked for, the best place first: `ld:` is JSON-LD, `item:` microdata, `<…>` an element,
# and the others are names or properties of a `meta`.
PLACES = {
    "canonical_url": "<canonical> og:url",
    "title": "ld:headline og:title twitter:title item:headline <title> <h1>",
    "site_name": "og:site_name ld:publisher application-name apple-mobile-web-app-title",
    "author": "ld:author author article:author item:author byl dc.creator parsely-author <author>",
    "published_at": (
        "ld:datePublished article:published_time og:article:published_time og:release_date publishdate"
        " publish-date publish_date publish_time pubdate apub:time weibo:article:create_at item:datePublished"
        " parsely-pub-date sailthru.date dc.date.issued dc.date date <time> <stamp>"
    ),
    "language": "<html> og:locale ld:inLanguage content-language",
    "summary": "og:description ld:description twitter:description description item:description <p>",
    "image_url": (
        "og:image:secure_url og:image og:image:url ld:image twitter:image twitter:image:src"
        " <image> item:image"
    ),
}
TELLING = "//meta|//title|//h1|//base|//html|//link|//script|//*[@itemprop]|//*[@datetime]"
NAMES = ("property", "name", "itemprop", "http-equiv")
FEEDS = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
FEED_LIKE = {"application/json", "application/xml", "text/xml"}
FEED_PATH = re.compile(r"(?:^|[/._-])(?:rss|feed|atom|index\.xml|feed\.json)(?:\.xml)?/?$", re.IGNORECASE)
SEPARATOR = re.compile(r"\s+[-–—|·•:]+\s+|\s*[|_｜]+\s*|\s*[-–—]+(?=[^\s-]*[\u4e00-\u9fff][^\s-]*$)")
BYLINE = re.compile(r"^(?:by\s+|作者\s*[:：]\s*|文\s*[/／|｜]\s*|记者\s*[:：]\s*)", re.IGNORECASE)
STAMP = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:[T\s]+\d{1,2}:\d\d(?::\d\d)?)?"
)
STAMPED = (
    "//*[self::time or contains(@class,'time') or contains(@class,'date') or contains(@class,'pub')"
    " or contains(@id,'time') or contains(@id,'date') or contains(@id,'pub')]"
)
MOST = 20  # values of one name; feeds; paragraphs
LONGEST = 20_000  # characters of one value


def page(body: bytes, *, url: str, content_type: str = "") -> Page:
    """Return what the page at `url` says of itself, by the order of `PLACES`; never raises.

    A time without a zone is Beijing's on a Chinese page, otherwise UTC.
    """
    root = tree(bounded_page(decode(body, content_type)))
    if root is None:
        return Page(url)
    found = _found(root)
    base = absolute(next(iter(found["<base>"]), ""), url) or url
    site_name = next((name for text in _in_order(found, "site_name") if (name := plain(text, NAME))), "")
    title = _title(found, site_name)
    summary = next((words for text in _in_order(found, "summary") if (words := plain(text, SUMMARY))), "")
    code = language(next(_in_order(found, "language"), ""), f"{title} {summary}")
    stamps = (moment(text.strip(), chinese=code == "zh") for text in _in_order(found, "published_at"))
    images = (absolute(address, base) for address in _in_order(found, "image_url"))
    return Page(
        url,
        canonical_url=_canonical(found, base, url),
        title=title,
        site_name=site_name,
        author=_author(found),
        published_at=next(filter(None, stamps), None),
        language=code,
        summary=summary,
        image_url=next(filter(None, images), ""),
        feeds=_feeds(root, base),
    )


def _found(root: etree._Element) -> dict[str, list[str]]:
    """Everything that `PLACES` names, in the order of the page."""
    found = defaultdict(list)
    scripts = []
    for element in root.xpath(TELLING):
        tag, get = element.tag, element.get
        if tag == "meta":
            for name in filter(None, map(get, NAMES)):
                found[name.strip().lower()].append(get("content", ""))
        elif tag == "script":
            if "ld+json" in get("type", ""):
                scripts.append(element.text or "")
        elif tag == "link":
            kind = {"canonical": "<canonical>", "image_src": "<image>"}.get(get("rel", "").lower().strip())
            if kind:
                found[kind].append(get("href", ""))
        elif tag in ("title", "h1") and element.getparent().tag != "svg":
            found[f"<{tag}>"].append("".join(itertools.islice(element.itertext(), MOST)))
        elif tag == "base":
            found["<base>"].append(get("href", ""))
        elif tag == "html":
            found["<html>"].append(get("lang") or get("xml:lang", ""))
        if element.get("itemprop"):
            found[f"item:{get('itemprop')}"].append(_item(element))
        if tag == "time" and get("datetime"):
            found["<time>"].append(get("datetime"))
    found |= {f"ld:{name}": texts for name, texts in linked_facts(scripts).items()}
    found["<p>"] = list(_paragraphs(root))
    found["<stamp>"] = list(_stamps(root))
    found["<author>"] = [
        element.text or "" for element in root.xpath("//a[@rel='author']|//*[@class='author']")[:1]
    ]
    return found


def _in_order(found: dict[str, list[str]], fact: str) -> Iterator[str]:
    for place in PLACES[fact].split():
        yield from (text[:LONGEST] for text in found.get(place, [])[:MOST] if text.strip())


def _item(element: etree._Element) -> str:
    for name in ("content", "datetime", "src", "href"):
        if element.get(name):
            return element.get(name)
    return "".join(itertools.islice(element.itertext(), MOST))


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """The first paragraph that is more than a label."""
    for element in root.xpath("//p[not(ancestor::footer or ancestor::nav or ancestor::aside)]")[:MOST]:
        words = plain("".join(element.itertext()), SUMMARY)
        if len(words) >= 60 or (len(words) >= 20 and language("", words) in ("zh", "ja", "ko")):
            yield words
            return


def _stamps(root: etree._Element) -> Iterator[str]:
    """Dates that stand on the page itself, in elements named after time."""
    for element in root.xpath(STAMPED)[:MOST]:
        words = "".join(itertools.islice(element.itertext(), MOST))[:200]
        if match := STAMP.search(words):
            yield match[0]


def _title(found: dict[str, list[str]], site_name: str) -> str:
    headings = {plain(text, TITLE).casefold() for text in found["<h1>"][:MOST]} - {""}
    for text in _in_order(found, "title"):
        title = _without_site(plain(text, TITLE), site_name, headings)
        if title and title.casefold() != site_name.casefold():
            return title
    return ""


def _without_site(title: str, site_name: str, headings: set[str]) -> str:
    """Cut what stands behind a heading of the page, or the name of the site and what is behind that."""
    cuts = [(title[: cut.start()], title[cut.end() :]) for cut in SEPARATOR.finditer(title)]
    for head, _ in cuts:
        if head.casefold() in headings:
            return head
    site = re.compile(rf"{re.escape(site_name)}(?=\s*(?:$|[-–—|_｜·•:]))", re.IGNORECASE)
    named = (head for head, tail in reversed(cuts) if site_name and site.match(tail))
    return next(named, title)


def _author(found: dict[str, list[str]]) -> str:
    for place in PLACES["author"].split():
        names = [BYLINE.sub("", plain(text, NAME)) for text in found.get(place, [])[:MOST]]
        names = [name for name in dict.fromkeys(names) if name and not absolute(name)]
        if names:
            return plain(", ".join(names), NAME)
    return ""


def _canonical(found: dict[str, list[str]], base: str, url: str) -> str:
    """The address that the page gives itself; not the front page, which careless templates name."""
    for text in _in_order(found, "canonical_url"):
        address = absolute(text, base)
        if address and (_is_deep(address) or not _is_deep(url)):
            return address
    return ""


def _is_deep(url: str) -> bool:
    parts = urlsplit(absolute(url))
    return bool(parts.path.strip("/") or parts.query)


def _feeds(root: etree._Element, base: str) -> tuple[FeedLink, ...]:
    """The feeds that the head names; where there are none, the links that look like one."""
    found = {}
    for element in root.xpath("//link[@href]"):
        kind = element.get("type", "").split(";")[0].strip().lower()
        is_alternate = {"alternate", "feed"} & set(element.get("rel", "").lower().split())
        if is_alternate and (kind in FEEDS or (kind in FEED_LIKE and "feed" in element.get("href", ""))):
            url = absolute(element.get("href"), base)
            found.setdefault(url, FeedLink(url, plain(element.get("title"), TITLE), kind))
    for element in [] if found else root.xpath("//a[@href]"):
        url = absolute(element.get("href"), base)
        if FEED_PATH.search(urlsplit(url).path):
            found.setdefault(url, FeedLink(url, plain("".join(element.itertext()), TITLE), ""))
    found.pop("", None)
    return tuple(itertools.islice(found.values(), MOST))
