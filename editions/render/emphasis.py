"""The company that an item is about, in bold where it is first named. Pure."""

from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString

from editions.document import CompanyDoc
from sources.markup import TAG, safe_href, trusted

# A name in one of these stands out already, or must not be touched.
CLOSED = frozenset(["a", "b", "strong", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6"])


def emphasise(html: SafeString, companies: tuple[CompanyDoc, ...], *, link: bool = True) -> SafeString:
    """Return `html` with the first name in it of any of `companies` in bold, and linked to its page.

    Where that name is bold or a link already, and where none is named, nothing is changed.
    """
    names = [(escape(name, quote=False), company) for company in companies for name in _names(company)]
    parts, closed = TAG.split(html), 0
    for place, part in enumerate(parts):
        if place % 2:
            closed += _step(part)
        elif part and (found := _first(part, names)):
            start, end, company = found
            if closed:
                break
            before, name, after = part[:start], part[start:end], part[end:]
            parts[place] = f"{before}{_bold(name, company, link=link)}{after}"
            return trusted("".join(parts))
    return html


def _names(company: CompanyDoc) -> list[str]:
    return [name for name in (company.name, company.local_name, *company.aliases) if name]


def _step(tag: str) -> int:
    name = tag.strip("</>").split(maxsplit=1)[0]
    if name not in CLOSED:
        return 0
    return -1 if tag.startswith("</") else 1


def _first(text: str, names: list[tuple[str, CompanyDoc]]) -> tuple[int, int, CompanyDoc] | None:
    """The earliest name in `text`, and of those that begin together the longest."""
    found = [(start, -len(name), company) for name, company in names if (start := _find(text, name)) >= 0]
    if not found:
        return None
    start, length, company = min(found, key=lambda one: one[:2])
    return start, start - length, company


def _find(text: str, name: str) -> int:
    """Where `name` stands in `text` as a word of its own, or -1. Chinese has no word bounds."""
    start = text.find(name)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(name) :][:1]
        if not (_joins(before, name[0]) or _joins(name[-1], after)) and before not in ("&", "#"):
            return start
        start = text.find(name, start + 1)
    return -1


def _joins(left: str, right: str) -> bool:
    """Whether two letters are of one Latin word; "小米Xiaomi" has a bound in its middle."""
    return all(letter.isalnum() and ord(letter) < 0x2E80 for letter in (left or " ", right or " "))


def _bold(name: str, company: CompanyDoc, *, link: bool) -> SafeString:
    words = trusted(name)  # was escaped where it stood
    href = safe_href(company.path) if link else ""
    return format_html('<b><a href="{}">{}</a></b>', href, words) if href else format_html("<b>{}</b>", words)
