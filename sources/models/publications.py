"""Who is credited, and the addresses polled for them."""

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_noop as _

from sources.models.links import CLAIM, Host
from sources.networks import host_of


class SourceQuerySet(models.QuerySet):
    def named(self, name):
        """The source of this name or credit line, whatever its capitals, or None."""
        match = models.Q(name__iexact=name) | models.Q(credit_line__iexact=name)
        return self.filter(match).order_by("pk").first()


class Source(models.Model):
    """A publication that is credited."""

    class Kind(models.TextChoices):
        OUTLET = "outlet", _("Outlet")
        WIRE = "wire", _("Wire")
        STATEMENT = "statement", _("Company statement")
        FILING = "filing", _("Filing")
        SOCIAL = "social", _("Social")

    name = models.CharField(max_length=120)
    credit_line = models.CharField(
        max_length=120, blank=True, help_text="How it is credited; the name if empty."
    )
    home_page = models.URLField(blank=True)
    language = models.CharField(max_length=10, default="en")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OUTLET)
    rank = models.PositiveSmallIntegerField(
        default=50, help_text="Whom to prefer when several carry a story; 1 comes first."
    )
    paywalled = models.BooleanField(default=False)
    notes = models.TextField(blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="source_name_once")]

    def __str__(self):
        return self.credit_line or self.name

    def get_absolute_url(self):
        slug = slugify(str(self), allow_unicode=True) or "source"
        return reverse("archive:source", args=[self.pk, slug])


class FeedQuerySet(models.QuerySet):
    def due(self, now):
        """Feeds whose next poll has come."""
        return self.filter(active=True, next_poll_at__lte=now).order_by("next_poll_at", "pk")

    def claim(self, now):
        """Return a due feed that this worker alone may poll, or None; its `next_poll_at` is the claim's end.

        Where the worker dies, it is due again after a while.
        """
        free = models.Q(host=None) | models.Q(host__free_at__lte=now)
        for feed in self.due(now).filter(free).select_related("source")[:10]:
            host = feed.host or Host.objects.named(host_of(feed.url)[:255], now)
            claimed = now + CLAIM
            due = self.filter(pk=feed.pk, active=True, next_poll_at=feed.next_poll_at)
            if due.update(next_poll_at=claimed, host=host):
                feed.host, feed.next_poll_at = host, claimed
                return feed
        return None


class Feed(models.Model):
    """An RSS, Atom or JSON feed of a source, and how polling it goes."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="feeds")
    url = models.URLField(max_length=1000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    active = models.BooleanField(default=True, help_text="Polled.")
    host = models.ForeignKey(
        "sources.Host", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="feeds"
    )
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    next_poll_at = models.DateTimeField(null=True, blank=True)
    pause = models.PositiveIntegerField(default=3600, editable=False, help_text="Seconds between two polls.")
    polled_at = models.DateTimeField("last asked", null=True, blank=True, editable=False)
    succeeded_at = models.DateTimeField("last success", null=True, blank=True, editable=False)
    read_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was last sent whole, not as unchanged."
    )
    brought_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it last brought something new."
    )
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField("failures in a row", default=0, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    keep_only = models.TextField("keep-only words", blank=True, help_text="One a line; empty keeps all.")
    drop = models.TextField(
        "drop words", blank=True, help_text="One a line; what holds one of them is not clipped."
    )

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["source__name", "url"]
        indexes = [models.Index(fields=["next_poll_at"], name="feed_next_poll")]

    def __str__(self):
        return self.title or self.url


class Seen(models.Model):
    """An entry that a feed brought: it is clipped once, also where its clipping was thinned out since."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="seen")
    digest = models.CharField(max_length=32, help_text="Of its canonical address, or of its words.")
    seen_at = models.DateTimeField(help_text="When it last stood in the feed, to the day.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "digest"], name="seen_once_a_feed")]

    def __str__(self):
        return self.digest
