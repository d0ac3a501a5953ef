"""Checks before publication: every rule, and the one way to run them. Pure."""

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import Check, Finding

CHECKS: tuple[Check, ...] = ()


def run(document: EditionDocument, context: Context) -> list[Finding]:
    """Return what every check finds that the masthead has not switched off, errors first."""
    wanted = [check for check in CHECKS if check.code not in context.house.off]
    findings = [finding for check in wanted for finding in check(document, context)]
    return sorted(findings, key=lambda finding: finding.severity != "error")
