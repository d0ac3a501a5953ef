"""One file of an export: the site is asked for it, and what it answers is put in its place."""

from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from editions.archive.languages import language_of
from editions.exporting.asking import Site, asset, is_asset
from editions.exporting.folder import Folder, Kept
from editions.exporting.links import links

NOT_FOUND = ("/404.html", "/zh/404.html")


@dataclass(frozen=True)
class Fetched:
    """What is kept at an address, or None, whether it was written anew, and a sentence on what went wrong."""

    kept: Kept | None = None
    written: bool = False
    broken: str = ""


class Fetcher:
    def __init__(self, folder: Folder):
        self.folder, self.site = folder, Site()

    def fetch(self, address: str) -> Fetched:
        """Have the file of `address` as it should be."""
        known = self.folder.known(address)
        if known and address.startswith(settings.MEDIA_URL):
            return Fetched(known)  # named after its content
        if is_asset(address):
            return self._keep(address, asset(address))
        response = self.site.ask(address, known.etag if known else "")
        if response.status_code == 304:
            return Fetched(known)
        if response.status_code in (301, 302):
            return self._moved(address, response.headers["Location"])
        if response.status_code in (200, 410) or address in NOT_FOUND:
            return self._keep(address, response.content, response.headers.get("ETag", ""))
        if response.status_code >= 500:
            return Fetched(known, broken=f"{address} answers {response.status_code}.")
        return Fetched()

    def is_told(self, address: str) -> bool:
        """Whether the site still says what became of `address`, to which nothing leads any more."""
        known = self.folder.known(address)
        status = self.site.ask(address, known.etag if known else "").status_code
        return status in (301, 302, 410) or status >= 500

    def _moved(self, address, location):
        """A page that leads on; a feed, a table or a picture cannot lead, and is the one it would lead to."""
        path = unquote(urlsplit(urljoin(address, location)).path)
        if not address.endswith("/"):
            return self._fetch_as(address, path)
        if self.site.ask(path).status_code == 404:  # that of a company which nothing names has no page
            return Fetched()
        language = language_of(address)
        context = {"path": location, "site_url": settings.SITE_URL, "language": language}
        with translation.override(language):
            page = render_to_string("editions/archive/moved.html", context)
        return self._keep(address, page.encode())

    def _fetch_as(self, address, path):
        if is_asset(path):
            return self._keep(address, asset(path))
        response = self.site.ask(path)
        return self._keep(address, response.content if response.status_code == 200 else None)

    def _keep(self, address, content, etag=""):
        if content is None:
            return Fetched()
        written = self.folder.put(address, content)
        kept = Kept(len(content), etag, tuple(links(address, content, settings.SITE_URL)))
        return Fetched(kept, written)
