"""An RSS, Atom, RDF or JSON feed to its entries. Pure."""

import io
import re

import feedparser

from sources.parsing.bounds import MOST_ENTRIES, bounded
from sources.parsing.charsets import decode
from sources.parsing.dates import moment
from sources.parsing.facts import NAME, SUMMARY, TITLE, Entry, ParsedFeed, ParseError
from sources.parsing.json_feeds import json_feed
from sources.parsing.languages import language
from sources.parsing.plain import absolute, plain

DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
KIND = re.compile(r"<(opml|urlset|sitemapindex|!doctype html|html|body)\b", re.IGNORECASE)
KINDS = {"opml": "a list of feeds", "urlset": "a map of a site", "sitemapindex": "a map of a site"}
MAILBOX = re.compile(r"[\w.+-]+@[\w.-]+")  # RSS asks for one where the name should stand


def feed(body: bytes, *, url: str, content_type: str = "") -> ParsedFeed:
    """Return the feed in `body`, as much of it as can be read, with its first 500 entries.

    A time without a zone is Beijing's where the entry is Chinese, otherwise UTC. Raises ParseError if it
    is no feed.
    """
    text = decode(body, content_type).replace("\0", "")
    if not text.strip():
        raise ParseError("There is nothing at this address: the answer was empty.")
    if text.lstrip()[:1] in ("{", "["):
        return json_feed(text, url=url, most=MOST_ENTRIES)
    text, trouble = bounded(DECLARATION.sub("", text, count=1).lstrip())
    parsed = _parsed(text)
    if not parsed.version and not parsed.entries:
        found = KIND.search(text)
        kind = KINDS.get(found[1].lower(), "a web page") if found else "something else"
        raise ParseError(f"This is {kind}, not a feed.")
    about = parsed.feed
    title = plain(about.get("title"), TITLE)
    declared = about.get("language")
    return ParsedFeed(
        title=title,
        home_page=absolute(about.get("link"), url),
        language=language(declared, f"{title} {plain(about.get('subtitle'), SUMMARY)}"),
        entries=tuple(_entry(entry, declared, url) for entry in parsed.entries[:MOST_ENTRIES]),
        trouble=trouble,
    )


def _parsed(text: str) -> feedparser.FeedParserDict:
    """Let the library read `text`, as a file: it would fetch an address and open a path.

    It is not told the address of the feed: it would resolve identities too, which then change with it.
    """
    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,  # every tag goes anyway
            resolve_relative_uris=False,
        )
    except Exception as error:  # the library names none, and any may come of bytes made to break it
        raise ParseError("This feed is too damaged to be read.") from error


def _entry(entry: feedparser.FeedParserDict, declared: object, url: str) -> Entry:
    title = plain(entry.get("title"), TITLE)
    content = entry.get("content") or [{}]
    summary = plain(entry.get("summary") or content[0].get("value"), SUMMARY)
    code = language(declared, f"{title} {summary}")
    identity = entry.get("id", "").strip()
    link = entry.get("feedburner_origlink") or entry.get("link", "")  # theirs, not that of who counts clicks
    is_permalink = link == entry.get("id")  # where there is no link; many an identity only claims to be one
    written = entry.get("published") or entry.get("created") or entry.get("updated")
    author = MAILBOX.sub("", plain(entry.get("author"), NAME)).strip(" ()<>")
    return Entry(
        identity=identity if len(identity) <= TITLE else "",
        url=absolute(link, "" if is_permalink else url),
        title=title,
        summary=summary,
        author=author,
        image_url=_image(entry, url),
        published_at=moment(written, chinese=code == "zh"),
        language=code,
    )


def _image(entry: feedparser.FeedParserDict, url: str) -> str:
    media = [one for one in entry.get("media_content", []) + entry.get("enclosures", []) if _is_picture(one)]
    for one in [*media, *entry.get("media_thumbnail", []), entry.get("image") or {}]:
        if address := absolute(one.get("url") or one.get("href"), url):
            return address
    return ""


def _is_picture(medium: dict) -> bool:
    return medium.get("medium") == "image" or medium.get("type", "").startswith("image/")
