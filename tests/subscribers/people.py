"""Many subscribers at once."""

from django.conf import settings

from subscribers import addresses
from subscribers.models import Subscriber
from tests.factories import NOON, numbers


def make_crowd(count, domain="inbox.example.com"):
    """`count` active subscribers to the full edition, who agreed at noon."""
    key = settings.SUPPRESSION_KEY.encode()
    people = []
    for number in (next(numbers) for _ in range(count)):
        address = f"crowd-{number}@{domain}"
        people.append(
            Subscriber(
                address=address,
                normalised=address,
                domain=domain,
                fingerprint=addresses.fingerprint(address, key),
                status="active",
                joined_at=NOON,
                consent_at=NOON,
                consent_from="/subscribe/",
            )
        )
    return Subscriber.objects.bulk_create(people)
