"""The links of a mailing in which clicks are counted: counted, and led on."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.views.decorators.http import require_safe

from editions.archive.pages import whence
from subscribers import clicks, scanners
from subscribers.models import Link


@require_safe
def follow(request, token):
    """Lead on to what the link of the mailing stood for. No cookie, and nothing kept of who it was."""
    try:
        link = clicks.link_of(token)
    except Link.DoesNotExist as error:
        raise Http404 from error
    if settings.COUNT_CLICKS:
        headers = request.headers
        purpose = headers.get("Sec-Purpose") or headers.get("Purpose") or headers.get("X-Moz") or ""
        scanned = scanners.is_scanner(request.method, headers.get("User-Agent", ""), purpose)
        clicks.count(link, whence(request), scanned=scanned)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return HttpResponseRedirect(link.url, headers=headers)
