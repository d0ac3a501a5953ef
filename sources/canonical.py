"""The canonical form of a web address.

Two addresses of one article must be one clipping, so they are compared in this form. Pure.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

TRACKING = {"fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "spm", "yclid"}


def canonical_url(url: str) -> str:
    """Return `url` with its host in small letters, without fragment and tracking parameters.

    Raises ValueError if it is not an http or https address.
    """
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"“{url}” is no web address.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _is_tracking(name)
    ]
    return urlunsplit((parts.scheme.lower(), parts.hostname + port, parts.path or "/", urlencode(query), ""))


def both(url: str) -> tuple[str, str]:
    """Return `url` with https and with http: a site that changes from one to the other tells nothing new."""
    rest = url.partition("://")[2]
    return f"https://{rest}", f"http://{rest}"


def without_tracking(url: str) -> str:
    """Return `url` without tracking parameters, and otherwise to the letter as it is written."""
    address, hash_sign, fragment = url.partition("#")
    page, question_mark, query = address.partition("?")
    kept = [pair for pair in query.split("&") if not _is_tracking(pair.partition("=")[0])]
    return page + (question_mark if kept else "") + "&".join(kept) + hash_sign + fragment


def _is_tracking(name: str) -> bool:
    return name.lower() in TRACKING or name.lower().startswith("utm_")
