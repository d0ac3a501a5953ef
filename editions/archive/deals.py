"""TODO deals."""

from django.http import Http404


def deals(request, **address):
    raise Http404


def table(request, **address):
    raise Http404
