"""The sheet of an edition: where it stands, what may be done next, what was found, how it looks."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.validators import EmailValidator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions import deadlines, history, workflow
from editions.checking import edition_report
from editions.desk import findings, notes, reviews, ticks
from editions.desk.paste_forms import split
from editions.document import content_hash
from editions.models import Edition, Masthead
from editions.models.edition import OVERDUE
from editions.render import figures
from editions.render.email import LIMIT, render_email, weight
from sources.desk.page import page

STEPS = (
    workflow.DRAFT,
    workflow.IN_REVIEW,
    workflow.APPROVED,
    workflow.SCHEDULED,
    workflow.PUBLISHED,
)


class ProofForm(forms.Form):
    to = forms.CharField(
        label="Send a proof to", max_length=1000, error_messages={"required": "Say to whom."}
    )

    def clean_to(self):
        addresses = split(self.cleaned_data["to"].replace(",", ";"))
        for address in addresses:
            EmailValidator(f"“{address}” is no email address; mend it and send again.")(address)
        if not addresses:
            raise forms.ValidationError("Say to whom.")
        if len(addresses) > 20:
            raise forms.ValidationError("A proof goes to 20 people at most.")
        return addresses


@permission_required("editions.view_edition", raise_exception=True)
@require_safe
def sheet(request, pk):
    return show(request, get_object_or_404(Edition, pk=pk))


def show(request, edition, *, status=200, **forms_in_hand):
    """Answer with the sheet; `forms_in_hand` are forms that were refused, by their name in the template."""
    document, masthead, now = edition.reading(), Masthead.objects.the(), timezone.now()
    events = history.of_edition(edition)
    size = weight(render_email(document))
    context = {
        "title": str(edition),
        "edition": edition,
        "document": document,
        "week": figures.week(edition.week_first, edition.week_last),
        "counts": figures.counts(document),
        "words": figures.word_count(document),
        "minutes": figures.reading_minutes(document),
        "email_kb": round(size / 1000),
        "email_heavy": size > LIMIT,
        "states": steps(edition),
        "moves": _moves(edition, request.user),
        "seen": content_hash(document, edition.mail_to),
        "history": events,
        "proof_form": ProofForm(initial={"to": request.user.email}),
        "zone_name": masthead.time_zone,
        "hour": edition.publish_at or masthead.next_hour(now),
        "is_overdue": bool(Edition.objects.overdue(now).filter(pk=edition.pk)),
        "late": deadlines.warning(edition, masthead, now),
        "overdue_hours": OVERDUE.seconds // 3600,
        "tick_lines": ticks.lines(edition),
        "notes": notes.card(edition),
        **reviews.cards(edition, user=request.user, now=now),
        **_checks(edition, document),
        **forms_in_hand,
    }
    return page(request, "editions/desk/sheet.html", context, status=status)


def _checks(edition, document):
    """What the checks find, and how its links are, while something can still be done about it."""
    if edition.is_frozen:
        return {}
    report = edition_report(edition, document, day=findings.today())
    return {"found": findings.listed(report), "links": findings.link_states(document, report.links)}


def steps(edition):
    been = set(edition.moves.values_list("came_from", flat=True))
    return [
        {"label": workflow.STATES[state], "done": state in been, "now": state == edition.status}
        for state in STEPS
    ]


def _moves(edition, person):
    """The moves that this person may make now."""
    closed = "hold" if edition.held_at else "release"
    return [
        move
        for move in workflow.open_moves(edition.status, person.get_all_permissions())
        if move.name != closed
    ]
