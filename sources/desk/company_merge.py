"""Merging two companies: choose the other, look at what moves, say so; and parting them again."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from sources import merging
from sources.desk.companies import ChoiceForm, named
from sources.desk.page import page
from sources.models import Company
from sources.workflow import WorkflowError

may_change = permission_required("sources.change_company", raise_exception=True)


@may_change
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk):
    company = get_object_or_404(Company.objects.select_related("merged_into"), pk=pk)
    asked, said = ChoiceForm.of(request.POST or request.GET), ""
    kept = asked.get("into")
    if request.method == "POST":
        try:
            if kept is None:
                raise WorkflowError("Choose the company that it is merged into.")
            kept = merging.merge(pk, kept.pk, was_renamed=asked["was_renamed"])
        except WorkflowError as error:
            said = str(error)
        else:
            messages.success(request, f"{company.name} is {kept.name} now, wherever readers look.")
            return redirect("admin:sources_company_change", kept.pk)
    words = asked.get("q") or company.name.split()[0]
    context = {
        "title": f"Merge {company.name} into another",
        "company": company,
        "kept": kept,
        "moving": kept and merging.what_moves(company, kept),
        "words": words,
        "found": [] if kept else named(words, besides=pk),
        "said": said,
    }
    return page(request, "sources/desk/company_merge.html", context, status=422 if said else 200)


@may_change
@require_POST
def unmerge(request, pk):
    company = get_object_or_404(Company, pk=pk)
    try:
        kept = merging.unmerge(pk)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{company.name} stands alone again, apart from {kept.name}.")
    return redirect("admin:sources_company_change", pk)
