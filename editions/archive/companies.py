"""What was published on a company, and on a market."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from editions.archive import listing, moved
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
    company = moved.current(Company.objects.select_related("parent"), slug)
    if company.slug != slug:
        return redirect(company, permanent=True)
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
