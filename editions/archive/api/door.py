"""The way in to the API. What stands behind it is loaded at the first request."""

from django.http import HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

METHODS = "GET, HEAD, OPTIONS"
# Everybody may read this, and no cookie says who reads: so any page of any site may read it too.
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}


@csrf_exempt  # so that a POST is told in JSON that nothing is written here
def door(request, path):
    """Answer from `urls.py` beside this, which none of the site's own addresses names."""
    response = _response(request)
    for name, value in OPEN.items():
        response.headers[name] = value
    return response


def _response(request):
    if request.method == "OPTIONS":
        headers = {
            "Allow": METHODS,
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Max-Age": "86400",
        }
        return HttpResponse(status=204, headers={**headers, "Access-Control-Allow-Headers": "If-None-Match"})
    if request.method not in ("GET", "HEAD"):
        problem = {"error": "The API is only read: ask by GET.", "parameter": "", "reason": ""}
        return JsonResponse(problem, status=405, headers={"Allow": METHODS})
    try:
        found = resolve(request.path_info, "editions.archive.api.urls")
    except Resolver404:
        problem = {"error": "There is nothing at this address; /api/ says what there is."}
        return JsonResponse({**problem, "parameter": "", "reason": ""}, status=404)
    return _answered(request, found)


def _answered(request, found):
    """The answer to a GET; to a HEAD the same without its body, which is then not made where it streams."""
    head, request.method = request.method == "HEAD", "GET"
    response = found.func(request, *found.args, **found.kwargs)
    if head:
        request.method = "HEAD"
        if response.streaming:
            response.streaming_content = ()
    return response
