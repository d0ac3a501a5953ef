"""Bylines."""

from django.db import models
from django.db.models.functions import Lower


class Contributor(models.Model):
    """Who signs a story or a commentary."""

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    biography = models.TextField(blank=True)
    picture = models.ForeignKey("sources.Picture", null=True, blank=True, on_delete=models.PROTECT)
    contact = models.CharField(max_length=200, blank=True, help_text="For the newsroom; never shown.")
    disclosure = models.TextField(blank=True, help_text="Interests a reader should know of.")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="contributor_name_once")]

    def __str__(self):
        return self.name
