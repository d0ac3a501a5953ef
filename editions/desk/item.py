"""The sheet of an item: where it stands, what may be done next, what was found, where it ran."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from editions import history
from editions.desk import findings, notes
from editions.models import Edition, Masthead
from sources import workflow
from sources.desk.page import page
from sources.models import NewsItem


@permission_required("sources.view_newsitem", raise_exception=True)
@require_safe
def sheet(request, pk):
    item = get_object_or_404(NewsItem, pk=pk)
    masthead = Masthead.objects.the()
    context = {
        "title": item.desk_label,
        "item": item,
        "states": [
            {"label": workflow.STATES[state], "now": state == item.status}
            for state in (workflow.DRAFT, workflow.READY, workflow.PUBLISHED)
        ],
        "moves": workflow.open_moves(item.status, request.user.get_all_permissions()),
        "found": None if item.is_frozen else findings.listed(findings.of_item(item)),
        "editions": Edition.objects.filter(sections__slots__item=item).distinct(),
        "notes": notes.item_card(item),
        "history": history.of_item(item),
        "zone": masthead.zone,
        "zone_name": masthead.time_zone,
    }
    return page(request, "editions/desk/item.html", context)
