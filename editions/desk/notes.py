"""Notes on an edition: added, resolved and opened again from its sheet."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions import colleagues
from editions.desk.page import page
from editions.models import Edition, Masthead, Note
from editions.models.desk import name_of
from editions.notices import tell_named


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the note first."},
        help_text="Write @ and a name to tell a colleague.",
    )
    passage = forms.CharField(label="The words it is about, if any", required=False, max_length=1000)


def card(edition, *, form=None):
    """What `editions/desk/_notes.html` reads: the notes on an edition, and a form for another."""
    notes = list(edition.notes.select_related("by", "link", "resolved_by", "item"))
    return {
        "edition": edition,
        "open": [note for note in notes if not note.resolved_at],
        "resolved": [note for note in notes if note.resolved_at],
        "form": form or NoteForm(auto_id="note_%s"),
        "zone": Masthead.objects.the().zone,
    }


@require_POST
@permission_required("editions.add_note", raise_exception=True)
def add(request, pk):
    """Leave a note on an edition, and tell those whom it names."""
    edition = get_object_or_404(Edition, pk=pk)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        context = {"title": f"Notes on {edition}", "notes": card(edition, form=form)}
        return page(request, "editions/desk/note.html", context, status=422)
    now = timezone.now()
    with transaction.atomic():
        note = Note.objects.create(edition=edition, by=request.user, at=now, **form.cleaned_data)
        told = tell_named(note, now=now)
    _say(request, note, told)
    return redirect("admin:editions_edition_sheet", pk)


@require_POST
@permission_required("editions.change_note", raise_exception=True)
def resolve(request, pk, note):
    """Resolve a note of an edition, or with `reopen` open it again; what stands so already stays."""
    note = get_object_or_404(Note, pk=note, edition__pk=pk)
    row = Note.objects.filter(pk=note.pk)
    if "reopen" in request.POST:
        row.update(resolved_at=None, resolved_by=None)
    else:
        row.filter(resolved_at=None).update(resolved_at=timezone.now(), resolved_by=request.user)
    return redirect("admin:editions_edition_sheet", pk)


def _say(request, note, told):
    names = ", ".join(map(name_of, told))
    if names:
        messages.success(request, f"The note stands, and {names} will be told.")
    elif colleagues.has_mark(note.text):
        messages.warning(
            request, "The note stands. Its @ names no colleague, or more than one: write @ and a username."
        )
    else:
        messages.success(request, "The note stands.")
