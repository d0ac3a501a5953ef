"""The languages of the reader's site, and where in it the pages of each stand."""

from django.conf import settings

CHINESE, PREFIX = "zh-hans", "zh/"


def language_of(path):
    """The language in which the page at `path` is shown: below /zh/ it is Chinese."""
    return CHINESE if f"{path}/".startswith(f"/{PREFIX}") else settings.LANGUAGE_CODE
