"""After each request that may have changed something at the desk, look after the approvals."""

from django.contrib import messages
from django.utils import timezone

from editions.approvals import void_changed

READING = {"GET", "HEAD", "OPTIONS"}


class VoidChanged:
    """Middleware: what a colleague has just changed is no longer approved, and the next page says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        at_the_desk = request.path.startswith("/admin/") and request.user.is_staff
        if at_the_desk and request.method not in READING:
            for edition in void_changed(now=timezone.now()):
                messages.warning(
                    request, f"No. {edition.number} was approved before this change; it is back in review."
                )
        return response
