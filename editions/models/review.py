"""Review by link: who may read and judge a proof without an account, and what they did with it."""

import secrets

from django.db import models


def new_key():
    return secrets.token_urlsafe(24)


class ReviewLink(models.Model):
    """A link for one named person to the proof of one edition, valid for a time and revocable."""

    edition = models.ForeignKey("editions.Edition", on_delete=models.CASCADE, related_name="review_links")
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    name = models.CharField(
        max_length=80, help_text="For whom it is; what they do is recorded under this name."
    )
    may_approve = models.BooleanField(default=True)
    made_by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="reviewlink_ends_after_it_began"
            )
        ]

    def __str__(self):
        return f"Review by {self.name}"

    def is_open(self, now):
        return self.revoked_at is None and now < self.expires_at


class ReviewUse(models.Model):
    """One use of a review link."""

    class What(models.TextChoices):
        OPENED = "opened", "opened the proof"
        NOTED = "noted", "left a note"
        APPROVED = "approved", "approved"
        ASKED = "asked", "asked for changes"
        REFUSED = "refused", "was refused"

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="uses")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.link.name} {self.get_what_display()}"
