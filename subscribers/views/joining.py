"""Asking for the newsletter, and confirming it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editions.archive.pages import house, whence
from subscribers import following, joining, letters, links, tokens
from subscribers.forms import JoinForm
from subscribers.models import Letter, Subscriber
from subscribers.views.pages import linked, page, private
from subscribers.waking import wake

TOO_MANY = _("Your network has asked for many letters in an hour. Wait a while, and press the button again.")
CONFIRMED = (Letter.Kind.CONFIRM, Letter.Kind.FOLLOW)


@private
def subscribe(request):
    """The form as a page of its own; POST, from any page, has a letter written."""
    if request.method != "POST":
        return page(request, "subscribe", {"thing": following.asked(request.GET)})
    now = timezone.now()
    form = JoinForm(request.POST, now=now)
    thing = following.named(request.POST.get("follow", ""))
    context = {"form": form, "thing": thing}
    if not form.is_valid():
        return page(request, "subscribe", context, status=422)
    typed = form.cleaned_data
    if not typed["remark"]:
        try:
            joining.ask(
                typed["address"],
                language=typed["language"],
                whence=whence(request),
                page=typed["page"] or request.path,
                follows=thing.name if thing else "",
                now=now,
            )
        except joining.TooMany:
            form.add_error(None, TOO_MANY)
            return page(request, "subscribe", context, status=429)
        wake("send_letters")
    return page(request, "asked", {"address": typed["address"]})


@linked(tokens.CONFIRM)
def confirm(request, link):
    """What is agreed to, with one button; POST makes who has the letter a subscriber."""
    now, subscriber = timezone.now(), link.subscriber
    letter = subscriber.letters.filter(pk=link.number, kind__in=CONFIRMED).first()
    if letter is None or not letters.is_good(letter, now):
        return _too_old(request, link, letter, now)
    thing = following.named(letter.follows)
    words = joining.words(house().name, subscriber.address, subscriber.language, thing)
    if request.method == "POST":
        joining.confirm(letter, words=words, whence=whence(request), now=now)
        return _confirmed(request, link, thing)
    is_there = subscriber.status == Subscriber.Status.ACTIVE and not joining.is_suppressed(subscriber)
    if is_there and (thing is None or thing in following.followed(subscriber)):
        return _confirmed(request, link, thing)
    context = {"subscriber": subscriber, "words": words, "thing": thing, "is_there": is_there}
    return page(request, "confirm", context)


def _too_old(request, link, letter, now):
    """The link has ended: say so, and on POST write a new letter."""
    if request.method != "POST":
        return page(request, "too_old", status=410)
    return asked_again(request, link.subscriber, now, follows=letter.follows if letter else "")


def _confirmed(request, link, thing):
    you = links.token(tokens.PREFERENCES, link.subscriber)
    return page(request, "confirmed", {"subscriber": link.subscriber, "you": you, "thing": thing})


def asked_again(request, subscriber, now, follows=""):
    """Have a letter written to a subscriber who came by a link; the page that says so."""
    try:
        joining.ask_again(subscriber, whence=whence(request), now=now, follows=follows)
    except joining.TooMany:
        return page(request, "too_many", {"sentence": TOO_MANY}, status=429)
    wake("send_letters")
    return page(request, "asked", {"address": subscriber.address})
