"""The addresses of the reader's pages, each worked out once a process and language."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

KEPT = 32_768  # of a hundred bytes or two; a list shows hundreds, and Django takes a hundred times as long


def path_to(name: str, *args: int | str) -> str:
    """Return what `reverse(name, args=args)` does in the language in force."""
    return _path(name, args, get_language(), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=KEPT)
def _path(name, args, _language, _urlconf, _script_prefix):
    return reverse(name, args=args)
