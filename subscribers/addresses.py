"""Mail addresses: which are one, and what is kept of one that must not be known. Pure."""

import hmac

from email_validator import EmailNotValidError, validate_email


def parse(address: str) -> tuple[str, str, str]:
    """Return (address as given, its normal form, its domain); two addresses of one mailbox are one there.

    The domain is lower case and IDNA; the local part is folded in case, since no mailbox provider in use
    tells them apart. Raises ValueError with a sentence for whoever typed it.
    """
    given = address.strip()
    try:
        found = validate_email(given, check_deliverability=False, allow_quoted_local=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    domain = found.ascii_domain.lower()
    return found.normalized, f"{found.local_part.casefold()}@{domain}", domain


def fingerprint(normalised: str, key: bytes) -> str:
    """Return the HMAC-SHA-256 of a normal form, in hexadecimal: the same address, and no way back."""
    return hmac.digest(key, normalised.encode(), "sha256").hex()
