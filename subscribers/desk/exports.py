"""The list of subscribers as CSV, as it is filtered."""

import csv

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.decorators import permission_required
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from subscribers.import_files import defused
from subscribers.models import Subscriber

FACTS = [
    "address",
    "name",
    "status",
    "choice",
    "language",
    "paused_until",
    "joined_at",
    "consent_at",
    "consent_from",
    "consent_words",
    "left_at",
]
TOGETHER = 2_000  # rows read at once


class Echo:
    """A file that hands back each line that is written."""

    def write(self, line):
        return line


@permission_required(["subscribers.view_subscriber", "subscribers.export_subscriber"], raise_exception=True)
@require_POST
def export(request):
    """The rows that the filters of the list leave, in the order in which they came; who took them is kept."""
    listed = admin.site.get_model_admin(Subscriber)
    request.GET = request.POST.copy()  # the filters of the list, as the form carries them
    request.GET.pop("csrfmiddlewaretoken", None)
    try:
        people = listed.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        raise Http404 from None
    LogEntry.objects.create(
        user=request.user,
        content_type=ContentType.objects.get_for_model(Subscriber),
        object_repr="The list of subscribers",
        action_flag=CHANGE,
        change_message=f"Exported: {request.GET.urlencode() or 'everybody'}",
    )
    answer = StreamingHttpResponse(_lines(people), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="subscribers-{timezone.localdate():%Y-%m-%d}.csv"'
    return answer


def _lines(people):
    out = csv.writer(Echo())
    yield out.writerow(FACTS)
    for facts in people.order_by("pk").values_list(*FACTS).iterator(chunk_size=TOGETHER):
        yield out.writerow([_cell(fact) for fact in facts])


def _cell(fact):
    if fact is None:
        return ""
    return defused(fact) if isinstance(fact, str) else fact.isoformat()
