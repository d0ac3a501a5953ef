"""How an edition or an item would look if it went out now, in every form."""

from csp.decorators import csp_replace
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from editions.archive.pages import shell
from editions.checking import alone
from editions.models import Edition
from editions.render.email import render_email
from editions.render.jsonform import render_json
from editions.render.markdown import render_markdown
from editions.render.roundup import render_roundup
from editions.render.text import render_text
from editions.render.web import render_article, render_item
from editions.render.wechat import render_wechat
from sources.markup import headed, to_html, trusted
from sources.models import NewsItem


def render_html(document):
    """The edition as HTML without classes, styles or paths of the site, to be pasted into any other."""
    return headed(to_html(render_markdown(document)), 1)


TEXT_FORMS = {
    "html": render_html,
    "text": render_text,
    "markdown": render_markdown,
    "roundup": render_roundup,
    "json": render_json,
}
may_read = permission_required("editions.view_edition", raise_exception=True)


@may_read
@require_safe
def web(request, pk):
    """The reader's page, as it would stand if it were published now."""
    document = get_object_or_404(Edition, pk=pk).reading()
    context = shell(
        document.masthead, document.path, document=document, article=trusted(render_article(document))
    )
    return render(request, "editions/archive/edition.html", context)


@may_read
@require_safe
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"]})
def email(request, pk):
    return HttpResponse(render_email(get_object_or_404(Edition, pk=pk).reading()))


@may_read
@require_safe
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"]})
def wechat(request, pk):
    """The WeChat paste: select all of it, copy, and paste it into the Official Account editor."""
    return HttpResponse(render_wechat(get_object_or_404(Edition, pk=pk).reading()))


@may_read
@require_safe
def text(request, pk, form):
    """One of the forms that are plain text."""
    if form not in TEXT_FORMS:
        raise Http404
    words = TEXT_FORMS[form](get_object_or_404(Edition, pk=pk).reading())
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


@permission_required("sources.view_newsitem", raise_exception=True)
@require_safe
def item(request, pk):
    """The item's own page."""
    document = alone(get_object_or_404(NewsItem, pk=pk))
    [entry] = document.items
    article = trusted(render_item(entry, document))
    context = shell(document.masthead, entry.path, document=document, item=entry, article=article)
    return render(request, "editions/archive/item.html", context)
