"""What search engines are told of: robots.txt, and a sitemap for each year and one of all other pages.

Every page stands there in each language, with the addresses of both. A file may hold 50,000 addresses and
50 MB: a year of a newsroom holds some 52 editions and 1,000 items, and the other pages are those of a few
thousand companies and what else has a name, so that neither is reached. Source:
https://www.sitemaps.org/protocol.html.
"""

from datetime import datetime
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from editions.archive import dealings, entered, gathered, roster
from editions.archive.caching import answer
from editions.archive.kinds import path_of
from editions.archive.pages import house
from editions.archive.standing import shown
from editions.models import Edition, Snapshot
from sources.kinds import KINDS
from sources.models import Source

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
# What is for one person, for editors, or different for every word that is looked for.
CLOSED = ("admin", "review")
CLOSED_IN_EVERY_LANGUAGE = ("search", "confirm", "move", "leave", "you", "to")


@require_safe
def robots(request):
    places = [*CLOSED, *(f"{way}{name}" for name in CLOSED_IN_EVERY_LANGUAGE for way in ("", "zh/"))]
    lines = ["User-agent: *", *(f"Disallow: /{place}/" for place in places)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('data:sitemap')}", ""]
    text = "\n".join(lines)
    return answer(request, text, lambda: HttpResponse(text, content_type="text/plain; charset=utf-8"))


@require_safe
def index(request):
    zone = ZoneInfo(house().time_zone)
    found = {at.year for at in shown().datetimes("published_at", "year", tzinfo=zone)} | set(_edition_years())
    paths = [reverse("data:sitemap_year", args=[year]) for year in sorted(found, reverse=True)]
    lines = [
        f"<sitemap><loc>{settings.SITE_URL}{path}</loc></sitemap>"
        for path in [*paths, reverse("data:sitemap_pages")]
    ]
    return answer(request, lines, lambda: _xml("sitemapindex", SPACE, lines))


@require_safe
def pages(request):
    zone = house().time_zone
    paths = [reverse(f"archive:{name}") for name in PLACES]
    years = {
        "year": _edition_years(),
        "deals_year": dealings.years(dealings.facts(zone)),
        "entries_year": sorted({entry.day.year for entry in entered.entries(zone)}, reverse=True),
    }
    paths += [reverse(f"archive:{name}", args=[year]) for name, some in years.items() for year in some]
    items = shown()
    paths += [line.path for line in roster.lines(zone)]
    tree = gathered.Tree()
    named = items.filter(markets__isnull=False).order_by().values_list("markets", flat=True).distinct()
    told = {row.pk: row for pk in named for row in (tree.rows[pk], *tree.above(pk))}
    paths += [told[pk].get_absolute_url() for pk in sorted(told)]
    credited = Source.objects.filter(credits__item__in=items.values("pk")).order_by("pk").distinct()
    paths += [row.get_absolute_url() for row in credited.only("name", "credit_line")]
    kinds = items.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
    paths += [reverse("archive:kind", args=[path_of(kind)]) for kind in kinds if kind in KINDS]
    topics = (
        items.filter(topics__isnull=False).order_by("topics__slug").values_list("topics__slug", flat=True)
    )
    paths += [reverse("archive:topic", args=[slug]) for slug in topics.distinct()]
    return answer(request, paths, lambda: _urls([(path, None) for path in paths]))


@require_safe
def year(request, year):
    """What was published within a year of the masthead's time zone. What decides it is read first."""
    if not 1 < year < 9999:
        raise Http404
    zone = ZoneInfo(house().time_zone)
    span = (datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone))
    snapshots = Snapshot.objects.newest().filter(edition__week_last__year=year)
    items = shown().filter(published_at__gte=span[0], published_at__lt=span[1])
    items = items.annotate(corrected_at=Max("corrections__at")).order_by("-published_at", "-pk")
    parts = [
        list(snapshots.values_list("pk", "edition__slug")),
        list(items.values_list("pk", "version", "published_at", "corrected_at")),
    ]
    if not any(parts):
        raise Http404

    def build():
        entries = [
            (snapshot.get_absolute_url(), snapshot.taken_at.astimezone(zone))
            for snapshot in snapshots.only("taken_at", "edition__number", "edition__slug")
        ]
        for item in items.only("headline", "body_html", "published_at"):
            at = max(filter(None, (item.published_at, item.corrected_at)))
            entries.append((item.get_absolute_url(), at.astimezone(zone)))
        return _urls(entries)

    return answer(request, [zone.key, *parts], build)


def _edition_years():
    """The years that have a page of their editions, the newest first."""
    published = Edition.objects.published().order_by("-week_last__year")
    return list(published.values_list("week_last__year", flat=True).distinct())


def _urls(entries):
    return _xml("urlset", f"{SPACE} {LINKS}", [_url(path, at) for path, at in entries])


def _url(path, at):
    changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
    english, chinese = (escape(f"{settings.SITE_URL}{place}") for place in (path, f"/zh{path}"))
    others = (
        f'<xhtml:link rel="alternate" hreflang="en" href="{english}"/>'
        f'<xhtml:link rel="alternate" hreflang="zh-Hans" href="{chinese}"/>'
    )
    return "".join(f"<url><loc>{loc}</loc>{changed}{others}</url>\n" for loc in (english, chinese))


def _xml(root, spaces, lines):
    text = "\n".join([f"{HEAD}<{root} {spaces}>", *lines, f"</{root}>\n"])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
