"""What becomes of names that clippings suggest as new companies.

A suggestion goes once its name is one of a company; one that was dismissed stays, so that it never returns.
"""

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Lower

from sources.known import familiar_names
from sources.models import Clipping, Company, CompanySuggestion
from sources.workflow import WorkflowError

GONE = "Somebody was faster: this name was decided on already."


def undecided():
    """The ids of suggestions that clippings bear out and nobody has entered since, the likeliest first."""
    rows = CompanySuggestion.objects.filter(dismissed_at=None).annotate(times=Count("clippings"))
    rows = rows.filter(times__gt=0).order_by("-times", "-last_seen_at", "-pk").values_list("pk", "name")
    familiar = familiar_names()
    return [pk for pk, name in rows if not familiar.knows(name)]


@transaction.atomic
def file_under(pk, company_pk):
    """Take a suggestion for another name of a company, and file its clippings there. Raises WorkflowError."""
    company = Company.objects.select_for_update().filter(pk=company_pk, merged_into=None).first()
    suggestion = CompanySuggestion.objects.filter(pk=pk, dismissed_at=None).first()
    if company is None or suggestion is None:
        raise WorkflowError(GONE if company else "This company is gone, or was merged into another.")
    _file(suggestion, company)
    return company


@transaction.atomic
def welcome(company, pk=None):
    """File under a company that was saved what waits under its names, and the suggestion it came from."""
    rows = CompanySuggestion.objects.annotate(small=Lower("name"))
    for suggestion in {*rows.filter(small__in=_names(company)), *rows.filter(pk=pk)}:
        _file(suggestion, company)


@transaction.atomic
def welcome_all(companies):
    """File under each of many companies what waits under its names; it takes one query where nothing does."""
    named = {name: company for company in companies for name in _names(company)}
    for suggestion in CompanySuggestion.objects.all():
        if company := named.get(suggestion.name.lower()):
            _file(suggestion, company)


def dismiss(pk, *, now):
    """Say that it is no company, or none for us. Raises WorkflowError."""
    if not CompanySuggestion.objects.filter(pk=pk, dismissed_at=None).update(dismissed_at=now):
        raise WorkflowError(GONE)


def _file(suggestion, company):
    if suggestion.name.lower() not in _names(company):
        company.aliases = "\n".join(filter(None, [company.aliases.strip(), suggestion.name]))
        company.save(update_fields=["aliases"])
    links = Clipping.companies.through
    clippings = suggestion.clippings.values_list("pk", flat=True)
    filed = (links(clipping_id=clipping, company_id=company.pk) for clipping in clippings)
    links.objects.bulk_create(filed, ignore_conflicts=True)
    suggestion.delete()


def _names(company):
    return {name.lower() for name in (company.name, company.local_name, *company.other_names) if name}
