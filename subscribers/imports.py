"""Taking in a file of subscribers, slice by slice: each is stored with how far it has come, or not at all."""

from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Q

from subscribers import import_files, storing
from subscribers.importing.columns import are_headings, place_of_addresses
from subscribers.importing.encodings import Unreadable, detect
from subscribers.importing.known_exports import recognise, standing_of
from subscribers.importing.people import Reading
from subscribers.importing.records import delimiter_of
from subscribers.models import Import
from subscribers.verdicts import Verdict, judge, read

SLICE = 5_000  # rows
LEASE = timedelta(minutes=2)  # a slice takes about a second
COUNTED = 100_000  # rows that a preview looks at
KEPT = timedelta(days=7)  # uploads that were not begun, and refused rows


def upload(file, purpose, by, now):
    """Keep an uploaded file and find out how it is written; return its import.

    Raises Unreadable with one sentence where no list can be read from it; then nothing is kept.
    """
    path, size = import_files.keep(file.chunks())
    imported = Import(
        name=file.name[:200], path=path, size=size, purpose=purpose, created_at=now, created_by=by
    )
    try:
        imported.encoding = detect(import_files.chunks_of(path))
        imported.delimiter = delimiter_of(import_files.sample_of(path, imported.encoding))
        examine(imported)
    except Unreadable:
        import_files.remove(path)
        raise
    imported.save()
    return imported


def examine(imported, *, tells_headings=True):
    """Read the whole file once: how many rows it has, and what its columns are.

    Somebody may have said whether it has headings. Raises Unreadable.
    """
    with import_files.opened(imported) as records:
        first = [cells for _, cells in islice(records, 20)]
        read_so_far = len(first)
        imported.total = read_so_far + sum(1 for _ in records)
    if not first:
        raise Unreadable("The file is empty.")
    if tells_headings:
        imported.has_headings = are_headings(first[0])
    imported.total -= imported.has_headings
    if not imported.total:
        raise Unreadable("The file has headings and no rows.")
    imported.system = ""
    if imported.has_headings:
        imported.system, imported.columns = recognise(first[0])
    else:
        place = place_of_addresses(first)
        imported.columns = {} if place is None else {"address": place}
    imported.standing = standing_of(imported.system, imported.name)


def reading_of(imported):
    day = imported.consented_on
    return Reading(
        columns=imported.columns,
        standing=imported.standing,
        latest=imported.created_at + timedelta(days=1),
        words=imported.consent_words,
        consented=datetime.combine(day, time(), UTC) if day else None,
    )


@contextmanager
def rows_of(imported):
    """The records of an import without its headings."""
    with import_files.opened(imported) as records:
        if imported.has_headings:
            next(records, None)
        yield records


def headings_of(imported):
    """The names of its columns, or numbers in their place."""
    with import_files.opened(imported) as records:
        _, cells = next(records)
    return cells if imported.has_headings else [f"Column {place}" for place in range(1, len(cells) + 1)]


def preview(imported, limit):
    """The first rows with what is to become of them; nothing is stored."""
    with rows_of(imported) as records:
        rows = read(islice(records, limit), reading_of(imported))
    judge(rows, imported, set())
    return rows


def tally(imported):
    """What is to become of all rows, or of the first `COUNTED`, and the statuses of the new."""
    counts, seen, reading = {}, set(), reading_of(imported)
    with rows_of(imported) as records:
        records = islice(records, COUNTED)
        while rows := read(islice(records, SLICE), reading):
            judge(rows, imported, seen)
            add(counts, rows)
    return counts


def add(counts, rows):
    for row in rows:
        counts[row.verdict] = counts.get(row.verdict, 0) + 1
        if row.verdict == Verdict.NEW:
            counts[row.person.status] = counts.get(row.person.status, 0) + 1


def start(imported):
    """Let it run. False where somebody else did, or cancelled it."""
    waiting = Import.objects.filter(pk=imported.pk, state=Import.State.UPLOADED)
    return bool(waiting.update(state=Import.State.RUNNING))


