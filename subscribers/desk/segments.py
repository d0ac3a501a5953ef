"""Segments: readers who may get an edition by themselves, put together from what is known of them."""

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from taggit.models import Tag

from editions import audience, readers
from editions.models import Segment
from sources.desk.page import page
from sources.kinds import KINDS
from sources.models import Company, Market
from subscribers import mailings
from subscribers.models import Follow, Subscriber

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _followed(model, name, label):
    widget = AutocompleteSelectMultiple(Follow._meta.get_field(name), site)
    return forms.ModelMultipleChoiceField(
        model.objects.all(), label=label, required=False, to_field_name="pk", widget=widget
    )


class SegmentForm(forms.Form):
    """What of a rule can be chosen; `rule` puts it together."""

    name = forms.CharField(label="Its name", max_length=80)
    languages = forms.MultipleChoiceField(
        label="Language",
        choices=Subscriber.Language,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    choices = forms.MultipleChoiceField(
        label="What they chose",
        choices=Subscriber.Choice,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    company = _followed(Company, "company", "Companies")
    market = _followed(Market, "market", "Markets")
    topic = forms.CharField(label="Topics, with commas between them", required=False, max_length=1000)
    kind = forms.MultipleChoiceField(
        label="Kinds of news",
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    joined_before = forms.DateField(
        label="Joined before", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    @property
    def ticks(self):
        return [self["languages"], self["choices"]]

    def __init__(self, data=None, *, segment=None, **kwargs):
        self.segment = segment
        super().__init__(data, initial=_initial(segment) if segment else {}, **kwargs)

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = Segment.objects.exclude(pk=self.segment.pk) if self.segment else Segment.objects.all()
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("A segment is called that already; find another name.")
        return name

    def clean_topic(self):
        """The topics of these names."""
        names = [name.strip() for name in self.cleaned_data["topic"].replace("，", ",").split(",")]
        found = []
        for name in filter(None, names):
            topic = Tag.objects.filter(name__iexact=name).first()
            if topic is None:
                raise forms.ValidationError(f"No item has the topic “{name[:60]}”.")
            found.append(topic)
        return found

    def clean(self):
        if not self.errors and len(self.rule()) > audience.LONGEST:
            raise forms.ValidationError("That is too much to choose for one segment; make two of it.")
        return self.cleaned_data

    def rule(self):
        """The rule of what is chosen, as far as it can be read."""
        data = self.cleaned_data
        follows = [(name, row.slug) for name in ("company", "market", "topic") for row in data.get(name, ())]
        follows += [("kind", kind) for kind in data.get("kind", ())]
        return str(
            audience.Audience(
                languages=tuple(data.get("languages", ())),
                choices=tuple(data.get("choices", ())),
                follows=tuple(follows),
                joined_before=data.get("joined_before"),
            )
        )


def _initial(segment):
    """The boxes of a rule that stands; of one that cannot be read, none."""
    try:
        rule = audience.parse(segment.rule)
    except ValueError:
        return {"name": segment.name}
    slugs = {kind: [slug for one, slug in rule.follows if one == kind] for kind in audience.FOLLOWED}
    rows = {
        name: list(model.objects.filter(slug__in=slugs[name]).values_list("pk", flat=True))
        for name, model in (("company", Company), ("market", Market))
    }
    topics = Tag.objects.filter(slug__in=slugs["topic"]).order_by("name").values_list("name", flat=True)
    return {
        "topic": ", ".join(topics),
        "name": segment.name,
        "languages": rule.languages,
        "choices": rule.choices,
        "kind": slugs["kind"],
        "joined_before": rule.joined_before,
        **rows,
    }


@permission_required("editions.view_segment", raise_exception=True)
@require_safe
def segments(request):
    rows = list(Segment.objects.all())
    names, now = readers.names_of(*(row.rule for row in rows)), timezone.now()
    shown = [(row, audience.in_words(row.rule, names), _count(row.rule, now)) for row in rows]
    return page(request, "subscribers/desk/segments.html", {"title": "Segments", "shown": shown})


@permission_required("editions.add_segment", raise_exception=True)
@get_or_post
def add(request):
    return _edit(request, None)


@permission_required("editions.change_segment", raise_exception=True)
@get_or_post
def change(request, pk):
    """Change what a segment is from now on; an edition keeps the rule it was given."""
    return _edit(request, get_object_or_404(Segment, pk=pk))


@permission_required("editions.delete_segment", raise_exception=True)
@require_POST
def delete(request, pk):
    segment = get_object_or_404(Segment, pk=pk)
    segment.delete()
    messages.success(request, f"“{segment.name}” is gone; editions that chose it keep their rule.")
    return redirect("segments")


@permission_required("editions.view_segment", raise_exception=True)
@require_safe
def reach(request):
    """How many readers what is ticked would reach, while it is being put together."""
    form = SegmentForm(request.GET)
    form.is_valid()  # a name may lack still
    return render(request, "subscribers/desk/_segment_reach.html", _reach(form.rule()))


def _edit(request, segment):
    form = SegmentForm(request.POST if request.method == "POST" else None, segment=segment)
    if request.method == "POST" and form.is_valid():
        row = segment or Segment()
        row.name, row.rule = form.cleaned_data["name"], form.rule()
        row.save()
        messages.success(request, f"“{row.name}” is kept.")
        return redirect("segments")
    is_refused = form.is_bound
    rule = form.rule() if is_refused else segment.rule if segment else audience.EVERYONE
    context = {
        "title": f"Segment “{segment.name}”" if segment else "New segment",
        "segment": segment,
        "form": form,
        "media": form.media,
        **_reach(rule),
    }
    return page(request, "subscribers/desk/segment.html", context, status=422 if is_refused else 200)


def _reach(rule):
    return {"to": readers.in_words(rule), "number": _count(rule, timezone.now())}


def _count(rule, now):
    """How many it would reach now; None of a rule that cannot be read."""
    try:
        return mailings.audience_of(rule, now).count()
    except ValueError:
        return None
