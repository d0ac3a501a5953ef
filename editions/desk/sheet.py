"""The sheet of an edition: where it stands, what may be done next, how it looks, and proofs of it."""

from datetime import datetime, timedelta
from smtplib import SMTPException

from csp.decorators import csp_replace
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.validators import EmailValidator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editions import workflow
from editions.desk.page import page
from editions.desk.paste_forms import split
from editions.models import Edition, Masthead
from editions.proof import send_proof
from editions.render import figures
from editions.render.email import LIMIT, render_email, weight
from editions.render.jsonform import render_json
from editions.render.markdown import render_markdown
from editions.render.roundup import render_roundup
from editions.render.text import render_text
from editions.render.web import render_article
from editions.render.wechat import render_wechat
from sources.markup import trusted
from sources.workflow import WorkflowError

STEPS = (
    workflow.DRAFT,
    workflow.IN_REVIEW,
    workflow.APPROVED,
    workflow.SCHEDULED,
    workflow.PUBLISHED,
)
TEXT_FORMS = {
    "text": render_text,
    "markdown": render_markdown,
    "roundup": render_roundup,
    "json": render_json,
}
may_read = permission_required("editions.view_edition", raise_exception=True)


class ProofForm(forms.Form):
    to = forms.CharField(label="Send a proof to", max_length=1000)

    def clean_to(self):
        addresses = split(self.cleaned_data["to"].replace(",", ";"))
        for address in addresses:
            EmailValidator(f"“{address}” is no email address; mend it and send again.")(address)
        if not addresses:
            raise forms.ValidationError("Say to whom.")
        if len(addresses) > 20:
            raise forms.ValidationError("A proof goes to 20 people at most.")
        return addresses


class MoveForm(forms.Form):
    reason = forms.CharField(required=False, max_length=2000)
    publish_at = forms.DateTimeField(required=False)


@may_read
@require_safe
def sheet(request, pk):
    return _show(request, get_object_or_404(Edition, pk=pk))


def _show(request, edition, *, proof_form=None, status=200):
    document = edition.document()
    permissions = request.user.get_all_permissions()
    masthead = Masthead.objects.the()
    history = list(edition.moves.select_related("by"))
    been = {move.came_from for move in history}
    moves = [m for m in workflow.open_moves(edition.status, permissions) if m.name != "void"]
    size = weight(render_email(document))
    context = {
        "title": str(edition),
        "edition": edition,
        "document": document,
        "week": figures.week(edition.week_first, edition.week_last),
        "counts": figures.counts(document),
        "words": figures.word_count(document),
        "minutes": figures.reading_minutes(document),
        "email_kb": round(size / 1024),
        "email_heavy": size > LIMIT,
        "states": [
            {"label": workflow.STATES[state], "done": state in been, "now": state == edition.status}
            for state in STEPS
        ],
        "moves": moves,
        "history": history,
        "proof_form": proof_form or ProofForm(initial={"to": request.user.email}),
        "zone": masthead.zone,
        "zone_name": masthead.time_zone,
        "next_hour": _next_hour(masthead),
    }
    return page(request, "editions/desk/sheet.html", context, status=status)


def _next_hour(masthead):
    """The next hour of publication, in the masthead's time zone."""
    now = timezone.now().astimezone(masthead.zone)
    day = now.date() + timedelta(days=(masthead.weekday - now.weekday()) % 7)
    moment = datetime.combine(day, masthead.hour, masthead.zone)
    return moment if moment > now else moment + timedelta(days=7)


@permission_required("editions.view_edition", raise_exception=True)
@require_POST
def move(request, pk, name):
    """Make one move of the workflow table; the verb itself checks role and state."""
    edition = get_object_or_404(Edition, pk=pk)
    if name not in workflow.MOVES or name == "void":
        raise Http404
    form = MoveForm(request.POST)
    try:
        _make(edition, name, form, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"No. {edition.number}: {edition.get_status_display().lower()}.")
    return redirect("admin:editions_edition_sheet", pk)


def _make(edition, name, form, *, by):
    if not form.is_valid():
        raise WorkflowError("That is no date and time; write it as 2026-07-13 08:00.")
    now = timezone.now()
    if name in ("submit", "approve", "unschedule", "publish"):
        getattr(edition, name)(by=by, now=now)
    elif name == "schedule":
        moment = form.cleaned_data["publish_at"]
        if moment is None:
            raise WorkflowError("Say when: a day and an hour.")
        edition.schedule(moment.replace(tzinfo=Masthead.objects.the().zone), by=by, now=now)
    else:
        getattr(edition, name)(by=by, now=now, reason=form.cleaned_data["reason"])


@permission_required("editions.change_edition", raise_exception=True)
@require_POST
def proof(request, pk):
    """Send the edition as it stands to colleagues."""
    edition = get_object_or_404(Edition, pk=pk)
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _show(request, edition, proof_form=form, status=422)
    try:
        send_proof(edition, Masthead.objects.the(), to=form.cleaned_data["to"])
    except (OSError, SMTPException) as error:
        messages.error(request, f"The mail server did not take it: {error}. Nothing was sent; try again.")
    else:
        messages.success(request, f"A proof is on its way to {', '.join(form.cleaned_data['to'])}.")
    return redirect("admin:editions_edition_sheet", pk)


@may_read
@require_safe
def preview_web(request, pk):
    """The reader's page, as it would stand if it were published now."""
    document = get_object_or_404(Edition, pk=pk).document()
    context = {
        "masthead": document.masthead,
        "document": document,
        "article": trusted(render_article(document)),
        "canonical": document.masthead.site_url + document.path,
    }
    return render(request, "editions/archive/edition.html", context)


@may_read
@require_safe
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"]})
def preview_email(request, pk):
    return HttpResponse(render_email(get_object_or_404(Edition, pk=pk).document()))


@may_read
@require_safe
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"]})
def preview_wechat(request, pk):
    """The WeChat paste: select all of it, copy, and paste it into the Official Account editor."""
    return HttpResponse(render_wechat(get_object_or_404(Edition, pk=pk).document()))


@may_read
@require_safe
def preview_text(request, pk, form):
    """One of the forms that are plain text."""
    if form not in TEXT_FORMS:
        raise Http404
    text = TEXT_FORMS[form](get_object_or_404(Edition, pk=pk).document())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
