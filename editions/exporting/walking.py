"""The public site as files, which any static host can carry.

Pages are asked of the site itself and found by following links from a few roots, so that whatever is linked
is there. What is a form or a search stays with the site that runs. A page that has not changed answers 304
and is left as it is; where it leads is remembered, and the walk goes on.
"""

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from editions import workflow
from editions.archive.languages import language_of
from editions.exporting.asking import Site, asset, is_asset, is_dynamic
from editions.exporting.folder import Folder, Kept
from editions.exporting.links import links
from editions.models import Edition
from sources.models import Company, FormerSlug, NewsItem
from sources.workflow import KILLED

ROOTS = ("/", "/zh/", "/robots.txt", "/sitemap.xml")
NOT_FOUND = ("/404.html", "/zh/404.html")
OFTEN = 1000  # files, after which the manifest is noted, so that a run that is killed is not begun anew


@dataclass(frozen=True)
class Report:
    """How many files there are, were written and removed; `broken` says in sentences what is not whole."""

    files: int
    written: int
    removed: int
    broken: tuple[str, ...]


def export(root: Path) -> Report:
    """Bring the files of `root` up to date with the site.

    Raises BlockingIOError where another run is writing there.
    """
    with Folder(root).alone() as folder:
        return _Walk(folder).run()


class _Walk:
    def __init__(self, folder):
        self.folder, self.site = folder, Site()
        self.seen = set()
        self.kept = {}  # by address
        self.linked = {}  # by address, the first page that leads there
        self.broken = []

    def run(self):
        self.folder.sweep()
        self._follow([*NOT_FOUND, *ROOTS, *_moved_and_gone()])
        # Nothing leads to these any more; some say themselves that they have moved or were withdrawn.
        left = [address for address in self.folder.before if address not in self.kept]
        self._follow([address for address in left if not is_asset(address) and self._is_told(address)])
        for address in left:
            if address not in self.kept:
                self.folder.remove(address)
        self.folder.note(self.kept)
        self.broken += [
            f"{page} leads to {address}, and there is nothing."
            for address, page in sorted(self.linked.items())
            if address not in self.kept and not is_dynamic(address)
        ]
        return Report(len(self.kept), self.folder.written, self.folder.removed, tuple(self.broken))

    def _follow(self, roots):
        waiting = deque()
        self._await(roots, waiting)
        while waiting:
            address = waiting.popleft()
            kept = self._fetch(address)
            if kept is None:
                continue
            self.kept[address] = kept
            if len(self.kept) % OFTEN == 0:
                self.folder.note(self.folder.before | self.kept)
            for link in kept.links:
                self.linked.setdefault(link, address)
            self._await(kept.links, waiting)

    def _await(self, addresses, waiting):
        for address in addresses:
            if address not in self.seen:
                self.seen.add(address)
                if "?" not in address and not is_dynamic(address):
                    waiting.append(address)

    def _fetch(self, address):
        """Have the file of `address` as it should be, and return what is Kept of it, or None."""
        known = self.folder.known(address)
        if known and address.startswith(settings.MEDIA_URL):
            return known  # named after its content
        if is_asset(address):
            return self._keep(address, asset(address))
        response = self.site.ask(address, known.etag if known else "")
        if response.status_code == 304:
            return known
        if response.status_code in (301, 302):
            return self._moved(address, response.headers["Location"])
        if response.status_code in (200, 410) or address in NOT_FOUND:
            return self._keep(address, response.content, response.headers.get("ETag", ""))
        if response.status_code >= 500:
            self.broken.append(f"{address} answers {response.status_code}.")
            return known
        return None

    def _moved(self, address, location):
        """A page that leads on; a feed, a table or a picture cannot lead, and is the one it would lead to."""
        path = unquote(urlsplit(urljoin(address, location)).path)
        if not address.endswith("/"):
            return self._fetch_as(address, path)
        language = language_of(address)
        context = {"path": location, "site_url": settings.SITE_URL, "language": language}
        with translation.override(language):
            page = render_to_string("editions/archive/moved.html", context)
        return self._keep(address, page.encode())

    def _fetch_as(self, address, path):
        if is_asset(path):
            return self._keep(address, asset(path))
        response = self.site.ask(path)
        return self._keep(address, response.content) if response.status_code == 200 else None

    def _keep(self, address, content, etag=""):
        if content is None:
            return None
        self.folder.put(address, content)
        return Kept(len(content), etag, tuple(links(address, content, settings.SITE_URL)))

    def _is_told(self, address):
        known = self.folder.known(address)
        status = self.site.ask(address, known.etag if known else "").status_code
        return status in (301, 302, 410) or status >= 500


def _moved_and_gone():
    """The addresses that no page leads to and that answer all the same, in each language."""
    gone = [
        *Edition.objects.filter(status=workflow.WITHDRAWN),
        *NewsItem.objects.filter(status=KILLED, published_at__isnull=False),
        *NewsItem.objects.filter(slots__section__edition__status=workflow.WITHDRAWN).distinct(),
        *Company.objects.exclude(merged_into=None),
    ]
    found = [unquote(row.get_absolute_url()) for row in gone]
    for former in FormerSlug.objects.all():
        found.append(f"/{'companies' if former.company_id else 'markets'}/{former.slug}/")
    return [prefix + address for address in found for prefix in ("", "/zh")]
