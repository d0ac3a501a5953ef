"""The feeds that are followed: how each does, and what an editor decides of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.views.decorators.http import require_POST, require_safe

from sources import health, polling
from sources.desk.meanwhile import StoodOpen
from sources.desk.page import page
from sources.models import Clipping, Feed
from sources.parsing.plain import plain
from sources.waking import wake

PART = 100  # rows of the list
SHOWN = 30  # clippings of a feed
MOST_WORDS = 2000  # characters
may_see = permission_required("sources.view_feed", raise_exception=True)
may_change = permission_required("sources.change_feed", raise_exception=True)


class WordsForm(StoodOpen):
    keep_only = forms.CharField(
        label="Keep only what holds one of these",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea,
    )
    drop = forms.CharField(
        label="Drop what holds one of these", required=False, max_length=MOST_WORDS, widget=forms.Textarea
    )

    class Meta:
        model = Feed
        fields = ["keep_only", "drop"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for box in self.fields.values():
            box.widget.attrs.update(rows=4, spellcheck="false")


@dataclass(frozen=True)
class Row:
    """What the pages show of a feed, in words."""

    health: health.Health
    now: datetime = field(repr=False)

    @property
    def feed(self):
        return self.health.feed

    @property
    def a_week(self):
        number = self.health.a_week
        return "none" if not number else "under 1" if number < 1 else str(round(number))

    @property
    def succeeded(self):
        return self._ago(self.feed.succeeded_at)

    @property
    def brought(self):
        return self._ago(self.feed.brought_at)

    @property
    def failing(self):
        """For how long."""
        since = self.feed.failing_since
        return since and timesince(since, self.now, depth=1)

    @property
    def next(self):
        at = self.feed.next_poll_at
        if not self.feed.active or not at:
            return ""
        at = max(at, self.health.rests_until or at)
        return f"in {timeuntil(at, self.now, depth=1)}" if at > self.now + timedelta(minutes=1) else "now"

    def _ago(self, at):
        return at and f"{timesince(at, self.now, depth=1)} ago"


@may_see
@require_safe
def feeds(request):
    """All of them, those first that want somebody."""
    now, state = timezone.now(), request.GET.get("state", "")
    words = plain(request.GET.get("words", ""), 100)
    found = [one for one in health.health(now) if _holds(one.feed, words)]
    counts = {name: sum(one.state == name for one in found) for name in health.STATES}
    state = state if counts.get(state) else ""
    shown = Paginator([one for one in found if state in ("", one.state)], PART)
    part = shown.get_page(request.GET.get("part"))
    context = {
        "title": "Feeds",
        "part": part,
        "rows": [Row(one, now) for one in part],
        "states": [(name, label, counts[name]) for name, label in health.STATES.items() if counts[name]],
        "all": len(found),
        "state": state,
        "words": words,
    }
    return page(request, "sources/desk/feeds.html", context)


@may_see
@require_safe
def feed(request, pk):
    one = get_object_or_404(Feed.objects.select_related("source"), pk=pk)
    return _show(request, one, WordsForm(instance=one))


@may_change
@require_POST
def words(request, pk):
    """Keep its words; with `preview`, only show what they would have left out."""
    one = get_object_or_404(Feed.objects.select_related("source"), pk=pk)
    form = WordsForm(request.POST, instance=one)
    if not form.is_valid():
        return _show(request, get_object_or_404(Feed, pk=pk), form, status=422)
    if "preview" in request.POST:
        return _show(request, one, form)
    one.etag = one.last_modified = ""  # so that the next poll reads it whole, and what stands there anew
    one.save(update_fields=["keep_only", "drop", "etag", "last_modified"])
    if form.said_of_theirs:
        messages.info(request, form.said_of_theirs)
    messages.success(request, "The words hold from the next poll on. What was clipped stays in the queue.")
    return redirect("admin:sources_feed_desk", pk=pk)


@may_change
@require_POST
def poll(request, pk):
    """Have it asked at once, and go on with it where it was paused or stopped."""
    one = get_object_or_404(Feed, pk=pk)
    facts = {} if one.active else {"active": True, "failures": 0, "failing_since": None, "last_error": ""}
    now = timezone.now()
    Feed.objects.filter(pk=pk).update(next_poll_at=now, **facts)
    wake("sources.tasks.poll_feeds")
    when = Row(health.health(now, pk=pk)[0], now).next
    how = "now; look again in a moment" if when == "now" else f"{when}: until then its server is left alone"
    messages.success(request, f"“{one}” is asked {how}.")
    return _back(request, pk)


@may_change
@require_POST
def pause(request, pk):
    one = get_object_or_404(Feed, pk=pk)
    calm = {"failures": 0, "failing_since": None, "last_error": ""}
    Feed.objects.filter(pk=pk).update(active=False, next_poll_at=None, **calm)
    messages.success(request, f"“{one}” is not asked any more until you resume it.")
    return _back(request, pk)


@may_change
@require_POST
def unfollow(request, pk):
    """Forget the feed; what it brought stays. Somebody, or a second click, may have done it meanwhile."""
    one = Feed.objects.filter(pk=pk).first()
    if one is None:
        messages.info(request, "This feed is not followed any more.")
        return redirect("admin:sources_feed_changelist")
    one.delete()
    messages.success(request, f"“{one}” is not followed any more. What it brought stays.")
    return redirect("admin:sources_feed_changelist")


def _back(request, pk):
    if "in_list" in request.POST:
        return redirect("admin:sources_feed_changelist")
    return redirect("admin:sources_feed_desk", pk=pk)


def _holds(feed, words):
    return words.casefold() in f"{feed.title} {feed.url} {feed.source}".casefold()


def _show(request, feed, form, status=200):
    """With what it brought lately, told apart by the words of the form."""
    now = timezone.now()
    brought = list(Clipping.objects.filter(feed=feed).order_by("-clipped_at", "-pk")[:SHOWN])
    kept = set(polling.wanted(form.instance, brought, now))
    context = {
        "title": str(feed),
        "row": Row(health.health(now, pk=feed.pk)[0], now),
        "form": form,
        "brought": [(one, one in kept) for one in brought],
        "kept": len(kept),
    }
    return page(request, "sources/desk/feed.html", context, status=status)
