"""The desk of an edition: what is ready, the outline, and how it looks. Each pane is a fragment."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions import deadlines, workflow
from editions.desk.outline import outline
from editions.desk.page import page
from editions.desk.sheet import steps
from editions.desk.shortcuts import SHORTCUTS
from editions.models import Edition, Masthead
from editions.render import figures

# The one next step of each state; approving and what follows it is done on the sheet, where all is read.
NEXT = {workflow.DRAFT: "submit"}


@permission_required("editions.view_edition", raise_exception=True)
@require_safe
def desk(request, pk):
    edition = get_object_or_404(Edition.objects.for_outline(), pk=pk)
    if edition.is_frozen:
        return redirect("admin:editions_edition_sheet", pk)
    permissions = request.user.get_all_permissions()
    moves = [move.name for move in workflow.open_moves(edition.status, permissions)]
    submits = NEXT.get(edition.status) in moves
    masthead = Masthead.objects.the()
    context = {
        "title": f"No. {edition.number}",
        "week": figures.week(edition.week_first, edition.week_last),
        "states": steps(edition),
        "submits": submits,
        "masthead": masthead,
        "late": deadlines.warning(edition, masthead, timezone.now()),
        "shortcuts": SHORTCUTS,
        **outline(edition, request.user),
    }
    return page(request, "editions/desk/desk.html", context)
