"""What search engines are told of: robots.txt, and a sitemap for each year and one of all other pages.

Source: https://www.sitemaps.org/protocol.html. A year holds some 52 editions and 1,000 items, and every
other page stands once, so a file stays far below 50,000 addresses and 50 MB.
"""

from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from editions.archive.caching import answer
from editions.archive.kinds import path_of
from editions.archive.pages import house
from editions.archive.standing import shown
from editions.models import Snapshot
from sources.kinds import KINDS
from sources.models import Company, Market

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
PLACES = (
    "home",
    "latest",
    "editions",
    "companies",
    "markets",
    "topics",
    "sources",
    "deals",
    "entries",
    "about",
    "tips",
)
CLOSED = ("/admin/", "/search/", "/zh/search/", "/review/")


@require_safe
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('data:sitemap')}", ""]
    text = "\n".join(lines)
    return answer(request, text, lambda: HttpResponse(text, content_type="text/plain; charset=utf-8"))


@require_safe
def index(request):
    years = shown().dates("published_at", "year", order="DESC")
    editions = Snapshot.objects.newest().values_list("edition__week_last__year", flat=True)
    found = {day.year for day in years} | {year for year in editions if year}
    paths = [reverse("data:sitemap_year", args=[year]) for year in sorted(found, reverse=True)]
    lines = [
        f"<sitemap><loc>{settings.SITE_URL}{path}</loc></sitemap>"
        for path in [*paths, reverse("data:sitemap_pages")]
    ]
    return _xml(request, "sitemapindex", SPACE, lines)


@require_safe
def pages(request):
    paths = [reverse(f"archive:{name}") for name in PLACES]
    items = shown()
    for rows in (Company.objects.standing(), Market.objects.all()):
        named = rows.filter(items__in=items.values("pk")).order_by("pk").distinct().only("slug")
        paths += [row.get_absolute_url() for row in named]
    kinds = items.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
    paths += [reverse("archive:kind", args=[path_of(kind)]) for kind in kinds if kind in KINDS]
    topics = (
        items.filter(topics__isnull=False).order_by("topics__slug").values_list("topics__slug", flat=True)
    )
    paths += [reverse("archive:topic", args=[slug]) for slug in topics.distinct()]
    return _urls(request, [(path, None) for path in paths])


@require_safe
def year(request, year):
    zone = ZoneInfo(house().time_zone)
    editions = Snapshot.objects.newest().filter(edition__week_last__year=year)
    entries = [
        (snapshot.get_absolute_url(), snapshot.taken_at.astimezone(zone))
        for snapshot in editions.only("taken_at", "edition__number", "edition__slug")
    ]
    items = shown().filter(published_at__year=year).annotate(corrected_at=Max("corrections__at"))
    for item in items.order_by("-published_at", "-pk").only("headline", "body_html", "published_at"):
        at = max(filter(None, (item.published_at, item.corrected_at)))
        entries.append((item.get_absolute_url(), at.astimezone(zone)))
    if not entries:
        raise Http404
    return _urls(request, entries)


def _urls(request, entries):
    return _xml(request, "urlset", f"{SPACE} {LINKS}", [_url(path, at) for path, at in entries])


def _url(path, at):
    changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
    english, chinese = (escape(f"{settings.SITE_URL}{place}") for place in (path, f"/zh{path}"))
    return (
        f"<url><loc>{english}</loc>{changed}"
        f'<xhtml:link rel="alternate" hreflang="en" href="{english}"/>'
        f'<xhtml:link rel="alternate" hreflang="zh-Hans" href="{chinese}"/></url>'
    )


def _xml(request, root, spaces, lines):
    text = "\n".join([f"{HEAD}<{root} {spaces}>", *lines, f"</{root}>\n"])
    return answer(request, text, lambda: HttpResponse(text, content_type="application/xml; charset=utf-8"))
