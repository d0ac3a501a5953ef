"""The demo's subscribers, and the mailings of two past editions with what became of them.

Every address ends in example.com, which takes no mail; and nothing here waits to be sent.
"""

from datetime import timedelta
from random import Random

from django.conf import settings

from editions.models import Edition, Segment
from sources.models import Company, Market
from subscribers import addresses, insight, mailings
from subscribers.models import (
    Delivery,
    DeliveryEvent,
    Follow,
    Mailing,
    Seed,
    Subscriber,
    Suppression,
)

NAMES = """\
Amara Anna Arjun Bao Carlos Chen Chiara Daniel Elif Emeka Erik Fatima Grace Hanna Hiro Ines Ivan Jia Jonas
Julia Kenji Laila Lars Lin Lucas Maya Mei Miguel Nadia Noor Olga Omar Paolo Priya Ravi Rosa Samir Sofia
Tariq Thandi Tomas Uma Wei Xin Yara Yusuf Zanele Zhen

Abe Alvarez Banerjee Becker Chan Costa Diallo Eriksen Fischer Garcia Haddad Ito Jansen Kaya Khan Kim
Kowalski Lee Lim Lopez Mbeki Moreau Nguyen Novak Okafor Ortiz Park Patel Rossi Santos Sato Silva Singh
Suarez Tanaka Torres Wang Wong Yilmaz Zhou
"""
DOMAINS = ("mail", "mail", "mail", "inbox", "inbox", "office", "post", "letters")
PEOPLE = 360  # of the past mailings
SINCE = 84  # who joined since, within half a year
HALF_A_YEAR = timedelta(weeks=26)
CHOICES = ("full",) * 12 + ("headlines",) * 4 + ("follows",) * 3 + ("digest",)
SEGMENTS = (("Chinese readers", "language:zh"), ("Headlines only", "choice:headlines"))
CONSENT = "Yes, mail me China Recap every Monday."
ACCEPTED = "250 2.0.0 Ok: queued"
REFUSED = (
    "550 5.1.1 <{}>: Recipient address rejected: User unknown",
    "552 5.2.2 <{}>: Mailbox full",
    "550 5.7.1 Message refused: content looks like spam",
)
LOST = "The connection was lost after the message, before an answer."


def fill(*, publisher, now):
    """Store the subscribers, the segments and the seed list, and mail the last two editions to them.

    Some joined since those went out, within half a year of `now`, whenever the demo is made.
    """
    chance = Random(27)  # noqa: S311 - the same people each time
    out = list(Edition.objects.published().order_by("-number")[:2])[::-1]
    names = _names(chance)
    first_out = out[0].published_at
    people = _people(
        names[:PEOPLE], chance, lambda: first_out - timedelta(days=chance.triangular(3, 400, 60))
    )
    _follows(chance, people)
    Segment.objects.bulk_create(Segment(name=name, rule=rule) for name, rule in SEGMENTS)
    Seed.objects.create(address="editors@example.com")
    for edition in out:
        _mail(edition, chance, publisher, is_last=edition == out[-1])
    _follows(chance, _since(names[PEOPLE:], chance, now))
    insight.tally_due(now)


def _names(chance):
    firsts, lasts = (block.split() for block in NAMES.split("\n\n"))
    return chance.sample([(first, last) for first in firsts for last in lasts], PEOPLE + SINCE)


def _since(names, chance, now):
    """Who joined after the mailings, more of them lately; every ninth left again."""
    people = _people(names, chance, lambda: now - HALF_A_YEAR * chance.triangular(0, 0.98, 0))
    for person in people[4::9]:
        person.status = Subscriber.Status.UNSUBSCRIBED
        person.left_at = person.joined_at + (now - person.joined_at) * chance.random()
    Subscriber.objects.bulk_update(people, ["status", "left_at"])
    return people


