"""Correcting what is out, at the desk: the words as printed, the difference, and then the correction."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from editions import corrections
from editions.corrected import EDITION_FIELDS, ITEM_FIELDS
from editions.desk.paste_forms import Lines, credit_line, read_credits
from editions.models import Correction, Edition, Slot, Snapshot
from editions.printed import printed
from editions.worddiff import diff_html
from editions.workflow import PUBLISHED
from sources.desk.page import page
from sources.models import NewsItem
from sources.workflow import WorkflowError

may_correct = permission_required(corrections.PERMISSION, raise_exception=True)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SEND = "subscribers.send_mailing"
STALE = (
    "Somebody changed it since you opened this page. Your words are kept; the difference shown is from what"
    " stands now."
)
LEFT = "Printed in other words: correct them too, or tick that they are right."


class CorrectionForm(forms.Form):
    """The words as printed; `version` is the one they were read at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = Lines(label="What was wrong, in a sentence for readers", rows=2, max_length=2000)
    mail = forms.BooleanField(label="Mail this to the readers who were sent the error", required=False)

    def __init__(self, data=None, *, version, mails, **kwargs):
        self.is_stale = data is not None and data.get("version") != str(version)
        if self.is_stale:
            data = data.copy()
            data["version"] = str(version)
        super().__init__(data, initial={"version": version, **kwargs.pop("initial", {})}, **kwargs)
        if not mails:
            del self.fields["mail"]

    @property
    def words(self):
        """The boxes of what is corrected: not the note, nor the ticks, which stand beside their boxes."""
        for box in self.visible_fields():
            if box.name != "note" and not isinstance(box.field, forms.BooleanField):
                box.right = self[f"right_{box.name}"] if f"right_{box.name}" in self.fields else None
                yield box


