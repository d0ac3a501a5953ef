"""Where a company tells the newsroom of itself. GET changes nothing; POST keeps a tip."""

from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from editions.archive.caching import is_export, rendered, show
from editions.archive.pages import house, shell, whence
from sources import tickets, tips
from sources.canonical import canonical_url
from sources.parsing.plain import UNPRINTABLE

TEMPLATE = "editions/archive/tip.html"
LONGEST = 1000  # characters of an address; an index of PostgreSQL holds some 2,700 bytes
NO_ADDRESS = gettext_lazy("Write an address such as https://example.com/news, or leave this empty.")


class Words(forms.CharField):
    """Without signs that nobody sees, some of which turn the direction of what follows in the queue."""

    def to_python(self, value):
        return super().to_python(UNPRINTABLE.sub("", value or ""))


class TipForm(forms.Form):
    company_name = Words(
        max_length=200, error_messages={"required": gettext_lazy("Write the name of the company.")}
    )
    story = Words(
        max_length=5000, error_messages={"required": gettext_lazy("Say in a few lines what is new.")}
    )
    url = forms.URLField(
        max_length=LONGEST, required=False, assume_scheme="https", error_messages={"invalid": NO_ADDRESS}
    )
    contact_name = Words(max_length=120, error_messages={"required": gettext_lazy("Write your name.")})
    contact_email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write your email address."),
            "invalid": gettext_lazy("Write an address such as you@company.com."),
        },
    )

    def clean_url(self):
        url = self.cleaned_data["url"]
        try:
            is_long = url and len(canonical_url(url).encode()) > 2 * LONGEST
        except ValueError as error:
            raise forms.ValidationError(NO_ADDRESS) from error
        if is_long:
            raise forms.ValidationError(gettext_lazy("This address is too long; write a shorter one."))
        return url


@dataclass(frozen=True)
class Field:
    """A field as the page shows it, with what was typed and what is wrong with that."""

    name: str
    type: str  # of an input; "" is a large one
    label: str
    hint: str
    autocomplete: str
    longest: int
    is_required: bool
    value: str
    error: str


@csrf_exempt  # the ticket in the form does what the cookie would, which readers are not given
@require_http_methods(["GET", "HEAD", "POST"])
def tip(request):
    if is_export(request):
        raise Http404
    now = timezone.now()
    if request.method == "POST":
        return _take(request, now)
    return show(request, TEMPLATE, _context(request, TipForm(), now))


@require_safe
def sent(request):
    if is_export(request):
        raise Http404
    return show(request, "editions/archive/tip_sent.html", shell(house(), request.path))


def _take(request, now):
    """Keep what was typed, or give it back. `remark` is a trap: only machines fill in what nobody sees."""
    form = TipForm(request.POST)
    if not request.POST.get("remark"):
        if not form.is_valid():
            return _back(request, form, now, 422)
        if not tickets.is_good(request.POST.get("ticket", ""), tickets.TIP, now):
            said = _("This page had been open for long; press the button once more.")
            return _back(request, form, now, 422, said)
        try:
            tips.send(**form.cleaned_data, whence=whence(request), now=now)
        except tips.TooMany:
            said = _("Several tips came from your network within the hour. Wait a while, and send it again.")
            return _back(request, form, now, 429, said)
    response = redirect("archive:tips_sent")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _back(request, form, now, status, said=""):
    response = rendered(request, TEMPLATE, _context(request, form, now, said), status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _context(request, form, now, said=""):
    shown = (
        ("company_name", "text", _("Company"), "", "organization"),
        ("story", "", _("What is new"), _("Where, when and how much, as far as it may be told."), "off"),
        ("url", "url", _("Link"), _("Where to read more, if there is such a page."), "off"),
        ("contact_name", "text", _("Your name"), "", "name"),
        (
            "contact_email",
            "email",
            _("Your email address"),
            _("For questions; it is not published."),
            "email",
        ),
    )
    fields = tuple(
        Field(
            *one,
            form.fields[one[0]].max_length,
            form.fields[one[0]].required,
            (form[one[0]].value() or "").replace("\0", ""),
            " ".join(form.errors.get(one[0], ())),
        )
        for one in shown
    )
    return shell(
        house(),
        request.path,
        fields=fields,
        said=said,
        ticket=tickets.make(tickets.TIP, now),
        has_errors=any(form.errors),
    )
