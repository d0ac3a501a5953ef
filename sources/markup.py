"""Markdown to HTML that is safe to print, and back to plain words. Pure.

The only `mark_safe` of the project stands here, after the sanitiser. HTML is made once, when a text is
saved (12 KB take some 200 ms), and stored beside it.
"""

import html as entities
import itertools
import re
from collections.abc import Callable
from functools import partial

from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown

# No pictures: those of an item are uploads with a credit, and nothing is loaded from another host.
TEXT_TAGS = "a b br code del em i s strong sub sup"
BLOCK_TAGS = "blockquote h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td th thead tr ul"
TAGS = frozenset(f"{TEXT_TAGS} {BLOCK_TAGS}".split())
ATTRIBUTES = {"a": ["href"], "ol": ["start"]}
SCHEMES = frozenset(["http", "https", "mailto"])

# A line end is a line break, as in every box people type into, so `nl2br`.
EXTENSIONS = ["nl2br", "sane_lists", "tables"]

NOT_URL = r"\s<>()\"“”‘’«»（）《》【】「」，。、；：！？"
BRACKETED = rf"\([^{NOT_URL}]*\)"
BARE_URL = re.compile(
    rf"(?<![A-Za-z0-9])https?://(?:[^{NOT_URL}]|{BRACKETED})*(?:[^{NOT_URL}.,;:!?']|{BRACKETED})",
    re.IGNORECASE,
)
SAFE_HREF = re.compile(r"https?://|mailto:|[/#]", re.IGNORECASE)
OPENING = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
CLOSING = re.compile(r"</(?:script|style)\s*>", re.IGNORECASE)
# Source: CommonMark 0.31, section 5.3: a bullet, or the number 1, may interrupt a paragraph.
LIST_AFTER_TEXT = re.compile(r"^(?!\s|[-*+] |\d+\. )(.+)\n(?=(?:[-*+]|1\.) )", re.MULTILINE)

BRACKET = re.compile(r"\\.|\n\s*\n|[\[\]]", re.DOTALL)
OPEN_TARGET = re.compile(r"\]\((?=[^)\n]*(?:\n|\Z))")

TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
HEADING = re.compile(r"(</?h)([1-6])(?=>)")
# Chinese stands without spaces: two of its signs are counted as a word.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\s\u3040-\u30ff\u3400-\u9fff]+")
BREAK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|blockquote|pre|table|tr)\b[^>]*>|<(?:br|hr)\b[^>]*>")


def to_html(markdown_text: str, *, top_heading: int = 3) -> SafeString:
    """Return the HTML of `markdown_text`; its highest heading becomes `h{top_heading}`.

    A script or style goes with its body; any other tag that is not allowed goes, and its words stay.
    """
    if not markdown_text.strip():
        return trusted("")  # most fields are empty at most saves
    text = markdown_text.encode("utf-8", "replace").decode()  # a lone surrogate cannot be stored or sent
    text = LIST_AFTER_TEXT.sub(r"\1\n\n", _without_scripts(text.replace("\r\n", "\n")))
    try:
        html = Markdown(extensions=EXTENSIONS).convert(_without_stray_brackets(text))
    except RecursionError:  # a thousand lists in one another: no layout, but every word
        html = format_html("<p>{}</p>", text)
    linkify = partial(LinkifyFilter, callbacks=[_with_rel], skip_tags={"pre", "code"}, url_re=BARE_URL)
    cleaner = Cleaner(TAGS, ATTRIBUTES, SCHEMES, strip=True, filters=[linkify])
    return headed(trusted(cleaner.clean(html).strip()), top_heading)


def trusted(html: str) -> SafeString:
    """Return HTML that `to_html` made, and that was stored or has been rearranged since, as safe."""
    return mark_safe(html)


def headed(html: SafeString, top: int) -> SafeString:
    """Return `html` with its highest headings at `h{top}` and no level left out below them.

    What is written under a heading of the page must not skip a level: screen readers list them.
    """
    levels = sorted({int(level) for _, level in HEADING.findall(html)})
    moved = {str(level): min(6, top + rank) for rank, level in enumerate(levels)}
    return trusted(HEADING.sub(lambda found: f"{found[1]}{moved[found[2]]}", html)) if moved else html


def sponsored(html: SafeString) -> SafeString:
    """Return `html` with its links declared as paid for, which search engines ask for."""
    return trusted(html.replace('rel="noopener"', 'rel="sponsored noopener"'))


def with_links(html: SafeString, change: Callable[[str], str]) -> SafeString:
    """Return `html` with every address `href` of its links replaced by `change(href)`."""

    def changed(found: re.Match[str]) -> str:
        return f'href="{entities.escape(change(entities.unescape(found[1])))}"'

    parts = TAG.split(html)
    parts[1::2] = [re.sub(r'href="([^"]*)"', changed, tag) for tag in parts[1::2]]
    return trusted("".join(parts))


def safe_href(url: str) -> str:
    """Return `url` if a link may lead there (web, mail, or a path of the site), otherwise nothing."""
    return url if SAFE_HREF.match(url) else ""


def to_text(html: str) -> str:
    """Return the words of sanitised HTML, a line for each paragraph."""
    words = entities.unescape(TAG.sub("", BREAK.sub("\n", html.replace("\n", " "))))
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return "\n".join(line for line in lines if line)


def beginning(html: str, words: int) -> str:
    """Return the first `words` words of sanitised HTML in a line, with " …" where more would follow."""
    text = to_text(html).replace("\n", " ")
    found = list(itertools.islice(WORD.finditer(text), words + 1))
    return text if len(found) <= words else f"{text[: found[words - 1].end()]} …"


def _without_scripts(text: str) -> str:
    kept, at = [], 0
    for opening in OPENING.finditer(text):
        if opening.start() < at:
            continue
        closing = CLOSING.search(text, opening.end())
        if closing is None:  # not a script but a tag that somebody wrote about: the words stay
            break
        kept.append(text[at : opening.start()])
        at = closing.end()
    return "".join([*kept, text[at:]])


def _without_stray_brackets(text: str) -> str:
    """Escape brackets that close nowhere in their paragraph, or are four deep: `Markdown` would look
    for the end of each through the whole paragraph (12,000 of them took 42 seconds)."""
    opened: list[int] = []
    stray: list[int] = []
    for found in BRACKET.finditer(text):
        if found[0] == "[":
            opened.append(found.start())
        elif found[0] == "]" and opened:
            place = opened.pop()
            stray += [place] if len(opened) > 2 else []
        elif found[0].isspace():
            stray, opened = stray + opened, []
    cuts = [0, *sorted(stray + opened), len(text)]
    text = "\\".join(text[first:last] for first, last in itertools.pairwise(cuts))
    return OPEN_TARGET.sub(r"]\(", text)


def _with_rel(attributes: dict, is_new: bool) -> dict:
    """Cut the tie to the opener. No `nofollow`: what editors link to, they vouch for."""
    if attributes.get((None, "href"), "").lower().startswith(("http:", "https:", "//")):
        attributes[(None, "rel")] = "noopener"
    return attributes
