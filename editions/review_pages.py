"""The pages of a review link, for a person without an account: whose proof it is, the proof, and its end.

They set no cookie, tell no other site their address (it is a secret), and are kept by no cache and no search
engine.
"""

from functools import wraps

from csp.decorators import csp_replace
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from editions import readers, review, workflow
from editions.archive.pages import shell
from editions.assembly import masthead_document
from editions.document import content_hash
from editions.models import Masthead, ReviewUse
from editions.render import figures
from editions.render.email import render_email
from editions.render.text import render_text
from editions.render.web import render_article
from sources.markup import trusted
from sources.workflow import WorkflowError

SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
STANDING = {
    workflow.DRAFT: "It is being written; there is nothing to approve yet.",
    workflow.APPROVED: "It is approved.",
    workflow.SCHEDULED: "It is approved, and goes out at its hour.",
    workflow.PUBLISHED: "It is out.",
}


class NoteForm(forms.Form):
    passage = forms.CharField(
        label="The words it is about", max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    text = forms.CharField(
        label="Your note",
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Write the note; the words alone do not say what is wrong with them."},
    )

    def clean_passage(self):
        return " ".join(self.cleaned_data["passage"].split())


class AskForm(forms.Form):
    reason = forms.CharField(
        label="What should change",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what should change."},
    )


def outside(view):
    """A page for somebody who has no account and gets no cookie: its forms carry tickets instead."""

    @csrf_exempt
    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except review.NoProof as error:
            typed = [request.POST.get(name, "").strip() for name in ("passage", "text", "reason")]
            context = {"error": error, "typed": list(filter(None, typed))}
            response = _page(request, "closed", context, status=error.status)
        for name, value in SECRET.items():
            response[name] = value
        return response

    return answer


@outside
@require_http_methods(["GET", "HEAD", "POST"])
def front(request, token):
    """Whose proof it is, with one button; on POST, the proof."""
    link, now, said = review.link_of(token), timezone.now(), ""
    if request.method == "POST":
        try:
            visit = review.open_proof(link, ticket=request.POST.get("ticket", ""), now=now)
        except WorkflowError as error:
            said = str(error)
        else:
            return redirect("review:proof", visit)
    review.wants_open(link, now)
    context = {"link": link, "said": said, "ticket": review.sign(link, review.OPEN, now=now)}
    return _page(request, "front", context, status=422 if said else 200)


@outside
@require_safe
def proof(request, visit):
    """The proof in its forms, the notes so far, and what its reader may do."""
    link = _open_link(visit)
    return _show(request, link, visit) if link else _back_to_front(visit)


@outside
@require_POST
def note(request, visit):
    link, form, now = review.visited(visit)[0], NoteForm(request.POST, auto_id="note_%s"), timezone.now()
    ticket = request.POST.get("ticket", "")
    try:
        if form.is_valid():
            review.leave_note(link, ticket=ticket, now=now, **form.cleaned_data)
            return _shown_again(link, "notes", now)
    except WorkflowError as error:
        form.add_error(None, str(error))
    return _show_what_is_wrong(request, link, now, note_form=form)


@outside
@require_POST
def approve(request, visit):
    link, now = review.visited(visit)[0], timezone.now()
    signed_in = request.user if request.user.is_authenticated else None
    try:
        review.approve(link, ticket=request.POST.get("ticket", ""), signed_in=signed_in, now=now)
    except WorkflowError as error:
        return _show_what_is_wrong(request, link, now, said=str(error))
    return _shown_again(link, "verdict", now)


@outside
@require_POST
def ask(request, visit):
    """Ask for changes: it goes back to be written."""
    link, form, now = review.visited(visit)[0], AskForm(request.POST, auto_id="ask_%s"), timezone.now()
    ticket = request.POST.get("ticket", "")
    try:
        if form.is_valid():
            review.ask_for_changes(link, ticket=ticket, reason=form.cleaned_data["reason"], now=now)
            return _shown_again(link, "verdict", now)
    except WorkflowError as error:
        form.add_error(None, str(error))
    return _show_what_is_wrong(request, link, now, ask_form=form)


@outside
@require_safe
def web(request, visit):
    """The reader's page, as it would stand if it were published now."""
    link = _open_link(visit)
    if not link:
        return _back_to_front(visit)
    document = link.edition.document()
    article = trusted(render_article(document))
    context = shell(document.masthead, document.path, document=document, article=article)
    return render(request, "editions/archive/edition.html", context)


@outside
@require_safe
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"]})
def email(request, visit):
    link = _open_link(visit)
    return HttpResponse(render_email(link.edition.document())) if link else _back_to_front(visit)


@outside
@require_safe
def text(request, visit):
    link = _open_link(visit)
    if not link:
        return _back_to_front(visit)
    return HttpResponse(render_text(link.edition.document()), content_type="text/plain; charset=utf-8")


def _open_link(visit):
    """The open link of a visit; None where the visit is over and the proof wants to be opened again."""
    link, signed = review.visited(visit)
    now = timezone.now()
    review.wants_open(link, now)
    return link if signed.is_good(now) else None


def _back_to_front(visit):
    link, _ = review.visited(visit)
    return redirect("review:front", review.token_of(link))


def _shown_again(link, place, now):
    response = redirect("review:proof", review.show_again(link, now=now))
    response["Location"] += f"#{place}"
    return response


def _show_what_is_wrong(request, link, now, **context):
    """The page again, with what was typed and a sentence at its place."""
    review.wants_open(link, now)
    return _show(request, link, review.show_again(link, now=now), status=422, **context)


def _show(request, link, visit, *, status=200, note_form=None, ask_form=None, said=""):
    edition, now = link.edition, timezone.now()
    document = edition.document()
    seen = content_hash(document, edition.mail_to)
    context = {
        "link": link,
        "visit": visit,
        "edition": edition,
        "document": document,
        "mailed_to": readers.in_words(edition.mail_to),
        "note_form": note_form or NoteForm(auto_id="note_%s"),
        "ask_form": ask_form or AskForm(auto_id="ask_%s"),
        "said": said,
        # Theirs alone: what colleagues say to each other is not for outside.
        "notes": link.notes.all(),
        "done": link.uses.filter(what__in=[ReviewUse.What.APPROVED, ReviewUse.What.ASKED]),
        "standing": STANDING.get(edition.status, ""),
        "note_ticket": review.sign(link, review.NOTE, now=now),
        "approve_ticket": review.sign(link, review.APPROVE, now=now, seen=seen),
        "ask_ticket": review.sign(link, review.ASK, now=now),
    }
    return _page(request, "proof", context, status=status)


def _page(request, name, context, *, status=200):
    masthead = Masthead.objects.the()
    context = {**context, "masthead": masthead_document(masthead), "zone": masthead.zone}
    if link := context.get("link"):
        context["week"] = figures.week(link.edition.week_first, link.edition.week_last)
        context["until"] = figures.moment_text(link.expires_at, masthead.time_zone)
    return render(request, f"editions/review/{name}.html", context, status=status)


urls = (
    [
        path("<str:token>/", front, name="front"),
        path("proof/<str:visit>/", proof, name="proof"),
        path("proof/<str:visit>/web/", web, name="web"),
        path("proof/<str:visit>/email/", email, name="email"),
        path("proof/<str:visit>/text/", text, name="text"),
        path("proof/<str:visit>/note/", note, name="note"),
        path("proof/<str:visit>/approve/", approve, name="approve"),
        path("proof/<str:visit>/ask/", ask, name="ask"),
    ],
    "review",
    "review",
)
