"""A mailing, its distinct contents, and one row for everybody who is to get it."""

from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from editions.workflow import PUBLISHED
from sources.workflow import refusal
from subscribers import telling, waking, workflow
from subscribers.mailbox_providers import DOMAINS

MOMENT = timedelta(seconds=1)  # rows are counted no oftener
SWEPT = 10_000  # rows at once


class MailingQuerySet(models.QuerySet):
    def withdrawn(self):
        """Those in hand whose edition was withdrawn."""
        return self.filter(state__in=Mailing.OPEN, edition__isnull=False).exclude(edition__status=PUBLISHED)

    def half_cancelled(self):
        """Cancelled ones of which a row waits still."""
        waiting = Delivery.objects.filter(mailing=models.OuterRef("pk"), state=Delivery.State.QUEUED)
        return self.filter(models.Exists(waiting), state=Mailing.State.CANCELLED)


class Mailing(models.Model):
    """One sending of an edition, a correction or a digest to a frozen audience.

    Not yet filled, it is `filling`; filled, `queued` until a lane begins. A pause keeps what was reached:
    `filled_at` tells whether to go on filling or sending.
    """

    class Kind(models.TextChoices):
        EDITION = "edition", "Edition"
        CORRECTION = "correction", "Correction"
        DIGEST = "digest", "Monthly digest"

    class State(models.TextChoices):
        FILLING = "filling", "Counting its readers"
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        PAUSED = "paused", "Paused"
        SENT = "sent", "Sent"
        CANCELLED = "cancelled", "Cancelled"

    OPEN = (State.FILLING, State.QUEUED, State.SENDING, State.PAUSED)
    SENDABLE = (State.QUEUED, State.SENDING)

    kind = models.CharField(max_length=10, choices=Kind)
    occasion = models.CharField(max_length=40, help_text="“edition 27”, “correction 5”, “digest 2025-07”.")
    rule = models.CharField(
        max_length=300, default="everyone", help_text="Who gets it (editions/audience.py)."
    )
    edition = models.ForeignKey(
        "editions.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="mailings"
    )
    correction = models.ForeignKey(
        "editions.Correction", null=True, blank=True, on_delete=models.PROTECT, related_name="mailings"
    )
    month = models.DateField(null=True, blank=True, help_text="The first day of a digest's month.")
    snapshot = models.ForeignKey(
        "editions.Snapshot", null=True, blank=True, on_delete=models.PROTECT, related_name="mailings"
    )
    subject = models.CharField(max_length=250)
    state = models.CharField(max_length=10, choices=State, default=State.FILLING)
    why = models.TextField(blank=True, help_text="Why it is paused or was cancelled.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL)
    frozen_at = models.DateTimeField(null=True, blank=True)
    highest_id = models.BigIntegerField(default=0, help_text="Of the subscribers, when it was frozen.")
    filled_to = models.BigIntegerField(default=0, help_text="The last subscriber looked at.")
    filled_at = models.DateTimeField(null=True, blank=True)
    audience = models.PositiveIntegerField(default=0, help_text="Its rows, counted when it was filled.")
    seeded_at = models.DateTimeField(null=True, blank=True, help_text="When the seed list had been served.")
    waits_after_seeds = models.BooleanField("pause after the seed list", default=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True, help_text="Rows by state, as last counted.")
    counted_at = models.DateTimeField(null=True, blank=True)  # and so, when it was last looked after
    tally = models.JSONField(
        default=dict, blank=True, help_text="What became of its rows, by mailbox provider."
    )
    tallied_at = models.DateTimeField(null=True, blank=True)
    thinned_at = models.DateTimeField(
        null=True, blank=True, help_text="When the addresses and answers of its rows were taken away."
    )

    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("send_mailing", "Can send, pause, resume and cancel mailings"),
            ("decide_delivery", "Can decide on deliveries whose answer never came"),
        ]
        constraints = [
            # However often “send” is pressed, it is one mailing.
            models.UniqueConstraint(fields=["occasion", "rule"], name="mailing_once_an_audience"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["queued", "sending", "sent"])
                | models.Q(filled_at__isnull=False),
                name="mailing_sends_once_filled",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="mailing_by_state")]

    def __str__(self):
        return self.subject

    def pause(self, by, now, why=""):
        """Stop it where it stands; by nobody, the house does, and tells those who may send.

        Raises WorkflowError.
        """
        with transaction.atomic():
            self._move("pause", by, why=why or f"Paused by {_name(by)}.")
            if by is None:
                telling.stopped(self, now=now)

    def resume(self, by, now):
        """Go on with filling or sending, wherever it was stopped. Raises WorkflowError."""
        filled = models.When(filled_at__isnull=False, then=models.Value(self.State.QUEUED))
        state = models.Case(filled, default=models.Value(self.State.FILLING))
        self._move("resume", by, state=state, why="", counted_at=now)
        waking.wake("fill_mailings" if self.filled_at is None else "run_lanes")

    def cancel(self, by, now, why=""):
        """Give up what was not sent. Of a large mailing most rows follow with the next task.

        Raises WorkflowError.
        """
        with transaction.atomic():
            self._move("cancel", by, why=why or f"Cancelled by {_name(by)}.", finished_at=now)
            if self.filled_at is None:
                self.audience = self.deliveries.count()
                self.save(update_fields=["audience"])
            if by is None:
                telling.stopped(self, now=now)
        self.cancel_waiting()

    def again(self, by):
        """Open a finished mailing again, to be filled once more. Raises WorkflowError."""
        afresh = {"frozen_at": None, "filled_to": 0, "filled_at": None}
        self._move("again", by, why="", **afresh)

    def cancel_waiting(self):
        """Turn waiting rows of a cancelled mailing to cancelled, a bounded number; return how many."""
        waiting = Delivery.objects.filter(mailing=self, state=Delivery.State.QUEUED)
        some = waiting.order_by("pk").values_list("pk", flat=True)[:SWEPT]
        still = Mailing.objects.filter(pk=self.pk, state=self.State.CANCELLED)
        rows = waiting.filter(models.Exists(still), pk__lte=max(some, default=0))
        return rows.update(state=Delivery.State.CANCELLED)

    def count(self, now):
        """Return how many of its rows are in which state; counted afresh at most once a second."""
        stale = models.Q(counted_at=None) | models.Q(counted_at__lte=now - MOMENT)
        if Mailing.objects.filter(stale, pk=self.pk).update(counted_at=now):
            self._recount(now)
        self.refresh_from_db(fields=["counts", "counted_at"])
        return dict.fromkeys(Delivery.State.values, 0) | self.counts

    def settle(self, now):
        """Call it sent when nobody waits; stop it where its rows are not as many as its audience."""
        with transaction.atomic():
            # Whoever queues a row again locks the mailing first too.
            row = Mailing.objects.select_for_update().get(pk=self.pk)
            if row.state in self.SENDABLE:
                row._settle(row._recount(now), now)
        self.refresh_from_db()

    def _settle(self, counts, now):
        if (found := sum(counts.values())) != self.audience:
            why = f"Its audience was {self.audience:,}, but {found:,} deliveries are known. Nothing is sent."
            self.pause(None, now, why=why)
        elif not counts[Delivery.State.QUEUED] and not counts[Delivery.State.SENDING]:
            Mailing.objects.filter(pk=self.pk).update(state=self.State.SENT, why="", finished_at=now)

    def _recount(self, now):
        rows = self.deliveries.order_by().values_list("state").annotate(number=models.Count("pk"))
        counts = dict.fromkeys(Delivery.State.values, 0) | dict(rows)
        Mailing.objects.filter(pk=self.pk).update(counts=counts, counted_at=now)
        return counts

    def _move(self, name, by, **changes):
        """Make a move of the table; `by` is None for the house. Raises WorkflowError."""
        move, came_from = workflow.MOVES[name], self.state
        permissions = by.get_all_permissions() if by else {move.permission}
        if why_not := refusal(move, self.state, permissions, dict(self.State.choices)):
            raise workflow.WorkflowError(why_not)
        rows = Mailing.objects.filter(pk=self.pk, state__in=move.sources)
        if not rows.update(**{"state": move.target, **changes}):
            self.refresh_from_db()
            raise workflow.WorkflowError(f"It went from {came_from} to {self.state} meanwhile.")
        self.refresh_from_db()


