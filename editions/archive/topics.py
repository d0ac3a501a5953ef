"""The topics that items are tagged with."""

from collections import Counter

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from editions.archive import listing, metadata
from editions.archive.caching import is_export, show
from editions.archive.pages import feeds, house, shell
from editions.archive.standing import shown, was_out
from sources.models import NewsItem


@require_safe
def index(request):
    masthead = house()
    tagged = _tagged().filter(object_id__in=shown().values("pk"))
    found = Counter(tagged.values_list("tag__name", "tag__slug"))
    topics = [
        (listing.Ref(name, reverse("archive:topic", args=[slug])), found[name, slug])
        for name, slug in sorted(found, key=lambda topic: topic[0].casefold())
    ]
    context = shell(
        masthead,
        request.path,
        topics=topics,
        json_ld=metadata.item_list(settings.SITE_URL, [(topic.name, topic.path) for topic, _count in topics]),
    )
    return show(request, "editions/archive/topics.html", context)


@require_safe
def topic(request, slug, before=None):
    tag = get_object_or_404(Tag, slug=slug)
    items = NewsItem.objects.filter(pk__in=_tagged().filter(tag=tag).values("object_id"))
    if not was_out(items).exists():
        raise Http404
    masthead = house()
    part = listing.part(items, masthead.time_zone, before=before, steady=is_export(request))
    crumbs = [(_("Topics"), reverse("archive:topics"))]
    here = (tag.name, reverse("archive:topic", args=[slug]))
    context = shell(
        masthead,
        request.path,
        name=tag.name,
        part=part,
        older=part.older and reverse("archive:topic_before", args=[slug, part.older]),
        crumbs=crumbs,
        json_ld=metadata.breadcrumbs(settings.SITE_URL, [*crumbs, here]),
        feeds=feeds("data:topic_feed", slug, title=f"{masthead.name}: {tag.name}"),
        follow={"topic": tag.pk},
    )
    return show(request, "editions/archive/topic.html", context, newest_at=part.changed_at)


def _tagged():
    """The rows that give items their topics."""
    return NewsItem.topics.through.objects.filter(content_type=ContentType.objects.get_for_model(NewsItem))
