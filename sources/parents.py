"""Whom a company belongs to: nobody belongs to what belongs to them."""

from sources.models import Company


def above(company: Company | None) -> list[Company]:
    """It and its parents, from the nearest; a circle is gone round once."""
    found = []
    while company and company not in found:
        found.append(company)
        company = company.parent
    return found


def why_not_below(company: Company, parent: Company | None) -> str:
    """Why `parent` cannot be the parent of `company`, in one sentence, or nothing."""
    if parent == company:
        return "A company cannot be its own parent."
    if company in above(parent):
        return f"{parent.name} belongs to {company.name} already: change its parent first."
    return ""
