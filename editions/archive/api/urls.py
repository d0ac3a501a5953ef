"""The addresses behind the door of the API."""

from django.urls import path

from editions.archive.api import addresses
from editions.archive.api.service import api

urlpatterns = [path(addresses.ROOT.removeprefix("/"), api.urls)]
