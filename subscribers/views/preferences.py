"""A subscriber's own page, behind a link and without a password."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from editions.archive.pages import house, whence
from editions.models import Masthead
from subscribers import following, joining, kept, leaving, letters, links, moving, tokens
from subscribers.forms import AddressForm, PreferencesForm
from subscribers.models import Letter, Subscriber
from subscribers.views.joining import TOO_MANY, asked_again
from subscribers.views.pages import linked, page
from subscribers.waking import wake

Status = Subscriber.Status


@linked(tokens.PREFERENCES)
def you(request, link):
    """What somebody gets; whatever button is pressed, all of the form is kept."""
    subscriber, now = link.subscriber, timezone.now()
    if subscriber.status != Status.ACTIVE or joining.is_suppressed(subscriber):
        return _away(request, link, now)
    today = now.astimezone(Masthead.objects.the().zone).date()
    if request.method != "POST":
        asleep = subscriber.paused_until and subscriber.paused_until > today
        shown = {"paused_until": subscriber.paused_until if asleep else None}
        shown |= {"choice": subscriber.choice, "language": subscriber.language}
        return _show(request, link, PreferencesForm(initial=shown, today=today))
    form = PreferencesForm(request.POST, today=today)
    if not form.is_valid():
        return _show(request, link, form, status=422)
    Subscriber.objects.filter(pk=subscriber.pk).update(**form.cleaned_data)
    try:
        _follow(subscriber, request.POST)
    except ValueError as error:
        return _show(request, link, form, status=422, said=str(error))
    if request.POST.get("q", "").strip():
        return _show(request, link, form, saved=True)
    response = redirect("subscribers:you", link.token)
    response["Location"] += "#follow" if {"follow", "unfollow"} & set(request.POST) else "?saved"
    return response


def _follow(subscriber, sent):
    if name := sent.get("follow"):
        following.follow(subscriber, name)
    if name := sent.get("unfollow"):
        following.unfollow(subscriber, name)


def _show(request, link, form, *, status=200, **said):
    words = request.POST.get("q", "").strip()
    followed = following.followed(link.subscriber)
    names = {thing.name for thing in followed}
    suggested = [
        (label, [thing for thing in things if thing.name not in names])
        for label, things in following.suggested()
    ]
    context = {
        "subscriber": link.subscriber,
        "token": link.token,
        "leave": links.token(tokens.LEAVE, link.subscriber),
        "form": form,
        "followed": followed,
        "q": words,
        "found": [thing for thing in following.found(words) if thing.name not in names],
        "suggested": [(label, things) for label, things in suggested if things],
        "saved": "saved" in request.GET,
        **said,
    }
    return page(request, "you", context, status=status)


def _away(request, link, now):
    """Who is no subscriber now: why, and how to become one."""
    if request.method == "POST":
        if not leaving.come_back(link.subscriber, now):
            return asked_again(request, link.subscriber, now)
        return redirect("subscribers:you", link.token)
    context = {
        "subscriber": link.subscriber,
        "token": link.token,
        "may_move": link.subscriber.status in moving.MAY_MOVE,
    }
    return page(request, "away", context)


@linked(tokens.PREFERENCES)
def address(request, link):
    """Ask for another address; a letter goes there."""
    context = {"subscriber": link.subscriber, "token": link.token}
    if link.subscriber.status not in moving.MAY_MOVE:
        return redirect("subscribers:you", link.token)
    if request.method != "POST":
        return page(request, "address", context)
    form = AddressForm(request.POST)
    context["form"] = form
    if form.is_valid():
        try:
            typed = form.cleaned_data["address"]
            moving.ask(link.subscriber, typed, whence=whence(request), now=timezone.now())
        except joining.TooMany:
            form.add_error(None, TOO_MANY)
            return page(request, "address", context, status=429)
        except ValueError as error:
            form.add_error("address", str(error))
    if form.errors:
        return page(request, "address", context, status=422)
    wake("send_letters")
    return page(request, "address_asked", {**context, "address": typed})


@linked(tokens.MOVE)
def move(request, link):
    """The new address, with one button; POST moves the subscriber there."""
    now, subscriber = timezone.now(), link.subscriber
    letter = subscriber.letters.filter(pk=link.number, kind=Letter.Kind.MOVE).first()
    if letter is None or not letters.is_good(letter, now) or subscriber.status not in moving.MAY_MOVE:
        return page(request, "move_too_old", status=410)
    words = joining.words(house().name, letter.address, subscriber.language)
    if request.method != "POST":
        return page(request, "move", {"subscriber": subscriber, "words": words})
    try:
        moving.confirm(letter, words=words, whence=whence(request), now=now)
    except moving.Taken:
        return page(request, "move_too_old", status=410)
    subscriber.refresh_from_db()
    context = {"subscriber": subscriber, "you": links.token(tokens.PREFERENCES, subscriber)}
    return page(request, "moved", context)


@linked(tokens.PREFERENCES)
def about_you(request, link):
    """All that is kept about somebody, to read."""
    context = {"subscriber": link.subscriber, "token": link.token, "kept": kept.all_of(link.subscriber)}
    return page(request, "kept", context)


@linked(tokens.PREFERENCES)
def take_away(request, link):
    """The same as a file."""
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(kept.all_of(link.subscriber), json_dumps_params=options)
    response["Content-Disposition"] = 'attachment; filename="my-subscription.json"'
    return response


@linked(tokens.PREFERENCES)
def erase(request, link):
    """Ask once, and then forget."""
    if request.method != "POST":
        return page(request, "erase", {"subscriber": link.subscriber, "token": link.token})
    leaving.erase(link.subscriber, timezone.now())
    return page(request, "erased")
