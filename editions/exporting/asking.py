"""The site, asked in this process for pages, static files and pictures, as they stand in files."""

import io
from pathlib import Path
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import Resolver404, resolve

STAYS = {"search", "suggest", "tips", "icon", "api", None}  # of the readers' pages: what no file can do


class Site:
    def __init__(self):
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def ask(self, address: str, etag: str = ""):
        """Return the response to GET, a 304 where the page is the one named `etag`."""
        scheme = settings.SITE_URL.split(":")[0]
        asked = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(address).decode("latin-1"),
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": settings.SITE_HOST.split(":")[0],
            "SERVER_PORT": "443" if scheme == "https" else "80",
            "HTTP_HOST": settings.SITE_HOST,
            "HTTP_X_FORWARDED_PROTO": scheme,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": scheme,
            "wsgi.input": io.BytesIO(),
            "recap.export": True,
        }
        if etag:
            asked["HTTP_IF_NONE_MATCH"] = etag
        return self.handler.get_response(WSGIRequest(asked))


def is_asset(address: str) -> bool:
    return address.startswith((settings.STATIC_URL, settings.MEDIA_URL))


def asset(address: str) -> bytes | None:
    """The bytes of a picture, or of a static file: collected in production, and where it lies before."""
    if address.startswith(settings.MEDIA_URL):
        path = settings.MEDIA_ROOT / address.removeprefix(settings.MEDIA_URL)
    else:
        name = address.removeprefix(settings.STATIC_URL)
        found = finders.find(name)
        if found is None and staticfiles_storage.exists(name):
            found = staticfiles_storage.path(name)
        path = found and Path(found)
    return path.read_bytes() if path and path.is_file() else None


def is_dynamic(address: str) -> bool:
    """Whether `address` is of what the running site alone can do: forms, searches, all of a subscriber's."""
    path = address.partition("?")[0]
    try:
        found = resolve(f"/{path.removeprefix('/zh/').lstrip('/')}")
    except Resolver404:
        return False
    if found.app_name in ("archive", "data"):
        return found.url_name in STAYS
    return found.app_name == "subscribers"
