"""Following more: paste the address of a site or a feed, see what it offers, tick, follow; lists in OPML."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sources import following
from sources.desk.page import page
from sources.following import Wanted
from sources.guest import as_guest
from sources.models import Feed, Source
from sources.networks import LONGEST, FetchError
from sources.parsing import ParseError, opml_in, opml_out
from sources.waking import wake

LARGEST = 5 * 1024 * 1024  # bytes of a list
may_follow = permission_required("sources.add_feed", raise_exception=True)


class SourceForm(forms.Form):
    """Whose feeds they are: a source that there is, or a new one."""

    source = forms.ModelChoiceField(
        Source.objects.order_by("name"), required=False, empty_label="A new source"
    )
    name = forms.CharField(label="Name of the new source", max_length=120, required=False)
    home_page = forms.URLField(required=False, max_length=200, assume_scheme="https")
    language = forms.CharField(required=False, max_length=10)

    def clean(self):
        if not self.errors and not self.cleaned_data["source"] and not self.cleaned_data["name"]:
            self.add_error("name", "Name the new source, or choose one that there is.")

    def chosen(self):
        """A stored source, or one that is not stored yet."""
        facts = self.cleaned_data
        return (
            facts["source"]
            or Source.objects.named(facts["name"])
            or Source(name=facts["name"], home_page=facts["home_page"], language=facts["language"] or "en")
        )


@may_follow
@require_http_methods(["GET", "HEAD", "POST"])
def look(request, visit=as_guest):
    """Ask an address what there is to follow. Nothing is stored."""
    said = request.POST if request.method == "POST" else request.GET
    context = {"title": "Follow feeds", "typed": said.get("address", "").replace("\0", "")[:LONGEST]}
    if request.method != "POST":
        return page(request, "sources/desk/follow.html", context)
    try:
        if not context["typed"].strip():
            raise ValueError("Paste the address of a site or of a feed first.")
        site = following.look(context["typed"], visit=visit, clock=timezone.now)
    except (FetchError, ValueError) as error:
        return page(request, "sources/desk/follow.html", {**context, "refusal": str(error)}, status=422)
    [home] = following.plan([Wanted(site.home_page, site.name, site.home_page)])
    facts = {"name": home.source.name, "home_page": site.home_page, "language": site.language}
    form = SourceForm(initial={**facts, "source": home.source.pk})
    free = [one.url for one in site.offers if not (one.trouble or one.feed)]
    return page(request, "sources/desk/follow.html", {**context, "site": site, "form": form, "free": free})


@may_follow
@require_POST
def follow(request):
    """Follow what was ticked of a site, all under one source."""
    form = SourceForm(request.POST)
    context = {"title": "Follow feeds", **_told(request), "form": form}
    if not form.is_valid():
        return page(request, "sources/desk/follow.html", context, status=422)
    return _follow(request, "sources/desk/follow.html", context, form.chosen())


@may_follow
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request):
    """Show what a list holds, and which of it is followed already. Nothing is stored or asked."""
    context = {"title": "Bring a list of feeds along"}
    if request.method != "POST":
        return page(request, "sources/desk/feeds_import.html", context)
    try:
        rows, left_out = opml_in(_uploaded(request))
        if not rows:
            raise ParseError("This list holds no feed.")
    except ParseError as error:
        return page(request, "sources/desk/feeds_import.html", {**context, "refusal": str(error)}, status=422)
    plans = following.plan(Wanted(url, title, home_page) for title, url, home_page in rows)
    context |= {"plans": plans, "new": sum(not one.feed for one in plans), "left_out": left_out}
    return page(request, "sources/desk/feeds_import.html", context)


@may_follow
@require_POST
def follow_list(request):
    """Follow what was ticked of a list, each feed under its own source."""
    context = {"title": "Bring a list of feeds along"}
    return _follow(request, "sources/desk/feeds_import.html", {**context, **_told(request)})


@permission_required("sources.view_feed", raise_exception=True)
@require_safe
def take_along(request):
    """Every feed as a list that other readers understand."""
    rows = Feed.objects.order_by("source__name", "url").values_list("title", "url", "source__home_page")
    body = opml_out(rows, f"Feeds of {request.masthead.name or 'Recap'}")
    said = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
    return HttpResponse(body, content_type="text/x-opml; charset=utf-8", headers=said)


def _follow(request, template, context, source=None):
    wanted = [one for one in context["wanted"] if one.url in context["ticked"]]
    try:
        if not wanted:
            raise ValueError("Tick at least one feed.")
        number = following.follow(wanted, now=timezone.now(), source=source)
    except ValueError as error:
        return page(request, template, {**context, "refusal": str(error)}, status=422)
    if number:
        wake("sources.tasks.poll_feeds")
    known = len(wanted) - number
    said = f"{number} new feed{'' if number == 1 else 's'} followed."
    said += f" {known} {'was' if known == 1 else 'were'} followed already." if known else ""
    messages.success(request, f"{said} Each is asked in turn; look again in a moment." if number else said)
    return redirect("admin:sources_feed_changelist")


def _told(request):
    """What stood beside the boxes, so that a page that is shown again has it all, and which were ticked."""
    told, ticked = request.POST, dict.fromkeys(request.POST.getlist("feed"))
    offered = dict.fromkeys(name.removeprefix("title ") for name in told if name.startswith("title "))
    wanted = [
        Wanted(url, told.get(f"title {url}", ""), told.get(f"home {url}", "")) for url in offered | ticked
    ]
    return {"wanted": wanted, "ticked": ticked}


def _uploaded(request):
    upload = request.FILES.get("file")
    if upload is None:
        raise ParseError("Choose a file first.")
    if upload.size > LARGEST:
        raise ParseError(f"A list may have {LARGEST // 1024**2} MB at most.")
    return upload.read()
