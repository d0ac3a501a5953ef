"""The distinct contents of a mailing, each rendered once.

What is personal stands in them as a placeholder of the length of what replaces it (`tokens.py`).
"""

import hashlib

from django.conf import settings

from editions.render import variants
from editions.render.email import render_email
from editions.render.text import render_text
from subscribers.tokens import LEAVE_PLACE, PREFERENCES_PLACE

FULL, HEADLINES, FOLLOWS = "full", "headlines", "follows"
PERSONAL = {
    "leave": f"{settings.SITE_URL}/leave/{LEAVE_PLACE}",
    "preferences": f"{settings.SITE_URL}/you/{PREFERENCES_PLACE}",
}


def rendition(mailing, name, document, items=()):
    """Return the rendition of `mailing` that shows `document`, made when it is first asked for.

    An edition corrected since is another content: its later snapshot stands in the key.
    """
    items = sorted(items)
    key = f"{name} {_hash(items)}" if items else name
    if mailing.snapshot and mailing.snapshot.sequence > 1:
        key = f"{key} of {mailing.snapshot.sequence}"
    found = mailing.renditions.filter(key=key).only("pk", "key").first()
    return (
        found
        or mailing.renditions.get_or_create(
            key=key,
            defaults={
                "snapshot": mailing.snapshot,
                "items": items,
                "subject": mailing.subject,
                "html": render_email(document, **PERSONAL),
                "text": render_text(document, **PERSONAL),
            },
        )[0]
    )


def part_of(document, rendition):
    """Return what of `document`, an edition, such a rendition shows."""
    if rendition.items:
        return variants.followed(document, rendition.items)
    return variants.headlines(document) if rendition.key.startswith(HEADLINES) else document


def _hash(items):
    return hashlib.sha256(" ".join(map(str, items)).encode()).hexdigest()[:32]
