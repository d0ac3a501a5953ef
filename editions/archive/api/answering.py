"""How the API answers: JSON that any cache may keep, and one sentence where something is wrong."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from ninja.errors import ValidationError

from editions.archive.api import addresses, paging, schemas
from editions.archive.api.finding import Wrong
from editions.archive.api.withdrawn import Gone
from editions.archive.caching import answer

TYPE = "application/json"


def one(request, thing):
    """Answer an object of `schemas`. It is made before it is named, so a 304 says that nothing changed."""
    text = thing.model_dump_json()
    return answer(request, text, lambda: HttpResponse(text, content_type=TYPE))


def part(request, kind, asked, rows, order, objects):
    """Answer a part of `rows` as the `kind` of Part, with the address of the next one."""
    for name in request.GET:
        if name not in type(asked).model_fields:
            raise Wrong(name, f"there is no such parameter here, but {_listed(type(asked).model_fields)}.")
    try:
        found, cursor = paging.part(rows, order, asked.limit, asked.cursor)
    except paging.BadCursor as error:
        raise Wrong("cursor", "no answer gave it; begin without one and follow “next”.") from error
    following = None
    if cursor:
        query = urlencode({**request.GET.dict(), "cursor": cursor})
        following = f"{addresses.page(request.path)}?{query}"
    return one(request, kind(next=following, results=objects(found)))


def told(error):
    """Return the answer that tells of `error`."""
    if isinstance(error, ValidationError):
        return _problem(422, *_first(error.errors))
    if isinstance(error, Wrong):
        return _problem(422, str(error), parameter=error.parameter)
    if isinstance(error, Gone):
        return _problem(410, str(error), reason=error.reason)
    said = str(error) if isinstance(error, Http404) and str(error) else NOTHING
    return _problem(404, said)


NOTHING = "There is nothing at this address; /api/ says what there is."


def _first(errors):
    """The sentence on the first thing wrong, and the parameter it is about."""
    name, words = str(errors[0]["loc"][-1]), errors[0]["msg"]
    return f"“{name}” is wrong: {words[:1].lower()}{words[1:]}.", name


def _problem(status, error, parameter="", reason=""):
    problem = schemas.Problem(error=error, parameter=parameter, reason=reason)
    return HttpResponse(problem.model_dump_json(), status=status, content_type=TYPE)


def _listed(names):
    *most, last = names
    return f"{', '.join(most)} and {last}"
