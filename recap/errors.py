"""A page that is not there, or broke: at the desk in the desk's frame, elsewhere in the reader's."""

from django.http import Http404
from django.shortcuts import render

from editions.archive import pages
from sources.desk.page import page


class RefuseNul:
    """Middleware: no address of ours holds a NUL, and PostgreSQL would not even look one up.

    The API says so itself, in JSON.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info and not request.path_info.startswith("/api/"):
            request.path = request.path_info.replace("\0", "")  # which the page that says so repeats
            raise Http404
        return self.get_response(request)


def missing(request, exception):
    """Answer 404; a colleague at the desk is shown the way back to the board."""
    if request.path.startswith("/admin/") and request.user.is_staff:
        return page(request, "recap/missing.html", {"title": "There is no page here"}, status=404)
    return pages.not_found(request, exception)


def broken(request):
    """Answer 500 with a page that asks nothing of the database, which may be what broke."""
    return render(None, "recap/broken.html", status=500)
