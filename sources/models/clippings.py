"""What was found and not yet judged."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from sources.kinds import KINDS


class ClippingQuerySet(models.QuerySet):
    def waiting(self, now):
        """New clippings, and held ones whose week has come."""
        return self.filter(queued_at__lte=now)

    def leading(self):
        """One clipping a story: the rows of the queue."""
        return self.filter(cluster=None)


class Clipping(models.Model):
    """An article found at a source: their headline and address, never our words.

    Clippings of one story follow the one that leads it, which is the best ranked; the state of all is
    that of the leading one.
    """

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
    clipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL
    )
    trouble = models.CharField(max_length=300, blank=True, help_text="Why its page could not be read.")
    source = models.ForeignKey("sources.Source", null=True, blank=True, on_delete=models.PROTECT)
    feed = models.ForeignKey("sources.Feed", null=True, blank=True, on_delete=models.SET_NULL)
    kind = models.CharField("suggested kind", max_length=16, choices=KINDS, blank=True)
    companies = models.ManyToManyField("sources.Company", blank=True, verbose_name="suggested companies")
    markets = models.ManyToManyField("sources.Market", blank=True, verbose_name="suggested markets")
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    held_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was dismissed.")
    cluster = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        db_index=False,  # below, without the many rows that follow none
        on_delete=models.SET_NULL,
        related_name="followers",
        help_text="The clipping that leads the same story.",
    )
    resembles = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        db_index=False,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="One that was judged before this came, and seems to tell the same story.",
    )
    # One column to order the queue by, so that opening it walks an index: none where it does not wait.
    queued_at = models.GeneratedField(
        expression=models.Case(
            models.When(state="new", then="clipped_at"), models.When(state="held", then="held_until")
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    objects = ClippingQuerySet.as_manager()

    class Meta:
        ordering = ["-clipped_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-clipped_at"], name="clipping_by_state"),
            # With what the queue is filtered by, so that a rare kind is found without reading every row.
            models.Index(
                fields=["-queued_at", "-id", "kind", "language", "state", "source"],
                condition=models.Q(cluster=None, queued_at__isnull=False),
                name="clipping_queue",
            ),
            models.Index(
                fields=["cluster", "id"], condition=models.Q(cluster__isnull=False), name="clipping_followers"
            ),
            models.Index(
                fields=["resembles"], condition=models.Q(resembles__isnull=False), name="clipping_like_judged"
            ),
            models.Index(fields=["feed", "-clipped_at"], name="clipping_of_feed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="held") | models.Q(held_until__isnull=False),
                name="clipping_held_until_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dismissed") | ~models.Q(reason=""),
                name="clipping_dismissed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(cluster=models.F("id")), name="clipping_does_not_follow_itself"
            ),
        ]

    def __str__(self):
        return self.title or self.url


class Trace(models.Model):
    """What a clipping is found by when another tells its story: a key of its title or its companies.

    Few of a day are kept for each key, so that placing a clipping costs the same however many there are.
    """

    clipping = models.ForeignKey(Clipping, on_delete=models.CASCADE, related_name="traces")
    key = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "-at"], name="trace_by_key")]
        constraints = [models.UniqueConstraint(fields=["clipping", "key"], name="trace_once_a_clipping")]

    def __str__(self):
        return self.key


class Judgement(models.Model):
    """What a person decided of clippings, with how they were before, so that it can be undone."""

    class Verb(models.TextChoices):
        TAKE = "take", "Taken"
        HOLD = "hold", "Held"
        DISMISS = "dismiss", "Dismissed"
        PUT_BACK = "put_back", "Put back"
        SPLIT = "split", "Split off"
        MERGE = "merge", "Merged"

    verb = models.CharField(max_length=8, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField()
    clipping = models.ForeignKey(Clipping, on_delete=models.CASCADE, related_name="judgements")
    before = models.JSONField(help_text="The rows as they were: what undoing puts back.")
    after = models.JSONField(help_text="The rows as it left them: what undoing expects.")
    item = models.ForeignKey("sources.NewsItem", null=True, blank=True, on_delete=models.SET_NULL)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "-at"], name="judgement_of_person")]

    def __str__(self):
        return f"{self.get_verb_display()}: {self.clipping_id}"


class SavedFilter(models.Model):
    """A way to look at the queue that somebody comes back to."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, help_text="As in the address of the queue.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("person", Lower("name"), name="saved_filter_name_once_a_person")
        ]

    def __str__(self):
        return self.name


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
