"""The links of editions: which are worth checking, and what became of them."""

from editions import assembly, workflow
from editions.models import Edition, Masthead
from editions.preflight.context import LinkFacts
from editions.preflight.links import addresses_of
from sources import links
from sources.models import Link

OPEN = (workflow.DRAFT, workflow.IN_REVIEW, workflow.APPROVED, workflow.SCHEDULED)


def want_links_of_open_editions(now):
    """Ask that the links of every edition that may still be changed be checked; return how many are new."""
    masthead = Masthead.objects.the()
    editions = Edition.objects.filter(status__in=OPEN).for_rendering()
    documents = [assembly.assemble(edition, masthead) for edition in editions]
    return links.want([address for document in documents for address in addresses_of(document)], now)


def facts_of(document):
    """What is known of the links of `document`: LinkFacts by address, of those that were ever wanted."""
    digests = [links.digest(address) for address in addresses_of(document)]
    return {
        link.address: LinkFacts(link.state, link.status, link.leads_to, link.error, link.checked_at)
        for link in Link.objects.filter(digest__in=digests)
    }
