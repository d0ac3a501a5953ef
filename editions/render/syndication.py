"""A feed in its three forms: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1. Pure."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed

from editions.document import PictureDoc

# What XML cannot hold, not even escaped. Source: XML 1.0, section 2.2.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
JSON_TYPE = "application/feed+json; charset=utf-8"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True)
class Entry:
    """`content` is HTML with absolute links only; `id` never changes; the moments are aware."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    published_at: datetime
    updated_at: datetime
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    image: PictureDoc | None = None  # at its absolute address


@dataclass(frozen=True)
class Channel:
    title: str
    description: str
    author: str
    page_url: str
    feed_url: str
    entries: tuple[Entry, ...]


class _Atom(Atom1Feed):
    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class _Rss(Rss201rev2Feed):
    def rss_attributes(self):
        return {**super().rss_attributes(), "xmlns:content": CONTENT, "xmlns:dc": DC}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])


def write(channel: Channel, form: str) -> tuple[str, str]:
    """Return (text, media type) of `channel` as "xml" (Atom), "rss" or "json"."""
    if form == "json":
        return json.dumps(_json(channel), ensure_ascii=False, indent=1), JSON_TYPE
    made = (_Atom if form == "xml" else _Rss)(
        title=_clean(channel.title),
        link=channel.page_url,
        description=_clean(channel.description or channel.title),
        subtitle=_clean(channel.description),
        feed_url=channel.feed_url,
        author_name=_clean(channel.author),
        language="en",
    )
    for entry in channel.entries:
        made.add_item(
            title=_clean(entry.title),
            link=entry.url,
            description=_clean(entry.summary) or None,  # an empty one stands for the text in some readers
            content=_clean(entry.content),
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            authors=[_clean(name) for name in entry.authors],
            categories=[_clean(name) for name in entry.categories],
            enclosures=_enclosures(entry.image),
        )
    return made.writeString("utf-8"), made.content_type


def _enclosures(image: PictureDoc | None) -> list[Enclosure]:
    return [Enclosure(image.path, str(image.weight), _type(image))] if image else []


def _type(image: PictureDoc) -> str:
    return "image/png" if image.path.endswith(".png") else "image/jpeg"


def _json(channel: Channel) -> dict[str, object]:
    """Source: https://www.jsonfeed.org/version/1.1/."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page_url,
        "feed_url": channel.feed_url,
        **({"description": channel.description} if channel.description else {}),
        "authors": [{"name": channel.author}],
        "language": "en",
        "items": [_json_item(entry) for entry in channel.entries],
    }


def _json_item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.content,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
    }
    if entry.summary:
        item["summary"] = entry.summary
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    if entry.categories:
        item["tags"] = list(entry.categories)
    if image := entry.image:
        size = {"size_in_bytes": image.weight} if image.weight else {}
        item["image"] = image.path
        item["attachments"] = [{"url": image.path, "mime_type": _type(image), **size}]
    return item


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)
