"""What came back and nobody could make anything of: a list, and each as the text it is."""

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from editions.desk.fragments import number_of
from sources.desk.page import page
from subscribers.bounces import mail
from subscribers.models import Report

PAGE = 50
may_see = permission_required("subscribers.view_report", raise_exception=True)


@dataclass(frozen=True)
class Row:
    report: Report
    subject: str
    sender: str = ""
    text: str = ""  # what it says to people


@may_see
@require_safe
def reports(request):
    """Those set aside, newest first."""
    rows = Report.objects.exclude(set_aside="").order_by("-pk")
    before = number_of(request.GET.get("before"))
    shown = list(rows.filter(pk__lt=before)[: PAGE + 1] if before else rows[: PAGE + 1])
    context = {
        "title": "What came back",
        "shown": [_row(report) for report in shown[:PAGE]],
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
    }
    return page(request, "subscribers/desk/reports.html", context)


@may_see
@require_safe
def report(request, pk):
    """One of them as it came, its beginning: text, whatever it holds."""
    found = get_object_or_404(Report, pk=pk)
    events = found.events.select_related("delivery__mailing").order_by("pk")
    row = _row(found)
    context = {"title": row.subject, "row": row, "events": events}
    return page(request, "subscribers/desk/report.html", context)


def _row(report):
    if report.source == Report.Source.WEBHOOK:
        provider = report.raw.partition("\n")[0] or "A provider"
        return Row(report, f"{provider}: {report.get_kind_display().lower()}")
    try:
        read = mail.parse(report.raw.encode())
    except mail.Hostile:
        return Row(report, "A mail with too many parts")
    return Row(report, read.get("subject")[:200] or "No subject", read.get("from")[:200], read.text)
