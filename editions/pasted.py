"""What was understood of a pasted text, before anything is stored. Pure."""

import html
import re
from dataclasses import dataclass

from editions.document import EditionDocument
from sources.cleaning import Dropped

LIMIT = 1_000_000  # characters; a year of editions is under half of that
LINES = 50_000
TOO_LONG = f"and at most {LIMIT:,} characters in {LINES:,} lines can be read: paste one edition at a time."

ODD_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Soft hyphens, zero-width spaces, marks of direction, byte order marks, and all controls but tab and newline.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
# Joiners build emoji and Persian words, so they go only where a Latin letter or a space is next to them.
STRAY_JOINERS = re.compile("(?<![\u0300-\U0010ffff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0300-\U0010ffff])")
GARBAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
BINARY_STARTS = ("%PDF-", "PK\x03\x04", "\x7fELF", "GIF8", "{\\rtf")


class PasteError(ValueError):
    """The paste cannot be read at all; the message is one sentence for the person who pasted it."""


@dataclass(frozen=True)
class Mark:
    """A place that an editor should look at. `place` is a path into the document, such as
    "introduction", "sections.1.text" or "sections.0.items.2.body"; `text` the words in question."""

    place: str
    text: str
    why: str


@dataclass(frozen=True)
class Parsed:
    document: EditionDocument
    marks: tuple[Mark, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def clean(text: str) -> str:
    """Return what a browser's text box gave as plain text with "\\n" between lines.

    HTML source becomes text. Cleaning twice changes nothing more. Raises PasteError.
    """
    if len(text) > LIMIT:
        raise PasteError(f"The paste has {len(text):,} characters, {TOO_LONG}")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    _refuse_binary(text)
    text = _legible(text)
    if looks_like_html(text):
        text = _legible(_html_to_text(text))
    if not text:
        raise PasteError("There is no text in the paste: copy the whole edition and paste it again.")
    if text.count("\n") >= LINES:
        raise PasteError(f"The paste has {text.count(chr(10)) + 1:,} lines, {TOO_LONG}")
    return text


def _legible(text: str) -> str:
    text = ODD_SPACES.sub(" ", LINE_ENDS.sub("\n", text))
    return STRAY_JOINERS.sub("", INVISIBLE.sub("", text)).strip()


def _refuse_binary(text: str) -> None:
    garbage = len(GARBAGE.findall(text))
    if text.startswith(BINARY_STARTS) or "\0" in text or (garbage > 8 and garbage > len(text) / 50):
        raise PasteError(
            "This is a file and not text: open it in its own program, copy the words and paste them."
        )


TAG = re.compile(
    r"<(?:!doctype|!--|/?(?:a|article|aside|b|blockquote|body|br|div|em|figcaption|figure|footer|h[1-6]|head|header|hr"
    r"|html|i|iframe|img|li|link|main|meta|nav|ol|p|script|section|span|strong|style|svg|table|td|th|title|tr|ul)"
    r"(?=[\s/>]))",
    re.IGNORECASE,
)
STRONG_TAG = re.compile(
    r"</(?:p|div|li|h[1-6]|ul|ol|script|style|body|html|table|article|section)\s*>|<br\s*/?>|<(?:script|style)[\s>]",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Say whether `text` is HTML source. Markdown that holds a tag is not; it is sanitised later."""
    if text.startswith("#"):
        return False
    return bool(TAG.match(text) or STRONG_TAG.search(text))


# The standard library's parser takes quadratic time on unclosed comments; between "<" and "<" this is linear.
TOKEN = re.compile(
    r"""(?P<comment><!--)|-->|<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)"""
    r"""(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*|[^<>]*)>|<[!?][^<>]*>""",
    re.IGNORECASE,
)
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
BLOCK = re.compile(
    "(?:address|article|aside|blockquote|body|d[dlt]|div|figcaption|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p"
    "|pre|section|table|ul)$"
)
UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "svg", "title"})
BREAKS = {"br": "\n", "tr": "\n", "li": "\n- ", "td": " ", "th": " "}


def _html_to_text(source: str) -> str:
    lines = (line.strip() for line in "".join(_TextOfHtml(source).parts).split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    # What was written as "&lt;p>" is a word about HTML, and must not become a tag when it is cleaned again.
    return re.sub("<(?=[a-z/!])", "&lt;", text, flags=re.IGNORECASE)


class _TextOfHtml:
    """Collects readable text in `parts`: headings and list items in Markdown, links as [text](url)."""

    def __init__(self, source: str) -> None:
        self.parts: list[str] = []
        self.links: list[tuple[int, str]] = []
        last_end = {tag: source.lower().rfind(f"</{tag}") for tag in UNSEEN} | {"--": source.rfind("-->")}
        unseen, position = "", 0
        for token in TOKEN.finditer(source):
            if not unseen:
                self._text(source[position : token.start()])
            position = token.end()
            tag = "--" if token["comment"] else (token["tag"] or "").lower()
            if unseen:
                closed = (token["end"] and tag == unseen) or (unseen == "--" and token[0] == "-->")
                unseen = "" if closed or (unseen == "head" and tag == "body") else unseen
            elif not token["end"] and last_end.get(tag, -1) > position:
                unseen = tag  # hidden up to its end; what is never closed hides nothing
            elif token["end"]:
                self._end(tag)
            elif tag:
                self._start(tag, token["attributes"])
        if not unseen:
            self._text(source[position:])

    def _text(self, source: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", html.unescape(source)))

    def _start(self, tag: str, attributes: str) -> None:
        if BLOCK.match(tag):
            self.parts.append("\n\n")
        if re.fullmatch("h[1-6]", tag):
            self.parts.append("#" * int(tag[1]) + " ")
        elif tag == "a":
            href = HREF.search(attributes)
            self.links.append((len(self.parts), html.unescape(href[href.lastindex]).strip() if href else ""))
        self.parts.append(BREAKS.get(tag, ""))

    def _end(self, tag: str) -> None:
        if BLOCK.match(tag):
            self.parts.append("\n\n")
        elif tag == "a" and self.links:
            start, url = self.links.pop()
            words = "".join(self.parts[start:])
            if words.strip() and "\n" not in words and re.fullmatch(r"https?://[^\s<>]+", url, re.IGNORECASE):
                url = url.replace("(", "%28").replace(")", "%29")
                self.parts[start:] = [f"[{words.strip()}]({url})"]
            elif self.links:
                self.links.clear()  # a link in a link is broken source
