"""Fill a mailing: a row for everybody who gets it, by the database itself, in slices.

A slice is one transaction that also writes how far it came, so that whoever goes on after a kill neither
leaves anybody out nor starts over. Contents are rendered before it, since SQLite has one writer.
"""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Subquery, Value, When
from django.urls import reverse

from editions.render import variants
from editions.render.addresses import below
from subscribers import addresses, corrections, digests, matching
from subscribers.audience import readers_of
from subscribers.languages import speaking
from subscribers.models import Delivery, DeliveryEvent, Mailing, Seed, Subscriber, Suppression
from subscribers.renditions import ENGLISH, FOLLOWS, FULL, HEADLINES, rendition

SLICE = 50_000
NAMED = 5_000  # subscribers whom one statement names by their ids
State, Choice = Delivery.State, Subscriber.Choice
AFRESH = {
    "state": State.QUEUED,
    "attempts": 0,
    "not_before": None,
    "lane": None,
    "lease_until": None,
    "answered_at": None,
    "answer": "",
    "provider_id": "",
}


def freeze(mailing, now):
    """Fix who may get it and what it says, once."""
    highest = Subscriber.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    facts = {"frozen_at": now, "highest_id": highest, "counted_at": now}
    if mailing.kind == Mailing.Kind.EDITION:
        facts["snapshot"] = mailing.edition.snapshots.order_by("-sequence").first()
    Mailing.objects.filter(pk=mailing.pk, frozen_at=None).update(**facts)
    mailing.refresh_from_db()


def fill(mailing, now, size=SLICE):
    """Fill a slice of `size` subscribers; return whether the mailing is filled.

    Whoever was slower than another worker does nothing.
    """
    mailing.refresh_from_db()
    if mailing.state != Mailing.State.FILLING:
        return mailing.filled_at is not None
    if mailing.frozen_at is None:
        freeze(mailing, now)
    last = _end_of_slice(mailing, size)
    first_content, groups = _groups(mailing, last, now)
    with transaction.atomic():
        rows = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.FILLING, filled_to=mailing.filled_to)
        if not rows.update(filled_to=last, counted_at=now):
            return False
        seeds = _seeds()
        if mailing.filled_to == 0:
            _fill_seeds(mailing, seeds, first_content)
        again = _is_filled_again(mailing)
        for content, readers in groups:
            _insert(mailing, content, readers, seeds)
            if again:
                _queue_again(mailing, content, readers)
        if last >= mailing.highest_id:
            _close(mailing, now)
    mailing.refresh_from_db()
    return mailing.filled_at is not None


def _end_of_slice(mailing, size):
    slice_ = Subscriber.objects.filter(pk__gt=mailing.filled_to, pk__lte=mailing.highest_id)
    ids = slice_.order_by("pk").values_list("pk", flat=True)
    return next(iter(ids[size - 1 : size]), mailing.highest_id)


def _groups(mailing, last, now):
    """Return the content that seeds get, and (content, its readers) pairs for the slice up to `last`."""
    readers = readers_of(mailing, now).filter(
        pk__gt=mailing.filled_to, pk__lte=last, consent_at__lte=mailing.frozen_at
    )
    others = readers.exclude(language=ENGLISH).order_by().values_list("language", flat=True)
    others = sorted(others.distinct())
    groups = _contents(mailing, readers.exclude(language__in=others), ENGLISH)
    first_content = groups[0][0]
    for language in others:
        groups += _contents(mailing, readers.filter(language=language), language)
    return first_content, groups


def _contents(mailing, readers, language):
    """Return (content, its readers) pairs for `readers`, who share a `language`; it leads to pages in it."""

    def content(name, document, items=()):
        return rendition(mailing, name, document, items, language)

    with speaking(language):
        if mailing.kind == Mailing.Kind.DIGEST:
            return [(content("digest", digests.document_of(mailing.month)), readers)]
        if mailing.kind == Mailing.Kind.CORRECTION:
            return [(content("correction", corrections.document_of(mailing.correction)), readers)]
        document = below(mailing.snapshot.read(), reverse("archive:home").rstrip("/"))
        full, headlines = content(FULL, document), content(HEADLINES, variants.headlines(document))
        groups = [
            (full, readers.filter(choice=Choice.FULL)),
            (headlines, readers.filter(choice=Choice.HEADLINES)),
        ]
        choosy = readers.filter(choice=Choice.FOLLOWS)
        for items, people in matching.sharing(matching.matches_of(document), choosy).items():
            part = content(FOLLOWS, variants.followed(document, items), items)
            people = sorted(people)
            for start in range(0, len(people), NAMED):
                groups.append((part, choosy.filter(pk__in=people[start : start + NAMED])))
    return groups


