"""What was found and not yet judged."""

from django.db import models


class ClippingQuerySet(models.QuerySet):
    def waiting(self, now):
        """New clippings, and held ones whose week has come."""
        held = models.Q(state=Clipping.State.HELD, held_until__lte=now)
        return self.filter(models.Q(state=Clipping.State.NEW) | held)


class Clipping(models.Model):
    """An article found at a source: their headline and address, never our words."""

    class State(models.TextChoices):
        NEW = "new", "New"
        TAKEN = "taken", "Taken"
        HELD = "held", "Held"
        DISMISSED = "dismissed", "Dismissed"

    url = models.URLField("address as found", max_length=2000)
    canonical_url = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=500, blank=True)
    summary = models.TextField(blank=True)
    author = models.CharField(max_length=200, blank=True)
    image_url = models.URLField(max_length=2000, blank=True)
    language = models.CharField(max_length=10, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    clipped_at = models.DateTimeField()
    source = models.ForeignKey("sources.Source", null=True, blank=True, on_delete=models.PROTECT)
    feed = models.ForeignKey("sources.Feed", null=True, blank=True, on_delete=models.SET_NULL)
    companies = models.ManyToManyField("sources.Company", blank=True, verbose_name="suggested companies")
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    held_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was dismissed.")
    cluster = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, help_text="The clipping of the same story."
    )

    objects = ClippingQuerySet.as_manager()

    class Meta:
        ordering = ["-clipped_at", "-pk"]
        indexes = [models.Index(fields=["state", "-clipped_at"], name="clipping_queue")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="held") | models.Q(held_until__isnull=False),
                name="clipping_held_until_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dismissed") | ~models.Q(reason=""),
                name="clipping_dismissed_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.title or self.url


class Tip(models.Model):
    """What a company sent in about itself; it becomes a clipping, or joins that of the same address."""

    company_name = models.CharField(max_length=200)
    story = models.TextField()
    url = models.URLField(max_length=2000, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField()
    network = models.CharField(max_length=45, blank=True, editable=False, help_text="Whence it was sent.")
    received_at = models.DateTimeField()
    clipping = models.ForeignKey(
        Clipping, null=True, blank=True, on_delete=models.SET_NULL, related_name="tips"
    )

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["network", "received_at"], name="tip_by_network")]

    def __str__(self):
        return self.company_name
