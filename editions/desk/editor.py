"""The editor of an item, as a fragment: in its slot of an outline, and on the item's own desk."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from editions.desk.fragments import number_of
from editions.fields import ITEM, SLOT, stamps, texts
from editions.models import Slot
from sources.kinds import KINDS
from sources.models import NewsItem


def editor(item, person, *, slot=None):
    """What `editions/desk/_editor.html` reads of an item, and of the slot in which it is opened."""
    return {
        "item": item,
        "texts": texts(ITEM, item),
        "stamps": stamps(ITEM, item),
        "kinds": KINDS.items(),
        "formats": NewsItem.Format.choices,
        "may_write": person.has_perm("sources.change_newsitem"),
        "slot": slot,
        "slot_stamps": stamps(SLOT, slot) if slot else {},
    }


@permission_required("sources.view_newsitem", raise_exception=True)
@require_safe
def fragment(request, pk):
    item = get_object_or_404(NewsItem, pk=pk)
    slot = None
    if chosen := number_of(request.GET.get("slot")):
        slot = get_object_or_404(Slot.objects.select_related("section__edition"), pk=chosen, item=item)
    return render(request, "editions/desk/_editor.html", editor(item, request.user, slot=slot))
