"""TODO entries."""

from django.http import Http404


def entries(request, **address):
    raise Http404


def table(request, **address):
    raise Http404
