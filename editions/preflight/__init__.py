"""Checks before publication: every rule, and the one way to run them. Pure."""

from editions.document import EditionDocument
from editions.preflight import (
    damage,
    dates,
    facts,
    figures,
    links,
    mail,
    mail_inbox,
    mail_styles,
    names,
    percentages,
    pictures,
    relative_dates,
    repeats,
    style,
    sums,
    words,
)
from editions.preflight.context import Context
from editions.preflight.findings import ERROR, Check, Finding
from editions.preflight.pieces import found_in_pieces

CHECKS: tuple[Check, ...] = (
    *facts.CHECKS,
    *sums.CHECKS,
    *percentages.CHECKS,
    *figures.CHECKS,
    *dates.CHECKS,
    *relative_dates.CHECKS,
    *names.CHECKS,
    *repeats.CHECKS,
    *damage.CHECKS,
    *links.CHECKS,
    *pictures.CHECKS,
    *mail_inbox.CHECKS,
    *mail.CHECKS,
    *mail_styles.CHECKS,
    *words.CHECKS,
    *style.CHECKS,
)


def run(document: EditionDocument, context: Context, *, only: str = "") -> list[Finding]:
    """Return what the checks find that the masthead has not switched off, errors first.

    `only` is a severity: the checks of the other are passed over.
    """
    off = context.house.off
    wanted = [one for one in CHECKS if one.code not in off and (not only or one.severity == only)]
    findings = [finding for one in wanted for finding in one(document, context)]
    return sorted(findings, key=lambda finding: finding.severity != ERROR)


def rerun(document: EditionDocument, context: Context) -> list[Finding]:
    """Return what `run` does, but for the order of findings within a rule. Of a document that was checked
    before, only what changed is checked again by the rules that allow it."""
    wanted = [one for one in CHECKS if one.code not in context.house.off]
    found = {one.code: one(document, context) for one in wanted if not one.piecewise}
    found |= found_in_pieces(document, context, tuple(one for one in wanted if one.piecewise))
    findings = [finding for one in wanted for finding in found[one.code]]
    return sorted(findings, key=lambda finding: finding.severity != ERROR)
