"""The Atom feed of editions."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from editions.models import Masthead, Snapshot
from editions.render.feed import render_entry

ENTRIES = 20


class FullTextFeed(Atom1Feed):
    """Atom whose entries carry their whole text beside the summary."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@require_safe
def editions(request, form):
    masthead = Masthead.objects.the()
    feed = FullTextFeed(
        title=masthead.name,
        link=settings.SITE_URL + "/",
        description=masthead.tagline,
        subtitle=masthead.tagline,
        feed_url=settings.SITE_URL + reverse("data:editions_feed", args=["xml"]),
        author_name=masthead.name,
        language="en",
    )
    for snapshot in Snapshot.objects.newest()[:ENTRIES]:
        document = snapshot.read()
        feed.add_item(
            title=f"No. {document.number}: {document.title}",
            link=settings.SITE_URL + document.path,
            description=document.dek,
            content=render_entry(document),
            pubdate=document.published_at,
            updateddate=snapshot.taken_at,
            unique_id=f"{settings.SITE_URL}/editions/{document.number}",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def latest(request, form):
    raise Http404


def company(request, slug, form):
    raise Http404


def market(request, slug, form):
    raise Http404


def topic(request, slug, form):
    raise Http404


def kind(request, slug, form):
    raise Http404
