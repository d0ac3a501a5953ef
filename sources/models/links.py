"""Addresses that editions link to, and what became of them."""

from datetime import timedelta

from django.db import models

CLAIM = timedelta(minutes=5)  # whoever takes longer is dead; a check or a visit takes half a minute
PAUSE = timedelta(seconds=2)  # between two questions to one server
FORGOTTEN = timedelta(days=2)  # what nobody has wanted for so long is not asked for any more


class HostQuerySet(models.QuerySet):
    def named(self, name, now):
        """The row of a server, made at its first mention."""
        return self.get_or_create(name=name, defaults={"free_at": now})[0]

    def claim(self, pk, now):
        """Have a server to oneself: return when the claim lapses, or None while it is another's, or rests."""
        until = now + CLAIM
        return until if self.filter(pk=pk, free_at__lte=now).update(free_at=until) else None

    def free(self, pk, claimed, at):
        """Let others ask from `at` on, unless the claim that ends at `claimed` has lapsed."""
        self.filter(pk=pk, free_at=claimed).update(free_at=at)


class Host(models.Model):
    """A web server, asked for one address at a time."""

    name = models.CharField(max_length=255, unique=True)
    free_at = models.DateTimeField()
    robots = models.TextField(blank=True, help_text="What its robots.txt says, when it was last asked.")
    robots_status = models.PositiveSmallIntegerField(null=True, blank=True)
    robots_at = models.DateTimeField(null=True, blank=True)

    objects = HostQuerySet.as_manager()

    def __str__(self):
        return self.name


class LinkQuerySet(models.QuerySet):
    def due(self, now):
        """Addresses whose next check has come, the longest due first."""
        return self.filter(due_at__lte=now, wanted_at__gt=now - FORGOTTEN).order_by("due_at", "pk")

    def claim(self, now):
        """Return a due address that this worker alone may check, or None; its `due_at` is the claim's end.

        Nobody else asks its server either. Where the worker dies, both are free again after a while.
        """
        for link in self.due(now).filter(host__free_at__lte=now)[:10]:
            claimed = Host.objects.claim(link.host_id, now)
            if not claimed:
                continue
            if self.filter(pk=link.pk, due_at=link.due_at).update(due_at=claimed):
                link.due_at = claimed
                return link
            Host.objects.free(link.host_id, claimed, now)  # another worker has just checked it
        return None


class Link(models.Model):
    """An address as it is written, and what the last check of it found."""

    class State(models.TextChoices):
        NEW = "new", "Not checked yet"
        SOUND = "sound", "Sound"
        MOVED = "moved", "Moved for good"
        DEAD = "dead", "Dead"
        REFUSED = "refused", "Not public"
        UNKNOWN = "unknown", "Could not be checked"

    digest = models.CharField("SHA-256 of the address", max_length=64, unique=True, editable=False)
    address = models.TextField()
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="links")
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    status = models.PositiveSmallIntegerField("HTTP status", null=True, blank=True)
    leads_to = models.TextField(blank=True)
    error = models.TextField(blank=True)
    failures = models.PositiveIntegerField("failures in a row", default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    wanted_at = models.DateTimeField(help_text="When an open edition last linked to it.")
    due_at = models.DateTimeField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["due_at"], name="link_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="new", checked_at__isnull=True)
                | (~models.Q(state="new") & models.Q(checked_at__isnull=False)),
                name="link_new_until_checked",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="moved") | ~models.Q(leads_to=""), name="link_moved_to_somewhere"
            ),
        ]

    def __str__(self):
        return self.address
