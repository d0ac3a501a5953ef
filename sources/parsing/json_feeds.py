"""JSON Feed to what it holds. Source: jsonfeed.org, versions 1.0 and 1.1. Pure."""

import json

from sources.parsing.dates import moment
from sources.parsing.facts import NAME, SUMMARY, TITLE, TOO_LONG, Entry, ParsedFeed, ParseError
from sources.parsing.languages import language
from sources.parsing.plain import absolute, plain


def json_feed(text: str, *, url: str, most: int) -> ParsedFeed:
    """Return the feed in `text`, with at most `most` entries.

    Raises ParseError if it is no JSON, or JSON of another kind.
    """
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise ParseError("This looks like a JSON Feed, but its JSON is broken.") from None
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or not ("version" in data or "title" in data):
        raise ParseError("This is JSON, but no JSON Feed.")
    items = [item for item in items if isinstance(item, dict)]
    title = plain(data.get("title"), TITLE)
    declared = data.get("language")
    return ParsedFeed(
        title=title,
        home_page=absolute(data.get("home_page_url"), url),
        language=language(declared, f"{title} {plain(data.get('description'), SUMMARY)}"),
        entries=tuple(_entry(item, declared, url) for item in items[:most]),
        trouble=TOO_LONG if len(items) > most else "",
    )


def _entry(item: dict, declared: object, url: str) -> Entry:
    title = plain(item.get("title"), TITLE)
    text = item.get("summary") or item.get("content_text") or item.get("content_html")
    summary = plain(text, SUMMARY)
    code = language(item.get("language") or declared, f"{title} {summary}")
    authors = item.get("authors") or [item.get("author")]  # 1.1, or 1.0
    names = [author.get("name") for author in authors if isinstance(author, dict)]
    identity = item.get("id")
    return Entry(
        identity=plain(str(identity), TITLE) if isinstance(identity, str | int | float) else "",
        url=absolute(item.get("url"), url) or absolute(item.get("external_url"), url) or absolute(identity),
        title=title,
        summary=summary,
        author=plain(", ".join(name for name in names if isinstance(name, str)), NAME),
        image_url=absolute(item.get("image"), url) or absolute(item.get("banner_image"), url),
        published_at=moment(item.get("date_published"), chinese=code == "zh"),
        language=code,
    )
