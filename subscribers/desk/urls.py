"""Pages of the newsroom about subscribers and mailings, below /admin/. Each view asks for its permission."""

from django.contrib import admin
from django.urls import path

# (address, view, name); a signed-out colleague is sent to the login.
PAGES = []

urlpatterns = [path(address, admin.site.admin_view(view), name=name) for address, view, name in PAGES]
