"""Companies as a CSV: taken along, and brought back after a look at what it would change."""

from itertools import islice

from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sources import company_csv, company_import
from sources.company_csv import LINE, REASON, Unreadable
from sources.desk.page import page
from sources.models import Company

SHOWN = 50  # rows of each sort
MEANWHILE = "Somebody changed companies in the same moment, so nothing was stored: look at it again."
may_see = permission_required("sources.view_company", raise_exception=True)
may_bring = permission_required(["sources.add_company", "sources.change_company"], raise_exception=True)


@may_see
@require_safe
def take_along(request):
    return _file("companies.csv", company_csv.write(company_csv.export()))


@may_bring
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request):
    """Choose a file, and look at what it says; nothing is stored yet."""
    if request.method != "POST":
        return _answer(request, {})
    try:
        file = request.FILES.get("file")
        if file is None:
            raise Unreadable("Choose a file first.")
        text = company_csv.decoded(file.read(company_csv.LARGEST + 1))
        return _answer(request, _seen(text, company_import.read(text)))
    except Unreadable as error:
        return _answer(request, {"refusal": str(error)}, status=422)


@may_bring
@require_POST
def store(request):
    """Store what the file says, and hand back what was refused."""
    text = request.POST.get("text", "")
    try:
        company_csv.decoded(text.encode(errors="replace"))
        with transaction.atomic():
            # Nobody merges or changes one between what is read and what is written.
            list(Company.objects.select_for_update().order_by("pk").values_list("pk"))
            rows = company_import.read(text)
            context = _seen(text, rows) | {"is_stored": True}
            company_import.store(rows)
    except Unreadable as error:
        return _answer(request, {"refusal": str(error)}, status=422)
    except IntegrityError:
        return _answer(request, {"refusal": MEANWHILE}, status=409)
    return _answer(request, context)


@may_bring
@require_POST
def refused(request):
    """The refused rows of a file as a CSV, each with its line and the reason."""
    text = request.POST.get("text", "")
    try:
        rows = [row for row in company_import.read(text) if row.verdict == "refused"]
    except Unreadable as error:
        return _answer(request, {"refusal": str(error)}, status=422)
    columns = [name for name in company_csv.COLUMNS if any(name in row.cells for row in rows)]
    cells = (row.cells | {LINE: str(row.line), REASON: row.reason} for row in rows)
    return _file("refused-companies.csv", company_csv.write(cells, [*columns, LINE, REASON]))


def _seen(text, rows):
    """What the page tells of the rows, before they are stored."""
    sorts = {"new": [], "changed": [], "unchanged": [], "refused": []}
    for row in rows:
        sorts[row.verdict].append(row)
    return {
        "text": text,
        "counts": {name: len(some) for name, some in sorts.items()},
        "shown": {name: list(islice(some, SHOWN)) for name, some in sorts.items()},
        "most": SHOWN,
    }


def _answer(request, context, status=200):
    context = {"title": "Bring companies along", "largest": company_csv.LARGEST >> 20, **context}
    return page(request, "sources/desk/companies_import.html", context, status=status)


def _file(name, text):
    """As a spreadsheet takes it, which tells UTF-8 by its mark."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)
