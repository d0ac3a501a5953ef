"""A market."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from editions.archive.companies import _page
from sources.models import Market, NewsItem


def index(request):
    raise Http404


@require_safe
def market(request, slug, before=None):
    market = get_object_or_404(Market.objects.select_related("parent"), slug=slug)
    places = [market.pk, *market.children.values_list("pk", flat=True)]
    items = NewsItem.objects.filter(markets__in=places).distinct()
    return _page(request, market, items, "editions/archive/market.html")
