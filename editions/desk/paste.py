"""Paste a roundup, a stream or a commentary; correct what was understood; save it whole or not at all."""

import zoneinfo
from dataclasses import dataclass, replace
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from editions import commentary, roundup, stream
from editions.assembly import fill, store_item
from editions.desk.paste_forms import MOST, EditionForm, ItemForm, SectionForm
from editions.desk.understanding import House, near, understand
from editions.document import EditionDocument
from editions.hours import zones
from editions.models import Edition, Masthead
from editions.pasted import PasteError
from editions.versions import keep_edition, keep_item
from sources.desk.page import page
from sources.models import Company, Market, Source


@dataclass(frozen=True)
class Way:
    """One of the three things that are pasted."""

    name: str
    title: str
    sentence: str
    fields: tuple[str, ...]  # of an item, shown beside headline, text and facts


WAYS = {
    way.name: way
    for way in (
        Way("roundup", "Paste a roundup", "A whole edition as text: headings, bullets, credits.", ()),
        Way(
            "stream",
            "Paste a stream",
            "Dated stories copied from a portal, newest first; each becomes an item.",
            ("byline", "published_at", "topics", "image_caption", "image_credit", "see_also"),
        ),
        Way(
            "commentary",
            "Paste a commentary",
            "One signed long read, with its headline, subheads and the author’s note.",
            ("dek", "byline", "authors_note"),
        ),
    )
}
FRESH = timedelta(weeks=4)
may_paste = permission_required(["editions.add_edition", "sources.add_newsitem"], raise_exception=True)


