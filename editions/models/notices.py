"""What concerns a person, told on the board and by mail."""

import re
from datetime import timedelta

from django.db import models, transaction
from django.urls import reverse

MAILING = re.compile(r"mailing (\d+)\b")  # the occasion of one that stopped
LATE = timedelta(days=1)  # then a mail tells nothing that the board has not told: a backup was restored
# How long a mail that was not taken waits for its second and its third try.
WAITS = (timedelta(minutes=5), timedelta(hours=1))


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        """Those that wait on the board."""
        return self.filter(on_board=True, read_at=None)

    def mail_due(self, now):
        """Those whose mail has come due, the longest due first."""
        return self.filter(mail_due_at__lte=now).order_by("mail_due_at", "pk")

    def forget_mails(self, now):
        """Take back the mails that come too late, and those that nobody can be sent."""
        late = "It was more than a day late, so it was not mailed."
        self.filter(mail_due_at__lte=now - LATE).update(mail_due_at=None, mail_error=late)
        nowhere = models.Q(person__email="") | models.Q(person__is_active=False)
        self.filter(nowhere, mail_due_at__lte=now).update(mail_due_at=None)

    def claim(self, now):
        """Return a due notice that this worker alone may mail, or None.

        The claim is committed before a mail server is asked. Where the worker dies, the notice counts as
        mailed: it stands on the board, and a second copy is worse than a missing one.
        """
        for notice in self.mail_due(now).select_related("person", "edition")[:10]:
            row = self.filter(pk=notice.pk, mail_due_at=notice.mail_due_at)
            with transaction.atomic(durable=True):
                tries = notice.mail_tries + 1
                if row.update(mailed_at=now, mail_due_at=None, mail_tries=tries, mail_error=""):
                    notice.mail_tries = tries
                    return notice
        return None


class Notice(models.Model):
    """One thing told to one person, once an occasion."""

    class Kind(models.TextChoices):
        APPROVAL_WANTED = "wanted", "An edition wants approval"
        APPROVAL_VOIDED = "voided", "An approval was voided"
        OVERDUE = "overdue", "An edition did not go out at its hour"
        MAILING_STOPPED = "stopped", "A mailing stopped"
        NAMED = "named", "A note names you, or a reviewer answers"

    person = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=8, choices=Kind)
    edition = models.ForeignKey("editions.Edition", null=True, blank=True, on_delete=models.CASCADE)
    item = models.ForeignKey("sources.NewsItem", null=True, blank=True, on_delete=models.CASCADE)
    text = models.TextField()
    occasion = models.CharField(max_length=120, help_text="What makes it once: “move 12”.")
    at = models.DateTimeField()
    on_board = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_error = models.TextField(blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "occasion"], name="notice_once_an_occasion")
        ]
        indexes = [models.Index(fields=["mail_due_at"], name="notice_mail_due")]

    def __str__(self):
        return self.text[:80]

    def get_absolute_url(self):
        """What it is about, at the desk."""
        if self.kind == self.Kind.MAILING_STOPPED and (found := MAILING.match(self.occasion)):
            return reverse("mailing", args=[found[1]])
        if self.edition_id:
            return reverse("admin:editions_edition_sheet", args=[self.edition_id])
        if self.item_id:
            return reverse("admin:sources_newsitem_sheet", args=[self.item_id])
        return reverse("notices")

    def next_try(self, now):
        """When to try its mail again; never after the third time."""
        waits = WAITS[self.mail_tries - 1 :]
        return now + waits[0] if waits else None

    def mail_failed(self, sentence, *, again_at):
        """Write down why the mail was not taken; it is tried `again_at`, where that is a time."""
        Notice.objects.filter(pk=self.pk).update(mailed_at=None, mail_due_at=again_at, mail_error=sentence)

    def mail_in_doubt(self, sentence):
        """Write down that the mail may have been taken; it is not sent again."""
        Notice.objects.filter(pk=self.pk).update(mail_error=sentence)


class NoticeChoice(models.Model):
    """Where a person wants to be told of one kind of thing; without a row, on the board and by mail."""

    person = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=8, choices=Notice.Kind)
    on_board = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="noticechoice_once_a_kind")]

    def __str__(self):
        return self.get_kind_display()
