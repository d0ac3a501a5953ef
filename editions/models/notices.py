"""What concerns a person, told on the board and by mail."""

from django.db import models


class Notice(models.Model):
    """One thing told to one person, once an occasion."""

    class Kind(models.TextChoices):
        APPROVAL_WANTED = "wanted", "An edition wants approval"
        APPROVAL_VOIDED = "voided", "An approval was voided"
        OVERDUE = "overdue", "An edition did not go out at its hour"
        MAILING_STOPPED = "stopped", "A mailing stopped"
        NAMED = "named", "A note names me"

    person = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=8, choices=Kind)
    edition = models.ForeignKey("editions.Edition", null=True, blank=True, on_delete=models.CASCADE)
    item = models.ForeignKey("sources.NewsItem", null=True, blank=True, on_delete=models.CASCADE)
    text = models.TextField()
    occasion = models.CharField(max_length=120, help_text="What makes it once: “move 12”.")
    at = models.DateTimeField()
    on_board = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_error = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "occasion"], name="notice_once_an_occasion")
        ]
        indexes = [models.Index(fields=["mail_due_at"], name="notice_mail_due")]

    def __str__(self):
        return self.text[:80]


class NoticeChoice(models.Model):
    """Where a person wants to be told of one kind of thing; without a row, on the board and by mail."""

    person = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=8, choices=Notice.Kind)
    on_board = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="noticechoice_once_a_kind")]

    def __str__(self):
        return self.get_kind_display()
