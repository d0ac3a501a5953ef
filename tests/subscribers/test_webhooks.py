"""What a provider tells over HTTP: as it is signed, in the shapes that the providers describe."""

import base64
import hashlib
import hmac
import json

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from subscribers.models import Delivery, DeliveryEvent, Report, Subscriber, Suppression
from tests.factories import make_subscriber
from tests.subscribers.test_events import make_delivery

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid"),
]
KEY = "key of the tests"
UNKNOWN_USER = "550 5.1.1 The email account that you tried to reach does not exist."


@pytest.fixture
def delivery():
    return make_delivery(make_subscriber("reader@shop.example"), provider_id="<20250714.1@example.com>")


def status_of(delivery):
    return Subscriber.objects.get(pk=delivery.subscriber_id).status


def mailgun(client, event, delivery, *, key=KEY, token="0123", **facts):
    """A call as Mailgun makes it."""
    timestamp = "1752494400"
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    data = {
        "event": event,
        "timestamp": 1752494400.5,
        "recipient": "reader@shop.example",
        "message": {"headers": {"message-id": "20250714.1@example.com"}},
        "user-variables": {"delivery": str(delivery.pk)} if delivery else {},
        **facts,
    }
    body = {"signature": {"timestamp": timestamp, "token": token, "signature": signature}, "event-data": data}
    return client.post("/webhooks/mailgun/", body, content_type="application/json")


def failed(words=UNKNOWN_USER, severity="permanent"):
    return {"severity": severity, "delivery-status": {"code": 550, "message": words}}


@pytest.fixture
def as_mailgun(settings):
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


@pytest.mark.usefixtures("as_mailgun")
@pytest.mark.parametrize(
    ("event", "facts", "kind", "status"),
    [
        ("failed", failed(), "hard", "bounced"),
        ("failed", failed("552 5.2.2 Mailbox full"), "soft", "active"),
        ("failed", failed("550 5.7.1 Blocked for spam"), "block", "active"),
        ("complained", {}, "complaint", "complained"),
        ("unsubscribed", {}, "left", "unsubscribed"),
    ],
)
def test_an_event_of_mailgun_is_one_of_its_delivery(client, delivery, event, facts, kind, status):
    assert mailgun(client, event, delivery, **facts).status_code == 200

    kept = DeliveryEvent.objects.get()
    assert (kept.kind, kept.delivery, kept.report) == (kind, delivery, Report.objects.get())
    assert status_of(delivery) == status


@pytest.mark.usefixtures("as_mailgun")
@pytest.mark.parametrize(
    ("event", "facts"), [("delivered", {}), ("opened", {}), ("failed", failed(severity="temporary"))]
)
def test_what_arrived_or_is_only_late_leaves_no_row(client, delivery, event, facts):
    assert mailgun(client, event, delivery, **facts).status_code == 200

    assert Report.objects.count() == DeliveryEvent.objects.count() == 0


@pytest.mark.usefixtures("as_mailgun")
@pytest.mark.parametrize("state", ["unknown", "failed", "queued"])
def test_what_a_provider_delivered_is_no_longer_unknown(client, delivery, state):
    Delivery.objects.update(state=state)

    mailgun(client, "delivered", delivery)

    assert Delivery.objects.get().state == ("sent" if state == "unknown" else state)


@pytest.mark.usefixtures("as_mailgun")
def test_a_call_that_is_not_signed_changes_nothing(client, delivery):
    assert mailgun(client, "complained", delivery, key="another key").status_code == 400

    assert status_of(delivery) == "active"


@pytest.mark.usefixtures("as_mailgun")
def test_an_event_that_is_told_again_counts_once(client, delivery):
    mailgun(client, "failed", delivery, **failed("552 5.2.2 Mailbox full"))
    mailgun(client, "failed", delivery, token="another", **failed("552 5.2.2 Mailbox full"))

    assert DeliveryEvent.objects.count() == 1


@pytest.mark.usefixtures("as_mailgun")
def test_a_delivery_is_found_by_what_the_provider_calls_it(client, delivery):
    mailgun(client, "failed", None, **failed())

    assert DeliveryEvent.objects.get().delivery == delivery


@pytest.mark.usefixtures("as_mailgun")
def test_an_event_of_another_address_is_set_aside(client, delivery):
    mailgun(client, "complained", delivery, recipient="somebody@else.example")

    assert Report.objects.get().set_aside == "It fits no delivery of ours."
    assert Suppression.objects.count() == 0


def postmark(client, password, **facts):
    """A call as Postmark makes it: it knows the secret in its address."""
    credentials = base64.b64encode(f"recap:{password}".encode()).decode()
    body = {"MessageID": "883953f4", "Email": "reader@shop.example", "ID": 42, **facts}
    headers = {"Authorization": f"Basic {credentials}"}
    return client.post("/webhooks/postmark/", body, content_type="application/json", headers=headers)


BOUNCE = {"RecordType": "Bounce", "Type": "HardBounce", "BouncedAt": "2025-07-14T12:00:00Z"}


def test_a_bounce_of_postmark_is_one_of_its_delivery(client, settings, delivery):
    settings.ANYMAIL = {"WEBHOOK_SECRET": f"recap:{KEY}"}
    known = {"Metadata": {"delivery": str(delivery.pk)}, "Details": f"smtp;{UNKNOWN_USER}"}

    assert postmark(client, "a guess", **BOUNCE, **known).status_code == 400
    assert status_of(delivery) == "active"
    assert postmark(client, KEY, **BOUNCE, **known).status_code == 200
    assert DeliveryEvent.objects.get().code == "5.1.1"


def test_what_a_provider_refuses_by_itself_without_a_word_is_soft(client, settings, delivery):
    settings.ANYMAIL = {"WEBHOOK_SECRET": f"recap:{KEY}"}

    postmark(client, KEY, **BOUNCE, Metadata={"delivery": str(delivery.pk)})

    assert DeliveryEvent.objects.get().kind == "soft"


def test_events_of_sendgrid_come_several_in_a_call_with_one_signature(client, settings, delivery):
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    settings.ANYMAIL = {"SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY": base64.b64encode(public).decode()}
    facts = {"email": "reader@shop.example", "timestamp": 1752494400, "delivery": str(delivery.pk)}
    body = json.dumps(
        [
            {**facts, "event": "bounce", "reason": UNKNOWN_USER, "sg_event_id": "1"},
            {**facts, "event": "spamreport", "sg_event_id": "2"},
        ]
    )
    signature = private.sign(b"1752494401" + body.encode(), ec.ECDSA(hashes.SHA256()))
    headers = {
        "X-Twilio-Email-Event-Webhook-Timestamp": "1752494401",
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
    }

    answer = client.post("/webhooks/sendgrid/", body, content_type="application/json", headers=headers)
    changed = client.post("/webhooks/sendgrid/", body + " ", content_type="application/json", headers=headers)

    assert (answer.status_code, changed.status_code) == (200, 400)
    assert set(DeliveryEvent.objects.values_list("kind", flat=True)) == {"hard", "complaint"}


@pytest.mark.parametrize("provider", ["mailgun", "postmark", "sendgrid", "amazon_ses", "nobody"])
def test_without_a_key_or_a_secret_nobody_is_heard(client, settings, provider):
    settings.ANYMAIL = {}

    assert client.post(f"/webhooks/{provider}/", {}, content_type="application/json").status_code == 404


def test_a_call_that_nobody_can_read_is_refused(client, settings):
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}

    assert client.post("/webhooks/mailgun/", "{", content_type="application/json").status_code == 400
    assert client.get("/webhooks/mailgun/").status_code == 405
