"""Answers that any cache may keep, and that are not rendered again for who has them already.

A page is a function of its context, of the templates and of its address. So a page is named by a digest of
these: whoever names it still has it, and nothing else makes it new. A context is therefore made of plain
values: texts, numbers, days, lists, dicts and frozen dataclasses, never a row, which may show anything.
"""

import dataclasses
import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.http import http_date, parse_http_date_safe

# Half a minute in a shared cache; for a day more it may give the old page while it asks for the new one.
KEEP = "public, max-age=0, s-maxage=30, stale-while-revalidate=86400"


def show(request, template, context, *, changed_at=None, newest_at=None, status=200):
    """Render a page from `context`, or answer 304. The form on it is of today, and so is the page."""
    if status != 200:
        return rendered(request, template, context, status)
    moments = {"changed_at": changed_at, "newest_at": newest_at}
    return show_made_of(request, template, context, lambda: context, **moments)


def show_made_of(request, template, parts, context, *, changed_at=None, newest_at=None):
    """As `show`, where `parts` name all that `context()` returns: it is asked for nothing in a 304."""
    day = None if is_export(request) else timezone.now().astimezone(UTC).date()
    return answer(
        request,
        [template, parts, is_export(request), day],
        lambda: rendered(request, template, context()),
        changed_at=_since_midnight(changed_at, day),
        newest_at=_since_midnight(newest_at, day),
    )


def rendered(request, template, context, status=200):
    """The page as it is, without a name. Its hours are those of the newsroom.

    What is not there, or no longer, is told so: a 304 would say that the copy of it is good. Source: RFC
    9110, section 13.2.1.
    """
    context = {**context, "exporting": is_export(request), "language": translation.get_language()}
    with timezone.override(context["masthead"].time_zone):
        return HttpResponse(render_to_string(template, context, request), status=status)


def answer(request, parts, build, *, changed_at=None, newest_at=None):
    """Answer 304 to who has the page that `parts` make, and otherwise what `build()` returns.

    `changed_at`, an aware moment, is given only where nothing of the page changes later without it.
    Elsewhere `newest_at` is the moment of the newest thing in it: it is told, and not believed.
    """
    address = [settings.SITE_URL, request.get_full_path(), translation.get_language()]
    name = f'W/"{_digest([_release(), address, parts])}"'
    if _has_it(request, name, changed_at):
        response = HttpResponseNotModified()
    else:
        response = build()
    response.headers["ETag"] = name
    response.headers["Cache-Control"] = KEEP
    if moment := changed_at or newest_at:
        response.headers["Last-Modified"] = http_date(moment.timestamp())
    return response


def is_export(request):
    """Whether the page becomes a file (`editions/exporting/`), where no form works."""
    return "recap.export" in request.META


def _has_it(request, name, changed_at):
    if names := request.headers.get("If-None-Match"):
        return names.strip() == "*" or name.removeprefix("W/") in [
            one.strip().removeprefix("W/") for one in names.split(",")
        ]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and changed_at is not None and int(changed_at.timestamp()) <= since


def _since_midnight(moment, day):
    if moment is None or day is None:
        return moment
    return max(moment, datetime(day.year, day.month, day.day, tzinfo=UTC))


def _digest(parts):
    text = json.dumps(parts, ensure_ascii=False, default=_plain, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _plain(value):
    if dataclasses.is_dataclass(value):
        return [getattr(value, field.name) for field in dataclasses.fields(value)]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal | Promise | Path):
        return str(value)
    raise TypeError(f"{value!r} is no plain value, so nobody knows when a page that shows it changes.")


MADE_OF = (
    "templates/**/*.html",
    "locale/**/*.mo",
    "static/**/*.*",  # whose names in a page tell their content
    "sources/**/*.py",
    "editions/**/*.py",
    "subscribers/**/*.py",
    "recap/**/*.py",
)


@cache
def _release():
    """What of this release a page is made of: its templates, words, files and our code; once a process."""
    found = hashlib.blake2b(digest_size=12)
    for pattern in MADE_OF:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()
