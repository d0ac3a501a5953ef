"""The links of editions that are worth checking."""

from editions import assembly, workflow
from editions.models import Edition, Masthead
from editions.preflight.links import addresses_of
from sources import links

OPEN = (workflow.DRAFT, workflow.IN_REVIEW, workflow.APPROVED, workflow.SCHEDULED)


def want_links_of_open_editions(now):
    """Ask that the links of every edition that may still be changed be checked; return how many are new."""
    masthead = Masthead.objects.the()
    editions = Edition.objects.filter(status__in=OPEN).for_rendering()
    documents = [assembly.assemble(edition, masthead) for edition in editions]
    return links.want([address for document in documents for address in addresses_of(document)], now)
