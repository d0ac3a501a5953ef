"""The tick-list of an edition: the newsroom's own lines, ticked by name."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions.models import Edition, Masthead, Tick
from editions.models.desk import name_of


def lines(edition):
    """Each line of the masthead's list, with who ticked it and when."""
    ticks = {tick.line: tick for tick in edition.ticks.select_related("by")}
    shown = ((line, ticks.get(line)) for line in Masthead.objects.the().tick_lines)
    return [{"line": line, "tick": tick, "who": name_of(tick.by) if tick else ""} for line, tick in shown]


@permission_required("editions.add_tick", raise_exception=True)
@require_POST
def tick(request, pk):
    """Tick one line, or take the tick back."""
    edition = get_object_or_404(Edition, pk=pk)
    line = request.POST.get("line", "")
    if edition.is_frozen:
        messages.error(request, "This edition is closed; its ticks stay as they are.")
    elif line not in Masthead.objects.the().tick_lines:
        messages.error(request, "That line is no longer on the tick-list.")
    elif request.POST.get("done"):
        Tick.objects.get_or_create(
            edition=edition, line=line, defaults={"by": request.user, "at": timezone.now()}
        )
    else:
        edition.ticks.filter(line=line).delete()
    return redirect("admin:editions_edition_sheet", pk)
