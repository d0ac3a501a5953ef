"""What a provider tells over HTTP of the messages it took from us.

django-anymail checks who calls and reads each provider's own form; its signal is how it hands events over.
"""

import hashlib
import json

from anymail import signals
from anymail import urls as anymail
from anymail.exceptions import AnymailError
from anymail.signals import EventType, RejectReason
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.http import Http404, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from subscribers import bounces, events, reports
from subscribers.models import Delivery, Report

VIEWS = {
    pattern.name.replace("_tracking", "").removesuffix("_webhook"): pattern.callback
    for pattern in anymail.urlpatterns
    if "inbound" not in pattern.name
}
# With one of these a provider's own signature is checked; without, anybody could call who knows no secret.
KEYS = {
    "mailersend": ("MAILERSEND_SIGNING_SECRET",),
    "mailgun": ("MAILGUN_WEBHOOK_SIGNING_KEY", "MAILGUN_API_KEY"),
    "mailtrap": ("MAILTRAP_SIGNING_SECRET",),
    "mandrill": ("MANDRILL_WEBHOOK_KEY",),
    "postal": ("POSTAL_WEBHOOK_KEY",),
    "resend": ("RESEND_SIGNING_SECRET",),
    "sendgrid": ("SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY",),
    "unisender_go": ("UNISENDER_GO_API_KEY",),
}
REFUSALS = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)
KINDS = {
    EventType.COMPLAINED: Report.Kind.COMPLAINT,
    EventType.UNSUBSCRIBED: Report.Kind.LEAVE,
    **dict.fromkeys(REFUSALS, Report.Kind.BOUNCE),
}
# What the provider knew of the address before: it asked no server.
KNOWN = {RejectReason.SPAM: Report.Kind.COMPLAINT, RejectReason.UNSUBSCRIBED: Report.Kind.LEAVE}
CLASSES = {RejectReason.INVALID: bounces.HARD, RejectReason.BLOCKED: bounces.BLOCK}


@csrf_exempt
def webhook(request, provider):
    """Take in the events that a provider tells, where it can be checked who calls."""
    keys = ("WEBHOOK_SECRET", *KEYS.get(provider, ()))
    if provider not in VIEWS or not any(settings.ANYMAIL.get(key) for key in keys):
        raise Http404
    try:
        return VIEWS[provider](request)
    except AnymailError as error:
        return HttpResponseBadRequest(str(error)[:200], content_type="text/plain")


@receiver(signals.tracking)
def take_in(sender, event, esp_name, **_facts):
    """Do what one event tells; told again, it changes nothing. What arrived or is late leaves no row."""
    if event.event_type == EventType.DELIVERED:
        _arrived(event, esp_name, timezone.now())
    if event.event_type not in KINDS:
        return
    now = timezone.now()
    kind = KNOWN.get(event.reject_reason, KINDS[event.event_type])
    with transaction.atomic():
        report, is_new = Report.objects.get_or_create(
            digest=_digest(event, esp_name),
            defaults={
                "source": Report.Source.WEBHOOK,
                "kind": kind,
                "received_at": now,
                "raw": reports.clean(_raw(event, esp_name))[: reports.KEPT],
            },
        )
        if is_new and not _do(event, kind, esp_name, report, now):
            report.set_aside = reports.UNKNOWN
            report.save(update_fields=["set_aside"])


def _arrived(event, esp_name, now):
    """Call it sent, where the answer to our call never came."""
    if delivery := _delivery(event):
        unknown = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.UNKNOWN)
        facts = {"answer": f"{esp_name}: delivered", "provider_id": (event.message_id or "")[:120]}
        unknown.update(state=Delivery.State.SENT, answered_at=now, **facts)


def _do(event, kind, esp_name, report, now):
    """Do what is told to its delivery; return whether there is one."""
    delivery = _delivery(event)
    if delivery is None:
        return False
    said = event.mta_response or event.description or event.reject_reason or event.event_type
    if kind == Report.Kind.COMPLAINT:
        events.complained(delivery, f"reported by {esp_name}", now, report)
    elif kind == Report.Kind.LEAVE:
        if delivery.subscriber:
            reports.left(delivery.subscriber, delivery, report, now)
    else:
        code = bounces.telling_code("", event.mta_response or "")
        events.bounced(delivery, _class(event), code, f"{esp_name}: {said}", now, report)
    return True


def _class(event):
    """By the words of the mailbox's server, where the provider passes them on."""
    if event.mta_response:
        return bounces.classify(None, "", event.mta_response)
    if event.event_type == EventType.FAILED:  # it could not be made into a message
        return bounces.BLOCK
    return CLASSES.get(event.reject_reason) or bounces.classify(None, "", event.description or "")


def _delivery(event):
    """By its number, which we gave along, or by what the provider called it; the address must be its own."""
    rows = Delivery.objects.select_related("subscriber", "mailing")
    number = str((event.metadata or {}).get("delivery", ""))
    found = []
    if number.isascii() and number.isdecimal() and len(number) < 19:
        found += rows.filter(pk=int(number))
    if event.message_id:
        found += rows.filter(provider_id=event.message_id[:120]).exclude(provider_id="")[:1000]
    recipient = (event.recipient or "").strip().casefold()
    return next((row for row in found if not recipient or row.address.casefold() == recipient), None)


def _digest(event, esp_name):
    """A provider tells an event again until it is answered, with another signature and the same facts."""
    when = event.timestamp.isoformat() if event.timestamp else event.event_id
    number = (event.metadata or {}).get("delivery")
    facts = (esp_name, event.event_type, event.message_id, event.recipient, number, when)
    return hashlib.sha256(repr(facts).encode("utf-8", "replace")).hexdigest()


def _raw(event, esp_name):
    told = event.esp_event
    told = told.dict() if hasattr(told, "dict") else told
    return f"{esp_name}\n\n{json.dumps(told, default=str, ensure_ascii=False, indent=1)}"
