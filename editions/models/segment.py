"""Readers who may get an edition by themselves."""

from django.core.exceptions import ValidationError
from django.db import models

from editions import audience


class Segment(models.Model):
    """A named rule of who gets it. An edition keeps the rule itself, so that changing this changes none."""

    name = models.CharField(max_length=80, unique=True)
    rule = models.CharField(max_length=audience.LONGEST)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        try:
            self.rule = str(audience.parse(self.rule))
        except ValueError as error:
            raise ValidationError({"rule": str(error)}) from error
