"""Feeds and pages cut to what is read in seconds.

The library for feeds needs 30 microseconds a tag, and on broken XML some of its patterns go over the rest
of the text from every character. A feed that nobody made to hurt stays as it is. Pure.
"""

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from sources.parsing.facts import NAME, TOO_LONG
from sources.parsing.plain import plain

MOST_ENTRIES = 500
MOST_MARKS = 60_000
MOST_BROKEN = 300_000  # characters
TAIL = 2000  # characters behind the last entry
ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)(?=[\s>])")
LAST = re.compile(r"\A(?:.*</(?:\w+:)?(?:item|entry)\s*>)?", re.DOTALL)
MARK = re.compile("[<&=]")
TAG = re.compile("<")
# Nothing that is read: pictures in base64, rulers of dashes, indented nothing.
LONG_RUN = re.compile(r"([A-Za-z0-9_.+-]{300})[A-Za-z0-9_.+-]+|([^\w\s]{300})[^\w\s]+|(\s{20})\s+")


def bounded(text: str) -> tuple[str, str]:
    """Return the part of a feed in XML that is worth reading, and a sentence on what is wrong with it."""
    text = LONG_RUN.sub(r"\1\2\3", text)
    trouble = _trouble(text)
    most = min(MOST_BROKEN, len(text)) if trouble else len(text)
    end = _end(MARK.finditer(text, 0, most), most)
    starts = [start.start() for start in ENTRY.finditer(text, 0, end)]
    if len(starts) > MOST_ENTRIES:
        end = starts[MOST_ENTRIES]
    elif end < len(text) and len(starts) > 1:
        end = starts[-1]
    rest = text[max(end, len(text) - TAIL) :]
    said = f"Its XML is broken; what could be read is kept. ({plain(trouble, NAME)})" if trouble else ""
    return text[:end] + LAST.sub("", rest, count=1), said or (TOO_LONG if end < len(text) else "")


def bounded_page(text: str) -> str:
    """Return the first 60,000 tags of a page."""
    return text[: _end(TAG.finditer(text), len(text))]


def _end(marks: Iterator[re.Match[str]], otherwise: int) -> int:
    return next((mark.start() for mark in itertools.islice(marks, MOST_MARKS, None)), otherwise)


def _trouble(text: str) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        return error.msg or "no reason is given"
    return ""
