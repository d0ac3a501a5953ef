"""All that is kept about a subscriber, in plain values."""

from django.db.models import Q

from subscribers import following
from subscribers.models import DeliveryEvent


def all_of(subscriber):
    """Everything that is stored of or about them, but the key that signs their links."""
    sent = subscriber.deliveries.select_related("mailing", "rendition").order_by("-pk")
    events = DeliveryEvent.objects.filter(Q(subscriber=subscriber) | Q(delivery__subscriber=subscriber))
    return {
        "address": subscriber.address,
        "compared_as": subscriber.normalised,
        "fingerprint": subscriber.fingerprint,
        "name": subscriber.name,
        "status": subscriber.get_status_display(),
        "choice": subscriber.get_choice_display(),
        "language": subscriber.get_language_display(),
        "paused_until": subscriber.paused_until,
        "joined_at": subscriber.joined_at,
        "imported": subscriber.imported_id is not None,
        "consent": {
            "at": subscriber.consent_at,
            "from": subscriber.consent_from,
            "words": subscriber.consent_words,
            "network": subscriber.consent_network,
        },
        "left_at": subscriber.left_at,
        "left_from": str(subscriber.left_from) if subscriber.left_from else None,
        "follows": [thing.name for thing in following.followed(subscriber)],
        "letters": [_letter(letter) for letter in subscriber.letters.all()],
        "deliveries": [_delivery(delivery) for delivery in sent.defer("rendition__html", "rendition__text")],
        "events": [
            {"kind": event.get_kind_display(), "at": event.at, "code": event.code, "cause": event.cause}
            for event in events
        ],
    }


def _letter(letter):
    return {
        "kind": letter.get_kind_display(),
        "address": letter.address,
        "asked_at": letter.asked_at,
        "asked_from": letter.network,
        "follows": letter.follows,
        "sent_at": letter.sent_at,
        "error": letter.error,
    }


def _delivery(delivery):
    return {
        "occasion": delivery.occasion,
        "subject": delivery.rendition.subject if delivery.rendition else delivery.mailing.subject,
        "address": delivery.address,
        "state": delivery.get_state_display(),
        "answered_at": delivery.answered_at,
        "answer": delivery.answer,
    }
