"""Signed links to subscribers, and the placeholders that stand for them in a prepared message.

A token names a subscriber and the mailing it was sent with, and is good for one purpose. It has the same
length for everybody, so that a placeholder can be replaced in a message that is wrapped and encoded
already. It is signed with the key of the site and with the subscriber's own: a new key for the subscriber
(when the address changes) ends all older links. Pure.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

LENGTH = 36
SIGNATURE = 15  # bytes: 120 bits
LEAVE, PREFERENCES, CONFIRM, MOVE = "leave", "preferences", "confirm", "move"
# What stands in the HTML and the text of a rendition in the place of a recipient's two tokens.
LEAVE_PLACE = "RecapLeaveTokenPlace" + "0" * (LENGTH - 20)
PREFERENCES_PLACE = "RecapPreferencesPlace" + "0" * (LENGTH - 21)


class BadToken(ValueError):
    """It was not made here, or not for this."""


@dataclass(frozen=True)
class Named:
    """What a token names; `mailing` is 0 where it came with none."""

    subscriber: int
    mailing: int


def new_key() -> str:
    """Return a key for a subscriber's links: 22 characters, 128 bits."""
    return secrets.token_urlsafe(16)


def make(purpose: str, subscriber: int, mailing: int, key: str, secret: bytes) -> str:
    """Return the token: `LENGTH` characters of A-Z, a-z, 0-9, "-" and "_"."""
    body = subscriber.to_bytes(7, "big") + mailing.to_bytes(5, "big")
    return urlsafe_b64encode(body + _sign(purpose, body, key, secret)).decode()


def read(token: str) -> Named:
    """Return whom `token` names, unchecked: the key of the subscriber is needed to check it.

    Raises BadToken where it is no token at all.
    """
    body = _bytes(token)[:-SIGNATURE]
    return Named(int.from_bytes(body[:7], "big"), int.from_bytes(body[7:], "big"))


def check(token: str, purpose: str, key: str, secrets: list[bytes]) -> None:
    """Raise BadToken where `token` was not signed for `purpose`, with `key` and one of the `secrets`."""
    whole = _bytes(token)
    body, signature = whole[:-SIGNATURE], whole[-SIGNATURE:]
    if not any(hmac.compare_digest(signature, _sign(purpose, body, key, secret)) for secret in secrets):
        raise BadToken("The signature does not fit.")


def _bytes(token: str) -> bytes:
    try:
        whole = urlsafe_b64decode(token)
    except ValueError as error:
        raise BadToken("It is no token.") from error
    if len(token) != LENGTH or len(whole) != LENGTH // 4 * 3:
        raise BadToken("It has another length.")
    return whole


def _sign(purpose: str, body: bytes, key: str, secret: bytes) -> bytes:
    return hmac.digest(secret, f"recap {purpose} {key} ".encode() + body, "sha256")[:SIGNATURE]
