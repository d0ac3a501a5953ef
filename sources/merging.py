"""Two rows of one company become one: the merged one stays, and all that names it shows under the other.

Items, deals, follows and addresses are left as they are; whoever reads them looks where `merged_into`
leads. Nothing is merged into what was merged itself, so that it leads there in one step.
"""

from dataclasses import dataclass

from django.db import transaction

from sources import merged_facts
from sources.models import Clipping, Company, Deal
from sources.parents import above, why_not_below
from sources.workflow import WorkflowError


@dataclass(frozen=True)
class Moving:
    """How much would show under the other, and the names that this would be known by as well."""

    items: int
    deals: int
    clippings: int
    merged: tuple[Company, ...]  # into this one before
    subsidiaries: tuple[Company, ...]
    names: tuple[str, ...]
    facts: tuple[str, ...]  # what the other takes over, as the form names it


def what_moves(company: Company, kept: Company) -> Moving:
    pks = company.every_pk
    return Moving(
        items=company.every_item.count(),
        deals=Deal.objects.filter(counterparties__in=pks).distinct().count(),
        clippings=Clipping.objects.filter(companies__in=pks).distinct().count(),
        merged=tuple(company.merged.all()),
        subsidiaries=tuple(company.subsidiaries.standing().exclude(pk=kept.pk)),
        names=tuple(merged_facts.names_to_give(company, kept)),
        facts=tuple(merged_facts.facts_to_give(company, kept)),
    )


@transaction.atomic
def merge(pk: int, into: int, *, was_renamed: bool) -> Company:
    """Merge a company into another, which takes its names: as former ones where it `was_renamed`.

    Return the one that is kept. Raises WorkflowError.
    """
    company, kept = _both(pk, into)
    _check(company, kept)
    gave = merged_facts.give(company, kept, was_renamed=was_renamed)
    below = company.subsidiaries.exclude(pk=kept.pk)
    gave |= {"to": kept.pk, "below": _pks(below), "merged": _pks(company.merged)}
    below.update(parent=kept)
    company.merged.update(merged_into=kept)
    Company.objects.filter(pk=company.pk).update(merged_into=kept, gave=gave)
    return kept


@transaction.atomic
def unmerge(pk: int) -> Company:
    """Let a merged company stand alone again, with all that came along. Raises WorkflowError."""
    into = Company.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
    if into is None:
        raise WorkflowError("It stands alone already.")
    company, kept = _both(pk, into)
    _check_parting(company, kept)
    company.merged_into = None
    company.save(update_fields=["merged_into"])
    kept.merged.filter(pk__in=company.gave.get("merged", [])).update(merged_into=company)
    merged_facts.take_back(company, kept)
    for one in kept.subsidiaries.filter(pk__in=company.gave.get("below", [])):
        if not why_not_below(one, company):
            one.parent = company
            one.save(update_fields=["parent"])
    company.gave = {}
    company.save(update_fields=["gave"])
    return kept


def _both(pk, into):
    rows = Company.objects.select_for_update().order_by("pk").in_bulk([pk, into])
    if pk not in rows or into not in rows:
        raise WorkflowError("One of them is gone.")
    return rows[pk], rows[into]


def _check(company, kept):
    if company == kept:
        raise WorkflowError("Choose another company: one cannot be merged into itself.")
    for one in (company, kept):
        if one.merged_into_id:
            raise WorkflowError(f"{one.name} was merged into {one.merged_into.name} already.")
    parents = above(kept)[1:]
    if company in parents[1:]:
        raise WorkflowError(f"{parents[0].name} stands between them as a parent: change its parent first.")


def _check_parting(company, kept):
    if company.merged_into_id != kept.pk:
        raise WorkflowError("Somebody was faster: look at it again.")
    with_it = Company.objects.filter(pk=company.gave.get("to")).exclude(pk=kept.pk).first()
    if with_it:
        raise WorkflowError(f"It came along with {with_it.name}: part that one from {kept.name} first.")
    if Company.objects.standing().filter(name__iexact=company.name).exists():
        raise WorkflowError(f"Another company is called “{company.name}” now: rename that one first.")


def _pks(companies):
    return list(companies.values_list("pk", flat=True))
