"""The envelope sender of a delivery: its own, so that a bounce tells which it was, and signed.

Servers on the way may fold the case of a local part, so it is in lower case alone. Pure.
"""

import hmac
import re

SIGNATURE = 10  # bytes: 80 bits, 20 characters
LOCAL_PART = 64  # octets at most. Source: RFC 5321, section 4.5.3.1.1.
MADE = re.compile(r"\+(?P<number>[0-9a-f]{1,16})-(?P<signature>[0-9a-f]{20})@", re.IGNORECASE)


def address(base: str, delivery_id: int, secret: bytes) -> str:
    """Return `base`, such as bounces@example.com, with the delivery in it: bounces+1f-….@example.com.

    Raises ValueError where `base` is no address, or too long to carry it.
    """
    local, at, domain = base.rpartition("@")
    number = f"{delivery_id:x}"
    own = f"{local}+{number}-{_signature(number, secret)}"
    if not (local and at and domain):
        raise ValueError(f"“{base}” is no mail address.")
    if len(own.encode()) > LOCAL_PART:
        raise ValueError(f"“{base}” leaves too little room: before the @ stand at most {LOCAL_PART} octets.")
    return f"{own}@{domain}"


def read(address: str, *secrets: bytes) -> int | None:
    """Return the delivery that `address` names, where one of the `secrets` signed it."""
    found = MADE.search(address)
    if not found:
        return None
    number, signature = found["number"].lower(), found["signature"].lower()
    if any(hmac.compare_digest(signature, _signature(number, secret)) for secret in secrets):
        return int(number, 16)
    return None


def _signature(number: str, secret: bytes) -> str:
    return hmac.digest(secret, f"recap bounce {number}".encode(), "sha256")[:SIGNATURE].hex()
