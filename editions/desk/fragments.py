"""What the desk's own script asks for: parts of a page, and what became of a save or a step."""

from functools import wraps

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime

from editions.arranging import Gone
from sources.workflow import NotYours, WorkflowError


def says_why(view):
    """Answer a step that may not be made with one sentence, and with the status that tells them apart:
    403 for the role, 409 for what a colleague changed meanwhile, 422 for the rest."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except NotYours as error:
            return sentence(error, 403)
        except Gone as error:
            return sentence(error, 409)
        except WorkflowError as error:
            return sentence(error, 422)

    return answer


def sentence(said, status):
    return HttpResponse(str(said), status=status, content_type="text/plain; charset=utf-8")


def number_of(text):
    """The number in what was posted, or None where there is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def moment_of(text):
    """The aware moment in what was posted, or None where there is none that a database can hold."""
    try:
        moment = parse_datetime(text.replace(" ", "+"))  # as a plus reads in an address
    except ValueError:
        return None
    return moment if moment and moment.tzinfo and 1900 < moment.year < 3000 else None
