"""One subscriber: what is kept, what they chose, and what may be done for them; and adding one by hand."""

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.decorators import permission_required
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from editions.desk.fragments import number_of
from sources.desk.page import page
from subscribers import addresses, events, joining, leaving, letters
from subscribers.forms import AddressForm
from subscribers.models import Letter, Subscriber, Suppression

BY_HAND = "By hand"
SHOWN = 10  # deliveries and events on the page
Status = Subscriber.Status


class SubscriberForm(forms.ModelForm):
    """What the desk may change for somebody; never their status, and never their address."""

    class Meta:
        model = Subscriber
        fields = ["name", "choice", "language", "paused_until"]
        labels = {"paused_until": "No mail before"}
        widgets = {"paused_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class AddForm(AddressForm):
    """Somebody who asked in person. Nobody is mailed an edition without their consent on record."""

    address = forms.CharField(max_length=320, widget=forms.EmailInput)
    name = forms.CharField(max_length=120, required=False)
    choice = forms.ChoiceField(choices=Subscriber.Choice)
    language = forms.ChoiceField(choices=Subscriber.Language)
    words = forms.CharField(
        label="How they agreed",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write when, where and to what they agreed: without it nobody is added."},
    )
    way = forms.ChoiceField(
        label="And now",
        choices=[
            ("letter", "Write to them; they confirm with a click"),
            ("active", "They have agreed in writing; mail them from now on"),
        ],
        widget=forms.RadioSelect,
        initial="letter",
    )


@permission_required("subscribers.view_subscriber", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def subscriber(request, pk):
    """Their page; a POST changes what they chose."""
    found = _found(pk)
    form = SubscriberForm(request.POST or None, instance=found)
    may_change = request.user.has_perm("subscribers.change_subscriber")
    if request.method == "POST" and may_change and form.is_valid():
        if form.changed_data:
            found.save(update_fields=form.changed_data)
            _log(request, found, CHANGE, f"Changed {', '.join(form.changed_data)}.")
        messages.success(request, f"{found.address} is saved.")
        return redirect("admin:subscribers_subscriber_change", found.pk)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    context = {
        "title": found.address,
        "subscriber": found,
        "form": form,
        "may_change": may_change,
        "follows": found.follows.select_related("company", "market", "topic"),
        "suppression": Suppression.objects.filter(fingerprint=found.fingerprint).first(),
        "deliveries": found.deliveries.select_related("mailing").order_by("-pk")[:SHOWN],
        "events": found.events.select_related("by", "delivery__mailing")[:SHOWN],
        "letters": found.letters.all()[:5],
        "today": timezone.localdate(),
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "subscribers/desk/subscriber.html", context, status=status)


@permission_required("subscribers.add_subscriber", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Take in one person who asked; active only with the words of their consent."""
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = _add(form.cleaned_data, timezone.now())
        except ValueError as error:
            form.add_error("address", str(error))
        else:
            _log(request, found, CHANGE, f"Added by hand: {form.cleaned_data['words']}")
            waits = found.status == Status.PENDING
            said = "A letter with a link to confirm is on its way." if waits else "They are a subscriber now."
            messages.success(request, said)
            return redirect("admin:subscribers_subscriber_change", found.pk)
    context = {"title": "Add a subscriber", "form": form}
    status = 422 if request.method == "POST" else 200
    return page(request, "subscribers/desk/subscriber_add.html", context, status=status)


@transaction.atomic
def _add(data, now):
    """Store the person, with a letter or with consent. Raises ValueError where the desk may not."""
    given, normalised, domain = addresses.parse(data["address"])
    known = Subscriber.objects.filter(normalised=normalised).first()
    if known:
        raise ValueError(f"This address is known already: {known.get_status_display().lower()}.")
    fingerprint = joining.fingerprint(normalised)
    is_active = data["way"] == "active"
    if is_active and Suppression.objects.filter(fingerprint=fingerprint).exists():
        raise ValueError("This address is on the suppression list; write to them, and they may confirm it.")
    found = Subscriber.objects.create(
        address=given,
        normalised=normalised,
        domain=domain,
        fingerprint=fingerprint,
        name=data["name"],
        choice=data["choice"],
        language=data["language"],
        status=Status.ACTIVE if is_active else Status.PENDING,
        joined_at=now,
        consent_at=now if is_active else None,
        consent_from=BY_HAND,
        consent_words=data["words"],
    )
    if not is_active:
        letters.write(Letter.Kind.CONFIRM, found, given, whence="", now=now)
    return found


@permission_required("subscribers.change_subscriber", raise_exception=True)
@require_POST
def leave(request, pk):
    """Take somebody off who asked us to."""
    found = _found(pk)
    leaving.leave(found, timezone.now())
    _log(request, found, CHANGE, "Unsubscribed by hand.")
    messages.success(request, f"{found.address} gets no more mail.")
    return redirect("admin:subscribers_subscriber_change", found.pk)


@permission_required(["subscribers.change_subscriber", "subscribers.add_suppression"], raise_exception=True)
@require_POST
def suppress(request, pk):
    """Never mail the address again, whatever lists say."""
    found = _found(pk)
    note = request.POST.get("note", "").replace("\0", "").strip()[:500]
    events.suppress(found, Suppression.Reason.BY_HAND, note, timezone.now())
    _log(request, found, CHANGE, f"Put on the suppression list. {note}".strip())
    messages.success(request, f"{found.address} is on the suppression list.")
    return redirect("admin:subscribers_subscriber_change", found.pk)


@permission_required("subscribers.delete_subscriber", raise_exception=True)
@require_POST
def erase(request, pk):
    """Forget somebody; their deliveries stay as numbers."""
    found = _found(pk)
    number = found.pk
    leaving.erase(found, timezone.now())
    history = LogEntry.objects.filter(content_type=_kind(), object_id=str(number))
    history.update(object_repr="somebody erased", change_message="")
    found.pk = number
    _log(request, found, DELETION, "", called="somebody erased")
    messages.success(request, "They are erased. What was sent to them counts on, without their address.")
    return redirect("admin:subscribers_subscriber_changelist")


def _found(pk):
    number = number_of(str(pk))
    if number is None:
        raise Http404
    return get_object_or_404(Subscriber.objects.select_related("imported", "left_from"), pk=number)


def _kind():
    return ContentType.objects.get_for_model(Subscriber)


def _log(request, found, flag, message, called=""):
    """Who did it, for the record of the admin."""
    LogEntry.objects.create(
        user=request.user,
        content_type=_kind(),
        object_id=str(found.pk),
        object_repr=(called or found.address)[:200],
        action_flag=flag,
        change_message=message,
    )
