"""Names in clippings that seem to be of companies nobody has entered: each is added, filed or dismissed."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sources import new_companies
from sources.desk.companies import ChoiceForm, named
from sources.desk.page import page
from sources.desk.reading import where_read
from sources.models import Clipping, CompanySuggestion
from sources.workflow import WorkflowError

PART = 30  # names of a page
TITLES = 3  # newest clippings of each
may_see = permission_required("sources.view_company", raise_exception=True)
may_change = permission_required("sources.change_company", raise_exception=True)


@may_see
@require_safe
def suggested(request):
    part = Paginator(new_companies.undecided(), PART).get_page(request.GET.get("part"))
    rows = CompanySuggestion.objects.annotate(times=Count("clippings")).in_bulk(part.object_list)
    titles = _newest(rows)
    shown = [(rows[pk], titles.get(pk, [])) for pk in part.object_list if pk in rows]
    return page(
        request,
        "sources/desk/companies_suggested.html",
        {"title": "Suggested companies", "part": part, "shown": shown},
    )


@may_change
@require_safe
def choose(request, pk):
    """Of which company a name is another one."""
    suggestion = get_object_or_404(CompanySuggestion, pk=pk)
    words = ChoiceForm.of(request.GET).get("q") or suggestion.name.split()[0]
    context = {
        "title": f"Whose name is “{suggestion.name}”?",
        "suggestion": suggestion,
        "words": words,
        "found": named(words),
    }
    return page(request, "sources/desk/company_alias.html", context)


@may_change
@require_POST
def alias(request, pk):
    name = CompanySuggestion.objects.filter(pk=pk).values_list("name", flat=True).first()
    try:
        company = ChoiceForm.of(request.POST).get("into")
        company = new_companies.file_under(pk, company and company.pk)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{name}” is a name of {company.name} now; its clippings are filed there.")
    return redirect("admin:sources_company_suggested")


@may_change
@require_POST
def dismiss(request, pk):
    try:
        new_companies.dismiss(pk, now=timezone.now())
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "It is not suggested again.")
    return redirect("admin:sources_company_suggested")


def _newest(pks):
    """The newest clippings of each suggestion and where each is read, by its id: two queries."""
    links = CompanySuggestion.clippings.through.objects.filter(companysuggestion__in=pks)
    found = {}
    for suggestion, clipping in links.order_by("-clipping").values_list("companysuggestion", "clipping"):
        found.setdefault(suggestion, []).append(clipping)
    wanted = [one for some in found.values() for one in some[:TITLES]]
    rows = Clipping.objects.select_related("source").in_bulk(wanted)
    return {pk: [(rows[one], where_read(rows[one])) for one in some[:TITLES]] for pk, some in found.items()}
