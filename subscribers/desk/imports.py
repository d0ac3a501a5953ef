"""Bringing a list along: upload it, look at what it says, let it run, take the bad rows back."""

from contextlib import suppress as ignoring

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sources.desk.page import page
from subscribers import import_files, imports
from subscribers.importing.columns import TARGETS
from subscribers.importing.encodings import ENCODINGS, Unreadable
from subscribers.importing.records import DELIMITERS
from subscribers.models import Import
from subscribers.verdicts import Verdict
from subscribers.waking import wake

SHOWN = 12  # rows of the preview
EARLIER = 20  # imports on the first page
STANDING = [
    ("active", "Subscribed"),
    ("unsubscribed", "Unsubscribed"),
    ("bounced", "Bounced"),
    ("pending", "Pending"),
]
OF_SUPPRESSIONS = ("address", "status")
may_import = permission_required("subscribers.import_subscriber", raise_exception=True)


class ReadingForm(forms.ModelForm):
    """How a file is read, and what its people agreed to."""

    encoding = forms.ChoiceField(choices=ENCODINGS.items())
    delimiter = forms.ChoiceField(label="Cells are parted by", choices=DELIMITERS.items())
    has_headings = forms.TypedChoiceField(
        label="The first line holds",
        choices=[("1", "Names of columns"), ("", "A subscriber")],
        coerce=bool,
        empty_value=False,
        required=False,
    )
    standing = forms.ChoiceField(label="Where no column says, they are", choices=STANDING)

    class Meta:
        model = Import
        fields = [
            "purpose",
            "encoding",
            "delimiter",
            "has_headings",
            "standing",
            "consent_words",
            "consented_on",
        ]
        labels = {"purpose": "Its rows are", "consent_words": "What they agreed to", "consented_on": "On"}
        widgets = {
            "consent_words": forms.Textarea(attrs={"rows": 2}),
            "consented_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["has_headings"] = "1" if self.instance.has_headings else ""
        self.fields["delimiter"].strip = False

    def clean_consented_on(self):
        day = self.cleaned_data["consented_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return day

    def clean(self):
        data = super().clean()
        if data.get("consent_words") and not data.get("consented_on") and not self.errors:
            self.add_error("consented_on", "Say on which day, or by which day, they had agreed.")
        return data


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """The file to choose, and the earlier ones."""
    purpose = (request.POST if request.method == "POST" else request.GET).get("purpose")
    purpose = purpose if purpose in Import.Purpose.values else Import.Purpose.PEOPLE
    refusal = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Unreadable("Choose a file first.")
            imported = imports.upload(file, purpose, request.user, timezone.now())
        except Unreadable as error:
            refusal = str(error)
        else:
            return redirect("subscriber_import_file", imported.pk)
    context = {
        "title": "Bring subscribers along",
        "refusal": refusal,
        "purpose": purpose,
        "largest": import_files.LARGEST >> 20,
        "earlier": Import.objects.select_related("created_by")[:EARLIER],
    }
    return page(request, "subscribers/desk/import.html", context, status=422 if refusal else 200)


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def file(request, pk):
    """One file: how it is read, while that is asked; how it runs, and what came of it, after that."""
    imported = get_object_or_404(Import.objects.select_related("created_by"), pk=pk)
    if imported.state != Import.State.UPLOADED:
        return page(request, "subscribers/desk/import_run.html", _course(imported))
    form = ReadingForm(request.POST or None, instance=imported)
    refusal = ""
    if request.method == "POST":
        refusal = _read_anew(imported, form, request.POST)
        if not refusal and "start" in request.POST:
            imports.start(imported)
            wake("run_imports")
        if not refusal:
            return redirect("subscriber_import_file", pk)
    status = 422 if refusal else 200
    return page(
        request, "subscribers/desk/import_file.html", _reading(imported, form, refusal), status=status
    )


def _read_anew(imported, form, posted):
    """Keep how the file is to be read; return why not, or nothing."""
    if not form.is_valid():
        return "Something is missing below."
    if {"encoding", "delimiter", "has_headings"} & set(form.changed_data):
        try:
            imports.examine(imported, tells_headings=False)
        except Unreadable as error:
            return str(error)
    else:
        imported.columns = _columns(posted)
    if "start" in posted and "address" not in imported.columns:
        return "Say which column holds the addresses."
    imported.save()
    return ""


def _columns(posted):
    """The place of each target that was chosen; the first of two."""
    found = {}
    for name, target in posted.items():
        place = name.removeprefix("column-")
        if target in TARGETS and place.isdecimal() and len(place) < 5:
            found.setdefault(target, int(place))
    return found


def _reading(imported, form, refusal):
    chosen = {place: target for target, place in imported.columns.items()}
    rows, headings = [], []
    with ignoring(Unreadable):
        headings = imports.headings_of(imported)
        rows = imports.preview(imported, SHOWN)
    targets = TARGETS
    if imported.purpose == Import.Purpose.SUPPRESSIONS:
        targets = {target: TARGETS[target] for target in OF_SUPPRESSIONS}
    return {
        "title": imported.name,
        "imported": imported,
        "form": form,
        "refusal": refusal,
        "targets": targets.items(),
        "columns": [(place, heading, chosen.get(place, "")) for place, heading in enumerate(headings)],
        "rows": [(row, Verdict(row.verdict).label) for row in rows],
        "asks_consent": imported.purpose == Import.Purpose.PEOPLE,
    }


@may_import
@require_safe
def counts(request, pk):
    """What is to become of the rows; it reads the file, so the page asks for it when it stands."""
    imported = get_object_or_404(Import, pk=pk, state=Import.State.UPLOADED)
    context = {"imported": imported, "counted": min(imported.total, imports.COUNTED)}
    context |= _counts(imports.tally(imported), imported)
    return render(request, "subscribers/desk/_import_counts.html", context)


@may_import
@require_safe
def progress(request, pk):
    """The course of an import that runs; the whole page is asked for once it has ended."""
    imported = get_object_or_404(Import, pk=pk)
    if imported.state != Import.State.RUNNING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "subscribers/desk/_import_progress.html", _course(imported))


@may_import
@require_POST
def cancel(request, pk):
    imported = get_object_or_404(Import, pk=pk)
    if imports.cancel(imported, timezone.now()):
        messages.success(request, "It is cancelled. Who was taken in before stays.")
    return redirect("subscriber_import_file", pk)


@may_import
@require_safe
def refused(request, pk):
    """The bad rows with their lines and reasons, to be mended and uploaded again."""
    imported = get_object_or_404(Import, pk=pk)
    if not import_files.has_refused(imported):
        raise Http404
    answer = StreamingHttpResponse(import_files.refused(imported), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"refused-{imported.name}")
    return answer


def _course(imported):
    share = round(1000 * imported.done / imported.total) if imported.total else 0
    return {
        "title": imported.name,
        "imported": imported,
        "share": min(share, 1000),
        "runs": imported.state == Import.State.RUNNING,
        "has_refused": import_files.has_refused(imported),
        **_counts(imported.counts, imported),
    }


def _counts(counts, imported):
    """Verdicts with their numbers and a word on each; the statuses of the new."""
    is_people = imported.purpose == Import.Purpose.PEOPLE
    hints = {
        "new": "taken in" if is_people else "put on the suppression list",
        "known": "here already, and left as they are" if is_people else "on the list already",
        "agreed": "here without consent until now; mailed from now on",
        "duplicate": "the first row counts",
        "suppressed": "never taken in",
        "invalid": "handed back with the reason",
    }
    rows = [(one.value, one.label, counts.get(one.value, 0), hints[one.value]) for one in Verdict]
    names = {
        "active": "mailed from now on",
        "pending": "wait: no consent is recorded, and nobody is written to",
        "unsubscribed": "stay unsubscribed",
        "bounced": "suppressed, as they bounced",
        "complained": "suppressed, as they complained",
        "blocked": "suppressed, as they were blocked",
    }
    statuses = [(counts[name], words) for name, words in names.items() if counts.get(name) and is_people]
    of_people = ("agreed", "suppressed")
    return {"verdicts": [row for row in rows if is_people or row[0] not in of_people], "statuses": statuses}
