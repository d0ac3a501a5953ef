"""Keys with which a program of a colleague may send clippings."""

from django.conf import settings
from django.db import models


class AccessToken(models.Model):
    """A personal token: shown once when it is made, and kept as its digest alone."""

    class Scope(models.TextChoices):
        CLIP = "clip", "Send clippings"
        QUEUE = "queue", "Send clippings, and read the queue"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_tokens"
    )
    name = models.CharField(max_length=60, help_text="Where it is used.")
    digest = models.CharField("SHA-256 of the token", max_length=64, unique=True, editable=False)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.CLIP)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField("last used", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name
