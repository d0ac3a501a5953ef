"""What the desk remembers: remarks, ticks, moves and versions."""

from django.db import models

from editions import workflow
from sources.models.moves import MoveRecord


def name_of(person):
    """What a colleague is called at the desk; nothing where nobody is meant."""
    return (person.get_full_name() or person.username) if person else ""


class Note(models.Model):
    """A remark on an edition or an item, by a colleague or by the person of a review link."""

    edition = models.ForeignKey(
        "editions.Edition", null=True, blank=True, on_delete=models.CASCADE, related_name="notes"
    )
    item = models.ForeignKey(
        "sources.NewsItem", null=True, blank=True, on_delete=models.CASCADE, related_name="notes"
    )
    text = models.TextField()
    passage = models.TextField(blank=True, help_text="The words it is about.")
    by = models.ForeignKey("auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    link = models.ForeignKey(
        "editions.ReviewLink", null=True, blank=True, on_delete=models.SET_NULL, related_name="notes"
    )
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        "auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(edition__isnull=False) | models.Q(item__isnull=False),
                name="note_on_something",
            )
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def who(self):
        if self.link:
            return self.link.name
        return name_of(self.by)


class Tick(models.Model):
    """Who ticked which line of the tick-list for an edition."""

    edition = models.ForeignKey("editions.Edition", on_delete=models.CASCADE, related_name="ticks")
    line = models.CharField(max_length=300)
    by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "line"], name="tick_once_a_line")]

    def __str__(self):
        return self.line


class Move(MoveRecord):
    """A move of an edition. With a `link`, the person of that review link made it, and `by` is None."""

    edition = models.ForeignKey("editions.Edition", on_delete=models.CASCADE, related_name="moves")
    came_from = models.CharField(max_length=12, choices=workflow.STATES)
    went_to = models.CharField(max_length=12, choices=workflow.STATES)
    link = models.ForeignKey(
        "editions.ReviewLink", null=True, blank=True, on_delete=models.SET_NULL, related_name="moves"
    )

    def __str__(self):
        return workflow.MOVES[self.name].label if self.name in workflow.MOVES else self.name

    @property
    def who(self):
        """Under whose name it stands in the history; nobody's, where the house moved."""
        if self.link:
            return f"{self.link.name}, by review link"
        return name_of(self.by)


class VersionQuerySet(models.QuerySet):
    def taken(self):
        """Those that the edition or item really was; not what was set aside."""
        return self.exclude(kind=Version.Kind.ASIDE)


class Version(models.Model):
    """The whole of an edition or an item as JSON after a change.

    One author's autosaves within five minutes are one version: `begun_at` is the first of them, `at` the
    last. What was refused because a colleague had saved first is kept too, set aside.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", "Saved"
        AUTOSAVED = "autosaved", "Written at the desk"
        ASIDE = "aside", "Set aside"
        BROUGHT_BACK = "back", "Brought back"

    edition = models.ForeignKey(
        "editions.Edition", null=True, blank=True, on_delete=models.CASCADE, related_name="versions"
    )
    item = models.ForeignKey(
        "sources.NewsItem", null=True, blank=True, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()
    content = models.JSONField()
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.SAVED)
    by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(edition__isnull=False, item__isnull=True)
                | models.Q(edition__isnull=True, item__isnull=False),
                name="version_of_one_thing",
            )
        ]

    def __str__(self):
        return f"Version {self.number} of {self.edition or self.item}"


class Presence(models.Model):
    """Where a colleague was last seen at the desk: at an edition, and at which of its items."""

    person = models.OneToOneField("auth.User", on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(
        "editions.Edition", null=True, blank=True, on_delete=models.CASCADE, related_name="present"
    )
    item = models.ForeignKey(
        "sources.NewsItem", null=True, blank=True, on_delete=models.CASCADE, related_name="present"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "pk"]

    def __str__(self):
        return f"{name_of(self.person)} at {self.edition or self.item}"
