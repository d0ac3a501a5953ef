"""What the pages for subscribers have in common: no cookie, no cache, no trace of the link elsewhere."""

from functools import wraps
from zoneinfo import ZoneInfo

from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editions.archive.pages import house, shell
from subscribers import links
from subscribers.languages import speaking

PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def page(request, name, context=None, *, status=200):
    masthead = house()
    context = shell(masthead, request.path, language=translation.get_language(), **(context or {}))
    if "token" in request.resolver_match.kwargs:
        context["languages"] = []  # no page names the address of a private one
    with timezone.override(ZoneInfo(masthead.time_zone)):
        return render(request, f"subscribers/{name}.html", context, status=status)


def private(view):
    """A page for one person. It asks for no CSRF cookie: readers are given none, and the token in its
    address, or the ticket in its form, does what the cookie would."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in PRIVATE.items():
            response[name] = value
        return response

    return answer


def linked(purpose):
    """A private page behind a token for `purpose`: the view is handed whom it names, and speaks their
    language, whatever the address says."""

    def decorate(view):
        @private
        @wraps(view)
        def answer(request, token):
            try:
                found = links.read(token, purpose)
            except links.BadLink:
                return page(request, "bad_link", status=404)
            with speaking(found.subscriber.language):
                return view(request, found)

        return answer

    return decorate
