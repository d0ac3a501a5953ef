"""TODO search."""

from django.http import Http404


def search(request, **address):
    raise Http404


def suggest(request, **address):
    raise Http404