def cancel(imported, now):
    """Stop before the next slice; who was taken in stays. False where it had ended already."""
    open_states = [Import.State.UPLOADED, Import.State.RUNNING]
    stopped = Import.objects.filter(pk=imported.pk, state__in=open_states)
    if not stopped.update(state=Import.State.CANCELLED, finished_at=now, claimed_until=None):
        return False
    import_files.remove(imported.path)
    return True


def claim(now):
    """The import that has waited longest, for whoever asks alone; None where none waits."""
    due = _due(now)
    for imported in due.order_by("created_at"):
        if due.filter(pk=imported.pk).update(claimed_until=now + LEASE):
            imported.claimed_until = now + LEASE
            return imported
    return None


def is_due(now):
    return _due(now).exists()


def _due(now):
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return Import.objects.filter(free, state=Import.State.RUNNING)


def release(imported):
    Import.objects.filter(pk=imported.pk, claimed_until=imported.claimed_until).update(claimed_until=None)


@contextmanager
def running(imported, many=SLICE):
    """A run that goes on after the rows that were done, `many` rows a slice."""
    with rows_of(imported) as records:
        for _ in islice(records, imported.done):
            pass
        yield Run(imported, records, many)


def fail(imported, why, now):
    running = Import.objects.filter(pk=imported.pk, state=Import.State.RUNNING)
    if running.update(state=Import.State.FAILED, why=why, finished_at=now, claimed_until=None):
        import_files.remove(imported.path)


class Run:
    def __init__(self, imported, records, many):
        self.imported, self.records, self.many = imported, records, many
        self.reading = reading_of(imported)

    def step(self, now):
        """Take in one slice; False where none was left, or where the import is somebody else's or over."""
        rows = read(islice(self.records, self.many), self.reading)
        if not rows:
            self._finish(now)
            return False
        with transaction.atomic():
            if not self._advance(len(rows), now):
                return False
            judge(rows, self.imported, set())
            self._store(rows, now)
            self._count(rows)
        return True

    def _advance(self, many, now):
        """First, so that whoever else took the lease waits here, and then finds it gone."""
        mine = {name: getattr(self.imported, name) for name in ("pk", "done", "claimed_until")}
        self.imported.done += many
        self.imported.claimed_until = now + LEASE
        held = Import.objects.filter(state=Import.State.RUNNING, **mine)
        return held.update(done=self.imported.done, claimed_until=self.imported.claimed_until)

    def _store(self, rows, now):
        new = [row for row in rows if row.verdict == Verdict.NEW]
        if self.imported.purpose == Import.Purpose.PEOPLE:
            storing.people(new, self.imported, now)
            storing.consents([row for row in rows if row.verdict == Verdict.AGREED], self.imported)
            new = [row for row in new if row.person.status in storing.REASONS]
        storing.suppressions(new, self.imported, now)

    def _count(self, rows):
        refused = [(row.line, row.reason, row.cells) for row in rows if row.verdict == Verdict.INVALID]
        if refused and not self.imported.refused_size:
            refused.insert(0, ("line", "reason", headings_of(self.imported)))
        if refused:
            self.imported.refused_size = import_files.refuse(self.imported, refused)
        add(self.imported.counts, rows)
        self.imported.save(update_fields=["counts", "refused_size"])

    def _finish(self, now):
        mine = Import.objects.filter(pk=self.imported.pk, claimed_until=self.imported.claimed_until)
        ended = {"state": Import.State.DONE, "finished_at": now, "claimed_until": None}
        if mine.filter(state=Import.State.RUNNING).update(**ended):
            import_files.remove(self.imported.path)


def forget(now):
    """Remove files that nobody needs: they hold addresses of people who may have been erased since."""
    stale = Import.objects.filter(state=Import.State.UPLOADED, created_at__lt=now - KEPT)
    for imported in stale:
        cancel(imported, now)
    old = Import.objects.filter(refused_size__gt=0, finished_at__lt=now - KEPT)
    for imported in old:
        import_files.remove_refused(imported)
        Import.objects.filter(pk=imported.pk).update(refused_size=0)
    return len(stale) + len(old)