def _name(person):
    return (person.get_full_name() or person.get_username()) if person else "the house"


class Rendition(models.Model):
    """One distinct content of a mailing, shared by all who get the same.

    `html` and `text` hold placeholders for what is personal (`subscribers/tokens.py`).
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="renditions")
    key = models.CharField(
        max_length=80, help_text="“full”, “headlines”, “digest”, or “follows” and a hash of its items."
    )
    snapshot = models.ForeignKey(
        "editions.Snapshot", null=True, blank=True, on_delete=models.PROTECT, related_name="renditions"
    )
    items = models.JSONField(default=list, blank=True, help_text="Of an edition's, where it holds a part.")
    subject = models.CharField(max_length=250)
    html = models.TextField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "key"], name="rendition_once_a_mailing")]

    def __str__(self):
        return f"{self.mailing}: {self.key}"


class Lane(models.Model):
    """A worker's thread while it sends over one connection; its rows carry its id.

    `host` and `boot` tell whether the lane can be proved dead from here: its journal is locked while it
    lives (`subscribers/journal.py`).
    """

    host = models.CharField(max_length=255)
    boot = models.CharField(max_length=64)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="lanes")
    began_at = models.DateTimeField()
    lease_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["lease_until"], condition=models.Q(ended_at=None), name="lane_running")
        ]

    def __str__(self):
        return f"lane {self.pk} on {self.host}"


class DeliveryQuerySet(models.QuerySet):
    def forget(self, **changes):
        """Take away what tells to whom they went, and make `changes`; a provider's domain names nobody."""
        known = models.When(domain__in=DOMAINS, then="domain")
        domain = models.Case(known, default=models.Value(""))
        return self.update(address="", domain=domain, answer="", provider_id="", **changes)


