"""Mailing a published edition by hand: to whom, and how many they are, before anything leaves."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from editions import audience, readers
from editions.models import Edition
from sources.desk.page import page
from sources.workflow import WorkflowError
from subscribers import mailings
from subscribers.audience import reached
from subscribers.models import Delivery, Mailing, Seed

may_send = permission_required("subscribers.send_mailing", raise_exception=True)


class MailForm(forms.Form):
    to = forms.ChoiceField(label="To whom")
    waits = forms.BooleanField(label="Pause after the seed list, and wait for me", required=False)

    def __init__(self, data=None, *, edition, **kwargs):
        super().__init__(data, **kwargs)
        pairs = readers.offered(edition.mail_to)
        self.fields["to"].choices = [pair for pair in pairs if pair[0] != audience.NOBODY]

    def rule(self):
        """What is chosen, also while it is only looked at."""
        chosen = self["to"].value()
        return chosen if chosen in dict(self.fields["to"].choices) else audience.EVERYONE


@may_send
@require_http_methods(["GET", "HEAD", "POST"])
def mail_edition(request, pk):
    edition = get_object_or_404(Edition, pk=pk)
    chosen = edition.mail_to if edition.mail_to != audience.NOBODY else audience.EVERYONE
    form = MailForm(request.POST or request.GET or None, edition=edition, initial={"to": chosen})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("mailing", _start(edition, form, by=request.user, now=timezone.now()).pk)
        except WorkflowError as error:
            refusal = str(error)
    context = {
        "title": f"Mail No. {edition.number}",
        "edition": edition,
        "form": form,
        "refusal": refusal,
        "earlier": _earlier(edition),
        "seeds": Seed.objects.count(),
        **_reach(edition, form.rule(), timezone.now()),
    }
    is_refused = request.method == "POST"
    return page(request, "subscribers/desk/mail_edition.html", context, status=422 if is_refused else 200)


@may_send
@require_safe
def reach(request, pk):
    """How many people it would reach, for the choice that was just made."""
    edition = get_object_or_404(Edition, pk=pk)
    context = _reach(edition, MailForm(request.GET, edition=edition).rule(), timezone.now())
    return render(request, "subscribers/desk/_reach.html", context)


def _start(edition, form, *, by, now):
    """The mailing; where it waits after the seed list, that stands before a worker sees it."""
    with transaction.atomic():
        mailing = mailings.start_edition(edition, form.cleaned_data["to"], by, now)
        if form.cleaned_data["waits"]:
            fresh = Mailing.objects.filter(pk=mailing.pk, seeded_at=None, started_at=None)
            fresh.update(waits_after_seeds=True)
    return mailing


def _reach(edition, rule, now):
    """How many would be sent it, and how many more have a delivery of this edition already."""
    found = reached(Mailing(kind=Mailing.Kind.EDITION, rule=rule, edition=edition), now)
    had = Delivery.objects.filter(occasion=f"edition {edition.number}", subscriber=OuterRef("pk"))
    seen = found.aggregate(all=Count("pk"), had=Count("pk", filter=Exists(had)))
    return {"to": readers.in_words(rule), "number": seen["all"] - seen["had"], "already": seen["had"]}


def _earlier(edition):
    rows = list(Mailing.objects.filter(edition=edition, kind=Mailing.Kind.EDITION).order_by("-pk"))
    names = readers.names_of(*(row.rule for row in rows))
    return [(row, audience.in_words(row.rule, names)) for row in rows]
