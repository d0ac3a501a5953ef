"""The public site as files, which any static host can carry.

Pages are asked of the site itself and found by following links from a few roots, so that whatever is linked
is there. What is a form or a search stays with the site that runs. While nothing has changed that a page may
show, nothing is asked. Else a page that has not changed answers 304 and is left as it is; where it leads is
remembered, and the walk goes on.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from sys import intern
from urllib.parse import unquote

from editions import workflow
from editions.exporting.asking import is_asset, is_dynamic
from editions.exporting.fetching import NOT_FOUND, Fetcher
from editions.exporting.folder import Folder
from editions.exporting.hands import hands
from editions.exporting.state import state
from editions.models import Edition
from sources.models import Company, FormerSlug, NewsItem
from sources.workflow import KILLED

ROOTS = ("/", "/zh/", "/robots.txt", "/sitemap.xml")
OFTEN = 2000  # files, after which the manifest is noted, so that a run that is killed is not begun anew


@dataclass(frozen=True)
class Report:
    """How many files there are, were written and removed; `broken` says in sentences what is not whole."""

    files: int
    written: int
    removed: int
    broken: tuple[str, ...]


def export(root: Path, processes: int = 1) -> Report:
    """Bring the files of `root` up to date with the site.

    Raises BlockingIOError where another run is writing there.
    """
    with Folder(root).alone() as folder:
        return _Walk(folder, processes).run()


class _Walk:
    def __init__(self, folder, processes):
        self.folder, self.fetcher, self.processes = folder, Fetcher(folder), processes
        self.seen = set()
        self.kept = {}  # by address
        self.written, self.removed, self.broken = 0, 0, []

    def run(self):
        self.folder.sweep()
        made_of = state(self.fetcher.site)
        if made_of == self.folder.state and all(map(self.folder.known, self.folder.before)):
            self.kept = self.folder.before
        else:
            self._bring_up_to_date()
            self.folder.note(self.kept, "" if self.broken else made_of)
        return Report(len(self.kept), self.written, self.removed, (*self.broken, *self._dead_links()))

    def _bring_up_to_date(self):
        roots = [*NOT_FOUND, *ROOTS, *_moved_and_gone()]
        with hands(self.fetcher, self.processes) as fetch:
            self._follow(roots, fetch)
            # Nothing leads to these any more; some say themselves that they have moved or were withdrawn.
            left = [address for address in self.folder.before if address not in self.kept]
            self._follow([one for one in left if not is_asset(one) and self.fetcher.is_told(one)], fetch)
        for address in left:
            if address not in self.kept:
                self.folder.remove(address)
                self.removed += 1

    def _follow(self, roots, fetch):
        """Fetch `roots` and all that they lead to: first the roots, then what is one link away, and so on."""
        level = self._new(roots)
        while level:
            further = []
            for address, found in zip(level, fetch(level), strict=True):
                self.written += found.written
                self.broken += [found.broken] if found.broken else []
                if found.kept is not None:
                    self._keep(address, found.kept)
                    further += self._new(self.kept[address].links)
            level = further

    def _new(self, addresses):
        """Those of `addresses` that become files and were not seen yet."""
        new = [address for address in dict.fromkeys(addresses) if address not in self.seen]
        self.seen.update(new)
        return [address for address in new if "?" not in address and not is_dynamic(address)]

    def _keep(self, address, kept):
        shared = tuple(map(intern, kept.links))  # most links are on every page, and are held once
        self.kept[address] = replace(kept, links=shared)
        if len(self.kept) % OFTEN == 0:
            self.folder.note(self.folder.before | self.kept)

    def _dead_links(self):
        """Sentences on the addresses that lead nowhere, each with the first page that leads there."""
        dead = {}
        for page, kept in self.kept.items():
            for link in kept.links:
                if link not in self.kept:
                    dead.setdefault(link, page)
        return [
            f"{page} leads to {address}, and there is nothing."
            for address, page in sorted(dead.items())
            if not is_dynamic(address)
        ]


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
