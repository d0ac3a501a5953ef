"""An approval is bound to what was approved, whoever changes it and wherever: in the edition, in an item,
or in a company that is renamed on its own page.

Nothing that saves has to remember this. Whatever the desk has saved, the approved editions (one or two at
any time) are read again: after each request (`recap/approvals.py`), and every 30 seconds for what was
changed by other ways. Publishing asks once more, in its own transaction.
"""

from editions.models import Edition
from sources.workflow import WorkflowError


def void_changed(*, now):
    """Return to review each approved edition that no longer says what was approved; return these."""
    voided = []
    for edition in Edition.objects.approved():
        try:
            if edition.void_if_changed(now=now):
                voided.append(edition)
        except WorkflowError:
            continue  # somebody moved it meanwhile
    return voided
