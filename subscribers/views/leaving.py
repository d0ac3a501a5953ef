"""Leaving: a page with one button, and the one click of a mail program (RFC 8058)."""

from datetime import timedelta

from django.utils import timezone

from subscribers import leaving, tokens
from subscribers.models import Mailing, Subscriber
from subscribers.views.joining import asked_again
from subscribers.views.pages import linked, page

Status, Choice = Subscriber.Status, Subscriber.Choice
PAUSE = timedelta(weeks=4)


@linked(tokens.LEAVE)
def leave(request, link):
    """POST leaves, from the page or from a mail program, which sends `List-Unsubscribe=One-Click`."""
    subscriber = link.subscriber
    if request.method == "POST":
        mailing = Mailing.objects.filter(pk=link.number).first()
        leaving.leave(subscriber, timezone.now(), mailing)
        subscriber.refresh_from_db()
    stays = subscriber.status in leaving.STAYING
    return page(request, "leave" if stays else "left", {"subscriber": subscriber, "token": link.token})


@linked(tokens.LEAVE)
def less(request, link):
    """Fewer mails instead of none."""
    return _stay(request, link, LESS.get(request.POST.get("choice")))


@linked(tokens.LEAVE)
def back(request, link):
    """Leaving was a mistake, or is regretted."""
    return _stay(request, link, None)


def _stay(request, link, change):
    subscriber, now = link.subscriber, timezone.now()
    if request.method != "POST":
        return leave(request, link.token)
    if change:
        Subscriber.objects.filter(pk=subscriber.pk).update(**change(now))
    if subscriber.status != Status.ACTIVE and not leaving.come_back(subscriber, now):
        return asked_again(request, subscriber, now)
    subscriber.refresh_from_db()
    return page(request, "stayed", {"subscriber": subscriber, "token": link.token})


LESS = {
    "headlines": lambda now: {"choice": Choice.HEADLINES},
    "digest": lambda now: {"choice": Choice.DIGEST},
    "pause": lambda now: {"paused_until": (now + PAUSE).date()},
}