class PasteForm(forms.Form):
    # A plain field: it neither strips nor judges, which is the business of the parser.
    text = forms.Field(
        required=False, label="The text", widget=forms.Textarea({"rows": 22, "autofocus": True})
    )
    zone = forms.ChoiceField(required=False, label="Times in this text are of")

    def __init__(self, *args, masthead, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zones()
        self.fields["zone"].initial = masthead.time_zone


@may_paste
@require_GET
def paste(request, way):
    """Ask for the text."""
    form = PasteForm(masthead=Masthead.objects.the())
    return page(request, "editions/desk/paste.html", _context(request, way, form=form))


@may_paste
@require_POST
def understood(request, way):
    """Show what was understood of the text; nothing is stored."""
    masthead = Masthead.objects.the()
    form = PasteForm(request.POST, masthead=masthead)
    form.is_valid()
    text = request.POST.get("text", "")
    zone = zoneinfo.ZoneInfo(form.cleaned_data.get("zone") or masthead.time_zone)
    try:
        parsed = _parse(_kind(way).name, text, zone, masthead)
    except PasteError as error:
        form.add_error("text", str(error))
        return page(request, "editions/desk/paste.html", _context(request, way, form=form), status=422)
    document = _with_suggestions(parsed.document, text, timezone.now().astimezone(zone))
    sections = _forms_of(document, zone)
    for section in sections:
        for entry in section["items"]:
            entry["marks"] = [m for m in parsed.marks if m.place.startswith(entry["place"] + ".")]
        section["marks"] = [
            m for m in parsed.marks if m.place.startswith(section["place"] + ".") and ".items." not in m.place
        ]
    standing = [m for m in parsed.marks if not m.place.startswith("sections.")]
    context = _context(
        request,
        way,
        edition_form=_edition_form(document, masthead) if way == "roundup" else None,
        sections=sections,
        zone=zone.key,
        dropped=parsed.dropped,
        standing_marks=standing,
        marks=len(parsed.marks),
        found=_found(document),
    )
    return page(request, "editions/desk/understood.html", context)


@may_paste
@require_http_methods(["POST"])
def save(request, way):
    """Store what was corrected, in one transaction; on a slip show it again, with all that was typed."""
    zone = _zone(request.POST.get("zone"))
    placed = _kind(way).name == "roundup"  # the others become drafts, which may lack a headline
    sections = _posted_forms(request.POST, zone, wants_headline=placed)
    edition_form = EditionForm(request.POST) if placed else None
    bound = [*([edition_form] if edition_form else []), *_all_forms(sections)]
    valid = [form.is_valid() for form in bound]  # each, so that all slips are shown at once
    fine = all(valid)
    document = _document(sections) if fine else None
    if fine and not document.items:
        fine = False
        messages.error(request, "No item is left to save; keep at least one.")
    if fine:
        try:
            with transaction.atomic():
                return _store(request, document, edition_form)
        except IntegrityError:
            told = "Somebody saved the same number, company or source at this moment; look, and save again."
            messages.error(request, told)
    slips = sum(len(form.errors) for form in bound)
    context = _context(
        request, way, edition_form=edition_form, sections=sections, zone=zone.key, slips=slips, dropped=()
    )
    return page(request, "editions/desk/understood.html", context, status=422)


def _store(request, document, edition_form):
    now = timezone.now()
    if edition_form is None:
        items = [store_item(item, by=request.user) for item in document.items]
    else:
        edition = edition_form.save(commit=False)
        edition.created_by = request.user
        edition.save()
        items = fill(edition, document, by=request.user)
        keep_edition(edition, by=request.user, now=now)
    for item in items:
        keep_item(item, by=request.user, now=now)
    if edition_form is None:
        said = f"{len(items)} items are saved as drafts." if len(items) > 1 else "It is saved as a draft."
        messages.success(request, said)
        return redirect("admin:sources_newsitem_changelist")
    messages.success(request, f"No. {edition.number} is saved as a draft, with {len(items)} items.")
    return redirect("admin:editions_edition_sheet", edition.pk)


def _kind(way):
    if way not in WAYS:
        raise Http404
    return WAYS[way]


def _zone(name):
    if name in zones():
        return zoneinfo.ZoneInfo(name)
    return Masthead.objects.the().zone


def _parse(way, text, zone, masthead):
    if way == "stream":
        parsed = stream.parse(text, zone=zone)
    elif way == "commentary":
        parsed = commentary.parse(text)
    else:
        pairs = Source.objects.values_list("name", "credit_line")
        standing = {"introduction": masthead.introduction, "signoff": masthead.signoff}
        parsed = roundup.parse(text, sources=[name for pair in pairs for name in pair if name], **standing)
    parts = max(len(parsed.document.sections), len(parsed.document.items))
    if parts > MOST:
        raise PasteError(f"This holds {parts} items, and a page shows {MOST} at most: paste less at a time.")
    return parsed


def _with_suggestions(document, text, now):
    house = House.read()
    today = near(text, now.date())
    sections = tuple(
        replace(section, items=tuple(understand(item, house, today=today) for item in section.items))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _edition_form(document, masthead):
    """The form for what the text does not say, with sensible defaults."""
    last = Edition.objects.aggregate(last=Max("number"))["last"] or 0
    first_day, last_day = masthead.week_before(timezone.now())
    told = max((item.event_date for item in document.items if item.event_date), default=last_day)
    if last_day - told > FRESH:  # an old roundup: its own week, not ours
        first_day = told - timedelta(days=told.weekday())
        last_day = first_day + timedelta(days=6)
    headings = [section.heading for section in document.sections if section.heading]
    return EditionForm(
        initial={
            "number": document.number or last + 1,
            "title": document.title or next(iter(headings), ""),
            "dek": document.dek,
            "week_first": first_day,
            "week_last": last_day,
            "introduction": document.introduction or masthead.introduction,
            "signoff": document.signoff or masthead.signoff,
        }
    )


def _found(document):
    """What was recognised, in the words of the trade."""
    briefs = [section for section in document.sections if section.layout == "briefs" and section.items]
    counted = (
        (len(briefs), "themed section"),
        (sum(len(section.items) for section in briefs), "brief"),
        (sum(len(section.items) for section in document.sections if section not in briefs), "story"),
        (sum(len(item.credits) for item in document.items), "credit"),
    )
    standing = [name for name in ("introduction", "signoff") if getattr(document, name)]
    words = [f"{number} {_plural(name, number)}" for number, name in counted if number]
    return [{"signoff": "sign-off"}.get(name, name) for name in standing] + words


def _plural(name, number):
    return name if number == 1 else "stories" if name == "story" else f"{name}s"


def _forms_of(document, zone):
    return [
        {
            "place": f"sections.{i}",
            "form": SectionForm.of(section, f"s{i}"),
            "items": [
                {"place": f"sections.{i}.items.{j}", "form": ItemForm.of(item, f"s{i}i{j}", zone)}
                for j, item in enumerate(section.items)
            ],
        }
        for i, section in enumerate(document.sections)
    ]


def _posted_forms(post, zone, **more):
    sections = []
    for i in range(_count(post.get("sections"))):
        claimed = range(_count(post.get(f"s{i}-items")))
        items = [j for j in claimed if f"s{i}i{j}-body" in post]
        sections.append(
            {
                "form": SectionForm(post, prefix=f"s{i}"),
                "items": [{"form": ItemForm(post, prefix=f"s{i}i{j}", zone=zone, **more)} for j in items],
            }
        )
    return sections


def _count(text):
    """The number that a form of ours sent; anything else is none."""
    return min(int(text), MOST) if text and len(text) < 9 and text.isdecimal() else 0


def _all_forms(sections):
    """The forms whose content will be stored: not those of a section or item that is left out."""
    for section in sections:
        if section["form"]["keep"].data:
            yield section["form"]
            yield from (entry["form"] for entry in section["items"] if entry["form"]["keep"].data)


def _document(sections):
    kept = [section for section in sections if section["form"]["keep"].data]
    return EditionDocument(
        sections=tuple(
            section["form"].document(
                entry["form"].document() for entry in section["items"] if entry["form"]["keep"].data
            )
            for section in kept
        )
    )


def _context(request, way, **more):
    return {
        "way": _kind(way),
        "ways": WAYS.values(),
        "title": _kind(way).title,
        "company_names": Company.objects.standing().values_list("name", flat=True),
        "market_names": Market.objects.values_list("name", flat=True),
        **more,
    }
