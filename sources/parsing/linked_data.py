"""What a page says of its article in JSON-LD. Source: schema.org/Article. Pure."""

import json
import re
from collections.abc import Iterator

DECODER = json.JSONDecoder(strict=False)  # line breaks within strings are common
ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
MOST_NODES = 2000
MOST_NAMES = 10


def linked_facts(scripts: list[str]) -> dict[str, list[str]]:
    """Return the facts of the first article in `scripts`, under schema.org's names; none if there is none."""
    nodes = [node for script in scripts for node in _nodes(_data(script))][:MOST_NODES]
    articles = (node for node in nodes if any(map(ARTICLE.search, _strings(node.get("@type")))))
    article = next(articles, None)
    if article is None:
        return {}
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    facts = {
        "headline": _strings(article.get("headline")) or _strings(article.get("name")),
        "datePublished": _times(article.get("datePublished")) or _times(article.get("dateCreated")),
        "description": _strings(article.get("description")),
        "inLanguage": _texts(article.get("inLanguage"), named, "alternateName", "name"),
        "author": _texts(article.get("author") or article.get("creator"), named, "name"),
        "publisher": _texts(article.get("publisher"), named, "name"),
        "image": _texts(article.get("image") or article.get("thumbnailUrl"), named, "url", "contentUrl"),
    }
    return {name: texts for name, texts in facts.items() if texts}


def _data(script: str) -> object:
    """The first value in `script`, whatever stands before and after it; None if it cannot be read."""
    script = script.replace("<![CDATA[", "")
    start = re.search(r"[\[{]", script)
    if start is None:
        return None
    try:
        return DECODER.raw_decode(script, start.start())[0]
    except (ValueError, RecursionError):
        pass
    try:
        return DECODER.raw_decode(re.sub(r",(\s*[\]}])", r"\1", script), start.start())[0]
    except (ValueError, RecursionError):
        return None


def _nodes(data: object) -> Iterator[dict]:
    """Every object in `data`, from the outside in."""
    level = [data] if isinstance(data, dict | list) else []
    while level:
        yield from (value for value in level if isinstance(value, dict))
        lists = [value.values() if isinstance(value, dict) else value for value in level]
        level = [inner for values in lists for inner in values if isinstance(inner, dict | list)]


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values[:MOST_NAMES] if isinstance(text, str) and text.strip()]


def _times(value: object) -> list[str]:
    return _strings(str(int(value)) if isinstance(value, int | float) and 1e9 <= value < 2e12 else value)


def _texts(value: object, named: dict[str, dict], *keys: str) -> list[str]:
    """The strings in `value`, and for its objects the first of `keys` that they or their `@id` carry."""
    found = []
    for one in (value if isinstance(value, list) else [value])[:MOST_NAMES]:
        if isinstance(one, dict):
            whole = named.get(one["@id"], {}) | one if isinstance(one.get("@id"), str) else one
            found += next((texts for key in keys if (texts := _strings(whole.get(key)))), [])[:1]
        else:
            found += _strings(one)
    return found
