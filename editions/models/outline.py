"""The parts of an edition, in order."""

from django.core.exceptions import ValidationError
from django.db import models

from sources.markup import to_html
from sources.workflow import KILLED


class Section(models.Model):
    """A part of an edition: a cluster of briefs, a single story, a long read, figures, a quote."""

    class Layout(models.TextChoices):
        BRIEFS = "briefs", "Briefs"
        SINGLE = "single", "Single story"
        FEATURE = "feature", "Feature"
        NUMBERS = "numbers", "Numbers"
        QUOTE = "quote", "Quote"
        SPONSOR = "sponsor", "Sponsor"

    edition = models.ForeignKey("editions.Edition", on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True, help_text="Markdown of its own, above the items.")
    text_html = models.TextField(blank=True, editable=False)
    layout = models.CharField(max_length=10, choices=Layout, default=Layout.BRIEFS)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["edition", "position", "pk"]

    def __str__(self):
        return self.heading or self.get_layout_display()

    def save(self, *args, **kwargs):
        self.text_html = to_html(self.text)
        super().save(*args, **kwargs)


class Slot(models.Model):
    """An item placed in a section, with its wording there where it differs."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="slots")
    item = models.ForeignKey("sources.NewsItem", on_delete=models.PROTECT, related_name="slots")
    wording = models.TextField(
        "wording in this edition", blank=True, help_text="Markdown; empty takes the item's."
    )
    wording_html = models.TextField(blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["section", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["section", "item"], name="slot_once_a_section")]

    def __str__(self):
        return str(self.item)

    def save(self, *args, **kwargs):
        self.wording_html = to_html(self.wording)
        super().save(*args, **kwargs)

    def clean(self):
        if self.item_id and self.item.status == KILLED:
            raise ValidationError(
                {"item": f"“{self.item.label}” was killed, so it cannot be placed; take it out."}
            )
