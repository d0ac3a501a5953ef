"""An edition and its verbs."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify

from editions import assembly, audience, checking, notices, versions, workflow
from editions.changes import changed
from editions.document import EditionDocument, content_hash, from_plain
from editions.models.desk import Move, Version
from editions.models.masthead import Masthead
from editions.models.outline import Section, Slot
from editions.models.snapshot import Snapshot
from sources.markup import to_html
from sources.models import NewsItem
from sources.permalinks import path_to
from sources.waking import wake
from sources.workflow import NotYours, WorkflowError, refusal

# An edition found later than this is not fired: a restored backup or a long outage asks a person.
OVERDUE = timedelta(hours=1)
ANY = models.Q()
NOT_APPROVED = {"approved_hash": "", "publish_at": None, "held_at": None}


class ApprovalVoid(WorkflowError):
    """The edition is no longer what was approved."""


class EditionQuerySet(models.QuerySet):
    def on_the_clock(self):
        """Scheduled editions that nobody holds."""
        return self.filter(status=workflow.SCHEDULED, held_at=None)

    def due(self, now):
        """Those on the clock whose hour has come, and not long gone."""
        return self.on_the_clock().filter(publish_at__lte=now, publish_at__gt=now - OVERDUE)

    def overdue(self, now):
        """Those on the clock whose hour is long gone: a person decides."""
        return self.on_the_clock().filter(publish_at__lte=now - OVERDUE)

    def approved(self):
        """Those that an approval binds, and that are not out."""
        return self.filter(status__in=[workflow.APPROVED, workflow.SCHEDULED])

    def published(self):
        return self.filter(status=workflow.PUBLISHED)

    def for_rendering(self):
        """With all that a rendering reads."""
        items = models.Prefetch("slots__item", NewsItem.objects.for_rendering())
        return self.select_related("hero").prefetch_related(
            models.Prefetch("sections", Section.objects.prefetch_related(items))
        )

    def for_outline(self):
        """With what the outline of the desk shows of sections, slots and items."""
        return self.prefetch_related(
            models.Prefetch("sections__slots", Slot.objects.select_related("item")),
            models.Prefetch("sections__slots__item__companies", to_attr="shown_companies"),
            models.Prefetch("sections__slots__item__credits", to_attr="shown_credits"),
        )


class Edition(models.Model):
    """One numbered weekly edition, published once and mailed to each subscriber at most once."""

    class MailTo(models.TextChoices):
        EVERYONE = "everyone", "Everyone"
        NOBODY = "nobody", "Nobody"

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, blank=True, allow_unicode=True)
    dek = models.TextField(blank=True)
    week_first = models.DateField("first day of the week")
    week_last = models.DateField("last day of the week")
    subject = models.CharField("subject line", max_length=200, blank=True)
    preheader = models.CharField(max_length=250, blank=True)
    introduction = models.TextField(blank=True, help_text="Markdown.")
    introduction_html = models.TextField(blank=True, editable=False)
    signoff = models.TextField("sign-off", blank=True, help_text="Markdown.")
    signoff_html = models.TextField(blank=True, editable=False)
    hero = models.ForeignKey("sources.Picture", null=True, blank=True, on_delete=models.PROTECT)
    status = models.CharField(max_length=12, choices=workflow.STATES, default=workflow.DRAFT, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    mail_to = models.CharField(max_length=audience.LONGEST, default=MailTo.EVERYONE)
    mail_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_hash = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey("auth.User", null=True, editable=False, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        permissions = [
            ("draft_edition", "Can write in an edition that is a draft"),
            ("submit_edition", "Can send an edition to review and take it back"),
            ("approve_edition", "Can approve an edition"),
            ("schedule_edition", "Can schedule an edition"),
            ("publish_edition", "Can publish an edition"),
            ("withdraw_edition", "Can withdraw a published edition"),
            ("kill_edition", "Can kill an edition"),
        ]
        indexes = [
            models.Index(fields=["status", "publish_at"], name="edition_due"),
            models.Index(fields=["status", "-number"], name="edition_newest"),  # what is public
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=list(workflow.STATES)), name="edition_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(week_first__lte=models.F("week_last")), name="edition_week_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="scheduled") | models.Q(publish_at__isnull=False),
                name="edition_scheduled_for_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(status="scheduled") | models.Q(held_at__isnull=True),
                name="edition_held_only_when_scheduled",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["approved", "scheduled", "published"])
                | ~models.Q(approved_hash=""),
                name="edition_approved_by_content",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["published", "withdrawn"], published_at__isnull=False)
                | (~models.Q(status__in=["published", "withdrawn"]) & models.Q(published_at__isnull=True)),
                name="edition_published_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(mail_due_at__isnull=True) | models.Q(published_at__isnull=False),
                name="edition_mailed_once_published",
            ),
        ]

    def __str__(self):
        return f"No. {self.number} · {self.title}"

    def save(self, *args, **kwargs):
        self.slug = self.slug or slugify(self.title, allow_unicode=True)[:80].strip("-") or "edition"
        self.introduction_html = to_html(self.introduction)
        self.signoff_html = to_html(self.signoff)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return path_to("archive:edition", self.number, self.slug)

    def clean(self):
        if self.week_first and self.week_last and self.week_last < self.week_first:
            raise ValidationError({"week_last": "The week ends before it begins."})
        try:
            self.mail_to = str(audience.parse(self.mail_to))
        except ValueError as error:
            raise ValidationError({"mail_to": str(error)}) from error

    @property
    def is_frozen(self):
        """What has been published changes only by a correction."""
        return self.status in workflow.FROZEN

    def document(self):
        """The edition as it stands now, read afresh."""
        rows = Edition.objects.for_rendering().get(pk=self.pk)
        return assembly.assemble(rows, Masthead.objects.the())

    def reading(self):
        """What readers were last shown of it, and until it is out the edition as it stands now."""
        shown = self.snapshots.order_by("-sequence").first()
        return shown.read() if shown else self.document()

    def content_hash(self):
        """What an approval is bound to: document, subject, preheader and who gets it."""
        return content_hash(self.document(), self.mail_to)

    def wants_writer(self, person):
        """Raise NotYours where `person` may not write in it as it stands."""
        if why_not := workflow.refusal_to_write(self.status, person.get_all_permissions()):
            raise NotYours(why_not)

    def unticked(self):
        """The lines of the tick-list that nobody has ticked for this edition."""
        ticked = set(self.ticks.values_list("line", flat=True))
        return [line for line in Masthead.objects.the().tick_lines if line not in ticked]

    def submit(self, *, by, now):
        """Send it to review, and tell those who may approve it. Raises WorkflowError."""
        self._wants_content()
        with transaction.atomic():
            move = self._move("submit", by=by, now=now)
            notices.approval_wanted(self, move)

    def return_to_draft(self, *, by, now, reason="", link=None):
        """Take it back to be written. Raises WorkflowError."""
        with transaction.atomic():
            self._move("return_to_draft", by=by, now=now, reason=reason, link=link)
            notices.approval_settled(self, now=now)

    def approve(self, *, by, now, link=None, seen=""):
        """Approve what it says now, by a person or by a review link.

        `seen` is the hash of what was read, where it was read on a page that may be old by now. Raises
        WorkflowError, also where the four-eyes rule forbids or a check finds an error.
        """
        self._refuse("approve", by=by)
        with transaction.atomic():
            # Nobody changes its row meanwhile.
            Edition.objects.select_for_update(of=("self",)).get(pk=self.pk)
            self._wants_content()
            if by and Masthead.objects.the().four_eyes and by.pk in self.writers():
                raise WorkflowError(
                    "You wrote in this edition, and the four-eyes rule is on: a colleague approves it."
                )
            document = self.document()
            hashed = content_hash(document, self.mail_to)
            if seen and seen != hashed:
                raise WorkflowError("It was changed since you opened this page; read it again, then approve.")
            self._wants_no_obstacle(document)
            self._move("approve", by=by, now=now, link=link, approved_hash=hashed)
            versions.keep_edition(self, by=by, now=now, document=document)
            notices.approval_settled(self, now=now)

    def take_back(self, *, by, now, reason):
        """Take the approval back by hand, and tell whom it concerns. Raises WorkflowError."""
        with transaction.atomic():
            move = self._move("take_back", by=by, now=now, reason=reason, **NOT_APPROVED)
            notices.approval_voided(self, move)

    def void_if_changed(self, *, now):
        """Return it to review where it no longer says what was approved, and tell why. Returns whether.

        So it is with one whose item was killed: better now than at its hour.
        """
        document = self.document()
        try:
            self._wants_what_was_approved(document)
            self._wants_content()
        except WorkflowError as error:
            self.void(now=now, reason=str(error))
            return True
        return False

    def void(self, *, now, reason):
        """Return an approved edition to review, since it is no longer what was approved."""
        with transaction.atomic():
            # Only the approval that was looked at: a new one may have been given meanwhile.
            looked_at = models.Q(approved_hash=self.approved_hash)
            move = self._move("void", by=None, now=now, reason=reason, only=looked_at, **NOT_APPROVED)
            notices.approval_voided(self, move)

    def schedule(self, publish_at, *, by, now):
        """Queue it for `publish_at`, an aware datetime to come. Raises WorkflowError."""
        self._set_hour("schedule", publish_at, by=by, now=now)

    def reschedule(self, publish_at, *, by, now):
        """Give a scheduled edition another hour; one on hold stays on hold. Raises WorkflowError."""
        self._set_hour("reschedule", publish_at, by=by, now=now)

    def _set_hour(self, name, publish_at, *, by, now):
        if publish_at <= now:
            raise WorkflowError("That time has passed; choose one to come, or publish at once.")

        def verb():
            self._move(name, by=by, now=now, publish_at=publish_at)
            document = self.document()
            self._wants_what_was_approved(document)
            self._wants_no_obstacle(document)

        self._or_void(verb, now=now)

    def hold(self, *, by, now, reason=""):
        """Stop the clock of a scheduled edition, until the last second. Raises WorkflowError."""
        self._refuse("hold", by=by)
        if self.held_at:
            raise WorkflowError("It is on hold already.")
        self._move("hold", by=by, now=now, reason=reason, held_at=now, only=models.Q(held_at=None))

    def release(self, *, by, now):
        """Let the clock run again. Raises WorkflowError where its hour has passed meanwhile."""
        self._refuse("release", by=by)
        if not self.held_at:
            raise WorkflowError("It is not on hold.")
        if self.publish_at <= now:
            raise WorkflowError("Its hour has passed while it was on hold; set another, or publish at once.")
        self._move("release", by=by, now=now, held_at=None, only=models.Q(publish_at__gt=now))

    def unschedule(self, *, by, now):
        """Take it off the clock; it stays approved. Raises WorkflowError."""
        self._move("unschedule", by=by, now=now, publish_at=None, held_at=None)

    def publish(self, *, by, now):
        """Freeze it and put it before readers, once.

        Raises WorkflowError where the table refuses, where somebody moved it first, where an error
        stands in it, or where it is no longer what was approved; then it is back in review.
        """
        self._or_void(lambda: self._publish(by=by, now=now), now=now)

    def _publish(self, *, by, now):
        # Asked of the row: this instance may be older than the approval.
        nobody = models.When(mail_to=self.MailTo.NOBODY, then=None)
        due = models.Case(nobody, default=models.Value(now), output_field=models.DateTimeField())
        on_the_clock = models.Q(held_at=None, publish_at__lte=now)  # the house publishes by no other
        self._move(
            "publish",
            by=by,
            now=now,
            only=models.Q() if by else on_the_clock,
            published_at=now,
            mail_due_at=due,
            held_at=None,
        )
        items = NewsItem.objects.filter(slots__section__edition=self)
        for item in items.select_for_update(of=("self",)).order_by("pk"):
            item.wants_no_embargo(now)
        self._wants_content()
        document = self.document()
        self._wants_what_was_approved(document)
        self._wants_no_obstacle(document)
        items.run(by=by, now=now)
        Snapshot.objects.take(self, document, now=now)
        wake("editions.tasks.index_due")

    def withdraw(self, *, by, now, reason):
        """Take a published edition off the pages, with a reason that readers are shown."""
        self._move("withdraw", by=by, now=now, reason=reason, mail_due_at=None)

    def kill(self, *, by, now, reason):
        """Give it up for good before it is out; the record stays."""
        with transaction.atomic():
            self._move("kill", by=by, now=now, reason=reason, **NOT_APPROVED)
            notices.approval_settled(self, now=now)

    def _or_void(self, verb, *, now):
        """Do `verb` whole or not at all; where the approval no longer fits, return to review."""
        try:
            with transaction.atomic():
                verb()
        except ApprovalVoid as error:
            self.refresh_from_db()
            self.void(now=now, reason=str(error))
            raise
        except WorkflowError:
            self.refresh_from_db()
            raise

    def _refuse(self, name, *, by, reason=""):
        """Raise WorkflowError where the table does not allow the move; `by` is None for the house."""
        move = workflow.MOVES[name]
        permissions = by.get_all_permissions() if by else {move.permission}
        if why_not := refusal(move, self.status, permissions, workflow.STATES, reason):
            raise WorkflowError(why_not)

    def _move(self, name, *, by, now, reason="", link=None, only=ANY, **changes):
        """Make a move of the table, and return its record. `only` is what must hold of the row besides."""
        self._refuse(name, by=by, reason=reason)
        move, came_from = workflow.MOVES[name], self.status
        with transaction.atomic():
            row = Edition.objects.filter(only, pk=self.pk, status=came_from)
            if not row.update(status=move.target, version=models.F("version") + 1, **changes):
                raise WorkflowError("Somebody else moved it first; reload to see where it stands.")
            record = Move.objects.create(
                edition=self,
                name=name,
                came_from=came_from,
                went_to=move.target,
                by=by,
                link=link,
                at=now,
                reason=reason,
            )
        self.refresh_from_db()
        return record

    def _wants_content(self):
        items = NewsItem.objects.filter(slots__section__edition=self)
        if not items.exists():
            raise WorkflowError("There is no item in this edition yet; place one first.")
        nameless = items.filter(headline="").exclude(format=NewsItem.Format.BRIEF).first()
        if nameless:
            raise WorkflowError(f"“{nameless.label}” wants a headline: only a brief goes without.")
        killed = items.filter(status="killed").first()
        if killed:
            raise WorkflowError(f"“{killed.label}” was killed; take it out of the edition first.")

    def _wants_what_was_approved(self, document):
        if content_hash(document, self.mail_to) != self.approved_hash:
            raise ApprovalVoid(self._what_changed(document))

    def _what_changed(self, document):
        """Why the approval is void, with what differs from what was approved."""
        approved = self.moves.filter(name="approve").last()
        kept = self.versions.filter(at=approved.at).last() if approved else None
        said = "It was changed after it was approved, so it is back in review"
        if kept is None:
            return f"{said}."
        return f"{said}: {changed(from_plain(EditionDocument, kept.content), document) or 'who gets it'}."

    def _wants_no_obstacle(self, document):
        unticked = [f"“{line}” is not ticked." for line in self.unticked()]
        obstacles = [*checking.edition_errors(self, document), *unticked]
        if obstacles:
            more = f" And {len(obstacles) - 3} more." if len(obstacles) > 3 else ""
            raise WorkflowError(f"Something stands in the way. {' '.join(obstacles[:3])}{more}")

    def writers(self):
        """Ids of those who wrote in it since it was last approved."""
        approved = self.moves.filter(name="approve").order_by("-at").values_list("at", flat=True).first()
        of_it = models.Q(edition=self) | models.Q(item__slots__section__edition=self)
        written = Version.objects.taken().filter(of_it, by__isnull=False)
        if approved:
            written = written.filter(at__gt=approved)
        return set(written.values_list("by", flat=True))
