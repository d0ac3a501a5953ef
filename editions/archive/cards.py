"""TODO cards."""

from django.http import Http404


def card(request, **address):
    raise Http404
