"""The outline of an edition, as a fragment, and the steps that change it.

Every step answers with the outline as it stands then. Where it is refused, the sentence says why and the
page asks for the outline again.
"""

import json
from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editions import arranging, readers, workflow, writing
from editions.desk.fragments import number_of, says_why
from editions.fields import EDITION, SECTION, stamps
from editions.models import Edition, Note, Section, Slot
from editions.render.figures import minutes_of, words_in
from sources import workflow as item_workflow
from sources.markup import to_text
from sources.workflow import NotYours, WorkflowError

ANY = "/0/"  # no row has this key
may_see = permission_required("editions.view_edition", raise_exception=True)


@dataclass(frozen=True)
class Card:
    """A slot as the outline shows it. `marks` are (tone, words): what an editor must know of it."""

    pk: int
    item: int
    label: str
    kind: str
    has_wording: bool
    companies: list[str]
    words: int
    marks: list[tuple[str, str]]
    notes: int
    addresses: dict[str, str]


def outline(edition, person):
    """What `editions/desk/_outline.html` reads; `edition` is fetched `for_outline`."""
    sections = list(edition.sections.all())
    items = [slot.item_id for section in sections for slot in section.slots.all()]
    notes = dict(
        Note.objects.filter(item__in=items, resolved_at=None).values_list("item").annotate(Count("pk"))
    )
    texts = [edition.introduction_html, *(part.text_html for part in sections), edition.signoff_html]
    parts, patterns = [], _patterns(edition)
    for section in sections:
        cards = []
        for slot in section.slots.all():
            text = to_text(slot.wording_html or slot.item.body_html)
            texts.append(text)
            cards.append(_card(slot, text, notes.get(slot.item_id, 0), patterns))
        parts.append({"section": section, "cards": cards, "stamps": stamps(SECTION, section)})
    text = "\n".join(texts)
    return {
        "edition": edition,
        "parts": parts,
        "layouts": Section.Layout.choices,
        "stamps": stamps(EDITION, edition),
        "readers": readers.offered(edition.mail_to),
        "items": len(items),
        "words": words_in(text),
        "minutes": minutes_of(text),
        "may_write": not workflow.refusal_to_write(edition.status, person.get_all_permissions()),
        "steps": json.dumps(arranging.outline_of(edition)),
        "state": state_of(edition),
    }


def state_of(edition):
    """What changes whenever the edition or an item in it does: how a page learns of a colleague's work."""
    items = Slot.objects.filter(section__edition=edition).aggregate(total=Sum("item__version"))
    return f"{edition.version}.{edition.status}.{items['total'] or 0}"


def _card(slot, text, notes, patterns):
    item = slot.item
    return Card(
        pk=slot.pk,
        item=item.pk,
        label=item.desk_label,
        kind=item.get_kind_display(),
        has_wording=bool(slot.wording),
        companies=[company.name for company in item.shown_companies],
        words=words_in(text),
        marks=list(marks_of(item, item.shown_credits)),
        notes=notes,
        addresses={
            "move": patterns["move"].replace(ANY, f"/{slot.pk}/"),
            "remove": patterns["remove"].replace(ANY, f"/{slot.pk}/"),
            "editor": patterns["editor"].replace(ANY, f"/{item.pk}/"),
        },
    )


def _patterns(edition):
    """Addresses with ANY in the place of a key: looked up once, since sixty cards have three each."""
    return {
        "move": reverse("admin:editions_edition_slot_move", args=[edition.pk, 0]),
        "remove": reverse("admin:editions_edition_slot_remove", args=[edition.pk, 0]),
        "editor": reverse("admin:sources_newsitem_editor", args=[0]),
    }


def marks_of(item, credits):
    """What must be known of an item that stands in an outline, or may be placed in one."""
    if item.status == item_workflow.KILLED:
        yield "bad", "killed"
    elif item.status == item_workflow.DRAFT:
        yield "warn", "draft"
    if not credits:
        yield "warn", "no credit"
    elif not all(credit.url for credit in credits):
        yield "warn", "no link"


def answer(request, pk, *, status=200):
    """The outline as it stands now."""
    edition = get_object_or_404(Edition.objects.for_outline(), pk=pk)
    return render(request, "editions/desk/_outline.html", outline(edition, request.user), status=status)


@may_see
@require_safe
def fragment(request, pk):
    return answer(request, pk)


def step(verb):
    """A view that makes one step of `verb`, a function of (posted, pk, by and now), and shows the outcome."""

    @may_see
    @require_POST
    @says_why
    def view(request, pk, **named):
        get_object_or_404(Edition, pk=pk)
        verb(request.POST, pk, by=request.user, now=timezone.now(), **named)
        return answer(request, pk)

    return view


def _place(posted, pk, *, by, now):
    """Place an item, or what is written from a clipping at once."""
    item, section = number_of(posted.get("item")), number_of(posted.get("section"))
    with transaction.atomic():  # where it may not be placed, nothing is written from the clipping either
        if clipping := number_of(posted.get("clipping")):
            if not by.has_perm("sources.add_newsitem"):
                raise NotYours("Writing an item is not among what your role may do; ask a colleague.")
            item = writing.item_from_clipping(clipping, by=by, now=now).pk
        arranging.place(pk, item=item, section=section, before=_before(posted), by=by, now=now)


def _move_slot(posted, pk, *, slot, by, now):
    section = number_of(posted.get("section"))
    arranging.move_slot(pk, slot=slot, section=section, before=_before(posted), by=by, now=now)


def _remove_slot(posted, pk, *, slot, by, now):
    arranging.remove_slot(pk, slot=slot, by=by, now=now)


def _add_section(posted, pk, *, by, now):
    heading = posted.get("heading", "").replace("\0", "").strip()[:300]
    arranging.add_section(pk, heading=heading, before=_before(posted), by=by, now=now)


def _move_section(posted, pk, *, section, by, now):
    arranging.move_section(pk, section=section, before=_before(posted), by=by, now=now)


def _remove_section(posted, pk, *, section, by, now):
    arranging.remove_section(pk, section=section, by=by, now=now)


def _arrange(posted, pk, *, by, now):
    try:
        wanted, found = (json.loads(posted.get(name, "")) for name in ("wanted", "found"))
    except (ValueError, RecursionError) as error:
        raise WorkflowError(arranging.UNREADABLE) from error
    arranging.arrange(pk, wanted, found=found, by=by, now=now)


def _before(posted):
    return number_of(posted.get("before"))


place, move_slot, remove_slot = step(_place), step(_move_slot), step(_remove_slot)
add_section, move_section, remove_section = step(_add_section), step(_move_section), step(_remove_section)
arrange = step(_arrange)
