"""Who is mailed, what they chose, and who is never mailed again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.kinds import KINDS
from subscribers.tokens import new_key


class SubscriberQuerySet(models.QuerySet):
    def mailable(self, today):
        """Those who may be mailed on `today`: active, not paused, and on no suppression list."""
        suppressed = Suppression.objects.filter(fingerprint=models.OuterRef("fingerprint"))
        awake = models.Q(paused_until=None) | models.Q(paused_until__lte=today)
        return self.filter(awake, ~models.Exists(suppressed), status=Subscriber.Status.ACTIVE)

    def wait_for_consent(self):
        """Those whom a list brought along without their consent, and who have not agreed since."""
        return self.filter(status=Subscriber.Status.PENDING, consent_at=None, imported__isnull=False)


class Subscriber(models.Model):
    """One address, what its owner agreed to, and what they want."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        ACTIVE = "active", _("Active")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Complained")

    class Choice(models.TextChoices):
        FULL = "full", _("The full edition")
        HEADLINES = "headlines", _("Headlines only")
        FOLLOWS = "follows", _("Only what I follow")
        DIGEST = "digest", _("A monthly digest")

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        CHINESE = "zh", "中文"

    address = models.CharField(max_length=320, help_text="As it was given.")
    normalised = models.CharField(max_length=320, unique=True, editable=False)
    domain = models.CharField(max_length=255, editable=False)
    fingerprint = models.CharField(max_length=64, db_index=True, editable=False)
    name = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    choice = models.CharField(max_length=10, choices=Choice, default=Choice.FULL)
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)
    paused_until = models.DateField(null=True, blank=True, help_text="The first day of mail again.")
    key = models.CharField(max_length=22, default=new_key, editable=False)
    joined_at = models.DateTimeField()
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_from = models.CharField(max_length=200, blank=True, help_text="The page, or the file.")
    consent_words = models.TextField(blank=True)
    consent_network = models.GenericIPAddressField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_from = models.ForeignKey(
        "subscribers.Mailing", null=True, blank=True, on_delete=models.SET_NULL, related_name="left"
    )
    imported = models.ForeignKey(
        "subscribers.Import", null=True, blank=True, on_delete=models.SET_NULL, related_name="subscribers"
    )

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-joined_at", "-pk"]
        permissions = [
            ("import_subscriber", "Can import subscribers"),
            ("export_subscriber", "Can export subscribers"),
        ]
        indexes = [
            models.Index(fields=["status", "joined_at"], name="subscriber_by_status"),
            models.Index(fields=["joined_at", "status"], name="subscriber_by_age"),
            models.Index(
                fields=["left_at"], condition=models.Q(left_at__isnull=False), name="subscriber_by_leaving"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="active") | models.Q(consent_at__isnull=False),
                name="subscriber_active_with_consent",
            ),
        ]

    def __str__(self):
        return self.address


class Follow(models.Model):
    """What a subscriber follows: one company, market, topic or kind."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="follows")
    company = models.ForeignKey("sources.Company", null=True, blank=True, on_delete=models.CASCADE)
    market = models.ForeignKey("sources.Market", null=True, blank=True, on_delete=models.CASCADE)
    topic = models.ForeignKey("taggit.Tag", null=True, blank=True, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20, choices=KINDS, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(company__isnull=False, market=None, topic=None, kind="")
                | models.Q(company=None, market__isnull=False, topic=None, kind="")
                | models.Q(company=None, market=None, topic__isnull=False, kind="")
                | (models.Q(company=None, market=None, topic=None) & ~models.Q(kind="")),
                name="follow_of_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=["subscriber", name],
                    condition=~models.Q(**{name: nothing}),
                    name=f"follow_{name}_once",
                )
                for name, nothing in (("company", None), ("market", None), ("topic", None), ("kind", ""))
            ),
        ]

    def __str__(self):
        return str(self.company or self.market or self.topic or self.get_kind_display())


class Suppression(models.Model):
    """An address that is never mailed, kept as its fingerprint alone; outlives subscriber and import."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", "Bounced hard"
        COMPLAINED = "complained", "Complained"
        BY_HAND = "by_hand", "Put here by hand"

    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.TextField(blank=True, help_text="What the server said, or who asked.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.get_reason_display()}, {self.fingerprint[:8]}"


class Letter(models.Model):
    """A single mail to one person about their subscription, waiting to be sent or sent.

    One row for every request of the public form, so that rates are counted here too.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("Please confirm")
        FOLLOW = "follow", _("Confirm what you follow")
        KNOWN = "known", _("You are subscribed already")
        MOVE = "move", _("Confirm the new address")

    kind = models.CharField(max_length=8, choices=Kind)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="letters")
    address = models.CharField(max_length=320)
    network = models.CharField(max_length=45, blank=True, help_text="Whence it was asked for.")
    follows = models.CharField(
        max_length=140, blank=True, help_text="What it was asked to follow: company/anker."
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="letter_due"),
            models.Index(fields=["network", "asked_at"], name="letter_by_network"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.address}"
