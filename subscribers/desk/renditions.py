"""One of the distinct contents of a mailing, as those who share it get it."""

from csp.decorators import csp_replace
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sources.desk.page import page
from subscribers.desk.mailings import content_in_words
from subscribers.models import Rendition

may_see = permission_required("subscribers.view_rendition", raise_exception=True)


@may_see
@require_safe
def rendition(request, pk):
    row = get_object_or_404(Rendition.objects.select_related("mailing"), pk=pk)
    context = {"title": content_in_words(row), "rendition": row, "mailing": row.mailing}
    return page(request, "subscribers/desk/rendition.html", context)


@may_see
@require_safe
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"], "sandbox": [""]})
def html(request, pk):
    """The HTML part, for the frame of its page; what is personal still is a placeholder."""
    return HttpResponse(get_object_or_404(Rendition, pk=pk).html)
