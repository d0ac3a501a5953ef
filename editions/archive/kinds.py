"""What was published of one kind: market entries, funding rounds, recalls."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editions.archive import listing, metadata
from editions.archive.caching import is_export, show
from editions.archive.pages import feeds, house, shell
from sources.kinds import KINDS
from sources.models import NewsItem


@require_safe
def kind(request, slug, before=None):
    kind = slug.replace("-", "_")
    if kind not in KINDS or slug != path_of(kind):
        raise Http404
    masthead, name = house(), _(KINDS[kind])
    items = NewsItem.objects.filter(kind=kind)
    part = listing.part(items, masthead.time_zone, before=before, steady=is_export(request))
    trail = [(_("Latest"), reverse("archive:latest")), (name, reverse("archive:kind", args=[slug]))]
    context = shell(
        masthead,
        request.path,
        name=name,
        json_ld=metadata.breadcrumbs(settings.SITE_URL, trail),
        part=part,
        older=part.older and reverse("archive:kind_before", args=[slug, part.older]),
        feeds=feeds("data:kind_feed", slug, title=f"{masthead.name}: {name}"),
        follow={"kind": kind},
    )
    return show(request, "editions/archive/kind.html", context, newest_at=part.changed_at)


def path_of(kind):
    """The slug of a kind: "market-entry"."""
    return kind.replace("_", "-")
