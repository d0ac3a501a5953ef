"""The desk of an edition: what is ready, the outline, and how it looks. Each pane is a fragment."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions import deadlines, workflow
from editions.desk.outline import outline
from editions.desk.sheet import steps
from editions.desk.shortcuts import SHORTCUTS
from editions.models import Edition, Masthead
from editions.render import figures
from sources.desk.page import page

may_see = permission_required("editions.view_edition", raise_exception=True)


@may_see
@require_safe
def desk(request, pk):
    edition = get_object_or_404(Edition.objects.for_outline(), pk=pk)
    if edition.is_frozen:
        return redirect("admin:editions_edition_sheet", pk)
    masthead = Masthead.objects.the()
    context = {
        "title": f"No. {edition.number}",
        "week": figures.week(edition.week_first, edition.week_last),
        "masthead": masthead,
        "late": deadlines.warning(edition, masthead, timezone.now()),
        "shortcuts": SHORTCUTS,
        **_head(edition, request.user),
        **outline(edition, request.user),
    }
    return page(request, "editions/desk/desk.html", context)


@may_see
@require_safe
def head(request, pk):
    """The state and what comes next, for a page that is open while they change."""
    edition = get_object_or_404(Edition, pk=pk)
    return render(request, "editions/desk/_head.html", _head(edition, request.user))


def _head(edition, person):
    """Approving is led to and done on the sheet, where all is read; so is what follows it."""
    moves = {move.name for move in workflow.open_moves(edition.status, person.get_all_permissions())}
    return {
        "edition": edition,
        "states": steps(edition),
        "submits": "submit" in moves,
        "approves": "approve" in moves,
    }