class Delivery(models.Model):
    """One mailing to one subscriber, and what became of it.

    A bounce or a complaint is an event on a sent row. Erasing a subscriber empties address and link.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Unknown")
        SUPPRESSED = "suppressed", _("Passed over")
        CANCELLED = "cancelled", _("Cancelled")

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    occasion = models.CharField(max_length=40)
    subscriber = models.ForeignKey(
        "subscribers.Subscriber",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
        db_index=False,  # the constraint has one
    )
    rendition = models.ForeignKey(
        Rendition, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    address = models.CharField(max_length=320, blank=True)
    domain = models.CharField(max_length=255, blank=True)
    is_seed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    lane = models.ForeignKey(
        Lane, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries", db_index=False
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="The server's, or why there is none.")
    provider_id = models.CharField(max_length=120, blank=True, help_text="What a provider calls it.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "occasion"], name="delivery_once_an_occasion"),
            models.UniqueConstraint(
                fields=["occasion", "address"],
                condition=models.Q(is_seed=True, subscriber=None),
                name="delivery_once_a_seed",
            ),
        ]
        indexes = [
            models.Index(fields=["mailing", "state", "id"], name="delivery_by_state"),
            models.Index(fields=["lease_until"], condition=models.Q(state="sending"), name="delivery_leased"),
            models.Index(
                fields=["provider_id"], condition=~models.Q(provider_id=""), name="delivery_by_provider_id"
            ),
        ]

    def __str__(self):
        return f"{self.occasion} to {self.address or 'somebody erased'}"


class Seed(models.Model):
    """One of our own addresses, mailed first."""

    address = models.EmailField(max_length=254, unique=True)

    class Meta:
        ordering = ["address"]

    def __str__(self):
        return self.address


class Pace(models.Model):
    """How much was sent in one minute by all workers together, and the relay's health: the shared rate.

    The row of minute 0 holds when the next message may leave, and until when a relay that is down is
    left alone.
    """

    minute = models.BigIntegerField(unique=True, help_text="Since 1970; 0 for the state of the relay.")
    taken = models.PositiveIntegerField(default=0)
    next_at = models.FloatField(default=0, help_text="Seconds since 1970.")
    failures = models.PositiveIntegerField(default=0)
    down_until = models.FloatField(default=0)
    said = models.TextField(blank=True)

    def __str__(self):
        return f"minute {self.minute}: {self.taken}"


class Link(models.Model):
    """An address in a mailing, and how often it was followed by anybody: totals, never a person."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="links")
    url = models.TextField()
    digest = models.CharField(max_length=64, editable=False)
    clicks = models.PositiveIntegerField(default=0)
    scans = models.PositiveIntegerField(default=0, help_text="By known scanners; left out of the clicks.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "digest"], name="link_once_a_mailing")]

    def __str__(self):
        return self.url
