"""What machines read; it is the same in every language."""

from django.urls import path, re_path

from editions.archive import deals, entries, feeds, sitemaps
from editions.archive.api import door

app_name = "data"
FORM = r"feed\.(?P<form>xml|rss|json)$"  # Atom, RSS, JSON Feed
TABLE = r"\.(?P<form>csv|json)$"
urlpatterns = [
    re_path(rf"^editions/{FORM}", feeds.editions, name="editions_feed"),
    re_path(rf"^latest/{FORM}", feeds.latest, name="latest_feed"),
    re_path(rf"^companies/(?P<slug>[-\w]+)/{FORM}", feeds.company, name="company_feed"),
    re_path(rf"^markets/(?P<slug>[-\w]+)/{FORM}", feeds.market, name="market_feed"),
    re_path(rf"^topics/(?P<slug>[^/]+)/{FORM}", feeds.topic, name="topic_feed"),
    re_path(rf"^kinds/(?P<slug>[-\w]+)/{FORM}", feeds.kind, name="kind_feed"),
    re_path(rf"^deals/deals{TABLE}", deals.table, name="deals_table"),
    re_path(rf"^entries/entries{TABLE}", entries.table, name="entries_table"),
    path("api/v1/<path:path>", door.door, name="api"),
    path("api/v1/", door.door, {"path": ""}),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemaps/<int:year>.xml", sitemaps.year, name="sitemap_year"),
]