def _insert(mailing, content, readers, seeds):
    is_seed = Case(
        When(normalised__in=list(seeds), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    values = {
        "mailing": Value(mailing.pk),
        "occasion_": Value(mailing.occasion),
        "rendition": Value(content.pk),
        "is_seed": is_seed if seeds else Value(False),
        "state": Value(State.QUEUED.value),
        "attempts": Value(0),
        "answer": Value(""),
        "provider": Value(""),
    }
    rows = readers.order_by().annotate(**values).values_list("pk", "address", "domain", *values)
    select, parameters = rows.query.sql_with_params()
    columns = (
        "subscriber_id, address, domain, mailing_id, occasion, rendition_id, is_seed, state, attempts,"
        " answer, provider_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Delivery._meta.db_table} ({columns}) {select} ON CONFLICT DO NOTHING",
            parameters,
        )


def _seeds():
    """The seed list: {normalised: as it was given}."""
    given = Seed.objects.values_list("address", flat=True)
    return {addresses.parse(address)[1]: address for address in given}


def _fill_seeds(mailing, seeds, content):
    """A row for each of our own addresses; one that subscribes gets what it asked for, and no more."""
    readers = Subscriber.objects.filter(normalised__in=list(seeds)).values_list("normalised", flat=True)
    key = settings.SUPPRESSION_KEY.encode()
    prints = {normalised: addresses.fingerprint(normalised, key) for normalised in seeds}
    banned = set(
        Suppression.objects.filter(fingerprint__in=prints.values()).values_list("fingerprint", flat=True)
    )
    left = {name: given for name, given in seeds.items() if prints[name] not in banned}
    for name in readers:
        left.pop(name, None)
    common = {"mailing": mailing, "occasion": mailing.occasion, "rendition": content, "is_seed": True}
    rows = (Delivery(**common, address=given, domain=name.rpartition("@")[2]) for name, given in left.items())
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    over = Delivery.objects.filter(mailing=mailing, subscriber=None, is_seed=True)
    over.filter(state__in=[State.FAILED, State.CANCELLED], address__in=left.values()).update(
        **AFRESH, rendition=content
    )


def _is_filled_again(mailing):
    """Whether rows of its occasion may be there already that are to be sent after all."""
    others = Mailing.objects.filter(occasion=mailing.occasion, state=Mailing.State.CANCELLED)
    return mailing.finished_at is not None or others.exclude(pk=mailing.pk).exists()


def _queue_again(mailing, content, readers):
    """Queue the rows of `readers` that failed or were cancelled; never one whose answer is unknown.

    A reader whose row stands in a cancelled mailing of the same occasion comes over to this one.
    """
    bounced = DeliveryEvent.objects.filter(delivery=OuterRef("pk"), kind=DeliveryEvent.Kind.HARD)
    address = Subscriber.objects.filter(pk=OuterRef("subscriber")).values("address")[:1]
    afresh = {**AFRESH, "rendition": content, "address": Subquery(address)}
    theirs = Delivery.objects.filter(subscriber__in=readers, occasion=mailing.occasion)
    mine = theirs.filter(~Exists(bounced), mailing=mailing, state__in=[State.FAILED, State.CANCELLED])
    mine.update(**afresh)
    others = Mailing.objects.filter(occasion=mailing.occasion, state=Mailing.State.CANCELLED)
    for other in others.exclude(pk=mailing.pk).select_for_update():
        number = theirs.filter(mailing=other, state=State.CANCELLED).update(**afresh, mailing=mailing)
        Mailing.objects.filter(pk=other.pk).update(audience=F("audience") - number)


def _close(mailing, now):
    """Count the audience; from here on it may be sent."""
    Mailing.objects.filter(pk=mailing.pk).update(
        state=Mailing.State.QUEUED,
        filled_at=now,
        finished_at=None,
        audience=Delivery.objects.filter(mailing=mailing).count(),
        counts={},
        counted_at=None,  # so that it is counted as soon as somebody looks
    )
