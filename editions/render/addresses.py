"""The addresses of a document: for the forms that leave the site, and for another language of it. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from django.utils.safestring import SafeString

from editions.document import EditionDocument, ItemDoc, MarketDoc, PictureDoc, SeeAlsoDoc
from sources.markup import safe_href, with_links

# Stands in a mailing where each reader's own address for leaving will stand. Source: RFC 2606, section 2.
LEAVE = "https://leave.invalid/"
OWN_NAMES: Mapping[str, str] = MappingProxyType({})  # the names with which markets were printed
WIDTH = 528  # of a picture in an email: the sheet of 600 less its margins


class Site:
    """The site that a document's paths belong to: makes them addresses that work in an inbox."""

    def __init__(self, document: EditionDocument):
        self.root = document.masthead.site_url
        self.page = self.root + safe_href(document.path)

    def address(self, href: str) -> str:
        """Return `href` with scheme and host, or nothing when a link may not lead there."""
        if href.startswith("//"):
            return f"https:{href}"
        if href.startswith("#"):
            return f"{self.page}{href}"
        return f"{self.root}{href}" if href.startswith("/") else safe_href(href)

    def links(self, html: SafeString) -> SafeString:
        return with_links(html, lambda href: self.address(href) or f"{self.page}{href}")

    def picture(self, picture: PictureDoc | None) -> PictureDoc | None:
        """Return `picture` at its address, no wider than the sheet."""
        src = self.address(picture.path) if picture else ""
        if not src or picture is None:
            return None
        wide = min(picture.width or WIDTH, WIDTH)
        # No height: with images off, an empty box of it would push the text away.
        return PictureDoc(src, wide, 0, picture.alt, picture.caption, picture.credit)


def below(document: EditionDocument, prefix: str, names: Mapping[str, str] = OWN_NAMES) -> EditionDocument:
    """Return `document` with every page of the site that it names below `prefix`, such as "/zh".

    Markets have there the names that `names` gives the addresses of their pages.
    """
    sections = tuple(
        replace(section, items=tuple(item_below(item, prefix, names) for item in section.items))
        for section in document.sections
    )
    return replace(document, path=_path(document.path, prefix), sections=sections)


def item_below(item: ItemDoc, prefix: str, names: Mapping[str, str]) -> ItemDoc:
    """As `below`, of one item. What stands in its text stays as it was written."""

    def seen(one: SeeAlsoDoc) -> SeeAlsoDoc:
        return replace(one, url=_path(one.url, prefix))

    def placed(one: MarketDoc) -> MarketDoc:
        path = _path(one.path, prefix)
        return MarketDoc(names.get(path, one.name), path)

    return replace(
        item,
        path=_path(item.path, prefix),
        companies=tuple(replace(one, path=_path(one.path, prefix)) for one in item.companies),
        markets=tuple(placed(one) for one in item.markets),
        follows_up=seen(item.follows_up) if item.follows_up else None,
        see_also=tuple(seen(one) for one in item.see_also),
    )


def _path(path: str, prefix: str) -> str:
    return prefix + path if path.startswith("/") and not path.startswith("//") else path
