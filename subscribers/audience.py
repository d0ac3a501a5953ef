"""Who gets a mailing."""

from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q
from taggit.models import Tag

from editions import audience
from editions.models import Masthead
from sources.models import Company, Market
from subscribers import corrections, matching
from subscribers.models import Delivery, Follow, Mailing, Subscriber

Choice, Kind = Subscriber.Choice, Mailing.Kind
WHOLE = (Choice.FULL, Choice.HEADLINES)  # those who get something of every edition
# An answer that never came may stand for a mail that arrived.
ARRIVED = (Delivery.State.SENT, Delivery.State.UNKNOWN)
WAITING = (Delivery.State.QUEUED, Delivery.State.SENDING)


def audience_of(rule, now):
    """Return the subscribers that `rule` names and that may be mailed today. Raises ValueError."""
    named, zone = audience.parse(rule), Masthead.objects.the().zone
    found = Subscriber.objects.mailable(now.astimezone(zone).date())
    if named.nobody:
        return found.none()
    if named.languages:
        found = found.filter(language__in=named.languages)
    if named.choices:
        found = found.filter(choice__in=named.choices)
    if named.joined_before:
        found = found.filter(joined_at__lt=datetime.combine(named.joined_before, time.min, zone))
    if named.follows:
        found = found.filter(Exists(Follow.objects.filter(_any_of(named.follows), subscriber=OuterRef("pk"))))
    return found


def readers_of(mailing, now):
    """Return whoever gets a mailing of its rule and kind.

    What those who get only what they follow are sent is not looked at (`subscribers/matching.py`).
    """
    found = audience_of(mailing.rule, now)
    if mailing.kind == Kind.EDITION:
        return found.filter(choice__in=[*WHOLE, Choice.FOLLOWS])
    if mailing.kind == Kind.DIGEST:
        return found.filter(choice=Choice.DIGEST)
    return found.filter(_was_sent_the_error(mailing))


def reached(mailing, now):
    """Return the readers of `mailing` with something in it for them."""
    found = readers_of(mailing, now)
    if mailing.kind != Kind.EDITION:
        return found
    matches = matching.matches_of(mailing.edition.reading())
    match = Exists(matching.that_match(matches).filter(subscriber=OuterRef("pk")))
    return found.filter(Q(choice__in=WHOLE) | Q(match, choice=Choice.FOLLOWS))


def _was_sent_the_error(mailing):
    carried = corrections.carriers(mailing.correction)
    # What is on its way arrives with the error too; of a mailing that is paused, nothing is.
    coming = Q(state__in=WAITING, mailing__state__in=Mailing.SENDABLE)
    sent = Delivery.objects.filter(Q(state__in=ARRIVED) | coming, rendition__in=carried)
    occasions = {rendition.mailing.occasion for rendition in carried}
    return Exists(sent.filter(subscriber=OuterRef("pk"), occasion__in=occasions))


def _any_of(follows):
    """The follows that a rule names by kind and slug; those of merged companies with what they became."""
    wanted = {}
    for kind, slug in follows:
        wanted.setdefault(kind, []).append(slug)
    companies = Company.objects.filter(slug__in=wanted.get("company", ())).values_list("pk", flat=True)
    return (
        Q(company__in=matching.same_companies(companies))
        | Q(market__in=Market.objects.filter(slug__in=wanted.get("market", ())))
        | Q(topic__in=Tag.objects.filter(slug__in=wanted.get("topic", ())))
        | Q(kind__in=wanted.get("kind", ()))
    )
