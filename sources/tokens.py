"""Personal access tokens: made, recognised and revoked. Only their digest is kept."""

import hashlib
import secrets
from datetime import timedelta

from sources.models import AccessToken

PREFIX = "recap_"  # by which people and scanners of leaked secrets know it
MOST = 20  # that a person has at once
HOUR = timedelta(hours=1)


class Refused(Exception):
    """No token is made; the message is a sentence."""


def make(person, name, scope, *, now):
    """Return a new token's row, and the token itself, which cannot be had again. Raises Refused."""
    mine = AccessToken.objects.filter(person=person, revoked_at=None)
    if mine.filter(name__iexact=name).exists():
        raise Refused(f"You have a token called “{name}” already.")
    if mine.count() >= MOST:
        raise Refused(f"You have {MOST} tokens; revoke one first.")
    token = PREFIX + secrets.token_urlsafe(32)
    row = AccessToken.objects.create(
        person=person, name=name, digest=digest(token), scope=scope, created_at=now
    )
    return row, token


def bearer(header, *, now):
    """Return the live token that an Authorization header names, or None; note at most hourly that it is used.

    Source: RFC 6750, section 2.1.
    """
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        return None
    live = AccessToken.objects.filter(digest=digest(token.strip()), revoked_at=None)
    found = live.select_related("person").first()
    if found and (found.used_at is None or found.used_at <= now - HOUR):
        live.update(used_at=now)
    return found


def digest(token):
    """Return the SHA-256 of a token; it is as random as the digest, so no salt is wanted."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
