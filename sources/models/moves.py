"""Who moved what from which state to which, when, and why."""

from django.db import models

from sources import workflow


class MoveRecord(models.Model):
    """One move of a workflow's table. `by` is None where the house itself moved."""

    name = models.CharField(max_length=20)
    by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]


class ItemMove(MoveRecord):
    item = models.ForeignKey("sources.NewsItem", on_delete=models.CASCADE, related_name="moves")
    came_from = models.CharField(max_length=12, choices=workflow.STATES)
    went_to = models.CharField(max_length=12, choices=workflow.STATES)

    class Meta(MoveRecord.Meta):
        indexes = [models.Index(fields=["name", "at"], name="itemmove_by_name")]

    def __str__(self):
        return workflow.MOVES[self.name].label if self.name in workflow.MOVES else self.name
