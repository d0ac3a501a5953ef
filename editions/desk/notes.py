"""Notes on an edition and on its items: left, resolved and opened again where they were made.

A page's own script asks for the notes as a fragment; without script the forms post and lead back to a page.
"""

from itertools import groupby

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editions import colleagues
from editions.fields import plain
from editions.models import Edition, Masthead, Note
from editions.models.desk import name_of
from editions.notices import tell_named
from sources.desk.page import page
from sources.models import NewsItem

OFFERED = 8  # colleagues offered after an @
may_see_edition = permission_required("editions.view_edition", raise_exception=True)
may_see_item = permission_required("sources.view_newsitem", raise_exception=True)
may_note = permission_required("editions.add_note", raise_exception=True)
may_resolve = permission_required("editions.change_note", raise_exception=True)


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the note first."},
        help_text="Write @ and a name to tell a colleague.",
    )
    passage = forms.CharField(
        label="The words it is about, if any",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 1}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks = reverse("admin:editions_edition_colleagues")
        self.fields["text"].widget.attrs |= {"data-colleagues": asks, "data-does": "note"}

    def clean_passage(self):
        return plain(self.cleaned_data["passage"])


# What the fragments read


def card(edition, *, form=None, said=""):
    """What `_edition_notes.html` reads: notes on an edition and on items in it, and a form for another."""
    notes = list(
        _notes_at(edition).select_related("by", "link", "resolved_by", "item").order_by("at", "pk").distinct()
    )
    opened = [note for note in notes if not note.resolved_at]
    on_items = sorted((note for note in opened if note.item_id), key=lambda note: note.item_id)
    return {
        "edition": edition,
        "open": [note for note in opened if not note.item_id],
        "on_items": [(item, list(group)) for item, group in groupby(on_items, lambda note: note.item)],
        "resolved": [note for note in notes if note.resolved_at],
        "form": form or NoteForm(auto_id="note_%s"),
        "said": said,
        "zone": Masthead.objects.the().zone,
    }


def item_card(item, *, form=None, said=""):
    """What `_item_notes.html` reads: the notes on an item, wherever they were made."""
    notes = list(item.notes.select_related("by", "link", "resolved_by"))
    return {
        "item": item,
        "open": [note for note in notes if not note.resolved_at],
        "resolved": [note for note in notes if note.resolved_at],
        "form": form or NoteForm(auto_id=f"note_{item.pk}_%s"),
        "said": said,
        "zone": Masthead.objects.the().zone,
    }


def _notes_at(edition):
    """Notes on the edition, and those on its items that were not left on another edition."""
    on_its_items = Q(edition=None, item__slots__section__edition=edition)
    return Note.objects.filter(Q(edition=edition) | on_its_items)


# An edition


@may_see_edition
@require_safe
def of_edition(request, pk):
    return _part(request, card(get_object_or_404(Edition, pk=pk)))


@may_note
@require_POST
def add(request, pk):
    """Leave a note on an edition, and tell those whom it names."""
    edition = get_object_or_404(Edition, pk=pk)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return _refused(request, card(edition, form=form), f"Notes on {edition}")
    said = _leave(form, by=request.user, edition=edition)
    if _asks_for_part(request):
        return _part(request, card(edition, said=said))
    messages.info(request, said)
    return redirect("admin:editions_edition_sheet", pk)


@may_resolve
@require_POST
def resolve(request, pk, note):
    """Resolve a note of an edition or of an item in it, or with `reopen` open it again."""
    edition = get_object_or_404(Edition, pk=pk)
    _settle(request, get_object_or_404(_notes_at(edition).distinct(), pk=note))
    if _asks_for_part(request):
        return _part(request, card(edition))
    return redirect("admin:editions_edition_sheet", pk)


# An item


@may_see_item
@require_safe
def of_item(request, pk):
    return _part(request, item_card(get_object_or_404(NewsItem, pk=pk)))


@may_note
@require_POST
def add_to_item(request, pk):
    """Leave a note on an item, and tell those whom it names."""
    item = get_object_or_404(NewsItem, pk=pk)
    form = NoteForm(request.POST, auto_id=f"note_{pk}_%s")
    if not form.is_valid():
        return _refused(request, item_card(item, form=form), f"Notes on “{item.label}”")
    said = _leave(form, by=request.user, item=item)
    if _asks_for_part(request):
        return _part(request, item_card(item, said=said))
    messages.info(request, said)
    return redirect("admin:sources_newsitem_sheet", pk)


@may_resolve
@require_POST
def resolve_on_item(request, pk, note):
    """Resolve a note of an item, or with `reopen` open it again."""
    item = get_object_or_404(NewsItem, pk=pk)
    _settle(request, get_object_or_404(item.notes, pk=note))
    if _asks_for_part(request):
        return _part(request, item_card(item))
    return redirect("admin:sources_newsitem_sheet", pk)


# Both


@may_note
@require_safe
def offer_colleagues(request):
    """The colleagues whose name or username has what was typed after an @."""
    query = "".join(request.GET.get("q", "").casefold().split())
    people = User.objects.filter(is_active=True, is_staff=True).order_by("first_name", "username")
    found = [person for person in people if query in _names_of(person)]
    offered = [
        {"name": name_of(person), "also": f"@{person.username}", "insert": f"@{person.username} "}
        for person in found[:OFFERED]
    ]
    return JsonResponse({"found": offered})


def _names_of(person):
    first, last = person.first_name, person.last_name
    return "".join(f"{person.username}\n{first}{last}\n{last}{first}".casefold().split(" "))


def _leave(form, *, by, **on):
    """Write the note; return what became of it, in a sentence."""
    now = timezone.now()
    with transaction.atomic():
        note = Note.objects.create(by=by, at=now, **on, **form.cleaned_data)
        told = tell_named(note, now=now)
    if told:
        return f"The note stands, and {', '.join(map(name_of, told))} will be told."
    if colleagues.has_mark(note.text):
        return "The note stands. Its @ names no colleague, or more than one: write @ and a username."
    return "The note stands."


def _settle(request, note):
    """What stands so already stays: who resolved it first keeps the name."""
    row = Note.objects.filter(pk=note.pk)
    if "reopen" in request.POST:
        row.update(resolved_at=None, resolved_by=None)
    else:
        row.filter(resolved_at=None).update(resolved_at=timezone.now(), resolved_by=request.user)


def _asks_for_part(request):
    return bool(request.headers.get("HX-Request"))


def _part(request, notes, *, status=200):
    name = "_item_notes" if "item" in notes else "_edition_notes"
    return render(request, f"editions/desk/{name}.html", {"notes": notes}, status=status)


def _refused(request, notes, title):
    if _asks_for_part(request):
        return _part(request, notes, status=422)
    return page(request, "editions/desk/note.html", {"title": title, "notes": notes}, status=422)
