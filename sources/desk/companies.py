"""The desk of companies: what its list and its form show besides the columns of a row."""

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from sources.desk.company_meanwhile import OpenMeanwhile
from sources.mentions import is_chinese
from sources.models import Clipping, Company, CompanySuggestion, NewsItem
from sources.parents import why_not_below
from sources.permalinks import free_slug

SHOWN = 15  # of the newest items and clippings of a company
FOUND = 12  # companies offered to choose from
NAMES = ("name", "local_name", "aliases", "former_names")


class CompanyForm(OpenMeanwhile):
    class Meta:
        model = Company
        fields = [
            "name",
            "local_name",
            "ambiguous_name",
            "aliases",
            "former_names",
            "slug",
            "summary",
            "parent",
            "sectors",
            "markets",
            "headquarters",
            "website",
            "ticker",
        ]

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        other = Company.objects.standing().exclude(pk=self.instance.pk).filter(name__iexact=name).first()
        if other and not self.instance.merged_into_id:
            raise forms.ValidationError("Another company is called that: merge them, or find another name.")
        return name

    def clean_parent(self):
        """The one it is now, where it was merged."""
        parent = self.cleaned_data["parent"]
        parent = parent and (parent.merged_into or parent)
        if parent and parent == self.instance != self.cleaned_data["parent"]:
            parent = self.instance.parent  # the one that stood there was merged into it meanwhile
        if why := why_not_below(self.instance, parent):
            raise forms.ValidationError(why)
        return parent


class Counting(ChangeList):
    """A list that knows how many items are on each company it shows, by one query."""

    def get_results(self, request):
        super().get_results(request)
        pks = [row.pk for row in self.result_list]
        links = NewsItem.companies.through.objects
        links = links.filter(Q(company__in=pks) | Q(company__merged_into__in=pks))
        standing = links.values_list(Coalesce("company__merged_into", "company"))
        counts = dict(standing.annotate(Count("newsitem", distinct=True)).order_by())
        for row in self.result_list:
            row.items_in_all = counts.get(row.pk, 0)


class Merged(admin.SimpleListFilter):
    """Merged companies stay out of the list, unless they are asked for."""

    title, parameter_name = "standing", "merged"

    def lookups(self, request, model_admin):
        return [("yes", "Merged into another")]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": "Standing"}, *others]

    def queryset(self, request, queryset):
        return queryset.filter(merged_into__isnull=self.value() != "yes")


def about(company):
    """What the form of a company shows below it: what is on it, and on what was merged into it."""
    clippings = Clipping.objects.filter(companies__in=company.every_pk).distinct()
    return {
        "items_in_all": company.every_item.count(),
        "newest_items": list(company.every_item[:SHOWN]),
        "clippings_in_all": clippings.count(),
        "newest_clippings": list(clippings.select_related("source")[:SHOWN]),
        "merged": list(company.merged.all()),
        "subsidiaries": list(company.subsidiaries.standing()),
    }


def begun(pk):
    """The form of a new company as a suggestion begins it; empty where there is none of this id."""
    suggestion = CompanySuggestion.objects.filter(pk=pk).first() if pk else None
    if suggestion is None:
        return {}
    name, slugs = suggestion.name, Company.objects.values_list("slug", flat=True)
    slug = free_slug(name, set(slugs.filter(slug__startswith=free_slug(name, ()))))
    return {"name": name, "slug": slug, "local_name": name if any(map(is_chinese, name)) else ""}


class ChoiceForm(forms.Form):
    """Which company is meant: found by `q`, or chosen `into`."""

    q = forms.CharField(required=False, max_length=120)
    into = forms.ModelChoiceField(Company.objects.standing(), required=False)
    was_renamed = forms.BooleanField(required=False)

    @classmethod
    def of(cls, asked):
        """What of a query makes sense, as a dict."""
        form = cls(asked)
        form.is_valid()
        return form.cleaned_data


def named(words, *, besides=None):
    """The first companies of which a name holds `words`."""
    if not words:
        return []
    holds = Q()
    for column in NAMES:
        holds |= Q(**{f"{column}__icontains": words})
    return list(Company.objects.standing().filter(holds).exclude(pk=besides)[:FOUND])


def number_of(text):
    """The number in what was asked, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
