"""Links: those that are dead, have moved, lead inside a network, or tell on the reader. Pure.

What a link leads to was found out in the background; a link that was not checked yet is no finding, nor
is one that could not be checked, for many sites refuse machines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlsplit

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import ERROR, WARNING, Finding, Fix, Place, rule
from editions.preflight.once import once_a_document
from editions.preflight.spots import Spot, mended
from editions.preflight.texts import Text, texts
from sources.canonical import without_tracking
from sources.markup import BARE_URL
from sources.networks import FetchError, Target

MARKDOWN = {"introduction", "signoff", "text", "body"}
LINK = re.compile(
    r"`[^`\n]*`"
    r"|(?:\[[^\[\]\n]*)?\]\(\s*<?(?P<target>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?=\s*\)|\s+[\"'])"
    rf"|(?P<bare>{BARE_URL.pattern})",
    re.IGNORECASE,
)
WEB = re.compile(r"https?:", re.IGNORECASE)
ELSEWHERE = re.compile(r"mailto:[^\s@]+@|/(?!/)|#", re.IGNORECASE)  # mail, and this site
WWW = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+(?:[/?#].*)?", re.IGNORECASE)
UNSAFE = {"(": "%28", ")": "%29"}  # they would end the link in Markdown


@dataclass(frozen=True)
class Linked:
    """A link; in a text, `written` stands at `start`. `address` is what is followed."""

    place: Place
    address: str
    text: Text | None = None
    written: str = ""
    start: int = 0


@once_a_document
def linked(document: EditionDocument) -> tuple[Linked, ...]:
    """Return every link that editors made, in texts, credits and "see also"; those of a text in a row."""
    return tuple(_linked(document))


def _linked(document: EditionDocument) -> Iterator[Linked]:
    for text in texts(document):
        if text.place.field in MARKDOWN:
            yield from _in_text(text)
    for number, section in enumerate(document.sections):
        for position, item in enumerate(section.items):
            for field, sources in (("credits", item.credits), ("see_also", item.see_also)):
                place = Place(field, number, position)
                yield from (Linked(place, source.url) for source in sources if source.url)


def addresses_of(document: EditionDocument) -> list[str]:
    """The addresses of other sites that the edition links to, each once."""
    every = dict.fromkeys(link.address for link in linked(document) if WEB.match(link.address))
    return [address for address in every if not _is_ours(address, document)]


def _in_text(text: Text) -> Iterator[Linked]:
    for written, start in _written_in(text.text):
        yield Linked(text.place, written.replace("&amp;", "&"), text, written, start)


@lru_cache(maxsize=1024)  # an editor changes one text at a time
def _written_in(text: str) -> tuple[tuple[str, int], ...]:
    found = []
    for link in LINK.finditer(text):
        if name := link.lastgroup:
            found.append((link[name].rstrip("*") if name == "bare" else link[name], link.start(name)))
    return tuple(found)


def _is_ours(address: str, document: EditionDocument) -> bool:
    site = document.masthead.site_url
    return bool(site) and (address == site or address.startswith(f"{site}/"))


def _each(document: EditionDocument) -> Iterator[list[Linked]]:
    """The links of other sites, those of one place to one address together."""
    kept = (link for link in linked(document) if not _is_ours(link.address, document))
    for _, links in groupby(kept, key=lambda link: link.place):
        by_address: dict[str, list[Linked]] = {}
        for link in links:
            by_address.setdefault(link.address, []).append(link)
        yield from by_address.values()


def _finding(links: list[Linked], sentence: str, fix: Fix | None = None) -> Finding:
    first = links[0]
    return Finding(first.place, sentence, first.written, fix, url=first.address)


def _written(links: list[Linked], label: str, after: str) -> Fix | None:
    """The fix that writes `after` wherever the links of one text stand."""
    text = links[0].text
    if text is None:
        return None
    spots = [Spot(link.start, link.written, after) for link in links]
    if len(spots) == 1:
        return Fix(label, spots[0].start, spots[0].before, after)
    return Fix(label, 0, text.text, mended(text.text, spots))


def _short(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:79]}…"


def _why_not(address: str) -> FetchError | None:
    """Why the address, by its spelling, leads to no page; None if it may."""
    try:
        Target.of(address)
    except FetchError as error:
        return error
    return None


@rule(
    "links.malformed",
    WARNING,
    "Address that is none",
    example="[The report](www.paper.example/report)",
    piecewise=True,
)
def malformed(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for links in _each(document):
        address = links[0].address
        if ELSEWHERE.match(address):
            continue
        why = _why_not(address)
        if not address:
            yield _finding(links, "A link has no address: add it, or take the link away.")
        elif WWW.fullmatch(address):
            fix = _written(links, f"Write “https://{_short(address)}”", f"https://{links[0].written}")
            yield _finding(links, f"“{_short(address)}” leads nowhere without “https://”.", fix)
        elif why and why.reason == "address":
            sentence = f"“{_short(address)}” is no address of a page, so the link leads nowhere: correct it."
            yield _finding(links, sentence)


@rule(
    "links.private",
    ERROR,
    "Link into a private network",
    example="[The draft](http://192.168.1.20/draft)",
    piecewise=True,
)
def private(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for links in _each(document):
        why = WEB.match(links[0].address) and _why_not(links[0].address)
        if why and why.reason == "refused":
            yield _finding(
                links,
                f"“{_short(links[0].address)}” leads into a private network, where no reader can follow:"
                " link to the public page.",
            )


@rule(
    "links.not-public",
    WARNING,
    "Link that leads into a private network",
    example="[The draft](https://wiki.paper.example/draft), where only the office's network knows the host.",
    piecewise=True,
)
def not_public(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for links in _each(document):
        address = links[0].address
        facts = context.links.get(address)
        if facts and facts.state == "refused" and not _why_not(address):
            yield _finding(
                links,
                f"“{_short(address)}” leads from the public internet into a private network:"
                " see whether readers can follow it.",
            )


@rule(
    "links.dead",
    WARNING,
    "Dead link",
    example="[The report](https://paper.example/gone)",
    piecewise=True,
)
def dead(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for links in _each(document):
        facts = context.links.get(links[0].address)
        if facts and facts.state == "dead":
            why = f"the page is gone ({facts.status})" if facts.status else "there is no such host"
            sentence = f"“{_short(links[0].address)}” is dead: {why}. Link elsewhere, or take the link away."
            yield _finding(links, sentence)


@rule(
    "links.moved",
    WARNING,
    "Link to a page that has moved",
    example="[The report](https://paper.example/old), which leads to https://paper.example/new for good.",
    piecewise=True,
)
def moved(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for links in _each(document):
        address = links[0].address
        facts = context.links.get(address)
        if not facts or facts.state != "moved":
            continue
        leads_to = facts.leads_to
        if _is_front_page(leads_to) and not _is_front_page(address):
            yield _finding(
                links,
                f"“{_short(address)}” now leads to the front page of {urlsplit(leads_to).hostname}:"
                " the article may be gone.",
            )
            continue
        after = "".join(UNSAFE.get(character, character) for character in leads_to)
        fix = _written(links, "Write the new address", after)
        yield _finding(links, f"“{_short(address)}” has moved to “{_short(leads_to)}”.", fix)


def _is_front_page(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


@rule(
    "links.tracking",
    WARNING,
    "Link with tracking parameters",
    example="[The report](https://paper.example/report?utm_source=newsletter)",
    piecewise=True,
)
def tracking(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for place, group in groupby(linked(document), key=lambda link: link.place):
        links = [link for link in group if without_tracking(link.address) != link.address]
        links = [link for link in links if WEB.match(link.address)]
        spots = [Spot(link.start, link.written, _untracked(link.written)) for link in links if link.text]
        if spots and links[0].text:
            text = links[0].text.text
            fix = Fix("Cut the tracking out", 0, text, mended(text, spots))
            others = f", and {len(links) - 1} more" if len(links) > 1 else ""
            yield _finding(links, f"“{_short(links[0].address)}”{others}: tells on whoever follows it.", fix)
        elif links:
            bare = without_tracking(links[0].address)
            yield Finding(
                place,
                f"“{_short(links[0].address)}” tells on whoever follows it: “{_short(bare)}” is enough.",
                url=links[0].address,
            )


def _untracked(written: str) -> str:
    return without_tracking(written.replace("&amp;", "&"))


@rule(
    "links.paywalled",
    WARNING,
    "All sources behind a paywall",
    example="—Financial Times, and no source that is free to read",
    switchable=True,
    piecewise=True,
)
def paywalled(document: EditionDocument, context: Context) -> Iterator[Finding]:
    for number, section in enumerate(document.sections):
        for position, item in enumerate(section.items):
            linked_to = [credit for credit in item.credits if credit.url]
            if linked_to and all(_is_behind(credit.url, context) for credit in linked_to):
                names = " and ".join(dict.fromkeys(credit.source for credit in linked_to))
                yield Finding(
                    Place("credits", number, position),
                    f"Readers may not get past the paywall of {names}: is there a source that is free?",
                    url=linked_to[0].url,
                )


def _is_behind(url: str, context: Context) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return any(host == one or host.endswith(f".{one}") for one in context.paywalled)


CHECKS = (malformed, private, not_public, dead, moved, tracking, paywalled)
