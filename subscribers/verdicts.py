"""What is to become of the rows of a file: new, known, agreed since, doubled, suppressed, not readable."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models

from subscribers import addresses
from subscribers.importing.people import Person, person_of
from subscribers.importing.values import ACTIVE
from subscribers.models import Import, Subscriber, Suppression


class Verdict(models.TextChoices):
    NEW = "new", "New"
    KNOWN = "known", "Known"
    AGREED = "agreed", "Agreed since"
    DUPLICATE = "duplicate", "Twice in the file"
    SUPPRESSED = "suppressed", "Suppressed"
    INVALID = "invalid", "Not readable"


@dataclass(slots=True)
class Row:
    """A record, who it speaks of where that can be told, and what becomes of it."""

    line: int
    cells: list[str]
    person: Person | None = None
    fingerprint: str = ""
    verdict: str = Verdict.INVALID
    reason: str = ""


def read(records, reading):
    """The rows of records, each with its person or with the reason why it has none."""
    key = settings.SUPPRESSION_KEY.encode()
    return [_row(line, cells, reading, key) for line, cells in records]


def _row(line, cells, reading, key):
    try:
        person = person_of(cells, reading)
    except ValueError as error:
        return Row(line, cells, reason=str(error))
    return Row(line, cells, person, addresses.fingerprint(person.normalised, key))


def judge(rows, imported, seen):
    """Give each row its verdict, in three queries; `seen` gathers who was new before, in this file."""
    whole = [row for row in rows if row.person]
    prints = [row.fingerprint for row in whole]
    suppressed = set(Suppression.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True))
    known, waiting = {}, set()
    if imported.purpose == Import.Purpose.PEOPLE:
        people = Subscriber.objects.filter(normalised__in=[row.person.normalised for row in whole])
        known = dict(people.values_list("normalised", "imported_id"))
        waiting = set(people.wait_for_consent().values_list("normalised", flat=True))
    for row in whole:
        row.verdict = _verdict(row, imported, seen, known, suppressed)
        if row.verdict == Verdict.KNOWN and row.person.status == ACTIVE and row.person.normalised in waiting:
            row.verdict = Verdict.AGREED
        if row.verdict in (Verdict.NEW, Verdict.AGREED):
            seen.add(row.person.normalised)


def _verdict(row, imported, seen, known, suppressed):
    """A slice that was stored before is in the table: its import tells a double from a known reader."""
    name = row.person.normalised
    if name in seen or known.get(name) == imported.pk:
        return Verdict.DUPLICATE
    if row.fingerprint in suppressed:
        return Verdict.SUPPRESSED if imported.purpose == Import.Purpose.PEOPLE else Verdict.KNOWN
    return Verdict.KNOWN if name in known else Verdict.NEW
