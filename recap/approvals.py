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
        if request.method not in READING and request.path.startswith("/admin/"):
            for edition in void_changed(now=timezone.now()):
                messages.warning(
                    request, f"No. {edition.number} was approved before this change; it is back in review."
                )
        return response
