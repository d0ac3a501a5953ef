"""The addresses of the reader's pages, each worked out once a process and language; slugs for new ones."""

from collections.abc import Container
from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.text import slugify
from django.utils.translation import get_language

KEPT = 32_768  # of a hundred bytes or two; a list shows hundreds, and Django takes a hundred times as long


def path_to(name: str, *args: int | str) -> str:
    """Return what `reverse(name, args=args)` does in the language in force."""
    return _path(name, args, get_language(), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=KEPT)
def _path(name, args, _language, _urlconf, _script_prefix):
    return reverse(name, args=args)


def free_slug(name: str, taken: Container[str]) -> str:
    """Return a slug for a new company of this name that is not `taken`."""
    slug = base = slugify(name)[:100] or "company"
    number = 2
    while slug in taken:
        slug = f"{base}-{number}"
        number += 1
    return slug
