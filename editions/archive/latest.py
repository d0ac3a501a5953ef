"""TODO latest."""

from django.http import Http404


def latest(request, **address):
    raise Http404
