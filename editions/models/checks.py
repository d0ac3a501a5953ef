"""What people decided about findings of the checks."""

from django.db import models


class Override(models.Model):
    """A publisher's word that an error may stand, with the reason. It holds while the words stay the same."""

    edition = models.ForeignKey(
        "editions.Edition", null=True, blank=True, on_delete=models.CASCADE, related_name="overrides"
    )
    item = models.ForeignKey(
        "sources.NewsItem", null=True, blank=True, on_delete=models.CASCADE, related_name="overrides"
    )
    code = models.CharField(max_length=60)
    key = models.CharField(max_length=24)
    sentence = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="override_with_a_reason"),
            models.CheckConstraint(
                condition=models.Q(edition__isnull=False, item__isnull=True)
                | models.Q(edition__isnull=True, item__isnull=False),
                name="override_of_one_thing",
            ),
            models.UniqueConstraint(fields=["edition", "key"], name="override_once_an_edition"),
            models.UniqueConstraint(fields=["item", "key"], name="override_once_an_item"),
        ]

    def __str__(self):
        return self.sentence


class Distinct(models.Model):
    """An editor's word that an item is not the story of an earlier one."""

    item = models.ForeignKey("sources.NewsItem", on_delete=models.CASCADE, related_name="distinct_from")
    earlier = models.ForeignKey("sources.NewsItem", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "earlier"], name="distinct_once_a_pair")]

    def __str__(self):
        return f"{self.item} is not {self.earlier}"
