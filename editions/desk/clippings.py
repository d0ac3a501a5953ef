"""Writing an item: from a clipping, or from nothing. Both open its desk."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions import writing
from editions.desk.fragments import number_of
from sources.workflow import WorkflowError


@permission_required("sources.add_newsitem", raise_exception=True)
@require_POST
def write(request):
    """Make a draft of the clipping that was posted, or an empty one."""
    clipping, now = number_of(request.POST.get("clipping")), timezone.now()
    try:
        item = (
            writing.item_from_clipping(clipping, by=request.user, now=now)
            if "clipping" in request.POST
            else writing.empty_item(by=request.user, now=now)
        )
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect("admin:sources_clipping_changelist")
    return redirect("admin:sources_newsitem_desk", item.pk)
