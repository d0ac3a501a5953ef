"""The edition as it went out, and what was corrected since."""

from django.conf import settings
from django.db import models
from django.utils import translation

from editions.document import EditionDocument, content_hash, from_plain, to_plain
from editions.render.email import render_email
from editions.render.text import render_text
from editions.render.web import render_article
from editions.worddiff import diff_html


class FrozenError(Exception):
    """A snapshot is never updated and never deleted."""


class SnapshotQuerySet(models.QuerySet):
    def newest(self):
        """The newest snapshot of each published edition: what the public is shown."""
        newer = Snapshot.objects.filter(
            edition=models.OuterRef("edition"), sequence__gt=models.OuterRef("sequence")
        )
        return self.filter(~models.Exists(newer), edition__status="published").select_related("edition")

    def noting_corrections(self):
        """With `is_corrected`: whether its edition was ever corrected, also where a removal came after."""
        corrections = Correction.objects.filter(edition=models.OuterRef("edition"))
        return self.annotate(is_corrected=models.Exists(corrections))

    def take(self, edition, document, *, now, reason="publication"):
        """Freeze `document` as what `edition` says to the public from `now` on.

        Its own language is frozen, in whatever language the page of who publishes is.
        """
        last = self.filter(edition=edition).aggregate(last=models.Max("sequence"))["last"] or 0
        with translation.override(settings.LANGUAGE_CODE):
            return self.create(
                edition=edition,
                sequence=last + 1,
                reason=reason,
                title=document.title,
                dek=document.dek,
                document=to_plain(document),
                web_html=render_article(document),
                email_html=render_email(document),
                text=render_text(document),
                content_hash=content_hash(document),
                taken_at=now,
            )

    def update(self, **changes):
        raise FrozenError("A snapshot is never updated; a correction makes a new one beside it.")

    def delete(self):
        raise FrozenError("A snapshot is never deleted: it is what went out.")


class Snapshot(models.Model):
    """What went out. A trigger refuses an UPDATE by SQL too (`editions/guard.py`)."""

    class Reason(models.TextChoices):
        PUBLICATION = "publication", "Publication"
        CORRECTION = "correction", "Correction"
        REMOVAL = "removal", "Removal"

    edition = models.ForeignKey("editions.Edition", on_delete=models.PROTECT, related_name="snapshots")
    sequence = models.PositiveIntegerField()
    reason = models.CharField(max_length=12, choices=Reason, default=Reason.PUBLICATION)
    title = models.CharField(max_length=200)
    dek = models.TextField(blank=True)
    document = models.JSONField()
    web_html = models.TextField()
    email_html = models.TextField()
    text = models.TextField()
    content_hash = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-edition__number", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "sequence"], name="snapshot_once_a_sequence")
        ]

    def __str__(self):
        return f"{self.edition}, {self.get_reason_display().lower()} {self.sequence}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise FrozenError("A snapshot is never updated; a correction makes a new one beside it.")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return self.edition.get_absolute_url()

    def delete(self, *args, **kwargs):
        raise FrozenError("A snapshot is never deleted: it is what went out.")

    def read(self):
        """The document that was frozen."""
        return from_plain(EditionDocument, self.document)


class Correction(models.Model):
    """A dated note to readers on what was wrong; its snapshot stands beside the old one.

    An item that was published on its own has no edition, and so no snapshot.
    """

    edition = models.ForeignKey(
        "editions.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    item = models.ForeignKey(
        "sources.NewsItem", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    snapshot = models.OneToOneField(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="correction"
    )
    note = models.TextField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    # When those who were sent the error are to be told; `subscribers` will look for it.
    mail_due_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(edition__isnull=False, snapshot__isnull=False)
                | models.Q(edition__isnull=True, snapshot__isnull=True, item__isnull=False),
                name="correction_of_a_snapshot_or_an_item",
            )
        ]

    def __str__(self):
        return self.note[:80]

    @property
    def difference(self):
        """What was wrong and what is right, word by word, as HTML."""
        return diff_html(self.before, self.after)
