"""The language of a page is part of its address, so that every copy of an address reads the same."""

from django.urls import URLResolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation

from editions.archive.languages import CHINESE, PREFIX, language_of


class LanguageOfAddress:
    """Middleware: below /zh/ the interface is Chinese, everywhere else English."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        code = language_of(request.path_info)
        request.LANGUAGE_CODE = code
        with translation.override(code):
            return self.get_response(request)


class _Prefix(LocalePrefixPattern):
    """Django's own would say /zh-hans/."""

    @property
    def language_prefix(self):
        return PREFIX if translation.get_language() == CHINESE else ""


def in_every_language(*patterns):
    """Return what serves `patterns` at their own addresses and below /zh/, as the language in force says."""
    return URLResolver(_Prefix(), list(patterns))
