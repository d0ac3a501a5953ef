"""Mail addresses: which are one, and what is kept of one that must not be known. Pure."""

import hmac
import re

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

# Nearly all addresses of a list are as plain as this, and need no library: it takes 80 µs for one.
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
PLAIN = re.compile(
    rf"({ATOM}(?:\.{ATOM})*)@((?:{LABEL}\.)+(?!..--)[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z])?)"
)
OF_THE_HOUSE = frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)  # “Info” is given back as “info”
SPECIAL = tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES)


def parse(address: str) -> tuple[str, str, str]:
    """Return (address as given, its normal form, its domain); two addresses of one mailbox are one there.

    The domain is lower case and IDNA; the local part is folded in case, since no mailbox provider in use
    tells them apart. Raises ValueError with a sentence for whoever typed it.
    """
    given = address.strip()
    if plain := _plain(given):
        return plain
    try:
        found = validate_email(given, check_deliverability=False, allow_quoted_local=True, strict=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    domain = found.ascii_domain.lower()
    return found.normalized, f"{found.local_part.casefold()}@{domain}", domain


def _plain(given: str) -> tuple[str, str, str] | None:
    """Return what `parse` does, for an address that is plain beyond doubt; else None."""
    match = PLAIN.fullmatch(given)
    if match is None or len(given) > 254:
        return None
    local, domain = match[1], match[2].lower()
    folded = local.lower()
    if len(local) > 64 or len(domain) > 253 or folded in OF_THE_HOUSE or domain.endswith(SPECIAL):
        return None
    return f"{local}@{domain}", f"{folded}@{domain}", domain


def fingerprint(normalised: str, key: bytes) -> str:
    """Return the HMAC-SHA-256 of a normal form, in hexadecimal: the same address, and no way back."""
    return hmac.digest(key, normalised.encode(), "sha256").hex()
