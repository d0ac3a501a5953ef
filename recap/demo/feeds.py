"""The feeds that the demo newsroom follows. Their addresses are made up, so they are never due."""

from dataclasses import dataclass
from datetime import timedelta

from sources.models import Clipping, Feed, Source


@dataclass(frozen=True)
class DemoFeed:
    """`source` is a name of the demo's own; hours count back from `now`."""

    source: str
    url: str
    title: str
    asked: float = 0.4
    succeeded: float = 0.4
    brought: float | None = None
    failures: int = 0
    failing: float | None = None
    last_error: str = ""
    active: bool = True
    keep_only: str = ""
    drop: str = ""


FEEDS = (
    DemoFeed("36Kr", "https://36kr.example/feed", "36氪", brought=5, keep_only="出海\n极氪\n海外"),
    DemoFeed("LatePost", "https://latepost.example/rss", "晚点 LatePost", brought=9),
    DemoFeed("TechNode", "https://technode.example/feed.json", "TechNode", brought=14, drop="podcast\nquiz"),
    DemoFeed("Nikkei Asia", "https://nikkei.example/china.xml", "Nikkei Asia: China", brought=7),
    DemoFeed(
        "Yicai",
        "https://yicai.example/global.xml",
        "第一财经",
        asked=1,
        succeeded=62,
        brought=70,
        failures=9,
        failing=61,
        last_error="The server answered 503.",
    ),
    DemoFeed("Bloomberg", "https://bloomberg.example/asia.xml", "Bloomberg: Asia", brought=24 * 125),
    DemoFeed(
        "KrASIA",
        "https://krasia.example/rss",
        "KrASIA",
        asked=200,
        succeeded=210,
        brought=220,
        active=False,
        last_error="The server says that this feed is gone for good (410), so it is not asked any more.",
    ),
    DemoFeed("Xinhua", "https://xinhua.example/business.xml", "Xinhua: Business", brought=30, active=False),
)


def fill(now):
    """Store the feeds; what is clipped of their sources came by them."""

    def ago(hours):
        return None if hours is None else now - timedelta(hours=hours)

    for demo in FEEDS:
        feed = Feed.objects.create(
            source=Source.objects.named(demo.source),
            url=demo.url,
            title=demo.title,
            active=demo.active,
            polled_at=ago(demo.asked),
            succeeded_at=ago(demo.succeeded),
            read_at=ago(demo.succeeded),
            brought_at=ago(demo.brought),
            failures=demo.failures,
            failing_since=ago(demo.failing),
            last_error=demo.last_error,
            keep_only=demo.keep_only,
            drop=demo.drop,
        )
        Clipping.objects.filter(source=feed.source).update(feed=feed)
