"""What we credited to whom, and how often."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Min
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import listing, metadata
from editions.archive.caching import is_export, show
from editions.archive.pages import house, shell
from editions.archive.standing import shown, was_out
from sources.models import Credit, NewsItem, Source


@dataclass(frozen=True)
class Credited:
    """A source, and how many items credit it from the `first` day to the `last`."""

    name: str
    path: str
    kind: str
    language: str
    items: int
    first: date
    last: date


@require_safe
def index(request):
    masthead = house()
    zone = ZoneInfo(masthead.time_zone)
    counted = (
        Credit.objects.filter(item__in=shown())
        .values_list("source")
        .annotate(Count("item", distinct=True), Min("item__published_at"), Max("item__published_at"))
        .order_by()
    )
    counted, rows = list(counted), Source.objects.in_bulk()
    found = [
        Credited(
            str(rows[pk]),
            rows[pk].get_absolute_url(),
            _(rows[pk].get_kind_display()),
            language_name(rows[pk].language),
            items,
            *(moment.astimezone(zone).date() for moment in (first, last)),
        )
        for pk, items, first, last in counted
    ]
    found.sort(key=lambda line: (-line.items, line.name.casefold()))
    json_ld = metadata.item_list(settings.SITE_URL, [(line.name, line.path) for line in found])
    context = shell(masthead, request.path, sources=found, json_ld=json_ld)
    newest_at = max((last for *_facts, last in counted), default=None)
    return show(request, "editions/archive/sources.html", context, newest_at=newest_at)


@require_safe
def source(request, pk, slug, before=None):
    row = get_object_or_404(Source, pk=pk)
    path = row.get_absolute_url()
    items = NewsItem.objects.filter(pk__in=row.credits.values("item"))
    if not was_out(items).exists():
        raise Http404
    right = reverse("archive:source", args=[pk, slug])
    if right != path:
        return redirect(path, permanent=True)
    masthead = house()
    part = listing.part(items, masthead.time_zone, before=before, steady=is_export(request))
    crumbs = [(_("Sources"), reverse("archive:sources"))]
    context = shell(
        masthead,
        request.path,
        name=str(row),
        kind=_(row.get_kind_display()),
        language_name=language_name(row.language),
        home_page=row.home_page,
        paywalled=row.paywalled,
        count=shown(items).count(),
        part=part,
        older=part.older and reverse("archive:source_before", args=[pk, slug, part.older]),
        crumbs=crumbs,
        json_ld=metadata.breadcrumbs(settings.SITE_URL, [*crumbs, (str(row), path)]),
    )
    # Further parts tell how many items there are and not when the newest of them came.
    newest_at = part.changed_at if before is None else None
    return show(request, "editions/archive/source.html", context, newest_at=newest_at)


def language_name(code):
    """The name of a language, in that of the interface; its code where it has none here."""
    if code == "zh":
        return _("Chinese")
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code
