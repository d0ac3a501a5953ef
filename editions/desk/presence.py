"""Who else is at the desk. A page says every few seconds that it is open, and is told who else is."""

from datetime import timedelta

from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from editions.desk.fragments import number_of
from editions.desk.outline import state_of
from editions.models import Edition, Presence
from editions.models.desk import name_of
from sources.models import NewsItem

LONGEST = 32  # characters of an item's name
AWAY = timedelta(seconds=45)  # without a word; a page speaks every 15 seconds


@permission_required("editions.view_edition", raise_exception=True)
@require_POST
def at_edition(request, pk):
    """Note that this colleague is at the edition, with the item that they have open, if any."""
    edition, now = get_object_or_404(Edition, pk=pk), timezone.now()
    item = number_of(request.POST.get("item"))
    if item and not NewsItem.objects.filter(pk=item).exists():
        item = None
    _note(request.user, now, edition_id=pk, item_id=item)
    others = edition.present.exclude(person=request.user).filter(at__gt=now - AWAY)
    return JsonResponse({"here": _said(others), "state": state_of(edition)})


@permission_required("sources.view_newsitem", raise_exception=True)
@require_POST
def at_item(request, pk):
    """The same at the desk of an item."""
    item, now = get_object_or_404(NewsItem, pk=pk), timezone.now()
    _note(request.user, now, edition_id=None, item_id=pk)
    others = item.present.exclude(person=request.user).filter(at__gt=now - AWAY)
    return JsonResponse({"here": _said(others), "state": str(item.version)})


def _note(person, now, **where):
    Presence.objects.update_or_create(person=person, defaults={"at": now, **where})


def _said(others):
    """ "Lin is writing in “Vivo opens…”", a sentence for each colleague."""
    for_each = others.select_related("person", "item").order_by("person__first_name", "person__username")
    return [
        f"{name_of(one.person)} is writing in “{Truncator(one.item.label).chars(LONGEST, truncate='…')}”"
        if one.item
        else f"{name_of(one.person)} is reading along"
        for one in for_each
    ]
