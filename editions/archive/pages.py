"""What every page of the reader's site needs, and the pages for what is not there."""

from django.conf import settings
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from editions.archive.caching import is_export, rendered
from editions.archive.nearby import nearby
from editions.assembly import masthead_document
from editions.models import Masthead, Snapshot
from sources import origin

FEED_TYPES = {
    "xml": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}
A_MOMENT = "public, max-age=0, s-maxage=30"  # of what may be there soon, or again


def house():
    """The masthead of today, for a page that shows no frozen edition."""
    return masthead_document(Masthead.objects.the())


def shell(masthead, path, query="", /, **context):
    """The context of a page: whose it is, its one address in each language, and where in the site it is.

    `query` is "?…" with what of the query decides what is shown, always in one order, or nothing.
    A page may name `here`, the entry of the main navigation it stands under; `crumbs`, pairs of words and
    paths that lead to it; `feeds`, triples of type, title and path of what follows it.
    """
    path = iri_to_uri(path)  # as links and sitemaps write it, whatever alphabet a topic is in
    bare = "/" + path.removeprefix("/").removeprefix("zh/")
    return {
        "masthead": masthead,
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + path + query,
        "languages": [("en", "English", bare + query), ("zh-Hans", "中文", "/zh" + bare + query)],
        **context,
    }


def feeds(name, *address, title):
    """The feeds of a page in each form, as triples of type, title and path: the address named `name`."""
    return [(kind, title, reverse(name, args=[*address, form])) for form, kind in FEED_TYPES.items()]


def not_found(request, exception=None):
    """A page for an address of nothing. It may be of something soon, so caches keep it a moment only."""
    context = {**_lost(request), "near": [] if is_export(request) else nearby(request.path)}
    answer = rendered(request, "editions/archive/not_found.html", context, status=404)
    answer.headers["Cache-Control"] = A_MOMENT
    return answer


def gone(request, *, what, reason):
    """Answer for what was published and is no longer shown."""
    context = {**_lost(request), "what": what, "reason": reason}
    answer = rendered(request, "editions/archive/gone.html", context, status=410)
    answer.headers["Cache-Control"] = A_MOMENT
    return answer


def _lost(request):
    """The context of a page for who did not find what they came for: the latest edition is near at hand."""
    snapshot = Snapshot.objects.newest().only("title", "edition__number", "edition__slug").first()
    latest = snapshot and {
        "number": snapshot.edition.number,
        "title": snapshot.title,
        "path": snapshot.get_absolute_url(),
    }
    return shell(house(), request.path, latest=latest)


def whence(request):
    """The network that a request comes from."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return origin.network(forwarded, request.META.get("REMOTE_ADDR", ""), settings.PROXIES)


@require_safe
def icon(request):
    """The icon where browsers look for it when a page, such as the frozen email, cannot name one."""
    return redirect(static("img/icon.svg"), permanent=True)
