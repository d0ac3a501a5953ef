"""Asking for the newsletter, and confirming it."""

from django.utils import timezone

from editions.archive.pages import house
from subscribers import joining, letters, links, tokens
from subscribers.forms import JoinForm
from subscribers.models import Letter, Subscriber
from subscribers.views.pages import linked, page, private, whence
from subscribers.waking import wake

TOO_MANY = "Your network has asked for many letters in an hour. Wait a while, and press the button again."


@private
def subscribe(request):
    """The form as a page of its own; POST, from any page, has a letter written."""
    if request.method != "POST":
        return page(request, "subscribe")
    now = timezone.now()
    form = JoinForm(request.POST, now=now)
    if not form.is_valid():
        return page(request, "subscribe", {"form": form}, status=422)
    typed = form.cleaned_data
    if not typed["remark"]:
        try:
            joining.ask(
                typed["address"],
                language=typed["language"],
                whence=whence(request),
                page=typed["page"] or request.path,
                now=now,
            )
        except joining.TooMany:
            form.add_error(None, TOO_MANY)
            return page(request, "subscribe", {"form": form}, status=429)
        wake("send_letters")
    return page(request, "asked", {"address": typed["address"]})


@linked(tokens.CONFIRM)
def confirm(request, link):
    """What is agreed to, with one button; POST makes who has the letter a subscriber."""
    now, subscriber = timezone.now(), link.subscriber
    letter = subscriber.letters.filter(pk=link.number, kind=Letter.Kind.CONFIRM).first()
    if letter is None or not letters.is_good(letter, now):
        return _too_old(request, link, now)
    words = joining.words(house().name, subscriber.address, subscriber.language)
    if request.method == "POST":
        joining.confirm(letter, words=words, whence=whence(request), now=now)
        return _confirmed(request, link)
    if subscriber.status == Subscriber.Status.ACTIVE and not joining.is_suppressed(subscriber):
        return _confirmed(request, link)
    return page(request, "confirm", {"subscriber": subscriber, "words": words})


def _too_old(request, link, now):
    """The link has ended: say so, and on POST write a new letter."""
    if request.method != "POST":
        return page(request, "too_old", status=410)
    return asked_again(request, link.subscriber, now)


def _confirmed(request, link):
    context = {"subscriber": link.subscriber, "you": links.token(tokens.PREFERENCES, link.subscriber)}
    return page(request, "confirmed", context)


def asked_again(request, subscriber, now):
    """Have a letter written to a subscriber who came by a link; the page that says so."""
    try:
        joining.ask_again(subscriber, whence=whence(request), now=now)
    except joining.TooMany:
        return page(request, "too_many", {"sentence": TOO_MANY}, status=429)
    wake("send_letters")
    return page(request, "asked", {"address": subscriber.address})
