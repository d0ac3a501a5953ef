"""TODO sitemaps."""

from django.http import Http404


def index(request, **address):
    raise Http404


def pages(request, **address):
    raise Http404


def robots(request, **address):
    raise Http404


def year(request, **address):
    raise Http404
