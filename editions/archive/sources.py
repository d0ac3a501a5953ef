"""TODO sources."""

from django.http import Http404


def index(request, **address):
    raise Http404


def source(request, **address):
    raise Http404
