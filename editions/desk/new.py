"""A new edition: its number and week are known, standing texts and recurring sections are offered."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from editions import versions, workflow
from editions.models import Edition, Masthead, Section
from editions.models.desk import name_of
from editions.render import figures
from sources.desk.page import page

BEFORE = 5  # a heading that stood in one of so many editions before the last is a standing head
WEEK = timedelta(days=7)


class NewEditionForm(forms.ModelForm):
    sections = forms.ModelMultipleChoiceField(
        Section.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Edition
        fields = ["number", "week_first", "week_last", "title"]
        widgets = {
            name: forms.DateInput({"type": "date"}, "%Y-%m-%d") for name in ("week_first", "week_last")
        }
        labels = {"week_first": "First day of its week", "week_last": "Last day"}

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sections"].queryset = Section.objects.filter(pk__in=[one.pk for one in offered])

    def clean_number(self):
        number = self.cleaned_data["number"]
        if taken := Edition.objects.filter(number=number).select_related("created_by").first():
            by = f" by {name_of(taken.created_by)}" if taken.created_by else ""
            raise forms.ValidationError(
                f"No. {number} was made already{by}; open it, or take No. {next_number()}."
            )
        return number


@permission_required("editions.add_edition", raise_exception=True)
@require_http_methods(["GET", "POST"])
def new(request):
    """Show what the next edition would be; on POST make it and open its desk."""
    masthead, now = Masthead.objects.the(), timezone.now()
    offered, ticked = sections_to_offer()
    if request.method == "POST":
        form = NewEditionForm(request.POST, offered=offered)
        if form.is_valid():
            try:
                edition = _make(form, masthead, by=request.user, now=now)
            except IntegrityError:  # a colleague took the number since it was looked at
                form.add_error("number", f"No. {form.cleaned_data['number']} was made at this very moment.")
            else:
                messages.success(request, f"No. {edition.number} is begun.")
                return redirect("admin:editions_edition_desk", edition.pk)
    else:
        first, last = next_week(masthead, now)
        title = f"Week of {figures.week(first, last)}"
        initial = {"number": next_number(), "week_first": first, "week_last": last, "title": title}
        form = NewEditionForm(initial={**initial, "sections": ticked}, offered=offered)
    context = {
        "title": "New edition",
        "form": form,
        "sections": _rows(form, offered),
        "taken": Edition.objects.filter(number=form["number"].value()).first() if form.errors else None,
        "masthead": masthead,
    }
    return page(request, "editions/desk/new.html", context, status=422 if form.errors else 200)


def next_number():
    last = Edition.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def next_week(masthead, now):
    """The week up to the next hour of publication, or the one after the last edition's."""
    first, last = masthead.week_ahead(now)
    standing = Edition.objects.exclude(status=workflow.KILLED)
    if standing.filter(week_first__lte=last, week_last__gte=first).exists():
        latest = standing.order_by("-week_last").values_list("week_last", flat=True).first()
        first = latest + timedelta(days=1)
        last = first + WEEK - timedelta(days=1)
    return first, last


def sections_to_offer():
    """Sections of the last edition, and the ids of those whose heading also stood in one before it."""
    numbers = Edition.objects.exclude(status=workflow.KILLED).values_list("number", flat=True)
    latest, *before = numbers.order_by("-number")[: BEFORE + 1] or [None]
    headed = Section.objects.exclude(heading="")
    stood = headed.filter(edition__number__in=before).values_list("heading", flat=True)
    known = {heading.casefold() for heading in stood}
    sections = list(headed.filter(edition__number=latest))
    recurring = {one.pk for one in sections if one.heading.casefold() in known}
    single = (Section.Layout.SINGLE, Section.Layout.FEATURE)  # headed by their story, which ran
    return [one for one in sections if one.pk in recurring or one.layout not in single], recurring


def _rows(form, offered):
    """(section, whether it is ticked) for each that is offered."""
    ticked = {str(pk) for pk in form["sections"].value() or ()}
    return [(section, str(section.pk) in ticked) for section in offered]


@transaction.atomic
def _make(form, masthead, *, by, now):
    edition = form.save(commit=False)
    edition.created_by = by
    edition.introduction, edition.signoff = masthead.introduction, masthead.signoff
    edition.save()
    for position, section in enumerate(form.cleaned_data["sections"].order_by("position", "pk")):
        edition.sections.create(heading=section.heading, layout=section.layout, position=position)
    versions.keep_edition(edition, by=by, now=now)
    return edition
