"""What readers were shown of an item, and in which words where."""

from dataclasses import dataclass

from editions import assembly
from editions.archive import standing
from editions.corrected import fields_of, same_lines
from editions.document import EditionDocument, ItemDoc
from editions.models import Edition, Snapshot
from sources.models import NewsItem
from sources.workflow import PUBLISHED, WorkflowError


@dataclass(frozen=True)
class Place:
    """Where a published edition printed an item. `key` names it among all of them."""

    edition: Edition
    section: int
    position: int
    entry: ItemDoc

    @property
    def key(self):
        return f"{self.edition.number}-{self.section + 1}-{self.position + 1}"


@dataclass(frozen=True)
class Printed:
    """What readers were shown of an item: `entry` as the newest edition printed it, or as it stands."""

    entry: ItemDoc
    body: str  # the item's own words
    documents: dict[Edition, EditionDocument]
    places: list[Place]

    @property
    def in_other_words(self):
        return [place for place in self.places if same_lines(place.entry.body) != self.body]

    def fields(self):
        """What may be corrected, as it was printed; the body is the item's own."""
        return {**fields_of(self.entry), "body": self.body}

    def wordings(self):
        return {place.key: same_lines(place.entry.body) for place in self.in_other_words}


def printed(item):
    """Return what readers are shown of `item`. Raises WorkflowError where that is nothing."""
    if item.status != PUBLISHED:
        raise WorkflowError("Only what is out is corrected; change this in its own form.")
    if not standing.shown().filter(pk=item.pk).exists():
        raise WorkflowError("The edition in which this ran was withdrawn, so there is nothing to correct.")
    snapshots = Snapshot.objects.newest().filter(
        edition__in=Edition.objects.filter(sections__slots__item=item)
    )
    documents = {snapshot.edition: snapshot.read() for snapshot in snapshots}
    places = [
        Place(edition, section, position, entry)
        for edition, document in documents.items()
        for section, part in enumerate(document.sections)
        for position, entry in enumerate(part.items)
        if entry.id == item.pk
    ]
    row = NewsItem.objects.for_rendering().get(pk=item.pk)
    entry = places[0].entry if places else assembly.item_document(row)
    return Printed(entry, same_lines(row.body), documents, places)
