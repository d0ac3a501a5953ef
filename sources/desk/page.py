"""The frame around every page of the desk: the admin's own, with its rail."""

from django.contrib import admin
from django.shortcuts import render


def page(request, template, context, *, status=200):
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)
