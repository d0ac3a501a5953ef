"""A page that is not there, or broke: at the desk in the desk's frame, elsewhere in the reader's."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse

from editions.archive import pages
from sources.desk.page import page

NOT_STORED = {"title": "Nothing was stored"}
SIGNED_OUT = (
    "You had been signed out, so nothing is stored yet. Where a form comes back without your words, step back"
    " in the browser to find them."
)


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


class SayWhatWasNotStored:
    """Middleware: whoever has to sign in is told that the form did not arrive, and keeps what it held.

    Without it they are led to where it goes, which may show nothing by itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST":
            return _after_session(request, response)
        is_opened = response.status_code == 405 and request.method in ("GET", "HEAD")
        if is_opened and request.path.startswith("/admin/") and request.user.is_staff:
            response.content = page(request, "recap/not_stored.html", NOT_STORED).content
        return response


def _after_session(request, response):
    """Where a form led to the login: what it held, to be sent once more; or a sentence at the login."""
    to, login = response.headers.get("Location", ""), reverse("admin:login")
    is_form = "text/html" in request.headers.get("Accept", "")  # and no script
    if not is_form or request.path == login or not to.startswith(f"{login}?"):
        return response
    is_lost = to == redirect_to_login(request.get_full_path(), login).url  # others come back as typed
    if is_lost and (kept := _kept(request)):
        context = {**NOT_STORED, "kept": kept, "is_signed_out": True, "is_nav_sidebar_enabled": False}
        return page(request, "recap/not_stored.html", context, status=403)
    messages.warning(request, SIGNED_OUT)
    return response


def _kept(request):
    """(name, text) of what a form held; nothing of one with a file or a password."""
    if request.FILES or any("password" in name for name in request.POST):
        return []
    sent = {name: texts for name, texts in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return [(name, text) for name, texts in sent.items() for text in texts]


def stale(request, reason=""):
    """Answer a form that is older than the login: what it holds can be sent once more, if it is of ours.

    Only a form on a page of ours names that as its origin. Source: RFC 6454, section 7.
    """
    if not request.path.startswith("/admin/"):
        return HttpResponseNotAllowed(["GET", "HEAD"])  # what takes a reader's form asks for no cookie
    ours = f"{request.scheme}://{request.get_host()}"
    can_go = request.headers.get("Origin") == ours and request.user.is_staff
    context = {**NOT_STORED, "kept": _kept(request) if can_go else []}
    return page(request, "recap/not_stored.html", context, status=403)


def missing(request, exception):
    """Answer 404; a colleague at the desk is shown the way back to the board."""
    if request.path.startswith("/admin/") and request.user.is_staff:
        return page(request, "recap/missing.html", {"title": "There is no page here"}, status=404)
    return pages.not_found(request, exception)


def broken(request):
    """Answer 500 with a page that asks nothing of the database, which may be what broke."""
    return render(None, "recap/broken.html", status=500)
