"""TODO tips."""

from django.http import Http404


def tip(request, **address):
    raise Http404
