"""After each request that may have changed something at the desk, look after the approvals."""

from urllib.parse import quote

from django.contrib import messages
from django.utils import timezone

from editions.approvals import void_changed

READING = {"GET", "HEAD", "OPTIONS"}


class VoidChanged:
    """Middleware: what a colleague has just changed is no longer approved, and the next page says so.

    Where the desk's own script asked, the page is there already: it is told in a header.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        at_the_desk = request.path.startswith("/admin/") and request.user.is_staff
        if at_the_desk and request.method not in READING:
            said = [
                f"No. {edition.number} was approved before this change; it is back in review."
                for edition in void_changed(now=timezone.now())
            ]
            if said and request.headers.get("HX-Request"):
                response["Desk-Said"] = quote("\n".join(said))
            else:
                for sentence in said:
                    messages.warning(request, sentence)
        return response
