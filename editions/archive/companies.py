"""What was published on a company, and on a market."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from editions.archive import listing
from editions.archive.caching import show
from editions.archive.pages import house, shell
from sources.models import Company


@require_safe
def index(request):
    raise Http404


@require_safe
def letter(request, letter):
    raise Http404


@require_safe
def sector(request, sector):
    raise Http404


@require_safe
def company(request, slug, before=None):
    company = get_object_or_404(Company.objects.select_related("merged_into", "parent"), slug=slug)
    if company.merged_into:
        return redirect(company.merged_into, permanent=True)
    return _page(request, company, company.items, "editions/archive/company.html")


def _page(request, subject, items, template):
    masthead = house()
    context = shell(
        masthead,
        request.path,
        name=subject.name,
        local_name=subject.local_name,
        part=listing.part(items, masthead.time_zone),
    )
    return show(request, template, context)