def _people(names, chance, joined_at):
    rows = []
    for number, (first, last) in enumerate(names):
        joined = joined_at()
        typed = f"{first}.{last}@{chance.choice(DOMAINS)}.example.com".lower()
        address, normalised, domain = addresses.parse(typed)
        pending = number % 45 == 44
        rows.append(
            Subscriber(
                address=address,
                normalised=normalised,
                domain=domain,
                fingerprint=addresses.fingerprint(normalised, settings.SUPPRESSION_KEY.encode()),
                name=f"{first} {last}" if chance.random() < 0.6 else "",
                status="pending" if pending else "active",
                choice=chance.choice(CHOICES),
                language="zh" if chance.random() < 0.3 else "en",
                joined_at=joined,
                consent_at=None if pending else joined,
                consent_from="" if pending else "/subscribe/",
                consent_words="" if pending else CONSENT,
            )
        )
    return Subscriber.objects.bulk_create(sorted(rows, key=lambda row: row.joined_at))


def _follows(chance, people):
    companies = list(Company.objects.filter(items__slots__isnull=False).distinct().order_by("pk"))
    markets = list(Market.objects.filter(slug__in=["brazil", "indonesia", "germany", "mexico"]))
    rows = []
    for person in people:
        if person.choice == "follows" or chance.random() < 0.1:
            rows += [Follow(subscriber=person, company=one) for one in chance.sample(companies, 2)]
            if chance.random() < 0.3:
                rows.append(Follow(subscriber=person, market=chance.choice(markets)))
    Follow.objects.bulk_create(rows)


def _mail(edition, chance, publisher, *, is_last):
    """One mailing as it stands days later: sent, but for some that were refused and one without an answer."""
    began = edition.published_at + timedelta(minutes=1)
    mailing = mailings.start_edition(edition, "everyone", publisher, began)
    while not mailings.fill(mailing, began):
        pass
    rows = list(Delivery.objects.filter(mailing=mailing).order_by("pk"))
    for place, row in enumerate(rows):
        row.state, row.answer, row.attempts = "sent", ACCEPTED, 1
        row.answered_at = began + timedelta(seconds=5 + place / 10)
    theirs = chance.sample([row for row in rows if row.subscriber_id], 17)
    refused, bounced, complained, left = theirs[:5], theirs[5:7], theirs[7], theirs[8:-1]
    for row, answer in zip(refused, REFUSED * 2, strict=False):
        row.state, row.answer = "failed", answer.format(row.address)
    if is_last:
        theirs[-1].state, theirs[-1].answer = "unknown", LOST
    Delivery.objects.bulk_update(rows, ["state", "answer", "attempts", "answered_at"], batch_size=200)
    _back(mailing, [*refused[::3], *bounced], complained, left[: 8 if is_last else 3], chance)
    end = rows[-1].answered_at
    Mailing.objects.filter(pk=mailing.pk).update(
        state="sent", seeded_at=began, started_at=began, finished_at=end, counted_at=None
    )
    mailing.count(end)


def _back(mailing, bounced, complained, left, chance):
    """What came back in the days after: bounces, a complaint, and those who left."""
    events, gone = [], []
    for kind, status, rows in (
        ("hard", "bounced", bounced),
        ("complaint", "complained", [complained]),
        ("left", "unsubscribed", left),
    ):
        for row in rows:
            at = mailing.created_at + timedelta(hours=chance.uniform(1, 60))
            code, cause = ("5.1.1", "User unknown") if kind == "hard" else ("", "")
            events.append(
                DeliveryEvent(
                    kind=kind,
                    delivery=row,
                    subscriber_id=row.subscriber_id,
                    at=at,
                    code=code,
                    cause=cause,
                )
            )
            Subscriber.objects.filter(pk=row.subscriber_id).update(
                status=status, **({"left_at": at, "left_from": mailing} if kind == "left" else {})
            )
            if kind != "left":
                gone.append((row.subscriber_id, status, cause, at))
    DeliveryEvent.objects.bulk_create(events)
    prints = dict(Subscriber.objects.filter(pk__in=[pk for pk, *_ in gone]).values_list("pk", "fingerprint"))
    Suppression.objects.bulk_create(
        Suppression(fingerprint=prints[pk], reason=reason, note=note, at=at) for pk, reason, note, at in gone
    )
