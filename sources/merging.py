"""Two rows of one company become one: the merged one stays, and all that names it shows under the other.

Items, deals, follows and addresses are left as they are; whoever reads them looks where `merged_into`
leads. Nothing is merged into what was merged itself, so that it leads there in one step.
"""

from dataclasses import dataclass

from django.db import transaction

from sources.models import Clipping, Company, Deal
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


def what_moves(company: Company, kept: Company) -> Moving:
    pks = company.every_pk
    return Moving(
        items=company.every_item.count(),
        deals=Deal.objects.filter(counterparties__in=pks).distinct().count(),
        clippings=Clipping.objects.filter(companies__in=pks).distinct().count(),
        merged=tuple(company.merged.all()),
        subsidiaries=tuple(company.subsidiaries.standing().exclude(pk=kept.pk)),
        names=tuple(_new(_names(company), kept)),
    )


@transaction.atomic
def merge(pk: int, into: int, *, was_renamed: bool) -> Company:
    """Merge a company into another, which takes its names: as former ones where it `was_renamed`.

    Return the one that is kept. Raises WorkflowError.
    """
    company, kept = _both(pk, into)
    _check(company, kept)
    former = [*company.former_names.splitlines(), *(_own(company) if was_renamed else ())]
    kept.former_names = _with(kept.former_names, _new(_clean(former), kept))
    kept.aliases = _with(kept.aliases, _new(_names(company), kept))
    if kept.parent_id == company.pk:
        kept.parent_id = company.parent_id
    kept.save(update_fields=["former_names", "aliases", "parent"])
    company.subsidiaries.exclude(pk=kept.pk).update(parent=kept)
    Company.objects.filter(merged_into=company).update(merged_into=kept)
    Company.objects.filter(pk=company.pk).update(merged_into=kept)
    return kept


@transaction.atomic
def unmerge(pk: int) -> Company:
    """Let a merged company stand alone again, and take its names back. Raises WorkflowError."""
    company = Company.objects.select_for_update().filter(pk=pk).exclude(merged_into=None).first()
    if company is None:
        raise WorkflowError("It stands alone already.")
    if Company.objects.standing().filter(name__iexact=company.name).exists():
        raise WorkflowError(f"Another company is called “{company.name}” now: rename that one first.")
    kept = Company.objects.select_for_update().get(pk=company.merged_into_id)
    company.merged_into = None
    company.save(update_fields=["merged_into"])
    others = {name.lower() for one in kept.merged.all() for name in _names(one)}
    back = {name.lower() for name in _names(company)} - others
    kept.aliases, kept.former_names = (
        "\n".join(name for name in _clean(text.splitlines()) if name.lower() not in back)
        for text in (kept.aliases, kept.former_names)
    )
    kept.save(update_fields=["aliases", "former_names"])
    return kept


def why_not_below(company: Company, parent: Company | None) -> str:
    """Why `parent` cannot be the parent of `company`, in one sentence, or nothing."""
    chain = _above(parent) if parent else []
    if parent == company:
        return "A company cannot be its own parent."
    if company in chain:
        return f"{parent.name} belongs to {company.name} already: change its parent first."
    return ""


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
    parents = _above(kept)[1:]
    if company in parents[1:]:
        raise WorkflowError(f"{parents[0].name} stands between them as a parent: change its parent first.")


def _above(company):
    """It and its parents, from the nearest; a circle is gone round once."""
    found = []
    while company and company not in found:
        found.append(company)
        company = company.parent
    return found


def _own(company):
    return [company.name, company.local_name]


def _names(company):
    return _clean([*_own(company), *company.other_names])


def _clean(names):
    return [name.strip() for name in names if name.strip()]


def _new(names, kept):
    """Those that `kept` does not have, each once."""
    there = {name.lower() for name in _names(kept)}
    return list({name.lower(): name for name in names if name.lower() not in there}.values())


def _with(text, names):
    return "\n".join([*_clean(text.splitlines()), *names])
