"""Review links at the desk: made for somebody without an account, listed on the sheet, taken back."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from editions import review
from editions.models import Edition, Masthead, ReviewLink
from editions.render import figures
from sources.desk.page import page
from sources.workflow import WorkflowError

MOST_DAYS = 60
DAYS = {"1": "1 day", "3": "3 days", "7": "1 week", "14": "2 weeks"}
MAKE, APPROVE = "editions.add_reviewlink", "editions.approve_edition"


class ReviewLinkForm(forms.Form):
    name = forms.CharField(label="For whom", max_length=80)
    lasts = forms.ChoiceField(
        label="Good for", choices=[*DAYS.items(), ("until", "Until a day")], initial="3"
    )
    until = forms.DateField(
        label="The day, with “Until a day”",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    may_approve = forms.TypedChoiceField(
        label="They may",
        choices=[("no", "Read and leave notes"), ("yes", "Also approve, or ask for changes")],
        coerce=lambda value: value == "yes",
    )

    def __init__(self, data=None, *, user, now, zone):
        super().__init__(data, auto_id="review_%s", initial={"may_approve": "yes"})
        self.now, self.zone = now, zone
        if not user.has_perm(APPROVE):
            self.fields["may_approve"].choices = self.fields["may_approve"].choices[:1]
            self.initial["may_approve"] = "no"

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        data = super().clean()
        if "lasts" in data and "until" in data:
            data["expires_at"] = self._end(data["lasts"], data["until"])
        return data

    def _end(self, lasts, day):
        """When it ends; a day is the newsroom's, to its last minute."""
        if lasts != "until":
            return self.now + timedelta(days=int(lasts))
        today = self.now.astimezone(self.zone).date()
        if day is None:
            self.add_error("until", "Say until which day.")
        elif day < today:
            self.add_error("until", "That day has passed; choose one to come.")
        elif day > today + timedelta(days=MOST_DAYS):
            self.add_error("until", f"A link is good for {MOST_DAYS} days at most.")
        else:
            return datetime.combine(day, time(23, 59), self.zone)
        return None


@dataclass(frozen=True)
class Card:
    """A link as the sheet shows it; the address only to those who might have made it."""

    link: ReviewLink
    standing: str
    until: str
    uses: list
    address: str


def cards(edition, *, user, now, form=None):
    """What `_reviews.html` reads: the links of the edition, and the form for another."""
    masthead = Masthead.objects.the()
    links = edition.review_links.select_related("made_by", "revoked_by").prefetch_related("uses")
    return {
        "review_links": [_card(link, user, now, masthead.time_zone) for link in links],
        "review_form": form or ReviewLinkForm(user=user, now=now, zone=masthead.zone),
        "zone": masthead.zone,
    }


def _card(link, user, now, time_zone):
    may_have_it = user.has_perm(MAKE) and (user.has_perm(APPROVE) or not link.may_approve)
    is_open = link.is_open(now)
    standing = "open" if is_open else "taken back" if link.revoked_at else "expired"
    address = review.address_of(link) if is_open and may_have_it else ""
    return Card(
        link, standing, figures.moment_text(link.expires_at, time_zone), list(link.uses.all()), address
    )


@permission_required(MAKE, raise_exception=True)
@require_POST
def make_review_link(request, pk):
    """Make a link; where the form will not do, show it again with why."""
    edition, now = get_object_or_404(Edition, pk=pk), timezone.now()
    if edition.is_frozen:
        messages.error(
            request, f"This is {edition.get_status_display().lower()}; there is nothing to review."
        )
        return _to_the_sheet(pk)
    form = ReviewLinkForm(request.POST, user=request.user, now=now, zone=Masthead.objects.the().zone)
    if not form.is_valid():
        context = {
            "title": f"A review link to {edition}",
            "edition": edition,
            **cards(edition, user=request.user, now=now, form=form),
        }
        return page(request, "editions/desk/reviews.html", context, status=422)
    data = form.cleaned_data
    edition.review_links.create(
        name=data["name"],
        may_approve=data["may_approve"],
        made_by=request.user,
        made_at=now,
        expires_at=data["expires_at"],
    )
    messages.success(
        request, f"The link for {data['name']} is made; copy its address below and send it to them."
    )
    return _to_the_sheet(pk)


@permission_required("editions.change_reviewlink", raise_exception=True)
@require_POST
def revoke_review_link(request, pk, link_pk):
    link = get_object_or_404(ReviewLink, pk=link_pk, edition=pk)
    try:
        review.revoke(link, by=request.user, now=timezone.now())
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The link for {link.name} is taken back; it opens nothing any more.")
    return _to_the_sheet(pk)


def _to_the_sheet(pk):
    return redirect(reverse("admin:editions_edition_sheet", args=[pk]) + "#reviews")
