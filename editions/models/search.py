"""What readers search."""

from django.db import models


class Entry(models.Model):
    """One thing that is out, with its words as they are searched (`editions/searching/`).

    Each database searches them in its own way: SQLite by a table of words that triggers keep in step
    (`editions/searching/triggers.py`), PostgreSQL by a column of its own, which the migration makes.
    """

    item = models.OneToOneField("sources.NewsItem", null=True, on_delete=models.CASCADE, related_name="entry")
    edition = models.OneToOneField("editions.Edition", null=True, on_delete=models.CASCADE)
    company = models.OneToOneField("sources.Company", null=True, on_delete=models.CASCADE)
    market = models.OneToOneField("sources.Market", null=True, on_delete=models.CASCADE)
    words = models.TextField()
    made_of = models.CharField(max_length=64)  # the version, snapshot or digest it was made of
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["-at", "-id"], name="entry_newest"),
            # What is due is read from this alone, and not from rows with their texts.
            models.Index(fields=["item", "made_of"], name="entry_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(item__isnull=False, edition=None, company=None, market=None)
                | models.Q(item=None, edition__isnull=False, company=None, market=None)
                | models.Q(item=None, edition=None, company__isnull=False, market=None)
                | models.Q(item=None, edition=None, company=None, market__isnull=False),
                name="entry_of_one_thing",
            )
        ]

    def __str__(self):
        return self.words[:60]
