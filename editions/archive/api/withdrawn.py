"""What was published and is not shown any more: the API says so, and why, as the pages do."""

from django.http import Http404

from editions.archive import standing
from editions.models import Edition
from sources.models import NewsItem
from sources.workflow import KILLED, PUBLISHED


class Gone(Exception):
    """One sentence, and the reason that readers were told."""

    def __init__(self, sentence, reason):
        self.reason = reason
        super().__init__(f"{sentence}: {reason}" if reason else f"{sentence}.")


def missing_item(pk):
    """Return what to raise for an item that is not shown: Gone where readers saw it once."""
    row = NewsItem.objects.filter(pk=pk, published_at__isnull=False).first()
    if row and row.status == KILLED:
        kill = row.moves.filter(name="kill").last()
        if kill is None or kill.came_from == PUBLISHED:
            return Gone("This item was withdrawn", kill.reason if kill else "")
    if row and row.status == PUBLISHED and (edition := standing.withdrawn_with(row)):
        return Gone(f"The edition in which this ran, No. {edition.number}, was withdrawn", _reason(edition))
    return Http404(f"There is no item {pk}.")


def missing_edition(number):
    """Return what to raise for an edition that is not shown: Gone where it was published once."""
    edition = Edition.objects.filter(number=number, status="withdrawn").first()
    if edition:
        return Gone(f"No. {number} was withdrawn", _reason(edition))
    return Http404(f"There is no edition {number}.")


def _reason(edition):
    return edition.moves.filter(name="withdraw").latest("at").reason
