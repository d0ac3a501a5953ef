"""The desk of an item: its editor beside what the source says, how it reads, and what may be done next."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from editions.desk.editor import editor, for_editing
from editions.desk.findings import show_found_in_item
from editions.desk.shortcuts import SHORTCUTS
from editions.models import Edition, Masthead
from sources import workflow
from sources.desk.page import page
from sources.desk.reading import where_read
from sources.models import NewsItem

may_see = permission_required("sources.view_newsitem", raise_exception=True)


@may_see
@require_safe
def desk(request, pk):
    item = get_object_or_404(for_editing(), pk=pk)
    masthead = Masthead.objects.the()
    moves = workflow.open_moves(item.status, request.user.get_all_permissions())
    context = {
        **editor(item, request.user),
        "title": item.desk_label,
        "states": [
            {"label": workflow.STATES[state], "now": state == item.status}
            for state in (workflow.DRAFT, workflow.READY, workflow.PUBLISHED)
        ],
        "moves": [move for move in moves if move.name in ("make_ready", "return_to_draft")],
        "clippings": [(one, where_read(one)) for one in item.clippings.select_related("source")],
        "editions": Edition.objects.filter(sections__slots__item=item).distinct(),
        "masthead": masthead,
        "zone": masthead.zone,
        "shortcuts": SHORTCUTS,
    }
    return page(request, "editions/desk/item_desk.html", context)


@may_see
@require_safe
def found(request, pk):
    """What the checks find in an item on its own, as a fragment."""
    return show_found_in_item(request, get_object_or_404(NewsItem, pk=pk))
