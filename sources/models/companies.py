"""Whom the news is about, and where it happens."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from taggit.managers import TaggableManager

from sources.permalinks import path_to


class Addressed(models.Model):
    """What has a page at an address with its slug, and keeps the addresses it had."""

    class Meta:
        abstract = True

    def keep_address(self, slug):
        """Have the address with `slug`, which it had until now, lead to its own for good."""
        name = self._meta.model_name
        former = FormerSlug.objects.filter(**{f"{name}__isnull": False})
        former.filter(slug=self.slug).delete()
        if slug and slug != self.slug:
            former.update_or_create(slug=slug, defaults={name: self})


class Market(Addressed):
    """A country or a region; a country has a region as its parent."""

    name = models.CharField(max_length=80, unique=True)
    local_name = models.CharField(max_length=80, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    code = models.CharField("ISO 3166 code", max_length=2, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="market_code_once"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="market_not_its_own_parent"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("archive:market", self.slug)


class FormerSlug(models.Model):
    """A slug that a company or a market gave up: its address redirects for ever."""

    slug = models.SlugField(max_length=120)
    company = models.ForeignKey(
        "sources.Company", null=True, blank=True, on_delete=models.CASCADE, related_name="former_slugs"
    )
    market = models.ForeignKey(
        "sources.Market", null=True, blank=True, on_delete=models.CASCADE, related_name="former_slugs"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(market=None), name="former_slug_of_one_company"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(company=None), name="former_slug_of_one_market"
            ),
            models.CheckConstraint(
                condition=models.Q(company__isnull=True) ^ models.Q(market__isnull=True),
                name="former_slug_of_one_thing",
            ),
        ]

    def __str__(self):
        return self.slug


class CompanyQuerySet(models.QuerySet):
    def standing(self):
        """Companies that were not merged into another."""
        return self.filter(merged_into=None)


class Company(Addressed):
    """A company the newsroom writes about. A merged one keeps its row, so that its address redirects."""

    name = models.CharField(max_length=120)
    local_name = models.CharField(max_length=120, blank=True, help_text="小米")
    aliases = models.TextField(blank=True, help_text="Other names, one a line.")
    former_names = models.TextField(blank=True, help_text="Names it gave up, one a line.")
    ambiguous_name = models.BooleanField(
        default=False, help_text="Its name is also a word, such as Nothing or Honor."
    )
    slug = models.SlugField(max_length=120, unique=True)
    ticker = models.CharField(max_length=60, blank=True)
    headquarters = models.CharField(max_length=120, blank=True)
    website = models.URLField(blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="subsidiaries"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    gave = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What it gave the one that it was merged into."
    )
    summary = models.TextField(blank=True)
    markets = models.ManyToManyField(Market, blank=True, related_name="companies")
    sectors = TaggableManager(blank=True, verbose_name="sectors")

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "companies"
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(merged_into=None), name="company_name_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="company_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="company_not_its_own_parent"
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.local_name}".rstrip()

    def get_absolute_url(self):
        return path_to("archive:company", self.slug)

    @cached_property
    def every_pk(self):
        """The ids of it and of all that was merged into it, also by way of another."""
        merged = list(Company.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
        found, one = set(), {self.pk}
        while one - found:
            found |= one
            one = {pk for pk, into in merged if into in found}
        return found

    @property
    def every_item(self):
        """The items on it and on all that was merged into it, each once.

        Their ids are read at once: told to find them itself, PostgreSQL reads the items of all companies.
        """
        items = self.items.model
        named = items.companies.through.objects.filter(company__in=self.every_pk)
        return items.objects.filter(pk__in=set(named.values_list("newsitem", flat=True)))

    @property
    def other_names(self):
        """Aliases and former names, in the order they were written."""
        lines = [*self.aliases.splitlines(), *self.former_names.splitlines()]
        return [line.strip() for line in lines if line.strip()]


class CompanySuggestion(models.Model):
    """A name in clippings that seems to be of a company we do not know yet."""

    name = models.CharField(max_length=120)
    clippings = models.ManyToManyField("sources.Clipping", related_name="suggestions")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True, help_text="Somebody said that it is none.")

    class Meta:
        ordering = ["-last_seen_at", "-pk"]
        constraints = [models.UniqueConstraint(Lower("name"), name="company_suggestion_once")]

    def __str__(self):
        return self.name
