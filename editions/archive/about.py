"""TODO about."""

from django.http import Http404


def about(request, **address):
    raise Http404
