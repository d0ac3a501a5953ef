"""What became of mailings, by edition and by mailbox provider: sums, and nobody is followed for them.

The rows of a mailing are added up by a task and the sums are kept with it, so that a page costs the same
whether a mailing went to a hundred or a million.
"""

import time
from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import timedelta

from django.db.models import Count, F, Q, Sum

from subscribers.mailbox_providers import provider_of
from subscribers.models import Delivery, DeliveryEvent, Link, Mailing

Kind, State = DeliveryEvent.Kind, Delivery.State
SETTLED = {State.SENT: "accepted", State.FAILED: "refused", State.UNKNOWN: "unknown"}
TOLD = {
    Kind.HARD: "bounced",
    Kind.SOFT: "bounced",
    Kind.BLOCK: "bounced",
    Kind.COMPLAINT: "complained",
    Kind.LEFT: "left",
}
OPEN_AGAIN = timedelta(minutes=5)  # after which one that is on its way is added up anew
DONE_AGAIN = timedelta(hours=1)  # and one that is sent, for bounces come late
WATCHED = timedelta(days=30)  # from its end


@dataclass
class Figures:
    """`bounced`, `complained` and `left` are of the accepted."""

    accepted: int = 0
    refused: int = 0
    unknown: int = 0
    bounced: int = 0
    complained: int = 0
    left: int = 0

    def __add__(self, other):
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def share(self, name):
        """How many of the accepted, as a fraction; None where nothing was accepted."""
        return getattr(self, name) / self.accepted if self.accepted else None


@dataclass
class OfEdition:
    """The mailings of one edition together, to each provider."""

    edition: object
    providers: dict

    def of(self, provider=""):
        if provider:
            return self.providers.get(provider, Figures())
        return sum(self.providers.values(), Figures())


def tally_due(now, seconds=20):
    """Add up the mailings whose sums are old, for at most so long; return how many."""
    old = Q(tallied_at=None) | Q(finished_at=None, tallied_at__lt=now - OPEN_AGAIN)
    old |= Q(tallied_at__lt=F("finished_at"))
    old |= Q(tallied_at__lt=now - DONE_AGAIN, finished_at__gt=now - WATCHED)
    until, done = time.monotonic() + seconds, 0
    for mailing in Mailing.objects.filter(old, started_at__isnull=False).order_by("-pk"):
        if time.monotonic() > until:
            break
        tally(mailing, now)
        done += 1
    return done


def tally(mailing, now):
    """Add up what became of the rows of a mailing, but for its seeds, and keep it."""
    sums = defaultdict(lambda: defaultdict(int))
    rows = Delivery.objects.filter(mailing=mailing, is_seed=False).order_by()
    settled = rows.filter(state__in=SETTLED).values_list("domain", "state")
    for domain, state, number in settled.annotate(Count("pk")):
        sums[provider_of(domain)][SETTLED[state]] += number
    events = DeliveryEvent.objects.filter(
        delivery__mailing=mailing, delivery__is_seed=False, delivery__state=State.SENT, kind__in=TOLD
    )
    # A delivery may bounce twice, and counts once.
    told = events.order_by().values_list("delivery", "delivery__domain", "kind").distinct()
    for _, domain, name in {(pk, domain, TOLD[kind]) for pk, domain, kind in told.iterator()}:
        sums[provider_of(domain)][name] += 1
    Mailing.objects.filter(pk=mailing.pk).update(tally=sums, tallied_at=now)


def newest(limit):
    """Return the newest mailed editions, the oldest of them first, each with its figures."""
    tallied = Mailing.objects.filter(kind=Mailing.Kind.EDITION, tallied_at__isnull=False)
    return of_editions(
        tallied.order_by("-edition__number").values_list("edition", flat=True).distinct()[:limit]
    )


def of_editions(editions):
    """Return the figures of those of `editions` that were mailed, in the order of their numbers."""
    rows = Mailing.objects.filter(
        kind=Mailing.Kind.EDITION, tallied_at__isnull=False, edition__in=list(editions)
    )
    rows = rows.select_related("edition").only(
        "tally", "edition__number", "edition__title", "edition__week_last"
    )
    found = {}
    for mailing in rows.order_by("edition__number"):
        one = found.setdefault(mailing.edition_id, OfEdition(mailing.edition, {}))
        for provider, sums in mailing.tally.items():
            one.providers[provider] = one.providers.get(provider, Figures()) + Figures(**sums)
    return list(found.values())


def of_links(edition, limit):
    """Return (address, clicks, scans) of the links of an edition, the one followed most first."""
    links = Link.objects.filter(mailing__edition=edition, mailing__kind=Mailing.Kind.EDITION)
    summed = links.order_by().values_list("url").annotate(Sum("clicks"), Sum("scans"))
    return list(summed.order_by("-clicks__sum", "url")[:limit])
