"""What was published on a company, and on a market."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from editions.archive.pages import house, shell
from editions.archive.standing import shown
from editions.models import Correction
from sources.models import Company, Market, NewsItem

SHOWN = 100  # items; the newest


@require_safe
def company(request, slug):
    company = get_object_or_404(Company.objects.select_related("merged_into", "parent"), slug=slug)
    if company.merged_into:
        return redirect(company.merged_into, permanent=True)
    return _page(request, company, company.items, "editions/archive/company.html")


@require_safe
def market(request, slug):
    market = get_object_or_404(Market.objects.select_related("parent"), slug=slug)
    places = [market.pk, *market.children.values_list("pk", flat=True)]
    items = NewsItem.objects.filter(markets__in=places).distinct()
    return _page(request, market, items, "editions/archive/market.html")


def _page(request, subject, items, template):
    corrected = Exists(Correction.objects.filter(item=OuterRef("pk")))
    newest = shown(items).annotate(is_corrected=corrected).order_by("-published_at", "-pk")[:SHOWN]
    context = shell(house(), request.path, subject=subject, items=newest)
    return render(request, template, context)
