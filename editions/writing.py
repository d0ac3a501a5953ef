"""Writing an item from a clipping: what the source says becomes a draft with its facts filled in.

The source's headline becomes the slug line, never ours; the text is left to be written.
"""

from django.db import transaction
from django.db.models import Q

from editions import versions
from editions.arranging import Gone
from editions.models import Masthead
from sources import clusters, judging
from sources.canonical import without_tracking
from sources.known import known_companies, names_of
from sources.mentions import suggest_companies
from sources.models import Clipping, Credit, Market, NewsItem
from sources.models.items import compared
from sources.suggest import suggest_date, suggest_kind, suggest_markets
from sources.workflow import DRAFT, WorkflowError

WAITING = (Clipping.State.NEW, Clipping.State.HELD)


def item_from_clipping(pk, *, by, now):
    """Return a new draft with what the clipping and those of the same story say; they are taken.

    Asked twice, it is one item: a clipping that was taken already gives the item it became. Raises Gone.
    """
    with clusters.alone():
        clipping = Clipping.objects.filter(pk=pk).first()
        if clipping is None:
            raise Gone("This clipping is gone; it was deleted meanwhile.")
        if there := clipping.items.first():
            return there
        story = _of_one_story(clipping)
        before = judging.rows_of(story)
        item = _draft(clipping, by=by)
        item.companies.set(_companies(story))
        item.markets.set(Market.objects.filter(slug__in=suggest_markets(_words(clipping))))
        item.clippings.set(story)
        _credit(item, story)
        Clipping.objects.filter(pk__in=[one.pk for one in story]).update(
            state=Clipping.State.TAKEN, held_until=None
        )
        versions.keep_item(item, by=by, now=now)
        judging.note(judging.Verb.TAKE, before, clipping=clipping.pk, by=by, now=now, item=item)
    return item


def credit_to(item_pk, pk, *, by, now):
    """Add the sources of a story that waits to a draft that tells it already; return the draft.

    Raises WorkflowError where the story was judged meanwhile, or the item is no draft any more.
    """
    with clusters.alone():
        item = NewsItem.objects.select_for_update().filter(pk=item_pk, status=DRAFT).first()
        if item is None:
            raise WorkflowError("That item is no draft any more, so it takes no further credits from here.")
        story = [one for one in judging.story_of(pk) if one.state in WAITING]
        if not story:
            raise WorkflowError("Somebody was faster: this story was judged meanwhile.")
        before = judging.rows_of(story)
        item.clippings.add(*story)
        _credit(item, story)
        _keep(item, by=by, now=now)
        Clipping.objects.filter(pk__in=[one.pk for one in story]).update(
            state=Clipping.State.TAKEN, held_until=None
        )
        judging.note(judging.Verb.TAKE, before, clipping=story[0].pk, by=by, now=now, item=item)
    return item


def undo(judgement, *, now):
    """Put back what was decided of clippings; a draft that was written of them goes, while nobody used it.

    One to which they were added stays, without their credits. Raises WorkflowError where clippings or draft
    changed since.
    """
    with transaction.atomic():
        judging.undo(judgement, now=now)
        item = judgement.item
        if item is None:
            return
        if item.judgement_set.filter(verb=judging.Verb.TAKE, pk__lt=judgement.pk).exists():
            _credit_no_more(item, judgement, now=now)
            return
        used = item.status != DRAFT or item.version > 1 or item.slots.exists() or item.notes.exists()
        if used:
            raise WorkflowError(f"“{item.desk_label}” was worked on since, so it stays.")
        item.delete()


def empty_item(*, by, now):
    """Return a new draft that says nothing yet."""
    with transaction.atomic():
        item = NewsItem.objects.create(created_by=by)
        versions.keep_item(item, by=by, now=now)
    return item


def _credit_no_more(item, judgement, *, now):
    if item.status != DRAFT:
        raise WorkflowError(f"“{item.desk_label}” was worked on since, so it stays.")
    added = Clipping.objects.filter(pk__in=map(int, judgement.before))
    brought = set(added.values_list("source", "url")) - _credited(item, before=judgement.at)
    for credit in item.credits.all():
        if (credit.source_id, credit.url) in brought:
            credit.delete()
    item.clippings.remove(*added)
    _keep(item, by=judgement.by, now=now)


def _credited(item, *, before):
    """Sources and addresses that the item credited then, by its versions: what somebody typed stays."""
    version = item.versions.taken().filter(at__lt=before).order_by("at", "pk").last()
    said = version.content if version else {}
    sources = said.get("rows", {}).get("sources", [])
    return set(zip(sources, (one["url"] for one in said.get("credits", [])), strict=False))


def _keep(item, *, by, now):
    item.version += 1
    item.save(update_fields=["version"])
    versions.keep_item(item, by=by, now=now)


def _of_one_story(clipping):
    """The clipping, and those of its cluster that wait, the preferred source first."""
    head = clipping.cluster_id or clipping.pk
    same = Q(cluster=head) | Q(pk=head)
    story = Clipping.objects.filter(Q(pk=clipping.pk) | (same & Q(state__in=WAITING)))
    return sorted(
        story.select_related("source").prefetch_related("companies"),
        key=lambda one: (one.source.rank if one.source else 100, one.pk != clipping.pk, one.pk),
    )


def _draft(clipping, *, by):
    zone = Masthead.objects.the().zone
    day = (clipping.published_at or clipping.clipped_at).astimezone(zone).date()
    return NewsItem.objects.create(
        slugline=clipping.title[:60],
        kind=suggest_kind(clipping.summary, clipping.title),
        event_date=suggest_date(_words(clipping), around=day) or day,
        image_credit=str(clipping.source)[:200] if clipping.image_url and clipping.source else "",
        created_by=by,
    )


def _words(clipping):
    return f"{clipping.title}\n{clipping.summary}"


def _companies(story):
    """Those that a clipping was filed under, and those that its words name."""
    names = names_of(known_companies())
    filed = [company.merged_into_id or company.pk for one in story for company in one.companies.all()]
    named = [key for one in story for key in suggest_companies(_words(one), names)]
    return list(dict.fromkeys([*filed, *named]))


def _credit(item, story):
    """One credit a source that has none yet, with its article; the address of a clipping without a source is
    in the item's clippings, where the editor sees it."""
    there = list(item.credits.values_list("source", flat=True))
    sources = {}
    for one in story:
        if one.source and one.source_id not in there:
            sources.setdefault(one.source, without_tracking(one.url))
    Credit.objects.bulk_create(
        Credit(item=item, source=source, url=url, canonical_url=compared(url), position=place)
        for place, (source, url) in enumerate(sources.items(), len(there))
    )
