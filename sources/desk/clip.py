"""Clipping a page at the desk: by its address, or in the small window that a bookmark opens."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sources import clipping as clippings
from sources import intake
from sources.canonical import both, canonical_url
from sources.desk.meanwhile import StoodOpen
from sources.desk.page import page
from sources.desk.reading import where_read
from sources.guest import as_guest
from sources.models import Clipping, Source

LATELY = 10  # clippings of one's own that are listed
# Only opens a window of ours, so that no policy of the page it is used on concerns it.
BOOKMARKLET = (
    "javascript:(()=>{{const e=encodeURIComponent,"
    "c=(t,n)=>[...String(t)].slice(0,n).join(''),"  # half a sign has no place in an address
    "u='{window}?url='+e(location.href)+'&title='+e(c(document.title,200))+'&text='+e(c(getSelection(),400));"
    "open(u,'','popup,width=560,height=720')||(location.href=u)}})()"
)
LANGUAGES = [("", "Not known"), ("en", "English"), ("zh", "Chinese")]
may_clip = permission_required("sources.add_clipping", raise_exception=True)


class ClippedForm(StoodOpen):
    """What was read from the page, to be mended."""

    source = forms.CharField(max_length=clippings.NAME, required=False)

    class Meta:
        model = Clipping
        fields = ["title", "author", "published_at", "language", "summary", "image_url", "canonical_url"]
        labels = {
            "published_at": "Published",
            "image_url": "Address of the lead image",
            "canonical_url": "Canonical address",
        }
        widgets = {
            "title": forms.TextInput,
            "summary": forms.Textarea({"rows": 4}),
            "published_at": forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        }

    def __init__(self, *args, instance, **kwargs):
        named = {"source": instance.source.name if instance.source else ""}
        super().__init__(*args, instance=instance, initial=named, **kwargs)
        said = self.instance.language
        others = [] if said in dict(LANGUAGES) else [(said, said)]
        self.fields["language"].widget = forms.Select(choices=LANGUAGES + others)
        self.fields["source"].widget.attrs["list"] = "sources"

    def clean_canonical_url(self):
        url = self.cleaned_data["canonical_url"]
        if url == self.instance.canonical_url:  # of an entry without a page, it has a fragment that counts
            return url
        if not intake.can_be_kept(url):
            raise forms.ValidationError("Write an address of the web that is not too long.")
        url = canonical_url(url)
        if Clipping.objects.exclude(pk=self.instance.pk).filter(canonical_url__in=both(url)).exists():
            raise forms.ValidationError("Another clipping has this address already.")
        return url


@may_clip
@require_http_methods(["GET", "HEAD", "POST"])
def clip(request, visit=as_guest):
    """Ask for an address; on POST read its page, and show what it tells."""
    said, wrong = request.POST if request.method == "POST" else request.GET, ""
    if request.method == "POST":
        try:
            clipping, is_new = _clip(request, visit)
        except ValueError as error:
            wrong = str(error)
        else:
            _say(request, clipping, is_new)
            return redirect("admin:sources_clipping_clipped", clipping.pk)
    window = request.build_absolute_uri(reverse("admin:sources_clipping_window"))
    mine = Clipping.objects.filter(clipped_by=request.user).select_related("source", "cluster")
    context = {
        "title": "Clip a page",
        "typed": said.get("url", "").strip(),
        "wrong": wrong,
        "bookmarklet": BOOKMARKLET.format(window=window),
        "lately": [(one, standing(one)) for one in mine.prefetch_related("items")[:LATELY]],
    }
    return page(request, "sources/desk/clip.html", context, status=422 if wrong else 200)


@may_clip
@require_http_methods(["GET", "HEAD", "POST"])
def clipped(request, pk):
    """What a clipping holds; on POST store what was mended of it."""
    known = Clipping.objects.select_related("source", "cluster").prefetch_related("items")
    clipping = get_object_or_404(known, pk=pk)
    may_mend = request.user.has_perm("sources.change_clipping")
    form = ClippedForm(request.POST or None, instance=clipping)
    if request.method == "POST" and may_mend and form.is_valid():
        clippings.put_right(pk, form.cleaned_data, now=timezone.now())
        if form.said_of_theirs:
            messages.info(request, form.said_of_theirs)
        messages.success(request, "Saved.")
        return redirect("admin:sources_clipping_clipped", pk)
    context = {
        "title": "What was clipped",
        "clipping": clipping,
        "address": where_read(clipping),
        "standing": standing(clipping),
        "form": form,
        "may_mend": may_mend,
        "sources": Source.objects.values_list("name", flat=True),
    }
    return page(request, "sources/desk/clipped.html", context, status=422 if form.errors else 200)


@may_clip
@require_http_methods(["GET", "HEAD", "POST"])
def window(request, visit=as_guest):
    """The facts of the page that the bookmark was used on; on POST clip it, and say what became of it."""
    said = request.POST if request.method == "POST" else request.GET
    context = {
        "title": "Clip this page",
        "is_popup": True,
        **{name: said.get(name, "").strip() for name in ("url", "text")},
        "headline": said.get("title", "").strip(),
    }
    status = 200
    if request.method == "POST":
        try:
            clipping, is_new = _clip(request, visit)
        except ValueError as error:
            context["wrong"], status = str(error), 422
        else:
            done = {
                "title": "Clipped",
                "clipping": clipping,
                "is_new": is_new,
                "standing": standing(clipping),
            }
            # Not led elsewhere: sent again, it finds the same clipping.
            return page(request, "sources/desk/clip_done.html", {"is_popup": True, **done})
    return page(request, "sources/desk/clip_window.html", context, status=status)


def standing(clipping):
    """Where a clipping stands, in a sentence."""
    match clipping.state:
        case Clipping.State.TAKEN:
            labels = ", ".join(f"“{item.desk_label}”" for item in clipping.items.all())
            return f"It was taken as {labels}." if labels else "It was taken."
        case Clipping.State.HELD:
            return f"It is held until {timezone.localtime(clipping.held_until):%-d %B}."
        case Clipping.State.DISMISSED:
            return f"It was dismissed: {clipping.reason.rstrip('.')}."
    return (
        f"It waits in the queue, with “{clipping.cluster}”." if clipping.cluster else "It waits in the queue."
    )


def _clip(request, visit):
    words = {"title": request.POST.get("title", ""), "summary": request.POST.get("text", "")}
    address = request.POST.get("url", "")
    if not address.strip():
        raise ValueError("Paste the address of a page first.")
    return clippings.clip(address, by=request.user, clock=timezone.now, visit=visit, **words)


def _say(request, clipping, is_new):
    if not is_new:
        messages.info(request, f"This was clipped already. {standing(clipping)}")
    elif not clipping.trouble:  # which the page says itself
        messages.success(request, "It is in the queue.")
