"""What companies send in about themselves: a tip is kept, and a clipping waits in the queue for an editor."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from sources.canonical import both, canonical_url
from sources.models import Clipping, Tip

HOUR = timedelta(hours=1)
AN_HOUR = 5  # tips from one network
SUMMARY = 600  # characters
NUMBER = re.compile(r"[1-9][0-9]{0,17}")


class TooMany(Exception):
    """Somebody's network sent as many tips within the hour as it may."""


def send(*, company_name, story, url, contact_name, contact_email, whence, now):
    """Keep a tip from the network `whence`, with its clipping, and return it; sent twice, it is one tip.

    Raises TooMany.
    The clipping stays when the tip is thinned out, so it does not say who wrote.
    """
    facts = {
        "company_name": company_name,
        "story": story,
        "url": url,
        "contact_name": contact_name,
        "contact_email": contact_email,
        "network": whence,
    }
    with transaction.atomic():
        lately = Tip.objects.filter(received_at__gt=now - HOUR)
        if there := lately.filter(**facts).first():
            return there
        if whence and lately.filter(network=whence).count() >= AN_HOUR:
            raise TooMany
        tip = Tip.objects.create(**facts, received_at=now)
        tip.clipping = _clipping(tip)
        tip.save(update_fields=["clipping"])
    return tip


def own_address(number):
    """The address of the clipping of a tip that names none: no page stands there."""
    return f"{settings.SITE_URL}/tips/#{number}"


def number_in(address: str) -> str:
    """The number of the tip whose own address this is, or nothing."""
    number = address.rpartition("#")[2]
    return number if NUMBER.fullmatch(number) and own_address(number) == address else ""


def _clipping(tip):
    """The clipping of what `tip` names, which may be an older one; of itself where it names nothing."""
    own = own_address(tip.pk)
    facts = {
        "url": tip.url or own,
        "title": f"Tip: {tip.company_name}",
        "summary": Truncator(tip.story).chars(SUMMARY),
        "clipped_at": tip.received_at,
    }
    address = canonical_url(tip.url) if tip.url else own
    there = Clipping.objects.filter(canonical_url__in=both(address)).first()
    return there or Clipping.objects.get_or_create(canonical_url=address, defaults=facts)[0]
