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