class ItemForm(CorrectionForm):
    headline = forms.CharField(max_length=300, required=False)
    dek = Lines(rows=2)
    body = Lines(label="Text (Markdown)", rows=6, strip=False)
    credits = Lines(label="Credits, one a line: Reuters | https://…", rows=1)
    event_date = forms.DateField(
        label="Date of the event",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    image_caption = forms.CharField(label="Picture’s caption", max_length=500, required=False)
    image_credit = forms.CharField(label="Picture’s credit", max_length=200, required=False)
    image_alt = forms.CharField(label="Picture’s description", max_length=500, required=False)

    def __init__(self, data=None, *, seen, **kwargs):
        fields = seen.fields()
        initial = {**fields, "credits": "\n".join(map(credit_line, fields["credits"]))}
        super().__init__(data, initial=initial, **kwargs)
        for name in set(ITEM_FIELDS) - set(fields):
            del self.fields[name]
        self.keys = {place.key: f"wording-{place.key}" for place in seen.in_other_words}
        for place in seen.in_other_words:
            name, label = self.keys[place.key], f"Text in No. {place.edition.number}"
            self.fields[name] = Lines(label=label, rows=6, strip=False)
            self.initial[name] = seen.wordings()[place.key]
            self._add_tick(name, label)
            self._add_tick("body", "The item’s own text")
        self.order_fields(["headline", "dek", *self._texts()])

    def _add_tick(self, name, label):
        self.fields[f"right_{name}"] = forms.BooleanField(label=f"{label} is right as it is", required=False)

    def clean_credits(self):
        return read_credits(self.cleaned_data["credits"])

    def clean(self):
        data = super().clean()
        if self._is_text_changed():
            for name in self._texts():
                if name not in self.changed_data and f"right_{name}" in data and not data[f"right_{name}"]:
                    self.add_error(name, LEFT)
        return data

    def changes(self):
        found = {name: self.cleaned_data[name] for name in ITEM_FIELDS if name in self.changed_data}
        if self._is_text_changed():
            found["body"] = self.cleaned_data["body"]
            found["wordings"] = {key: self.cleaned_data[name] for key, name in self.keys.items()}
        return found

    def _texts(self):
        return ["body", *self.keys.values()]

    def _is_text_changed(self):
        return any(name in self.changed_data for name in self._texts())


class EditionForm(CorrectionForm):
    title = forms.CharField(max_length=200, required=False)
    dek = Lines(rows=2)
    introduction = Lines(rows=4)

    def __init__(self, data=None, *, document, **kwargs):
        initial = {name: getattr(document, name) for name in EDITION_FIELDS}
        super().__init__(data, initial=initial, **kwargs)
        self.places = {}
        for place, section in enumerate(document.sections):
            if section.heading and not corrections.is_headline(section):
                heading = forms.CharField(label="Section", max_length=300, required=False)
                self._add(place, "heading", heading, section.heading)
            if section.text:
                text = Lines(label=f"Text of “{section.heading}”" if section.heading else "Text", rows=3)
                self._add(place, "text", text, section.text)
        self.fields["signoff"] = Lines(label="Sign-off", rows=2)

    def _add(self, place, part, field, words):
        name = f"{part}-{place}"
        self.fields[name], self.initial[name] = field, words
        self.places[name] = place, part

    def changes(self):
        changed = {name: self.cleaned_data[name] for name in self.changed_data if name in self.fields}
        sections = {}
        for name, (place, part) in self.places.items():
            if name in changed:
                sections.setdefault(place, {})[part] = changed[name]
        own = {name: words for name, words in changed.items() if name in EDITION_FIELDS}
        return {**own, "sections": sections}


@may_correct
@get_or_post
def correct_item(request, pk):
    """Correct an item in every edition that printed it."""
    item = get_object_or_404(NewsItem, pk=pk)
    try:
        seen = printed(item)
    except WorkflowError as error:
        return _refused(request, error, "admin:sources_newsitem_sheet", pk)
    numbers = ", ".join(f"No. {edition.number}" for edition in seen.documents)
    mails = bool(seen.documents) and request.user.has_perm(SEND)
    return _answer(
        request,
        item,
        ItemForm(_posted(request), seen=seen, version=item.version, mails=mails),
        readers=urlencode({"edition": [one.pk for one in seen.documents], "item": item.pk}, doseq=True),
        plan=corrections.plan_item,
        correct=corrections.correct_item,
        sheet="admin:sources_newsitem_sheet",
        lead=f"It is corrected in {numbers}" if numbers else "It was published on its own",
    )


@may_correct
@get_or_post
def correct_edition(request, pk):
    """Correct the words of an edition itself; its items are corrected one by one."""
    edition = get_object_or_404(Edition, pk=pk)
    if edition.status != PUBLISHED:
        refusal = "Only what is out is corrected; change this in its own form."
        return _refused(request, refusal, "admin:editions_edition_sheet", pk)
    document = Snapshot.objects.newest().get(edition=edition).read()
    return _answer(
        request,
        edition,
        EditionForm(
            _posted(request), document=document, version=edition.version, mails=request.user.has_perm(SEND)
        ),
        readers=urlencode({"edition": edition.pk}),
        plan=corrections.plan_edition,
        correct=corrections.correct_edition,
        sheet="admin:editions_edition_sheet",
        lead="These are the words of the edition itself; an item is corrected from its own sheet",
    )


def _posted(request):
    return request.POST if request.method == "POST" else None


def _refused(request, sentence, sheet, pk):
    messages.error(request, str(sentence))
    return redirect(sheet, pk)


def _answer(request, row, form, *, readers, plan, correct, sheet, lead):
    """Show the form, the difference, or publish the correction.

    `readers` asks `subscribers` for how many were sent the error.
    """
    found, refusal = [], STALE if form.is_stale else ""
    if form.is_valid():
        changes, note, now = form.changes(), form.cleaned_data["note"], timezone.now()
        try:
            if "publish" in request.POST and not form.is_stale:
                with transaction.atomic():
                    made = correct(row, changes, note=note, by=request.user, now=now)
                    if form.cleaned_data.get("mail"):
                        _mail(made if isinstance(made, list) else [made], now=now)
                messages.success(request, "The correction is published.")
                _name_drafts(request, row, changes)
                return redirect(sheet, row.pk)
            planned = plan(row, changes, note=note, now=now)
            found = planned if isinstance(planned, list) else [planned]
        except WorkflowError as error:
            refusal = str(error)
        except ValidationError as error:
            refusal = error.messages[0]
    context = {
        "title": f"Correct “{row}”",
        "form": form,
        "lead": lead,
        "readers": readers,
        "back": sheet,
        "row": row,
        "refusal": refusal,
        "found": [(change.edition, diff_html(change.before, change.after)) for change in found],
        "corrections": row.corrections.select_related("edition", "by"),
    }
    is_refused = refusal or form.errors
    return page(request, "editions/desk/correct.html", context, status=422 if is_refused else 200)


def _mail(made, *, now):
    """Have those who were sent the error told of it; `subscribers` looks for what is due."""
    rows = Correction.objects.filter(pk__in=[one.pk for one in made], edition__isnull=False)
    rows.update(mail_due_at=now)


def _name_drafts(request, row, changes):
    """An edition in hand that has the item in words of its own is left to its editors, by name."""
    if "wordings" not in changes:
        return
    slots = Slot.objects.filter(item=row).exclude(wording="").select_related("section__edition")
    for edition in {slot.section.edition for slot in slots if not slot.section.edition.is_frozen}:
        said = f"No. {edition.number}, which is not out yet, has it in other words; correct them there."
        messages.warning(request, said)
