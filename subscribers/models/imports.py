"""A file of subscribers on its way in."""

from django.db import models


class Import(models.Model):
    """One uploaded file: how it is read, how far it has come, and what became of its rows."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Waiting for its columns"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    class Purpose(models.TextChoices):
        PEOPLE = "people", "Subscribers"
        SUPPRESSIONS = "suppressions", "Addresses that are never to be mailed"

    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.PEOPLE)
    path = models.CharField(max_length=300, help_text="Below the folder of imports.")
    size = models.PositiveBigIntegerField(default=0)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, default=",")
    has_headings = models.BooleanField(default=True)
    system = models.CharField(max_length=20, blank=True, help_text="Whose export it is.")
    columns = models.JSONField(default=dict, blank=True, help_text="Which column is what.")
    standing = models.CharField(
        max_length=12, default="active", help_text="The status of those whose row does not say."
    )
    consent_words = models.TextField(
        blank=True, help_text="What all its people agreed to, where no column says."
    )
    consented_on = models.DateField(null=True, blank=True, help_text="When they agreed, likewise.")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    total = models.PositiveIntegerField(default=0, help_text="Rows.")
    done = models.PositiveIntegerField(default=0, help_text="Rows taken or refused; it goes on after these.")
    counts = models.JSONField(default=dict, blank=True)
    refused_size = models.PositiveBigIntegerField(
        default=0, help_text="Of the file of refused rows: what lies beyond was written in vain."
    )
    why = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL)
    claimed_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.name
