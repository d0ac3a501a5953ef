"""TODO topics."""

from django.http import Http404


def index(request, **address):
    raise Http404


def topic(request, **address):
    raise Http404
