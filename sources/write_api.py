"""The API by which programs of colleagues clip pages and read the queue, with a personal token.

It reads no cookie, so nothing can be sent in somebody's name from another site.
"""

import json
from datetime import UTC, timedelta
from functools import wraps

from django.db.models import Q
from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from sources import clipping as clippings
from sources import tokens
from sources.guest import as_guest
from sources.models import AccessToken, Clipping

LARGEST = 64 * 1024  # bytes of what is sent
FIELDS = ("url", "title", "summary")
PART = 50  # clippings an answer
MINUTE = timedelta(minutes=1)
A_MINUTE = 60  # new clippings of one person
LONGEST_KEY = 18  # digits


class Refusal(Exception):
    def __init__(self, status, sentence, parameter="", **headers):
        super().__init__(sentence)
        self.status, self.parameter, self.headers = status, parameter, headers


def in_json(view):
    """Answer a refusal as the other API does."""

    @wraps(view)
    def answer(request, **kwargs):
        try:
            return view(request, **kwargs)
        except Refusal as error:
            said = {"error": str(error), "parameter": error.parameter, "reason": ""}
            return JsonResponse(said, status=error.status, headers=error.headers)

    return answer


@csrf_exempt
@never_cache
@in_json
def api(request, visit=as_guest):
    """GET reads the queue, POST clips a page."""
    if request.method not in ("GET", "HEAD", "POST"):
        raise Refusal(405, "Use GET or POST.", Allow="GET, HEAD, POST")
    now = timezone.now()
    token = tokens.bearer(request.headers.get("Authorization", ""), now=now)
    if token is None:
        raise Refusal(401, "Send a token that is in force.", **{"WWW-Authenticate": "Bearer"})
    return _clip(request, token.person, visit, now) if request.method == "POST" else _queue(request, token)


def _clip(request, person, visit, now):
    _check_permission(person, "sources.add_clipping")
    words = _read(request)
    lately = Clipping.objects.filter(state="new", clipped_at__gt=now - MINUTE, clipped_by=person)
    if lately.count() >= A_MINUTE:
        raise Refusal(429, f"You may clip {A_MINUTE} pages a minute.", **{"Retry-After": "60"})
    try:
        clipping, is_new = clippings.clip(
            words.pop("url"), by=person, clock=timezone.now, visit=visit, **words
        )
    except ValueError as error:
        raise Refusal(400, str(error), "url") from error
    return JsonResponse(_shown(clipping, request), status=201 if is_new else 200)


def _queue(request, token):
    if token.scope != AccessToken.Scope.QUEUE:
        raise Refusal(403, "This token may send clippings, and not read the queue.")
    _check_permission(token.person, "sources.view_clipping")
    state = request.GET.get("state", Clipping.State.NEW)
    if state not in Clipping.State.values:
        raise Refusal(422, f"Write one of {', '.join(Clipping.State.values)}.", "state")
    rows = Clipping.objects.filter(state=state).select_related("source")
    if after := request.GET.get("after"):
        rows = _behind(rows, after)
    found = list(rows[: PART + 1])
    return JsonResponse(
        {
            "clippings": [_shown(one, request) for one in found[:PART]],
            "next": _next(request, state, found[PART - 1]) if len(found) > PART else None,
        }
    )


def _behind(rows, after):
    """Rows behind the one whose time and number the cursor holds."""
    moment, _, key = after.partition("_")
    try:
        at = parse_datetime(moment)
        at = at.astimezone(UTC) if at and at.tzinfo else None
    except (ValueError, OverflowError):
        at = None
    if not (at and key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        raise Refusal(422, "Write what “next” said.", "after")
    return rows.filter(Q(clipped_at__lt=at) | Q(clipped_at=at, pk__lt=int(key)), clipped_at__lte=at)


def _next(request, state, last):
    cursor = f"{last.clipped_at:%Y-%m-%dT%H:%M:%S.%fZ}_{last.pk}"
    return request.build_absolute_uri(f"{reverse('clippings_api')}?state={state}&after={cursor}")


def _check_permission(person, name):
    if not person.has_perm(name):
        raise Refusal(403, "The account of this token may not do that.")


def _read(request):
    """The fields that were sent, all of them texts."""
    if request.content_type != "application/json":
        raise Refusal(415, "Send JSON, with the Content-Type application/json.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise Refusal(413, f"Send {LARGEST // 1024} KB at most.")
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "This is no JSON.") from error
    if not isinstance(said, dict):
        raise Refusal(400, "Send an object with “url”.")
    for name, value in said.items():
        if name not in FIELDS:
            raise Refusal(400, f"Send {', '.join(FIELDS)} and nothing else.", name[:100])
        if not isinstance(value, str):
            raise Refusal(400, f"“{name}” is no text.", name)
    if "url" not in said:
        raise Refusal(400, "Say which page: “url” is missing.", "url")
    return said


def _shown(clipping, request):
    desk = reverse("admin:sources_clipping_clipped", args=[clipping.pk])
    return {
        "id": clipping.pk,
        "url": clipping.url,
        "canonical_url": clipping.canonical_url,
        "title": clipping.title,
        "summary": clipping.summary,
        "author": clipping.author,
        "source": str(clipping.source) if clipping.source else None,
        "language": clipping.language,
        "image_url": clipping.image_url,
        "published_at": clipping.published_at,
        "clipped_at": clipping.clipped_at,
        "state": clipping.state,
        "held_until": clipping.held_until,
        "reason": clipping.reason,
        "trouble": clipping.trouble,
        "story": clipping.cluster_id or clipping.pk,
        "desk": request.build_absolute_uri(desk),
    }
