"""Our record of one story, with its credits and deals."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import functions
from django.utils.text import slugify
from django.utils.translation import gettext_noop as _
from taggit.managers import TaggableManager

from sources import workflow
from sources.canonical import canonical_url
from sources.kinds import KINDS
from sources.markup import beginning, to_html
from sources.models.moves import ItemMove
from sources.permalinks import path_to
from sources.workflow import WorkflowError


class NewsItemQuerySet(models.QuerySet):
    def for_rendering(self):
        """With all that a rendering reads, in lists named `shown_…`, so that it runs no query."""
        return self.select_related("image", "follows_up").prefetch_related(*RENDERED)

    def run(self, *, by, now):
        """Publish those that are not out yet with their edition, in whose transaction it is called."""
        run = workflow.MOVES["run"]
        fresh = dict(self.filter(status__in=run.sources).values_list("pk", "status"))  # each once
        # An item of a pasted stream brings the time at which it was first published.
        first = functions.Coalesce("published_at", models.Value(now))
        NewsItem.objects.filter(pk__in=fresh).update(
            status=run.target, published_at=first, version=models.F("version") + 1
        )
        ItemMove.objects.bulk_create(
            ItemMove(item_id=pk, name=run.name, came_from=status, went_to=run.target, by=by, at=now)
            for pk, status in fresh.items()
        )


class NewsItem(models.Model):
    """One story as we tell it: the unit of everything."""

    class Format(models.TextChoices):
        BRIEF = "brief", "Brief"
        STORY = "story", "Story"
        COMMENTARY = "commentary", "Commentary"

    slugline = models.CharField(
        "slug line", max_length=60, blank=True, help_text="Its working name on the desk."
    )
    headline = models.CharField(max_length=300, blank=True)
    dek = models.TextField(blank=True)
    body = models.TextField(blank=True, help_text="Markdown.")
    body_html = models.TextField(blank=True, editable=False)
    kind = models.CharField(max_length=16, choices=KINDS, blank=True)
    format = models.CharField(max_length=12, choices=Format, default=Format.BRIEF)
    companies = models.ManyToManyField("sources.Company", blank=True, related_name="items")
    markets = models.ManyToManyField("sources.Market", blank=True, related_name="items")
    topics = TaggableManager(blank=True, verbose_name="topics")
    event_date = models.DateField(null=True, blank=True)
    contributors = models.ManyToManyField("sources.Contributor", through="sources.Byline", blank=True)
    authors_note = models.TextField(blank=True)
    image = models.ForeignKey("sources.Picture", null=True, blank=True, on_delete=models.PROTECT)
    image_caption = models.CharField(max_length=500, blank=True)
    image_credit = models.CharField(max_length=200, blank=True)
    follows_up = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by"
    )
    clippings = models.ManyToManyField("sources.Clipping", blank=True, related_name="items")
    embargo_until = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=workflow.STATES, default=workflow.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey("auth.User", null=True, editable=False, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NewsItemQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [
            ("publish_newsitem", "Can publish a news item"),
            ("kill_newsitem", "Can kill a news item"),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at"], name="newsitem_by_status"),
            # Whether the archive has changed is read from this alone, at every look at an edition.
            models.Index(fields=["status", "published_at", "created_at", "version"], name="newsitem_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(format="brief")
                | models.Q(status__in=["draft", "killed"])
                | ~models.Q(headline=""),
                name="newsitem_headline_unless_brief",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=list(workflow.STATES)), name="newsitem_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="newsitem_published_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(follows_up=models.F("id")), name="newsitem_not_its_own_follow_up"
            ),
        ]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        self.body_html = to_html(self.body)
        if kwargs.get("update_fields") and "body" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "body_html"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return path_to("archive:item", self.pk, slug_of(self.label))

    def clean(self):
        is_bare = self.format != self.Format.BRIEF and not self.headline
        if is_bare and self.status not in (workflow.DRAFT, workflow.KILLED):
            raise ValidationError({"headline": "Only a brief goes without a headline, once it is ready."})
        if self.pk and self.follows_up_id == self.pk:
            raise ValidationError({"follows_up": "An item cannot follow itself up."})

    @property
    def label(self):
        """The headline, or a name drawn from the first words of a brief."""
        return self._own_name or "Untitled"

    @property
    def desk_label(self):
        """As the newsroom calls it: by its slug line, while it has neither headline nor text."""
        return self._own_name or self.slugline or "Untitled"

    @property
    def _own_name(self):
        return self.headline or beginning(self.body_html, 8)

    @property
    def is_frozen(self):
        """What has been published changes only by a correction."""
        return self.status in (workflow.PUBLISHED, workflow.KILLED)

    def make_ready(self, *, by, now):
        """Say that it can be placed. Raises WorkflowError."""
        if self.format != self.Format.BRIEF and not self.headline:
            raise WorkflowError("A story or a commentary wants a headline before it is ready.")
        self._move("make_ready", by=by, now=now)

    def return_to_draft(self, *, by, now):
        """Take it back to be written. Raises WorkflowError."""
        self._move("return_to_draft", by=by, now=now)

    def publish(self, *, by, now, check):
        """Publish it on its own. Raises WorkflowError, also until its embargo is over.

        `check` returns a sentence for each error that stands in the item it is given. The checks stand
        to the right of this app (`editions.checking.item_errors`), so the caller brings them.
        """
        self._refuse("publish", by=by)
        with transaction.atomic():
            locked = NewsItem.objects.select_for_update(of=("self",)).get(pk=self.pk)
            locked.wants_no_embargo(now)
            if errors := check(locked):
                raise WorkflowError(f"It cannot go out yet. {' '.join(errors)}")
            self._move("publish", by=by, now=now, published_at=locked.published_at or now)

    def kill(self, *, by, now, reason):
        """Withdraw it for good; the record stays. Raises WorkflowError."""
        self._move("kill", by=by, now=now, reason=reason)

    def wants_no_embargo(self, now):
        """Raise WorkflowError where its moment is still to come."""
        if self.embargo_until and now < self.embargo_until:
            moment = self.embargo_until
            raise WorkflowError(f"“{self.label}” is under embargo until {moment:%d %B %Y %H:%M %Z}.")

    def _refuse(self, name, *, by, reason=""):
        permissions = by.get_all_permissions()
        if why_not := workflow.refusal(
            workflow.MOVES[name], self.status, permissions, workflow.STATES, reason
        ):
            raise WorkflowError(why_not)

    def _move(self, name, *, by, now, reason="", **changes):
        self._refuse(name, by=by, reason=reason)
        move, came_from = workflow.MOVES[name], self.status
        with transaction.atomic():
            row = NewsItem.objects.filter(pk=self.pk, status=came_from)
            if not row.update(status=move.target, version=models.F("version") + 1, **changes):
                raise WorkflowError("Somebody else moved it first; reload to see where it stands.")
            ItemMove.objects.create(
                item=self, name=name, came_from=came_from, went_to=move.target, by=by, at=now, reason=reason
            )
        self.refresh_from_db()


class Byline(models.Model):
    """The place of a contributor among those who sign an item."""

    item = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey("sources.Contributor", on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "contributor"], name="byline_once_an_item"),
        ]

    def __str__(self):
        return str(self.contributor)


class Credit(models.Model):
    """A source of an item, in order, with the very article where there is one."""

    item = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="credits")
    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="credits")
    name = models.CharField(max_length=120, blank=True, help_text="As credited here, where it differs.")
    url = models.URLField(max_length=2000, blank=True)
    # Cut, since an index of PostgreSQL holds no more than some 2,700 bytes.
    canonical_url = models.CharField(max_length=500, blank=True, editable=False, db_index=True)
    via = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name or str(self.source)

    def save(self, *args, **kwargs):
        self.canonical_url = compared(self.url)
        super().save(*args, **kwargs)


def compared(url):
    """The form in which an address of a credit is looked for; nothing where it is none."""
    try:
        return canonical_url(url)[:500]
    except ValueError:
        return ""


class Deal(models.Model):
    """What an item says of money, in whole units of the currency."""

    class Type(models.TextChoices):
        FUNDING = "funding", _("Funding round")
        ACQUISITION = "acquisition", _("Acquisition")
        LISTING = "listing", _("Listing")
        INVESTMENT = "investment", _("Investment")
        CONTRACT = "contract", _("Contract")
        FINE = "fine", _("Fine")
        PRICE = "price", _("Price")
        OTHER = "other", _("Other")

    item = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="deals")
    type = models.CharField(max_length=12, choices=Type, default=Type.OTHER)
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    usd = models.DecimalField(
        "US dollars as reported", max_digits=20, decimal_places=2, null=True, blank=True
    )
    round = models.CharField(max_length=40, blank=True)
    counterparties = models.ManyToManyField("sources.Company", blank=True, related_name="deals_with")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="deal_amount_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | ~models.Q(currency=""),
                name="deal_amount_in_a_currency",
            ),
        ]

    def __str__(self):
        return " ".join(part for part in (self.get_type_display(), self.round) if part)


class SeeAlso(models.Model):
    """The title of a related article, with its address where it is known."""

    item = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="see_also")
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "see also"

    def __str__(self):
        return self.title


def slug_of(label):
    """The last part of the address of an item of this label."""
    return slugify(label, allow_unicode=True)[:80].strip("-") or "item"


# Lists and not managers: Django makes a queryset for each row of each relation otherwise, half of the time.
RENDERED = (
    models.Prefetch("credits", Credit.objects.select_related("source"), to_attr="shown_credits"),
    models.Prefetch("bylines", Byline.objects.select_related("contributor"), to_attr="shown_bylines"),
    models.Prefetch("deals", Deal.objects.prefetch_related("counterparties"), to_attr="shown_deals"),
    models.Prefetch("see_also", to_attr="shown_see_also"),
    models.Prefetch("companies", to_attr="shown_companies"),
    models.Prefetch("markets", to_attr="shown_markets"),
    models.Prefetch("topics", to_attr="shown_topics"),
)
