"""Absolute addresses of what the API gives: its page, and itself. Pure but for the one setting."""

from django.conf import settings

ROOT = "/api/v1/"


def page(path: str) -> str:
    """Return the address of `path` on this site; of what has a host already, itself."""
    return settings.SITE_URL + path if path.startswith("/") and not path.startswith("//") else path


def api(family: str, key: object = "") -> str:
    """Return the address of a list, or of one of it: "…/api/v1/items/412"."""
    return f"{settings.SITE_URL}{ROOT}{family}" + (f"/{key}" if key != "" else "")
