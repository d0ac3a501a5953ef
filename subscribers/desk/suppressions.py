"""The suppression list: how many by reason, one address looked up, and one put there by hand.

Nothing takes an address off it here: only its owner does, by subscribing anew and confirming.
"""

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.decorators import permission_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editions.desk.fragments import number_of
from sources.desk.page import page
from subscribers import addresses, joining
from subscribers.forms import AddressForm
from subscribers.models import Suppression

SHOWN = 30


class SuppressForm(AddressForm):
    address = forms.CharField(max_length=320, widget=forms.EmailInput)
    note = forms.CharField(
        label="Why",
        max_length=500,
        error_messages={"required": "Write who asked for it, or what happened."},
    )


@permission_required("subscribers.view_suppression", raise_exception=True)
@require_safe
def suppressions(request):
    return _show(request, SuppressForm())


@permission_required("subscribers.add_suppression", raise_exception=True)
@require_POST
def add(request):
    """Keep the fingerprint of an address; the address itself is kept nowhere."""
    form = SuppressForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    facts = {
        "reason": Suppression.Reason.BY_HAND,
        "note": form.cleaned_data["note"],
        "at": timezone.now(),
    }
    found, is_new = Suppression.objects.get_or_create(
        fingerprint=_fingerprint(form.cleaned_data["address"]), defaults=facts
    )
    if is_new:
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(Suppression),
            object_id=str(found.pk),
            object_repr=str(found),
            action_flag=ADDITION,
            change_message=found.note,
        )
    said = "The address is never mailed again." if is_new else "The address was on the list already."
    messages.success(request, said)
    return redirect("suppressions")


def _show(request, form, status=200):
    typed = request.GET.get("address", "").replace("\0", "").strip()[:320]
    context = {"title": "Suppression list", "form": form, "typed": typed, **_looked_up(typed)}
    counted = dict(Suppression.objects.order_by().values_list("reason").annotate(number=Count("pk")))
    context["reasons"] = [(label, counted.get(reason, 0)) for reason, label in Suppression.Reason.choices]
    context["everybody"] = sum(counted.values())
    rows = Suppression.objects.order_by("-pk")
    before = number_of(request.GET.get("before", ""))
    shown = list((rows.filter(pk__lt=before) if before else rows)[: SHOWN + 1])
    context |= {"shown": shown[:SHOWN], "older": shown[SHOWN - 1].pk if len(shown) > SHOWN else None}
    return page(request, "subscribers/desk/suppressions.html", context, status=status)


def _looked_up(typed):
    if not typed:
        return {}
    try:
        fingerprint = _fingerprint(typed)
    except ValueError as error:
        return {"refusal": str(error)}
    return {"found": Suppression.objects.filter(fingerprint=fingerprint).first(), "is_looked_up": True}


def _fingerprint(address):
    return joining.fingerprint(addresses.parse(address)[1])
