"""How feeds do: which fail, which fell silent, and how much they bring. Counted from what they brought."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from sources.models import Clipping, Feed
from sources.models.links import CLAIM
from sources.polling import SELDOMEST

WEEKS = 4
SPAN = timedelta(weeks=WEEKS)
LONG = timedelta(days=1)  # failing for so long is trouble; servers are away for an hour now and then
SILENT, GAPS = timedelta(days=14), 4  # none new for so many of its usual gaps, and so long at least
# In the order in which they want somebody.
STATES = {
    "failing": "Failing",
    "gone": "Stopped",
    "silent": "Silent",
    "paused": "Paused",
    "new": "Not asked yet",
    "well": "Well",
}


@dataclass(frozen=True)
class Health:
    """`a_week` is the mean of the last four weeks; until `rests_until` its server wants to be left alone."""

    feed: Feed
    state: str
    a_week: float
    rests_until: datetime | None = None

    @property
    def label(self):
        return STATES[self.state]


def health(now: datetime, **which) -> list[Health]:
    """Return how the feeds do that `which` filters, those first that want somebody, in one query."""
    rows = Feed.objects.filter(**which).select_related("source", "host").order_by("source__name", "url")
    rows = rows.annotate(lately=_brought(now - SPAN), usually=_brought(OuterRef("brought_at") - SPAN))
    found = [
        Health(feed, state_of(feed, feed.usually, now), feed.lately / WEEKS, _rest(feed, now))
        for feed in rows
    ]
    order = list(STATES)
    return sorted(found, key=lambda one: order.index(one.state))


def state_of(feed: Feed, usually: int, now: datetime) -> str:
    """Return the state of a feed that brought `usually` entries in the four weeks before its newest."""
    if not feed.active:
        return "gone" if feed.last_error else "paused"
    if feed.failures:
        return "failing"
    if not feed.polled_at:
        return "new"
    if not feed.brought_at:
        return "silent" if feed.pause >= SELDOMEST else "well"  # slowed down by days of bringing nothing
    gap = SPAN / max(usually, 1)
    return "silent" if now - feed.brought_at > max(SILENT, GAPS * gap) else "well"


def in_trouble(now: datetime):
    """Feeds that have failed for more than a day, and those that stopped for good; the longest first."""
    failing = Q(active=True, failing_since__lte=now - LONG)
    stopped = Q(active=False) & ~Q(last_error="")
    longest = F("failing_since").asc(nulls_last=True)
    return Feed.objects.filter(failing | stopped).select_related("source").order_by(longest, "pk")


def _rest(feed, now):
    is_resting = feed.active and feed.host and feed.host.free_at > now + CLAIM
    return feed.host.free_at if is_resting else None


def _brought(since):
    """How many entries came since then. What was old when it came, as with the first poll, does not count."""
    of_it = Clipping.objects.filter(feed=OuterRef("pk"), clipped_at__gte=since).order_by()
    young = of_it.filter(Q(published_at=None) | Q(published_at__gte=since))
    return Coalesce(Subquery(young.values("feed").annotate(number=Count("pk")).values("number")), 0)
