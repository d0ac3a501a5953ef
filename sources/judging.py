"""What people decide of clippings in the queue, always of a whole story; each decision can be undone once.

Taking a story writes an item, and stands in `editions/writing.py`; it is noted here.
"""

from collections import defaultdict

from django.db.models import Q

from sources import clusters
from sources.models import Clipping, Judgement
from sources.workflow import WorkflowError

REASON = 300  # characters
COLUMNS = ("state", "held_until", "reason", "cluster_id")
Verb, State = Judgement.Verb, Clipping.State


def hold(pk, until, *, by, now):
    """Take a story out of the queue `until` an aware moment; return the Judgement. Raises WorkflowError."""
    if until <= now:
        raise WorkflowError("Hold it until a time that is still to come.")
    return _judge(Verb.HOLD, pk, {"state": State.HELD, "held_until": until}, by=by, now=now)


def dismiss(pk, reason, *, by, now):
    """Take a story out of the queue for good, saying why; return the Judgement. Raises WorkflowError."""
    reason = " ".join(reason.split())
    if not reason:
        raise WorkflowError("Say why it is dismissed.")
    if len(reason) > REASON:
        raise WorkflowError(f"A reason is {REASON} characters long at most.")
    changes = {"state": State.DISMISSED, "reason": reason, "held_until": None}
    return _judge(Verb.DISMISS, pk, changes, by=by, now=now)


def put_back(pk, *, by, now):
    """Let a story that is held or was dismissed wait again; return the Judgement. Raises WorkflowError."""
    changes = {"state": State.NEW, "reason": "", "held_until": None}
    return _judge(Verb.PUT_BACK, pk, changes, by=by, now=now, of=(State.HELD, State.DISMISSED))


def split(pk, *, by, now):
    """Have one clipping of a story stand alone; return the Judgement. Raises WorkflowError."""
    with clusters.alone():
        story = story_of(pk)
        if len(story) == 1:
            raise WorkflowError("It stands alone already.")
        _check_that_it_waits(story)
        before = rows_of(story)
        others = [one for one in story if one.pk != pk]
        Clipping.objects.filter(pk=pk).update(cluster=None)
        clusters.lead(others)
        return note(Verb.SPLIT, before, clipping=pk, by=by, now=now)


def merge(pks, *, by, now):
    """Make one story of those that these clippings are of; return the Judgement. Raises WorkflowError."""
    with clusters.alone():
        stories = {story[0].pk: story for story in map(story_of, pks)}
        story = [one for part in stories.values() for one in part]
        if len(stories) < 2:
            raise WorkflowError("Choose two stories or more to merge.")
        _check_that_it_waits(story)
        before = rows_of(story)
        first = clusters.lead(story)
        changes = {"state": State.NEW, "held_until": None}
        Clipping.objects.filter(pk__in=[one.pk for one in story]).update(**changes)
        return note(Verb.MERGE, before, clipping=first.pk, by=by, now=now)


def last(by, but=()):
    """The newest decision of somebody that was not undone, without those whose keys are in `but`, or None."""
    return Judgement.objects.filter(by=by, undone_at=None).exclude(pk__in=but).order_by("-at", "-pk").first()


def undo(judgement, *, now):
    """Put back how the clippings were. Raises WorkflowError where somebody changed them since."""
    with clusters.alone():
        if not Judgement.objects.filter(pk=judgement.pk, undone_at=None).update(undone_at=now):
            raise WorkflowError("This was undone already.")
        rows = Clipping.objects.in_bulk(map(int, judgement.before))
        there = rows_of(rows.values())
        for pk, columns in judgement.after.items():
            if pk not in there or not columns.items() <= there[pk].items():
                raise WorkflowError("Somebody changed these clippings since, so this cannot be undone.")
        if judgement.verb in (Verb.MERGE, Verb.SPLIT):  # one that was taken whole is of one item
            _check_that_it_waits(rows.values())
        for columns, pks in _alike(judgement.before):
            Clipping.objects.filter(pk__in=pks).update(**columns)
        if judgement.verb == Verb.HOLD:  # only a held story takes others in: these come back with it
            leads = [row.cluster_id or row.pk for row in rows.values()]
            joined = Clipping.objects.filter(Q(pk__in=leads) | Q(cluster__in=leads), state=State.HELD)
            joined.exclude(pk__in=rows).update(**judgement.before.get(str(judgement.clipping_id), {}))


def story_of(pk):
    """All clippings of the story that this one tells, the leading one first. Raises WorkflowError."""
    clipping = Clipping.objects.filter(pk=pk).first()
    if clipping is None:
        raise WorkflowError("This clipping is gone; it was deleted meanwhile.")
    leading = clipping.cluster_id or clipping.pk
    rows = Clipping.objects.select_related("source").order_by("pk")
    return [*rows.filter(pk=leading), *rows.filter(cluster=leading)]


def rows_of(clippings):
    """By key: what a decision changes, as JSON holds it."""
    return {str(one.pk): {name: _plain(getattr(one, name)) for name in COLUMNS} for one in clippings}


def note(verb, before, *, clipping, by, now, item=None):
    """Keep what somebody changed of the clippings named in `before`; return the Judgement."""
    after = rows_of(Clipping.objects.filter(pk__in=map(int, before)))
    changed = {pk: [name for name in COLUMNS if before[pk][name] != after[pk][name]] for pk in after}
    was, is_now = (
        {pk: {name: rows[pk][name] for name in names} for pk, names in changed.items() if names}
        for rows in (before, after)
    )
    return Judgement.objects.create(
        verb=verb, before=was, after=is_now, clipping_id=clipping, by=by, at=now, item=item
    )


def _judge(verb, pk, changes, *, by, now, of=(State.NEW, State.HELD)):
    with clusters.alone():
        story = story_of(pk)
        if story[0].state not in of:
            raise WorkflowError(f"Somebody was faster: it is {story[0].get_state_display().lower()}.")
        before = rows_of(story)
        Clipping.objects.filter(pk__in=[one.pk for one in story]).update(**changes)
        return note(verb, before, clipping=story[0].pk, by=by, now=now)


def _check_that_it_waits(story):
    if any(one.state not in (State.NEW, State.HELD) for one in story):
        raise WorkflowError("Somebody was faster: only stories that wait are split and merged.")


def _alike(before):
    """Each set of columns that is put back, with the clippings it belongs to."""
    pks = defaultdict(list)
    for pk, columns in before.items():
        pks[tuple(columns.items())].append(int(pk))
    return [(dict(columns), pks) for columns, pks in pks.items()]


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
