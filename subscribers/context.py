"""What the form on every public page needs, whichever app shows the page."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from sources import tickets


def join_ticket(request):
    return {"join_ticket": SimpleLazyObject(lambda: tickets.make(tickets.JOIN, timezone.now()))}
