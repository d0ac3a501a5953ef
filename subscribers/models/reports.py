"""What came back: bounces, complaints, and mail that nobody could read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Report(models.Model):
    """A mail or a webhook that told of deliveries; kept for a stated time, then thinned."""

    class Source(models.TextChoices):
        MAILBOX = "mailbox", "Mailbox"
        WEBHOOK = "webhook", "Webhook"

    class Kind(models.TextChoices):
        BOUNCE = "bounce", "Bounce"
        COMPLAINT = "complaint", "Complaint"
        LEAVE = "leave", "Asks to leave"
        AUTO_REPLY = "auto", "Automatic reply"
        OTHER = "other", "Something else"

    source = models.CharField(max_length=8, choices=Source)
    kind = models.CharField(max_length=10, choices=Kind)
    digest = models.CharField(max_length=64, unique=True, help_text="Of its bytes: it counts once.")
    received_at = models.DateTimeField()
    raw = models.TextField(blank=True, help_text="Its beginning.")
    set_aside = models.TextField(blank=True, help_text="Why nothing could be made of it.")

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.received_at:%d %b %Y}"


class DeliveryEvent(models.Model):
    """Something that happened to a delivery after, or as, it was sent."""

    class Kind(models.TextChoices):
        HARD = "hard", _("Hard bounce")
        SOFT = "soft", _("Soft bounce")
        BLOCK = "block", _("Refused for what we send")
        COMPLAINT = "complaint", _("Complaint")
        LEFT = "left", _("Left")
        DECIDED = "decided", _("Decided by a person")

    kind = models.CharField(max_length=10, choices=Kind)
    delivery = models.ForeignKey(
        "subscribers.Delivery", null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    subscriber = models.ForeignKey(
        "subscribers.Subscriber", null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )
    at = models.DateTimeField()
    code = models.CharField(max_length=12, blank=True, help_text="RFC 3463, such as 5.1.1.")
    cause = models.TextField(blank=True)
    by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "at"], name="event_by_kind")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.code}".strip()
